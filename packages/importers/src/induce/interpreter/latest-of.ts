/** Of what is told again and again while it comes about (find-latest.ts) the last, where the first stood. */
import type { JsonPrimitive, JsonValue } from '@tracewright/core';
import { select } from '../adapter/select-value.ts';

/** @param pathOf the member by which a record is known; undefined where each stands for itself */
export function latestOf<T extends { readonly value: JsonValue }>(
  places: Iterable<T>,
  pathOf: (value: JsonValue) => string | undefined,
): T[] {
  const kept = new Map<string | T, T>();
  for (const place of places) {
    const path = pathOf(place.value);
    const id =
      path === undefined ? undefined : (select(place.value, [path])?.value as JsonPrimitive | undefined);
    kept.set(id === undefined ? place : `${path}\n${id}`, place);
  }
  return [...kept.values()];
}
