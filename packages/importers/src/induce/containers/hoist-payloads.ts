/**
 * Envelopes whose content stands under several names: `{"dir": "in", "msg": {"role": ...}}` beside `{"dir": "out", "event": {"type": ...}}`.
 * What stands in them is read as if it stood in the record itself.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { canonicalName, readLabel, readRole, TYPE_WORDS } from '../words/vocabulary.ts';

/** Names of contents in one list: more are data. */
const MAX_NAMES = 6;
const LEAST_RECORDS = 3;
/** Share of the records whose content names its kind, and of those whose kind is known. */
const NAMED = 0.8;
const KNOWN = 0.25;
const KIND = /^(?:type|kind|event|role|(?:event|message|record|item)_type)$/;

/** The names under which the records of a list hold what they are about; none where it is one name, or the records say it themselves. */
export function findPayloads(list: readonly JsonValue[]): readonly string[] {
  const names = new Set<string>();
  let [named, known] = [0, 0];
  for (const record of list) {
    const content = isJsonObject(record) && !saysKind(record) ? contentOf(record) : undefined;
    if (content === undefined) return [];
    names.add(content.name);
    if (names.size > MAX_NAMES) return [];
    if (Object.keys(content.inner).some((name) => KIND.test(canonicalName(name)))) named += 1;
    if (saysKind(content.inner)) known += 1;
  }
  const isEnough = named >= list.length * NAMED && known >= list.length * KNOWN;
  return list.length >= LEAST_RECORDS && names.size >= 2 && isEnough ? [...names] : [];
}

/** The record with the members of its content; what both have is the content's. */
export function hoistPayload(record: JsonObject, names: readonly string[]): JsonObject {
  const content = contentOf(record);
  if (content === undefined || !names.includes(content.name)) return record;
  const { [content.name]: _content, ...around } = record;
  return { ...around, ...content.inner };
}

/** The one object in a record that else has words and numbers alone. */
function contentOf(record: JsonObject): { readonly name: string; readonly inner: JsonObject } | undefined {
  let found: { name: string; inner: JsonObject } | undefined;
  for (const [name, inner] of Object.entries(record)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (found !== undefined || !isJsonObject(inner)) return undefined;
    found = { name, inner };
  }
  return found;
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
