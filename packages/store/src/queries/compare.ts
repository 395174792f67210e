/** The order of values and of rows, the same for every engine. */
import type { Span } from '@tracewright/core';
import type { KeyValue } from './cursor.ts';
import type { OrderKey } from './ordering.ts';

/** Code point order for text (the byte order of UTF-8), numeric order otherwise. */
export function compareValues(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Missing values last, whatever the direction. */
export function compareKeys(a: KeyValue, b: KeyValue, descending: boolean): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  return descending ? compareValues(b, a) : compareValues(a, b);
}

export function compareByKeys(
  keys: readonly OrderKey[],
  a: readonly KeyValue[],
  b: readonly KeyValue[],
): number {
  for (const [index, key] of keys.entries()) {
    const order = compareKeys(a[index], b[index], key.descending);
    if (order !== 0) return order;
  }
  return 0;
}

/** The order of a run's spans: that of its record, then of time. */
export function compareSpans(a: Span, b: Span): number {
  return (
    a.sequence - b.sequence ||
    compareKeys(a.startTime, b.startTime, false) ||
    compareValues(a.traceId, b.traceId) ||
    compareValues(a.spanId, b.spanId)
  );
}

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other UTF-16 unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
