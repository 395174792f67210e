/** Of what is told again and again while it comes about (find-latest.ts) the last, where the first stood. */
import type { JsonValue } from '@tracewright/core';
import { select } from '../adapter/select-value.ts';

/**
 * @param pathOf the member by which a record is known, a word or a number; undefined where each stands for itself
 * @param groupBy the member that says to which run it belongs: another may count from one again
 */
export function latestOf<T extends { readonly value: JsonValue }>(
  places: Iterable<T>,
  pathOf: (value: JsonValue) => string | undefined,
  groupBy?: string,
): T[] {
  const kept = new Map<string | T, T>();
  const find = (value: JsonValue, path: string | undefined): JsonValue | undefined =>
    path === undefined ? undefined : select(value, [path])?.value;
  for (const place of places) {
    const path = pathOf(place.value);
    const id = find(place.value, path);
    const isKnown = typeof id === 'string' || typeof id === 'number';
    kept.set(isKnown ? JSON.stringify([path, id, find(place.value, groupBy)]) : place, place);
  }
  return [...kept.values()];
}
