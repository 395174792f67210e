/**
 * OTLP over HTTP, on plain node:http.
 *
 *     const handle = createOtlpHandler({ resolveSink, onError });
 *     createServer((request, response) => handle(request, response) || app(request, response));
 *
 * Every answer is in the request's encoding; where that is not known, in JSON.
 *
 * **Source:** opentelemetry-proto v1.9.0 docs/specification.md "OTLP/HTTP"
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTraceError, TraceError } from '@tracewright/core';
import type { ExportEncoding, ExportSignal } from '@tracewright/importers';
import { type ExportFailure, failureOf, toExportFailure } from './export-failure.ts';
import { findExportSignal } from './export-paths.ts';
import { writeExportResponse, writeStatus } from './export-response.ts';
import type { ExportCaller, ResolveSink } from './export-sink.ts';
import { CONTENT_ENCODINGS, readRequestBody } from './request-body.ts';
import { createReservation } from './reservation.ts';
import { createTakeExport, type TakeExport } from './take-export.ts';

/** What the specification recommends. */
export const MAX_EXPORT_BYTES: number = 64 * 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;
/** A refused body is read to its end within these, or the client would see a broken connection and not the answer. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 2000;
const SHORT_BYTES = 1024 * 1024;

export interface OtlpHandlerOptions {
  readonly resolveSink: ResolveSink;
  /** Of one body, after decompression. */
  readonly maxBytes?: number;
  readonly bodyTimeoutMs?: number;
  /** Told of failures that are our own fault. */
  readonly onError: (error: unknown) => void;
}

/** @returns false when the path is none that exporters send to; the request is then untouched */
export type OtlpHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createOtlpHandler(options: OtlpHandlerOptions): OtlpHandler {
  const take = createTakeExport();
  return (request, response) => {
    const signal = findExportSignal(request.url ?? '');
    if (signal === undefined) return false;
    answerExport(signal, request, response, options, take).catch(options.onError);
    return true;
  };
}

async function answerExport(
  signal: ExportSignal,
  request: IncomingMessage,
  response: ServerResponse,
  options: OtlpHandlerOptions,
  take: TakeExport,
): Promise<void> {
  const encoding = findEncoding(request.headers['content-type']);
  const answerEncoding = encoding ?? 'json';
  if (request.method !== 'POST') {
    const failure = failureOf(405, `${request.method ?? ''} is not for this path: exporters send POST`);
    await send(request, response, failure.httpStatus, answerEncoding, writeStatus(answerEncoding, failure), {
      allow: 'POST',
    });
    return;
  }
  try {
    const bytes = await receive(signal, encoding, request, options, take);
    await send(request, response, 200, answerEncoding, bytes);
  } catch (error) {
    // Nobody is left to be answered.
    if (request.destroyed && !request.complete) return;
    const failure = toExportFailure(error, options.onError);
    const bytes = writeStatus(answerEncoding, failure);
    await send(request, response, failure.httpStatus, answerEncoding, bytes, failureHeaders(failure, error));
  }
}

async function receive(
  signal: ExportSignal,
  encoding: ExportEncoding | undefined,
  request: IncomingMessage,
  { resolveSink, maxBytes = MAX_EXPORT_BYTES, bodyTimeoutMs = BODY_TIMEOUT_MS }: OtlpHandlerOptions,
  take: TakeExport,
): Promise<Buffer> {
  const sink = await resolveSink(toCaller(request));
  if (encoding === undefined) throw unknownType(request.headers['content-type']);
  const reservation = createReservation(sink.budget);
  try {
    const body = await readRequestBody(request, { maxBytes, timeoutMs: bodyTimeoutMs }, reservation);
    return writeExportResponse(signal, encoding, await take({ signal, encoding, body, sink }));
  } finally {
    reservation.release();
  }
}

function toCaller({ headers, url = '', socket }: IncomingMessage): ExportCaller {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  // Every value is one text now.
  return {
    headers: Object.fromEntries(single) as ExportCaller['headers'],
    path: url,
    remoteAddress: socket.remoteAddress,
  };
}

const MEDIA_TYPES: Readonly<Record<ExportEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The media type alone counts; parameters such as a charset say nothing that the protocol does not. */
function findEncoding(contentType: string | undefined): ExportEncoding | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === MEDIA_TYPES.protobuf) return 'protobuf';
  return type === MEDIA_TYPES.json ? 'json' : undefined;
}

function unknownType(contentType: string | undefined): TraceError {
  return new TraceError('format-unknown', {
    where: 'header Content-Type',
    message: `${contentType === undefined ? 'it is missing' : `"${contentType.slice(0, 60)}" is not known here`}; known are ${Object.values(MEDIA_TYPES).join(' and ')}`,
    fix: 'set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  });
}

function failureHeaders(failure: ExportFailure, error: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  if (failure.retryAfterSeconds !== undefined) headers['retry-after'] = String(failure.retryAfterSeconds);
  if (failure.httpStatus === 401) headers['www-authenticate'] = 'Bearer';
  if (failure.httpStatus === 415) headers['accept'] = Object.values(MEDIA_TYPES).join(', ');
  if (isTraceError(error) && error.where === 'header Content-Encoding')
    headers['accept-encoding'] = CONTENT_ENCODINGS.join(', ');
  return headers;
}

/** Answers, and reads what is left of a refused body: closed before that, the connection might take the answer with it. */
async function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  encoding: ExportEncoding,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  // A short rest is read first, so that the connection can be kept.
  if (!request.complete && isShort(request)) await discard(request);
  const isRead = request.complete;
  response.writeHead(status, {
    ...headers,
    'content-type': MEDIA_TYPES[encoding],
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...(isRead ? {} : { connection: 'close' }),
  });
  if (isRead) {
    response.end(body);
    return;
  }
  response.write(body);
  await discard(request);
  response.end();
  if (!request.complete) request.destroy();
}

function isShort({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= SHORT_BYTES;
}

/** Reads and forgets, up to a limit of bytes and of time. */
async function discard(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    let left = DISCARD_BYTES;
    const onData = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) stop();
    };
    const stop = (): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', stop).off('close', stop);
      resolve();
    };
    const timer = setTimeout(stop, DISCARD_MS);
    request.on('data', onData).once('end', stop).once('close', stop).resume();
  });
}
