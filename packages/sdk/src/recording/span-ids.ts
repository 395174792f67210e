/** Trace and span ids, and the W3C `traceparent` that carries them. Source: w3.org/TR/trace-context. */

const HEX: readonly string[] = Array.from({ length: 256 }, (_value, byte) =>
  byte.toString(16).padStart(2, '0'),
);
/** Random bytes are fetched in blocks: a call for each id costs more than the id. */
const POOL = new Uint8Array(8192);
let poolAt: number = POOL.length;

/** @param bytes 16 for a trace, 8 for a span */
export function createId(bytes: 8 | 16): string {
  if (poolAt + bytes > POOL.length) {
    crypto.getRandomValues(POOL);
    poolAt = 0;
  }
  let id = '';
  for (const end = poolAt + bytes; poolAt < end; poolAt += 1) id += HEX[POOL[poolAt] ?? 0];
  // All zeros means no id.
  return id.startsWith('00000000') && /^0+$/.test(id) ? createId(bytes) : id;
}

export function formatTraceparent({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `00-${traceId}-${spanId}-01`;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;

export function parseTraceparent(text: unknown): { traceId: string; spanId: string } | undefined {
  const match = typeof text === 'string' ? TRACEPARENT.exec(text) : null;
  const [, traceId, spanId] = match ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}
