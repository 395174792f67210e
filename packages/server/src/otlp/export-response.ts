/**
 * The answers of an OTLP receiver as bytes: the response of an export with its partial success, and google.rpc.Status.
 *
 * Source: opentelemetry-proto v1.9.0 collector/{trace,logs,metrics}/v1; googleapis google/rpc/status.proto, error_details.proto.
 */
import type { ExportEncoding, ExportSignal } from '@tracewright/importers';
import type { ExportFailure } from './export-failure.ts';

export interface ExportOutcome {
  readonly rejected: number;
  /** Why records were rejected or, with none rejected, a warning; empty when all is well. */
  readonly message: string;
}

const REJECTED_NAMES: Readonly<Record<ExportSignal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/** Everything taken is the empty message. */
export function writeExportResponse(
  signal: ExportSignal,
  encoding: ExportEncoding,
  { rejected, message }: ExportOutcome,
): Buffer {
  const isPartial = rejected > 0 || message !== '';
  if (encoding === 'json') {
    // 64-bit numbers are text in the protocol's JSON.
    const partialSuccess = { [REJECTED_NAMES[signal]]: String(rejected), errorMessage: message };
    return Buffer.from(JSON.stringify(isPartial ? { partialSuccess } : {}));
  }
  if (!isPartial) return Buffer.alloc(0);
  return field(1, Buffer.concat([number(1, rejected), text(2, message)]));
}

export function writeStatus(encoding: ExportEncoding, failure: ExportFailure): Buffer {
  const { grpcStatus, message, retryAfterSeconds } = failure;
  if (encoding === 'json') {
    const details = [{ '@type': RETRY_INFO, retryDelay: `${retryAfterSeconds ?? 0}s` }];
    return Buffer.from(
      JSON.stringify({ code: grpcStatus, message, ...(retryAfterSeconds === undefined ? {} : { details }) }),
    );
  }
  const parts = [number(1, grpcStatus), text(2, message)];
  if (retryAfterSeconds !== undefined) {
    const retryInfo = field(1, number(1, retryAfterSeconds));
    parts.push(field(3, Buffer.concat([text(1, RETRY_INFO), field(2, retryInfo)])));
  }
  return Buffer.concat(parts);
}

function text(id: number, value: string): Buffer {
  return field(id, Buffer.from(value));
}

function field(id: number, content: Buffer): Buffer {
  return Buffer.concat([varint(id * 8 + 2), varint(content.length), content]);
}

/** @param value not negative */
function number(id: number, value: number): Buffer {
  return Buffer.concat([varint(id * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
