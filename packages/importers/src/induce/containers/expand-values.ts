/**
 * Values that hide what they hold, written plainly: lists of keys and values (`[{"key": "tool.name", "value": {"stringValue": "ls"}}]`)
 * become objects, texts that are JSON become what they say. Which of them, the adapter tells.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import type { Expansion } from '../adapter/adapter.ts';
import { findPayloads, hoistPayload } from './hoist-payloads.ts';
import { isNodes, listKeyed, nestNames } from './nest-names.ts';
import { splitType, TypePrefixes } from './split-types.ts';
import { readJsonTable } from './read-json-table.ts';
import { areOutcomes, readOutcome } from './read-outcomes.ts';
import { areStamped, readStamped } from './read-stamped.ts';
import { readTypedMembers } from './read-typed-values.ts';
import { canonicalName, readLabel, readRole, TYPE_WORDS } from '../words/vocabulary.ts';
import { findJoins } from './join-by-ids.ts';
import { pushTo } from './push-to.ts';
import { answerTagOf, readAnswerTags } from './read-answer-tags.ts';

const MAX_DEPTH = 24;
/** Values looked at to find out what is to be expanded. */
const MAX_VISITED = 50_000;
const MAX_IDS = 20_000;
const KEY_NAMES = ['key', 'k', 'name'];
const VALUE_NAMES = ['value', 'v', 'val'];
/** Members whose text may be a whole record, or a list of them. */
const RECORD_TEXTS = new Set(
  'message msg body log line raw record event entry data payload item json content value text'.split(' '),
);
/** What calls take and bring stays the text that it is. */
const LEFT = new Set('arguments args parameters input output result results observation response'.split(' '));

/** Of what calls take and bring nothing is a record, whatever it looks like. */
const NO_RECORDS = { outcomes: [], tables: [], stamped: [], typed: false } as const;

/** @param isListed it stands in a list of several: what one of these brought is data, where what a store answered may be the records */
export function expandValue(
  value: JsonValue,
  expansion: Expansion,
  depth: number = 0,
  name: string = '',
  isListed: boolean = false,
): JsonValue {
  if (typeof value === 'string') {
    const answers = expansion.answers === undefined ? undefined : readAnswerTags(value, expansion.answers);
    if (answers !== undefined) return answers;
    if (!expansion.decode.includes(name) || !/^\s*[[{"]/.test(value)) return value;
    const decoded = decodeJsonText(value);
    return isQuoted(value) || typeof decoded !== 'string' ? decoded : value;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  const table = expansion.tables?.includes(name) === true ? readJsonTable(value) : undefined;
  if (table !== undefined) return expandValue(table, { ...expansion, tables: [] }, depth + 1, name, isListed);
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    const members = expansion.attributes ? readAttributes(list) : undefined;
    if (members !== undefined)
      return Object.fromEntries(
        members.map(([key, inner]) => [
          key,
          expandValue(plain(inner, 0), expansion, depth + 1, key, isListed),
        ]),
      );
    const arePairs = expansion.outcomes?.includes(name) === true && areOutcomes(list);
    const areTimed = expansion.stamped?.includes(name) === true && areStamped(list);
    let isChanged = false;
    const inner = list.map((element) => {
      const record = arePairs ? readOutcome(element) : areTimed ? readStamped(element) : undefined;
      const expanded = expandValue(
        record ?? element,
        expansion,
        depth + 1,
        name,
        isListed || list.length > 1,
      );
      if (expanded !== element) isChanged = true;
      return expanded;
    });
    return isChanged ? inner : value;
  }
  if (!isJsonObject(value)) return value;
  const untyped = expansion.typed === true ? readTypedMembers(value) : undefined;
  if (untyped !== undefined)
    return expandValue(untyped, { ...expansion, typed: false }, depth + 1, name, isListed);
  const hoisted = expansion.payloads === undefined ? value : hoistPayload(value, expansion.payloads);
  if (hoisted !== value)
    return expandValue(hoisted, { ...expansion, payloads: undefined }, depth + 1, name, isListed);
  const bare = expansion.attributes ? plain(value, 0) : value;
  if (bare !== value) return expandValue(bare, expansion, depth + 1, name, isListed);
  if (expansion.keyed?.includes(name) === true)
    return listKeyed(value).map((element) => expandValue(element, expansion, depth + 1, '', true));
  const nested = expansion.numbered === true && !LEFT.has(canonicalName(name)) ? nestNames(value) : value;
  if (nested !== value)
    return expandValue(nested, { ...expansion, numbered: false }, depth + 1, name, isListed);
  const split = splitType(value, expansion.types ?? []);
  let isChanged = split !== value;
  const entries = Object.entries(split).map(([key, element]) => {
    const isData = isListed && findsRecords(expansion) && LEFT.has(canonicalName(key));
    const inside = isData ? { ...expansion, ...NO_RECORDS } : expansion;
    const expanded = expandValue(element, inside, depth + 1, key, isListed);
    if (expanded !== element) isChanged = true;
    return [key, expanded] as const;
  });
  return isChanged ? Object.fromEntries(entries) : value;
}

function findsRecords({ outcomes = [], tables = [], stamped = [], typed = false }: Expansion): boolean {
  return typed || outcomes.length + tables.length + stamped.length > 0;
}

/** `[{"key", "value"}, ...]`, every key once, and nothing else in them but a type. */
function readAttributes(list: readonly JsonValue[]): (readonly [string, JsonValue])[] | undefined {
  if (list.length === 0 || list.length > 2_000) return undefined;
  const members: (readonly [string, JsonValue])[] = [];
  const keys = new Set<string>();
  for (const element of list) {
    if (!isJsonObject(element)) return undefined;
    const names = Object.keys(element);
    const keyName = KEY_NAMES.find((name) => typeof element[name] === 'string');
    const valueName = VALUE_NAMES.find((name) => Object.hasOwn(element, name));
    const isTyped = names.length === 3 && valueName !== undefined && typeof element['type'] === 'string';
    if (
      keyName === undefined ||
      (names.length > 2 && !isTyped) ||
      (valueName === undefined && names.length > 1)
    )
      return undefined;
    const key = element[keyName];
    if (typeof key !== 'string' || keys.has(key)) return undefined;
    keys.add(key);
    members.push([key, valueName === undefined ? null : (element[valueName] ?? null)]);
  }
  return members;
}

/** `{"stringValue": "x"}` is "x". */
function plain(value: JsonValue, depth: number): JsonValue {
  if (!isJsonObject(value) || depth > MAX_DEPTH) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only === undefined || entries.length !== 1) return value;
  const [type, inner] = only;
  const kind = /^(string|int|long|double|float|bool|boolean|bytes|array|kvlist|list|map)_?[Vv]alue$/.exec(
    type,
  )?.[1];
  if (kind === undefined) return value;
  if (/^(?:int|long|double|float)$/.test(kind) && typeof inner === 'string' && inner.trim() !== '') {
    const number = Number(inner);
    return Number.isSafeInteger(number) || !Number.isInteger(number) ? number : inner;
  }
  const values: JsonValue = isJsonObject(inner) ? (inner['values'] ?? []) : inner;
  if (!Array.isArray(values)) return inner;
  const list = values as readonly JsonValue[];
  const members = /^(?:kvlist|map)$/.test(kind) ? readAttributes(list) : undefined;
  return members === undefined
    ? list.map((element) => plain(element, depth + 1))
    : Object.fromEntries(members.map(([key, element]) => [key, plain(element, depth + 1)]));
}

/** What of a sample is to be expanded; undefined when nothing is. */
export function findExpansion(roots: readonly JsonValue[]): Expansion | undefined {
  let attributes = 0;
  let isNumbered = false;
  const ids = new Set<string>();
  const objects = new Map<string, string[]>();
  const prefixes = new TypePrefixes();
  const payloads = new Set<string>();
  const answers = new Set<string>();
  const outcomes = new Map<string, number>();
  const tables = new Set<string>();
  const stamped = new Set<string>();
  let typed = 0;
  const nodes = new Set<string>();
  let visited = 0;
  const texts = new Map<string, { records: number; quoted: number; json: number; others: number }>();
  const noteText = (name: string, text: string): void => {
    if (text.trim() === '') return;
    const tag = answerTagOf(text);
    if (tag !== undefined) answers.add(tag);
    const isRecord =
      /^\s*[[{]/.test(text) &&
      text.length < 5_000_000 &&
      holdsRecords(decodeJsonText(text), canonicalName(name));
    const entry = texts.get(name) ?? { records: 0, quoted: 0, json: 0, others: 0 };
    if (isRecord) entry.records += 1;
    // A bare number or word may be JSON or not.
    else if (BARE.test(text)) return;
    else if (isQuoted(text)) entry.quoted += 1;
    else if (typeof decodeJsonText(text) === 'string') entry.others += 1;
    else entry.json += 1;
    texts.set(name, entry);
  };
  const visit = (value: JsonValue, depth: number, of = '', isListed = false, isGiven = false): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || (visited += 1) > MAX_VISITED)
      return;
    const isLeft = LEFT.has(canonicalName(of));
    const isData = isGiven || (isLeft && isListed);
    const table = isLeft || isData ? undefined : readJsonTable(value);
    if (table !== undefined) {
      tables.add(of);
      visit(table, depth + 1, of, isListed);
      return;
    }
    if (Array.isArray(value)) {
      const list = value as readonly JsonValue[];
      const members = readAttributes(list);
      if (members !== undefined) {
        attributes += 1;
        for (const [key, inner] of members) {
          const bare = plain(inner, 0);
          if (typeof bare === 'string') noteText(key, bare);
        }
      }
      for (const payload of isLeft ? [] : findPayloads(list)) payloads.add(payload);
      if (!isLeft && !isData && areStamped(list)) stamped.add(of);
      if (!isLeft && !isData && areOutcomes(list)) outcomes.set(of, (outcomes.get(of) ?? 0) + list.length);
      for (const element of list.slice(0, 2_000))
        visit(element, depth + 1, '', isListed || list.length > 1, isData);
    } else if (isJsonObject(value)) {
      const untyped = isData || Object.keys(value).length < 2 ? undefined : readTypedMembers(value);
      if (untyped !== undefined) {
        typed += 1;
        visit(untyped, depth + 1, of, isListed);
        return;
      }
      if (!isLeft) prefixes.see(value);
      if (!isLeft && nestNames(value) !== value) isNumbered = true;
      for (const [name, inner] of Object.entries(value)) {
        if (typeof inner === 'string') {
          noteText(name, inner);
          if (/id$/i.test(name) && ids.size < MAX_IDS) ids.add(inner);
        } else {
          const isOwn = !LEFT.has(canonicalName(name)) && objects.size < MAX_IDS;
          if (isJsonObject(inner) && isOwn && isNodes(inner)) nodes.add(name);
          else if (isJsonObject(inner) && isOwn) pushTo(objects, name, ...Object.keys(inner).slice(0, 50));
          visit(inner, depth + 1, name, isListed, isData);
        }
      }
    }
  };
  for (const root of roots) visit(root, 0);
  // Named by ids that stand elsewhere: the results of calls, each under the id of its call.
  const byId = [...objects].flatMap(([name, keys]) =>
    keys.length >= 2 && keys.every((key) => ids.has(key)) ? [name] : [],
  );
  const keyed = [...new Set([...byId, ...nodes])];
  const decode = [...texts]
    .filter(([name, { records, quoted, json, others }]) => {
      // What a call takes and brings stays a text, unless what a model was given stands under the same name.
      if (LEFT.has(canonicalName(name)))
        return records >= 2 && records >= (records + json) * SOME && others <= (records + json) * FEW;
      // All of it is JSON, and some of it can be nothing else.
      const isWritten = others === 0 && records + quoted + json >= 2 && records + quoted > 0;
      const all = records + quoted + json + others;
      // What else was printed stands between the records of a log.
      const most = RECORD_TEXTS.has(canonicalName(name)) ? 0.5 : 0.9;
      return isWritten || (records >= 2 && records >= all * most);
    })
    .map(([name]) => name)
    .slice(0, 40);
  const types = prefixes.found;
  const joined = [...new Map(roots.flatMap(findJoins).map((join) => [JSON.stringify(join), join])).values()];
  const paired = [...outcomes].filter(([, count]) => count >= LEAST_PAIRS).map(([name]) => name);
  if (
    attributes === 0 &&
    joined.length === 0 &&
    decode.length === 0 &&
    !isNumbered &&
    keyed.length === 0 &&
    types.length === 0 &&
    payloads.size === 0 &&
    answers.size === 0 &&
    paired.length === 0 &&
    tables.size === 0 &&
    stamped.size === 0 &&
    typed < LEAST_PAIRS
  )
    return undefined;
  return {
    attributes: attributes > 0,
    decode,
    ...(joined.length === 0 ? {} : { joined }),
    ...(isNumbered ? { numbered: true } : {}),
    ...(keyed.length === 0 ? {} : { keyed }),
    ...(types.length === 0 ? {} : { types }),
    ...(payloads.size === 0 ? {} : { payloads: [...payloads] }),
    ...(answers.size === 0 ? {} : { answers: [...answers] }),
    ...(paired.length === 0 ? {} : { outcomes: paired }),
    ...(tables.size === 0 ? {} : { tables: [...tables] }),
    ...(stamped.size === 0 ? {} : { stamped: [...stamped] }),
    ...(typed < LEAST_PAIRS ? {} : { typed: true }),
  };
}

/** Fewer pairs may look like a call by chance, fewer objects as if their members had types. */
const LEAST_PAIRS = 2;

/** Shares of a member's texts: of those that hold messages, and of those that are no JSON. */
const SOME = 0.3;
const FEW = 0.2;

const LEVEL = /^(?:level|severity|log_level|level_?name)$/;
const BARE = /^\s*(?:true|false|null|-?\d{1,20}(?:\.\d{1,20})?)\s*$/;

/** A text that was written as JSON once more. */
function isQuoted(text: string): boolean {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 && decodeJsonText(text) !== text;
}

function holdsRecords(value: JsonValue, name: string): boolean {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.length > 0 && list.every((element) => isJsonObject(element) && holdsRecord(element));
  }
  if (!isJsonObject(value)) return false;
  // A request with its messages.
  const isRequest = Object.values(value).some(
    (inner) => Array.isArray(inner) && holdsRecords(inner as readonly JsonValue[], ''),
  );
  return isRequest || (RECORD_TEXTS.has(name) && isRecordLike(value));
}

/** `{"level": "INFO", "message": ..., ...}` */
function isLogged(value: JsonObject): boolean {
  const members = Object.entries(value);
  return (
    members.length >= 3 &&
    members.some(([name, inner]) => LEVEL.test(canonicalName(name)) && typeof inner === 'string') &&
    members.some(([name, inner]) => RECORD_TEXTS.has(canonicalName(name)) && typeof inner === 'string')
  );
}

/** A record, or what an API puts around it: `{"index": 0, "message": {"role": ...}}`. */
function holdsRecord(value: JsonObject): boolean {
  return (
    isRecordLike(value) || Object.values(value).some((inner) => isJsonObject(inner) && isRecordLike(inner))
  );
}

/** Whether a member says who speaks, or of which kind the record is; or a logger wrote it. */
function isRecordLike(value: JsonObject): boolean {
  return (
    isLogged(value) ||
    Object.entries(value).some(
      ([name, inner]) =>
        typeof inner === 'string' &&
        inner.length <= 60 &&
        TYPE_WORDS.includes(canonicalName(name)) &&
        (readLabel(inner) !== undefined || readRole(inner) !== undefined),
    )
  );
}
