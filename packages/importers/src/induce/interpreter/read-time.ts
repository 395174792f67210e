/** Times as logs write them: ISO 8601, or numbers of the adapter's unit. */
import { type JsonValue, parseTimestamp, type UnixNanos } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';

const UNIT_NANOS: Readonly<Record<AdapterBody['timeUnit'], bigint>> = {
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};

export function readTime(value: JsonValue | undefined, unit: AdapterBody['timeUnit']): UnixNanos | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    if (!/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return parseTimestamp(text.replaceAll(/^[[(]|[\])]$/g, ''));
    return text.includes('.') || unit !== 'ns' ? readTime(Number(text), unit) : BigInt(text);
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0 || value > 1e19) return undefined;
  const whole = Math.trunc(value);
  const nanos = UNIT_NANOS[unit];
  return (
    BigInt(whole) * nanos +
    BigInt(Math.round((value - whole) * 1e6)) * (nanos / 1_000_000n === 0n ? 0n : nanos / 1_000_000n)
  );
}
