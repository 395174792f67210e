/**
 * Envelopes whose content stands under several names: `{"dir": "in", "msg": {"role": ...}}` beside `{"dir": "out", "event": {"type": ...}}`,
 * or under one that nothing is told beside: `{"lc": 1, "id": [...], "kwargs": {"type": ...}}`. What stands in them is read as if it stood in the record itself.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { canonicalName, readLabel, readRole, TYPE_WORDS } from '../words/vocabulary.ts';

/** Names of contents in one list: more are data. */
const MAX_NAMES = 6;
const LEAST_RECORDS = 3;
/** Share of the records whose content names its kind, and of those whose kind is known. */
const NAMED = 0.8;
const KNOWN = 0.25;
const KIND = /^(?:type|kind|event|role|(?:event|message|record|item)_type)$/;

/**
 * The names under which the records of a list hold what they are about; none where the records say it themselves, or hold it under one name
 * and something else besides.
 */
export function findPayloads(list: readonly JsonValue[]): readonly string[] {
  const names = new Set<string>();
  const around = new Set<string>();
  let [named, known] = [0, 0];
  for (const record of list) {
    const content = isJsonObject(record) && !saysKind(record) ? contentOf(record) : undefined;
    if (content === undefined) return [];
    names.add(content.name);
    around.add(content.around);
    if (names.size > MAX_NAMES) return [];
    const isWritten = Object.values(content.inner).some(isRecordText);
    if (isWritten || Object.keys(content.inner).some((name) => KIND.test(canonicalName(name)))) named += 1;
    if (isWritten || saysKind(content.inner)) known += 1;
  }
  const isEnough = named >= list.length * NAMED && known >= list.length * KNOWN;
  const isWrapped = names.size >= 2 || around.size === 1;
  return list.length >= LEAST_RECORDS && isWrapped && isEnough ? [...names] : [];
}

/** The record with the members of its content; what both have is the content's. */
export function hoistPayload(record: JsonObject, names: readonly string[]): JsonObject {
  const content = contentOf(record);
  if (content === undefined || !names.includes(content.name)) return record;
  const { [content.name]: _content, ...around } = record;
  return { ...around, ...content.inner };
}

interface Content {
  readonly name: string;
  readonly inner: JsonObject;
  /** The words and numbers beside it. */
  readonly around: string;
}

/** The one object in a record that else has words, numbers and lists of them. */
function contentOf(record: JsonObject): Content | undefined {
  let found: Omit<Content, 'around'> | undefined;
  const around: JsonValue[] = [];
  for (const [name, inner] of Object.entries(record)) {
    if (isJsonObject(inner)) {
      if (found !== undefined) return undefined;
      found = { name, inner };
    } else if (Array.isArray(inner)) {
      if (!(inner as readonly JsonValue[]).every((element) => typeof element === 'string')) return undefined;
    } else around.push(name, inner);
  }
  return found === undefined ? undefined : { ...found, around: JSON.stringify(around) };
}

/** `{"_raw": "{\\"type\\": \\"user\\", ...}"}`: the record is a text in the content. */
function isRecordText(text: JsonValue): boolean {
  const record = typeof text === 'string' && text.startsWith('{') ? decodeJsonText(text) : undefined;
  return isJsonObject(record) && saysKind(record);
}

function saysKind(value: JsonObject): boolean {
  return Object.entries(value).some(
    ([name, inner]) =>
      typeof inner === 'string' &&
      inner.length <= 60 &&
      TYPE_WORDS.includes(canonicalName(name)) &&
      (readLabel(inner) !== undefined || readRole(inner) !== undefined),
  );
}
