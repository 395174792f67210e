/**
 * Records beside the time at which they were logged, as stores of logs answer a query: `["1755585733173000000", "{\"type\": ...}"]`. Read
 * as the records, with the time.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';

const TIME = /^(?:\d{10,19}(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20})$/;
/** Fewer may stand beside a number by chance. */
const LEAST = 2;

/** Whether a list holds nothing else. */
export function areStamped(list: readonly JsonValue[]): boolean {
  return list.length >= LEAST && list.every((element) => readStamped(element) !== undefined);
}

export function readStamped(pair: JsonValue): JsonObject | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const [time = null, told = null] = pair as readonly JsonValue[];
  if (!((typeof time === 'string' || typeof time === 'number') && TIME.test(String(time)))) return undefined;
  const record = typeof told === 'string' && told.startsWith('{') ? decodeJsonText(told) : told;
  return isJsonObject(record) ? { time, ...record } : undefined;
}
