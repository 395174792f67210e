/**
 * The body of a request, decompressed as it comes in. Bytes are counted on the way, so that neither a large body nor a
 * small one that swells (a "zip bomb") is ever held beyond the limit.
 */
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { TraceError } from '@tracewright/core';
import type { Reservation } from './reservation.ts';
import { createZstdFrames } from './zstd-frames.ts';

export interface BodyLimits {
  /** After decompression. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Fewer and larger pieces than the default of 16 KiB: each is a trip to another thread. */
const CHUNK = { chunkSize: 128 * 1024 };

const DECOMPRESSORS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: () => zlib.createGunzip(CHUNK),
  'x-gzip': () => zlib.createGunzip(CHUNK),
  deflate: () => zlib.createInflate(CHUNK),
  zstd: findZstd(),
};

/** Node has it from 22.15 on. */
function findZstd(): (() => Transform) | undefined {
  // The types of Node 20 do not know it.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: typeof CHUNK) => Transform };
  return createZstdDecompress === undefined ? undefined : () => createZstdDecompress(CHUNK);
}

export const CONTENT_ENCODINGS: readonly string[] = Object.keys(DECOMPRESSORS).filter(
  (name) => DECOMPRESSORS[name] !== undefined && name !== 'x-gzip',
);

/**
 * @returns the whole body; the reservation then holds at least its size
 * @throws TraceError `format-unknown` for an encoding that is not known, `limit-exceeded`, `overloaded`, `archive-invalid`
 * for damaged compression, `network-failed` when the body does not come in time, `cancelled` when the client goes
 */
export async function readRequestBody(
  request: IncomingMessage,
  { maxBytes, timeoutMs }: BodyLimits,
  reservation: Reservation,
): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const isIdentity = encoding === '' || encoding === 'identity';
  const createDecompressor = DECOMPRESSORS[encoding];
  if (!isIdentity && createDecompressor === undefined) {
    throw new TraceError('format-unknown', {
      where: 'header Content-Encoding',
      message: `"${encoding.slice(0, 40)}" is not known here; known are ${CONTENT_ENCODINGS.join(', ')}`,
      fix: 'set OTEL_EXPORTER_OTLP_COMPRESSION=gzip',
    });
  }
  if (isEmpty(request)) return Buffer.alloc(0);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  // There must be room for all of it, lest many that cannot end take each other's. Held is what has come: an announcement
  // costs its sender nothing.
  reservation.growTo(announced);
  reservation.release();

  const decompressor = createDecompressor?.();
  const frames = encoding === 'zstd' ? createZstdFrames() : undefined;
  const onCompressed = (chunk: Buffer): void => frames?.add(chunk);
  if (frames !== undefined) request.on('data', onCompressed);
  const source = decompressor === undefined ? request : request.pipe(decompressor);
  const chunks: Buffer[] = [];
  let total = 0;
  const { promise, resolve, reject } = withResolvers();
  const timer = setTimeout(() => reject(tooSlow(timeoutMs)), timeoutMs);
  const onData = (chunk: Buffer): void => {
    total += chunk.length;
    try {
      if (total > maxBytes) throw tooLarge(maxBytes);
      reservation.growTo(total);
      chunks.push(chunk);
    } catch (error) {
      source.off('data', onData);
      reject(error);
    }
  };
  const onClose = (): void => {
    if (!request.complete) reject(new TraceError('cancelled', { message: 'the client went away' }));
  };
  source.on('data', onData).once('end', resolve);
  decompressor?.once('error', (error) => reject(damaged(encoding, error)));
  request.once('close', onClose).on('error', onClose);
  try {
    await promise;
    if (frames?.isWhole === false) throw damaged(encoding, new Error('unexpected end of file'));
  } finally {
    clearTimeout(timer);
    source.off('data', onData);
    request.off('data', onCompressed);
    request.off('close', onClose);
    if (decompressor !== undefined) {
      request.unpipe(decompressor);
      decompressor.destroy();
    }
  }
  const [first = Buffer.alloc(0)] = chunks;
  return chunks.length <= 1 ? first : Buffer.concat(chunks, total);
}

/** Of no bytes at all, which no compression makes of anything: they are the empty request whatever Content-Encoding says. */
function isEmpty({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) === 0 && headers['transfer-encoding'] === undefined;
}

function withResolvers(): {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

function tooLarge(maxBytes: number): TraceError {
  return new TraceError('limit-exceeded', {
    where: 'body',
    message: `the request is larger than ${maxBytes} bytes`,
    fix: 'export in smaller batches: OTEL_BSP_MAX_EXPORT_BATCH_SIZE=64, or serve with a higher limit',
  });
}

function tooSlow(timeoutMs: number): TraceError {
  return new TraceError('network-failed', {
    where: 'body',
    message: `the request did not arrive within ${timeoutMs / 1e3} seconds`,
  });
}

function damaged(encoding: string, cause: Error): TraceError {
  return new TraceError('archive-invalid', {
    where: 'body',
    message: `it is not what Content-Encoding: ${encoding} says: ${cause.message}`,
    cause,
  });
}
