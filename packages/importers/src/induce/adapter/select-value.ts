/** What of a record a case's conditions and selectors find, and what it says in words. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { Condition, RecordCase, Selector } from './adapter.ts';
import { findPlaces, pathOf } from './path.ts';

/** Longer arrays are lists, not records. */
const MAX_TUPLE = 8;

/** The case of a record, or undefined when none of them takes it. */
export function findCase(record: JsonValue, cases: readonly RecordCase[]): RecordCase | undefined {
  return cases.find(({ when }) => when.every((condition) => holds(record, condition)));
}

function holds(record: JsonValue, { path, in: values }: Condition): boolean {
  for (const { value } of findPlaces(record, pathOf(path))) {
    if (values === undefined) {
      if (!isEmpty(value)) return true;
    } else if ((typeof value !== 'object' || value === null) && values.includes(value)) return true;
  }
  return false;
}

export function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

export interface Found {
  readonly value: JsonValue;
  readonly pointer: string;
}

/** The first selector that finds something; several places of one selector come as an array. */
export function select(
  record: JsonValue,
  selectors: readonly Selector[] | undefined,
  pointer = '',
): Found | undefined {
  for (const selector of selectors ?? []) {
    if (typeof selector === 'object' && 'value' in selector) return { value: selector.value, pointer };
    const path = typeof selector === 'string' ? selector : selector.path;
    const places = [...findPlaces(record, pathOf(path), pointer)].filter(({ value }) => !isEmpty(value));
    const [first] = places;
    if (first === undefined) continue;
    const omit = typeof selector === 'string' ? undefined : selector.omit;
    const value = places.length === 1 ? first.value : places.map((place) => place.value);
    return { value: omit === undefined ? value : without(value, omit), pointer: first.pointer };
  }
  return undefined;
}

function without(value: JsonValue, omit: readonly string[]): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !omit.includes(name)));
}

const TEXT_MEMBERS = ['text', 'content', 'message', 'value', 'output', 'body', 'parts'];

const SAID = /^(?:input|question|query|prompt|answer|response|result)$/;

/** What a value says, in words. */
export function textOf(value: JsonValue | undefined, depth = 0): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (depth > 6) return JSON.stringify(value);
  if (Array.isArray(value))
    return (value as readonly JsonValue[])
      .map((inner) => textOf(inner, depth + 1))
      .filter((text) => text !== '')
      .join('\n');
  if (isJsonObject(value)) {
    for (const name of TEXT_MEMBERS) {
      const inner = value[name];
      if (typeof inner === 'string' || Array.isArray(inner)) return textOf(inner, depth + 1);
    }
    // `{"question": "Is it raining?"}`
    const [only, ...others] = Object.entries(value);
    if (only !== undefined && others.length === 0 && typeof only[1] === 'string' && SAID.test(only[0]))
      return only[1];
  }
  return JSON.stringify(value);
}

/** Characters of all texts in a value. */
export function lengthOf(value: JsonValue | readonly JsonValue[]): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let sum = 0;
  for (const inner of Object.values(value) as JsonValue[]) sum += lengthOf(inner);
  return sum;
}

/** A record that is not an object, as one. */
export function asRecord(value: JsonValue): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  if (typeof value === 'string' && value.trim() !== '') return { text: value };
  // `["open", {"door": 1}, "it is locked"]`: its members are its places. Without a word it is a list of data.
  if (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.length <= MAX_TUPLE &&
    (value as readonly JsonValue[]).some((inner) => typeof inner === 'string')
  )
    return Object.fromEntries((value as readonly JsonValue[]).map((inner, index) => [String(index), inner]));
  return undefined;
}
