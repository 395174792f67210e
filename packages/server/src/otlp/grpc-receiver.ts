/**
 * OTLP over gRPC: the Export methods of the trace, logs and metrics services. Messages come as bytes to our own decoder.
 *
 * A call is asked for its permission before its message is read. gRPC does not say how large a message will be: its bytes
 * are counted when it is there, and a call for which nothing is free is refused before. So that what is not counted yet
 * stays bounded, few messages are read at once, whatever the connections; flow control holds the others at the sender.
 *
 * **Source:** opentelemetry-proto v1.9.0 docs/specification.md "OTLP/gRPC", opentelemetry/proto/collector
 */
import {
  type handleUnaryCall,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { TraceError } from '@tracewright/core';
import type { ExportSignal } from '@tracewright/importers';
import { type ExportFailure, toExportFailure } from './export-failure.ts';
import { writeExportResponse, writeStatus } from './export-response.ts';
import type { ExportCaller, ExportSink, ResolveSink } from './export-sink.ts';
import { MAX_EXPORT_BYTES } from './http-receiver.ts';
import { createGate } from './gate.ts';
import { createReservation } from './reservation.ts';
import { createTakeExport } from './take-export.ts';

export interface GrpcReceiverOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly resolveSink: ResolveSink;
  /** Of one message, after decompression. */
  readonly maxBytes?: number;
  readonly receiveTimeoutMs?: number;
  /** Told of failures that are our own fault. */
  readonly onError: (error: unknown) => void;
}

export interface GrpcReceiver {
  readonly port: number;
  /** Takes no new calls, lets those under way end, and cuts what is left after a while. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 2000;
/** Calls that one connection may have under way. */
const MAX_STREAMS = 32;
/** Messages that are read at once, over all connections: so many of the largest are in memory beside what the budget counts. */
const MAX_RECEIVING = 4;
/** A sender slower than this gives its place up. */
const RECEIVE_TIMEOUT_MS = 20_000;

const SERVICES: Readonly<Record<ExportSignal, string>> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
};
const SIGNALS: readonly ExportSignal[] = ['traces', 'logs', 'metrics'];

/** @throws TraceError `network-failed` when the port is taken */
export async function startGrpcReceiver(options: GrpcReceiverOptions): Promise<GrpcReceiver> {
  const { host, port, resolveSink, maxBytes = MAX_EXPORT_BYTES, onError } = options;
  const { receiveTimeoutMs = RECEIVE_TIMEOUT_MS } = options;
  const enter = createGate(MAX_RECEIVING);
  const take = createTakeExport();
  /** What the interceptor found out, for the handler of the same call. */
  const sinks = new WeakMap<Metadata, ExportSink>();

  const askFirst: ServerInterceptor = (method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) => {
        const refuse = (error: unknown): void =>
          call.sendStatus(toGrpcStatus(toExportFailure(error, onError)));
        let stopReceiving = (): void => undefined;
        next({
          onReceiveMetadata(metadata, proceed) {
            const admit = async (): Promise<void> => {
              const caller = toCaller(metadata, call.getHost(), method.path, call.getPeer());
              const sink = await resolveSink(caller);
              // One byte shows whether there is room at all.
              createReservation(sink.budget).growTo(1);
              sink.budget.give(1);
              sinks.set(metadata, sink);
              const pass = enter();
              stopReceiving = () => pass.leave();
              await pass.admitted;
              const timer = setTimeout(() => {
                pass.leave();
                refuse(tooSlow(receiveTimeoutMs));
              }, receiveTimeoutMs);
              stopReceiving = () => {
                clearTimeout(timer);
                pass.leave();
              };
              proceed(metadata);
            };
            admit().catch(refuse);
          },
          onReceiveMessage(message, proceed) {
            stopReceiving();
            proceed(message);
          },
          onCancel: () => stopReceiving(),
        });
      },
    });

  const handle =
    (signal: ExportSignal): handleUnaryCall<Buffer, Buffer> =>
    (call, respond) => {
      const receive = async (): Promise<Buffer> => {
        const sink = sinks.get(call.metadata);
        if (sink === undefined) throw new Error('unreachable: a call that was not asked for its permission');
        const reservation = createReservation(sink.budget);
        try {
          reservation.growTo(call.request.length);
          const outcome = await take({ signal, encoding: 'protobuf', body: call.request, sink });
          return writeExportResponse(signal, 'protobuf', outcome);
        } finally {
          reservation.release();
        }
      };
      receive().then(
        (bytes) => respond(null, bytes),
        (error: unknown) => respond(toGrpcStatus(toExportFailure(error, onError))),
      );
    };

  const server = new Server({
    'grpc.max_receive_message_length': maxBytes,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    interceptors: [askFirst],
  });
  for (const signal of SIGNALS)
    server.addService({ Export: exportMethod(signal) }, { Export: handle(signal) });
  const bound = await bind(server, host, port);
  return {
    port: bound,
    async close() {
      await new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.forceShutdown(), CLOSE_GRACE_MS);
        server.tryShutdown(() => {
          clearTimeout(cut);
          resolve();
        });
      });
    },
  };
}

function exportMethod(signal: ExportSignal): MethodDefinition<Buffer, Buffer> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    path: `/${SERVICES[signal]}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

function toCaller(metadata: Metadata, host: string, path: string, peer: string): ExportCaller {
  const headers: Record<string, string> = { host };
  for (const [name, value] of Object.entries(metadata.getMap()))
    if (typeof value === 'string') headers[name] = value;
  // "127.0.0.1:5000" or "[::1]:5000".
  return { headers, path, remoteAddress: peer.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') };
}

function tooSlow(timeoutMs: number): TraceError {
  return new TraceError('overloaded', {
    message: `the message did not arrive within ${timeoutMs} ms`,
    fix: 'send it again, in smaller batches where the line is slow',
  });
}

function toGrpcStatus(failure: ExportFailure): { code: number; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', writeStatus('protobuf', failure));
  return { code: failure.grpcStatus, details: failure.message, metadata };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else
        reject(
          new TraceError('network-failed', {
            where: address,
            message: `cannot listen for gRPC: ${error.message}`,
            fix: 'stop the program that listens there, or serve with --grpc-port 0, which takes any free port, or --no-grpc',
            cause: error,
          }),
        );
    });
  });
}
