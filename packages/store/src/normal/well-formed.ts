/**
 * Makes text safe for every engine: a lone surrogate (half of an emoji that some tool cut) becomes U+FFFD, in values and
 * keys alike. One such character in a JSON column would fail every query that touches it.
 */
import { isJsonObject, TraceError, type JsonValue } from '@tracewright/core';

/** With the u flag a pair of surrogates is one character of another category: this matches lone ones only. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Half of a pair too: most texts have none, and this is quicker to say. */
const SURROGATE = /[\ud800-\udfff]/;

export function wellFormed(text: string): string {
  return SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text;
}

/** A copy with every string and key well formed; numbers that JSON cannot say become null, as JSON.stringify has it. */
export function wellFormedJson(value: JsonValue): JsonValue {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  // The casts: Array.isArray does not narrow readonly arrays.
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(wellFormedJson);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(entries.map(([key, inner]) => [wellFormed(key), wellFormedJson(inner)]));
}

/**
 * The JSON text of a value, and the value it stands for. Quicker than copying first: JSON.stringify writes lone
 * surrogates as `\\ud8..`, and only a text in which that occurs is made anew.
 */
export function toJson<T extends JsonValue>(value: T): { readonly text: string; readonly value: T } {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return { text, value };
  // wellFormedJson keeps the shape.
  const safe = wellFormedJson(value) as T;
  return { text: JSON.stringify(safe), value: safe };
}

/** Finite, and never -0; anything else counts as missing. */
export function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value + 0 : undefined;
}

/**
 * A time as stored.
 * @throws TraceError `record-invalid` beyond 127 bits, which no clock says
 */
export function checkTime(time: bigint): bigint {
  if (BigInt.asIntN(127, time) === time) return time;
  throw new TraceError('record-invalid', {
    message: `the time ${String(time).slice(0, 60)}… is beyond what a store can hold`,
  });
}
