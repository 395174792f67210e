/** The OpenTelemetry SDK's own exporters against the receivers: three transports, with and without gzip, and their partial success. */
import { type ClientHttp2Session, connect } from 'node:http2';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, type ClientOptions, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { TraceError, type TraceErrorCode } from '@tracewright/core';
import type { SpanDraft } from '@tracewright/importers';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createMemorySink,
  type MemorySink,
  type MemorySinkOptions,
} from '../../../../test/otlp/memory-sink.ts';
import { decodeProto, encodeProto } from '../../../../test/otlp/protos.ts';
import type { ResolveSink } from './export-sink.ts';
import { type GrpcReceiver, startGrpcReceiver } from './grpc-receiver.ts';
import { createOtlpHandler } from './http-receiver.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  diag.disable();
});

const onError = (error: unknown): never => {
  throw error;
};

async function serveHttp(resolveSink: ResolveSink): Promise<string> {
  const handle = createOtlpHandler({ resolveSink, onError });
  const server: Server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveGrpc(resolveSink: ResolveSink, maxBytes?: number): Promise<GrpcReceiver> {
  const limit = maxBytes === undefined ? {} : { maxBytes };
  const receiver = await startGrpcReceiver({ host: '127.0.0.1', port: 0, resolveSink, onError, ...limit });
  closers.push(() => receiver.close());
  return receiver;
}

/** A sender that announces a message and sends only its beginning. */
async function stall(
  port: number,
): Promise<{ readonly session: ClientHttp2Session; readonly status: Promise<string> }> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const status = new Promise<string>((resolve) => {
    for (const event of ['response', 'trailers'] as const)
      stream.on(event, (headers) => {
        if (headers['grpc-status'] !== undefined) resolve(String(headers['grpc-status']));
      });
  });
  stream.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    stream.write(Buffer.from([0, 0, 0, 1, 0, 1, 2, 3]), () => resolve());
  });
  return { session, status };
}

type Transport = 'json' | 'protobuf' | 'grpc';

async function connectExporter(
  transport: Transport,
  compression: 'none' | 'gzip',
  sink: MemorySink,
): Promise<SpanExporter> {
  // The packages' enum has these values.
  const shared = { compression: compression as never };
  if (transport === 'grpc') {
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer k');
    const { port } = await serveGrpc(sink.resolve);
    return new GrpcExporter({ ...shared, url: `http://127.0.0.1:${port}`, metadata });
  }
  const Exporter = transport === 'json' ? JsonExporter : ProtobufExporter;
  const base = await serveHttp(sink.resolve);
  return new Exporter({ ...shared, url: `${base}/v1/traces`, headers: { authorization: 'Bearer k' } });
}

/** Two spans, parent and child, with everything that a span can have. */
async function record(exporter: SpanExporter): Promise<void> {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'host.cpus': 2 }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('lib', '1.2.3');
  const root = tracer.startSpan('invoke_agent helper', {
    kind: SpanKind.SERVER,
    startTime: [1_772_445_600, 123_456_789],
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'helper',
      'gen_ai.conversation.id': 'c-1',
    },
  });
  const context = trace.setSpan(ROOT_CONTEXT, root);
  const child = tracer.startSpan(
    'chat gpt-4o',
    {
      kind: SpanKind.CLIENT,
      startTime: [1_772_445_601, 0],
      links: [{ context: root.spanContext(), attributes: { why: 'test' } }],
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Grüße 👋"}]}]',
        flags: [true, false],
        words: ['a', 'b'],
        ratio: 0.25,
      },
    },
    context,
  );
  child.addEvent('exception', { 'exception.message': 'it broke' }, [1_772_445_601, 5]);
  child.setStatus({ code: SpanStatusCode.ERROR });
  child.end([1_772_445_602, 7]);
  root.end([1_772_445_603, 0]);
  await provider.forceFlush();
  await provider.shutdown();
}

describe.each<Transport>(['json', 'protobuf', 'grpc'])('the %s exporter', (transport) => {
  it.each(['none', 'gzip'] as const)(
    'is understood to the last nanosecond, compression %s',
    async (compression) => {
      const sink = createMemorySink();
      await record(await connectExporter(transport, compression, sink));
      const drafts = sink.exports.flatMap((decoded) => decoded.drafts);
      const byName = (name: string): SpanDraft['span'] | undefined =>
        drafts.find(({ span }) => span.name === name)?.span;
      const root = byName('invoke_agent helper');
      const child = byName('chat gpt-4o');
      expect(drafts.length).toBe(2);
      expect(drafts[0]?.resource).toMatchObject({ 'service.name': 'shop', 'host.cpus': 2 });
      expect(drafts.find(({ span }) => span === root)?.facts.conversation).toBe('c-1');
      expect(root).toMatchObject({
        kind: 'server',
        operation: 'agent',
        agent: 'helper',
        startTime: 1_772_445_600_123_456_789n,
        endTime: 1_772_445_603_000_000_000n,
        status: 'unset',
      });
      expect(root?.parentSpanId).toBeUndefined();
      expect(child).toMatchObject({
        traceId: root?.traceId,
        parentSpanId: root?.spanId,
        kind: 'client',
        operation: 'model',
        model: 'gpt-4o',
        inputTokens: 12,
        status: 'error',
        statusMessage: 'it broke',
        endTime: 1_772_445_602_000_000_007n,
        input: [{ role: 'user', parts: [{ type: 'text', content: 'Grüße 👋' }] }],
        attributes: {
          flags: [true, false],
          words: ['a', 'b'],
          ratio: 0.25,
          'otel.scope.name': 'lib',
          'otel.scope.version': '1.2.3',
        },
        events: [{ name: 'exception', time: 1_772_445_601_000_000_005n }],
        links: [{ traceId: root?.traceId, spanId: root?.spanId, attributes: { why: 'test' } }],
      });
      expect(sink.callers[0]?.headers['authorization']).toBe('Bearer k');
      expect(sink.budget.held).toBe(0);
    },
  );

  it('hears of a partial success', async () => {
    const warnings: unknown[][] = [];
    const log = (...args: unknown[]): void => void warnings.push(args);
    diag.setLogger(
      { error: log, warn: log, info: () => undefined, debug: () => undefined, verbose: () => undefined },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const sink = createMemorySink({ rejects: { rejected: 1, messages: ['the run is full'] } });
    await record(await connectExporter(transport, 'none', sink));
    expect(JSON.stringify(warnings)).toContain('the run is full');
  });
});

// The gRPC exporter of the JavaScript SDK sends nothing again, whatever the status.
it.each(['json', 'protobuf'] as const)(
  'the %s exporter sends again after a 429, until it is taken',
  async (transport) => {
    let asked = 0;
    const before: MemorySinkOptions['before'] = async () => {
      asked += 1;
      if (asked === 1) throw new TraceError('overloaded', { message: 'busy' });
    };
    const sink = createMemorySink({ before });
    await record(await connectExporter(transport, 'none', sink));
    expect(sink.names().toSorted()).toEqual(['chat gpt-4o', 'invoke_agent helper']);
    expect(asked).toBe(3);
  },
);

it('the logs exporter is understood', async () => {
  const sink = createMemorySink();
  const base = await serveHttp(sink.resolve);
  const exporter = new OTLPLogExporter({ url: `${base}/v1/logs` });
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  provider.getLogger('codex').emit({
    eventName: 'codex.user_prompt',
    timestamp: [1_772_445_600, 9],
    body: { nested: ['x', 1] },
    attributes: { 'conversation.id': 'c-9' },
  });
  await provider.forceFlush();
  await provider.shutdown();
  expect(sink.exports[0]?.logs).toMatchObject([
    {
      eventName: 'codex.user_prompt',
      time: 1_772_445_600_000_000_009n,
      body: { nested: ['x', 1] },
      attributes: { 'conversation.id': 'c-9' },
      scope: { name: 'codex' },
    },
  ]);
});

describe('gRPC', () => {
  const asIs = (bytes: Buffer): Buffer => bytes;

  function call(
    port: number,
    service: string,
    body: Uint8Array,
    options: ClientOptions = {},
  ): Promise<Buffer | ServiceError> {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    return new Promise((resolve) => {
      client.makeUnaryRequest(
        `/opentelemetry.proto.collector.${service}/Export`,
        asIs,
        asIs,
        Buffer.from(body),
        (error, bytes) => {
          client.close();
          resolve(error ?? bytes ?? Buffer.alloc(0));
        },
      );
    });
  }

  const spans = encodeProto('ExportTraceServiceRequest', {
    resourceSpans: [
      {
        scopeSpans: [{ spans: [{ traceId: Buffer.alloc(16, 7), spanId: Buffer.alloc(8, 7), name: 'one' }] }],
      },
    ],
  });

  it('takes traces, logs and metrics, and answers with the service’s own response', async () => {
    const sink = createMemorySink({ rejects: { rejected: 2, messages: ['no'] } });
    const { port } = await serveGrpc(sink.resolve);
    const answer = await call(port, 'trace.v1.TraceService', spans);
    expect(decodeProto('ExportTraceServiceResponse', answer as Buffer).toJSON()).toMatchObject({
      partialSuccess: { rejectedSpans: '2' },
    });
    const logs = encodeProto('ExportLogsServiceRequest', {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ eventName: 'x' }] }] }],
    });
    expect(
      decodeProto(
        'ExportLogsServiceResponse',
        (await call(port, 'logs.v1.LogsService', logs)) as Buffer,
      ).toJSON(),
    ).toMatchObject({
      partialSuccess: { rejectedLogRecords: '2' },
    });
    expect(await call(port, 'metrics.v1.MetricsService', new Uint8Array())).toEqual(Buffer.alloc(0));
    expect(sink.exports.map(({ signal }) => signal)).toEqual(['traces', 'logs']);
    expect(sink.callers[0]).toMatchObject({
      remoteAddress: '127.0.0.1',
      headers: { host: `127.0.0.1:${port}` },
    });
  });

  it.each<[TraceErrorCode, number, number | undefined]>([
    ['key-invalid', 16, undefined],
    ['forbidden', 7, undefined],
    ['overloaded', 8, 1],
    ['store-failed', 14, 5],
  ])('refuses a caller with %s before the message is read', async (code, status, retrySeconds) => {
    const refuse: ResolveSink = async () => {
      throw new TraceError(code, { message: 'no, because' });
    };
    const { port } = await serveGrpc(refuse);
    const error = (await call(port, 'trace.v1.TraceService', spans)) as ServiceError;
    expect([error.code, error.details]).toEqual([status, 'no, because']);
    const [bytes] = error.metadata.get('grpc-status-details-bin');
    const told = decodeProto('RpcStatus', bytes as Buffer).toJSON() as {
      code: number;
      details?: { value: string }[];
    };
    expect(told.code).toBe(status);
    const retry =
      told.details?.[0] && decodeProto('RetryInfo', Buffer.from(told.details[0].value, 'base64')).toJSON();
    expect(retry).toEqual(
      retrySeconds === undefined ? undefined : { retryDelay: { seconds: String(retrySeconds) } },
    );
  });

  it('tells bad data, too much data, and no room apart', async () => {
    const sink = createMemorySink({ limitBytes: 1000 });
    const { port } = await serveGrpc(sink.resolve, 5000);
    const codes = [];
    for (const body of [Buffer.from('{}'), Buffer.alloc(5001), Buffer.alloc(1001)])
      codes.push(((await call(port, 'trace.v1.TraceService', body)) as ServiceError).code);
    expect(codes).toEqual([3, 8, 8]);
    expect([sink.budget.held, sink.exports.length]).toEqual([0, 0]);
  });

  it('does not inflate a message beyond the limit', async () => {
    const sink = createMemorySink();
    const { port } = await serveGrpc(sink.resolve, 1_000_000);
    const bomb = await call(port, 'trace.v1.TraceService', Buffer.alloc(20_000_000), {
      'grpc.default_compression_algorithm': 2,
    });
    expect((bomb as ServiceError).code).toBe(8);
    expect([sink.budget.held, sink.exports.length]).toEqual([0, 0]);
  });

  it('reads few messages at once, and does not wait for slow senders for ever', async () => {
    const sink = createMemorySink();
    const receiver = await startGrpcReceiver({
      host: '127.0.0.1',
      port: 0,
      resolveSink: sink.resolve,
      receiveTimeoutMs: 500,
      onError,
    });
    closers.push(() => receiver.close());
    const slow = await Promise.all(Array.from({ length: 4 }, () => stall(receiver.port)));
    let isAnswered = false;
    const answer = call(receiver.port, 'trace.v1.TraceService', spans).finally(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([isAnswered, sink.exports.length]).toEqual([false, 0]);
    expect(await answer).toEqual(Buffer.alloc(0));
    expect(await Promise.all(slow.map(({ status }) => status))).toEqual(['8', '8', '8', '8']);
    expect([sink.names(), sink.budget.held]).toEqual([['one'], 0]);
    for (const { session } of slow) session.destroy();
  });

  it('lets a call under way end before it closes', async () => {
    const sink = createMemorySink({ before: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    const receiver = await startGrpcReceiver({
      host: '127.0.0.1',
      port: 0,
      resolveSink: sink.resolve,
      onError,
    });
    const answer = call(receiver.port, 'trace.v1.TraceService', spans);
    while (sink.budget.held === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await receiver.close();
    expect(await answer).toEqual(Buffer.alloc(0));
    expect(sink.names()).toEqual(['one']);
  });

  it('says when its port is taken', async () => {
    const { port } = await serveGrpc(createMemorySink().resolve);
    const second = startGrpcReceiver({
      host: '127.0.0.1',
      port,
      resolveSink: createMemorySink().resolve,
      onError,
    });
    await expect(second).rejects.toMatchObject({ code: 'network-failed', where: `127.0.0.1:${port}` });
  });
});
