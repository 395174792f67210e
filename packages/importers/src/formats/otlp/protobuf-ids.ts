/** Trace and span ids as protobuf has them, 16 and 8 bytes, to lower-case hex. */
import type { SpanId, TraceId } from '@tracewright/core';

const DIGITS = '0123456789abcdef';
const PAIRS: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `${DIGITS.charAt(byte >>> 4)}${DIGITS.charAt(byte & 15)}`,
);

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += PAIRS[byte] ?? '';
  return hex;
}

/** undefined when the length is wrong or all bytes are zero, which the specification calls invalid. */
export function toTraceIdOrNone(bytes: Uint8Array): TraceId | undefined {
  // 16 bytes make the 32 lower-case digits that a TraceId is.
  return bytes.length === 16 && bytes.some(isSet) ? (toHex(bytes) as TraceId) : undefined;
}

export function toSpanIdOrNone(bytes: Uint8Array): SpanId | undefined {
  // 8 bytes make the 16 lower-case digits that a SpanId is.
  return bytes.length === 8 && bytes.some(isSet) ? (toHex(bytes) as SpanId) : undefined;
}

function isSet(byte: number): boolean {
  return byte !== 0;
}
