import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { Selector } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type Found, isEmpty, select } from '../adapter/select-value.ts';

/** What came back. `{"result": []}`: nothing did, and what only wraps that is no answer. */
export function selectResult(
  record: JsonValue,
  selectors: readonly Selector[] | undefined,
  pointer: string,
): Found | undefined {
  const found = select(record, selectors, pointer);
  const [first] = selectors ?? [];
  if (found === undefined || typeof first !== 'string' || !isJsonObject(found.value)) return found;
  const [place] = [...findPlaces(record, pathOf(first), pointer)];
  const isWithin =
    place !== undefined && place.value !== null && place.pointer.startsWith(`${found.pointer}/`);
  return isWithin && Object.values(found.value).every(isEmpty) ? place : found;
}
