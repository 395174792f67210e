import type { JsonObject } from '@tracewright/core';

/** Those of the attributes that are wanted, in their own order. */
export function pickAttributes(attributes: JsonObject, wanted: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.includes(name)));
}
