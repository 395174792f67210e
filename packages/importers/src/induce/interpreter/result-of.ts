/** What a record says came back: its own member, the blocks in it, or that it is there and empty. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import type { RecordCase } from '../adapter/adapter.ts';
import { unfence } from '../written-calls/call-syntax.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { findCase, textOf } from '../adapter/select-value.ts';
import { unwrapAnswer, unwrapText } from './unwrap-answer.ts';

/** A result as it is; blocks of text are joined. */
export function contentOf(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    // A text that was written as JSON.
    const decoded = value.startsWith('"') && value.endsWith('"') ? decodeJsonText(value) : value;
    return unwrapText(unfence(typeof decoded === 'string' ? decoded : value));
  }
  const blocks = Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
  const isBlocks = blocks?.every(
    (block) => typeof block === 'string' || (isJsonObject(block) && typeof block['text'] === 'string'),
  );
  // A list of words is data.
  return isBlocks === true && blocks?.some(isJsonObject) === true ? textOf(value) : unwrapAnswer(value);
}

/** What brought nothing: its result is there, and empty. In a turn only a list says so: a text that is empty may be yet to come. */
export function silence(record: JsonValue, { as, fields }: RecordCase): JsonValue | undefined {
  const isOwn = as === 'call' || as === 'result';
  if (!isOwn && fields.tool === undefined) return undefined;
  const places = (fields.result ?? []).flatMap((selector) =>
    typeof selector === 'string' ? [...findPlaces(record, pathOf(selector))] : [],
  );
  return places.find(({ value }) => value !== null && (isOwn || value !== ''))?.value;
}

/** `{"error": "not found"}`: what came back is the error. */
export function saysOnly(value: JsonValue, message: string | undefined): boolean {
  const [only, ...others] = isJsonObject(value) ? Object.values(value) : [];
  return message !== undefined && only === message && others.length === 0;
}

/** Whether a kind of record has a place for what came back, or for how it went. */
export function brings({ fields, inside }: RecordCase): boolean {
  return (
    inside !== undefined ||
    ['result', 'text', 'error', 'exitCode', 'success', 'status'].some((field) => Object.hasOwn(fields, field))
  );
}

/** Blocks that are no texts: what stands in them. */
export function insideOf(record: JsonValue, { inside = [] }: RecordCase): JsonValue {
  const values = inside.flatMap(({ at, cases }) =>
    [...findPlaces(record, pathOf(at))].flatMap(({ value }) => (isSilent(value, cases) ? [] : [value])),
  );
  const [only, ...others] = values;
  if (only === undefined) return '';
  if (others.length > 0 || !isJsonObject(only)) return values;
  const said = Object.entries(only).filter(([name]) => name !== 'type');
  const [member] = said;
  return member !== undefined && said.length === 1 ? member[1] : only;
}

/** A text that is there, and empty. */
function isSilent(value: JsonValue, cases: readonly RecordCase[]): boolean {
  const [selector] = findCase(value, cases)?.fields.text ?? [];
  return (
    typeof selector === 'string' &&
    [...findPlaces(value, pathOf(selector))].some((place) => place.value === '')
  );
}
