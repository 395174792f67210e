import type { JsonValue } from '@tracewright/core';

/** All texts in a value, at any depth, in order. */
export function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? (Object.values(value) as JsonValue[]).flatMap(textsIn)
    : [];
}
