/**
 * Tables of one file that name each other's rows, as stores of applications and exports of databases have them: a message lists the ids
 * of its blocks (`"blocks": ["b1", "b2"]` beside the table of blocks), or parts name the message that they belong to (`"messageId": "m1"`
 * beside `messages`). What is named stands in what names it, then.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { Join } from '../adapter/adapter.ts';
import { canonicalName, FIELD_WORDS, GROUP_WORDS } from '../words/vocabulary.ts';
import { pushTo } from './push-to.ts';

const MAX_DEPTH = 12;
/** A file with more lists of names of their own is no file of tables. */
const MAX_TABLES = 200;
const LEAST_ROWS = 2;
/** Share of a table's rows that are named where they are parts of something. */
const MOST = 0.8;
const IDS: ReadonlySet<string> = new Set(['id', 'uuid', 'uid', 'key']);

/** Members that name what a row is a part of. */
const WHOLES: ReadonlySet<string> = new Set([...FIELD_WORDS.turnId, ...GROUP_WORDS]);

interface Tables {
  /** Objects in lists, by the member that holds these; each list of them. */
  readonly lists: Map<string, JsonObject[][]>;
  /** Words and numbers in lists, by their member and the table in which they stand. */
  readonly named: Map<string, { readonly ids: JsonValue[]; readonly tables: Set<string> }>;
}

function tablesOf(root: JsonValue): Tables {
  const found: Tables = { lists: new Map(), named: new Map() };
  const visit = (value: JsonValue, name: string, table: string, depth: number): void => {
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
    const keyed = isJsonObject(value) && isKeyed(value);
    if (isJsonObject(value) && !keyed) {
      for (const [key, inner] of Object.entries(value)) visit(inner, key, table, depth + 1);
      return;
    }
    const list = keyed ? Object.values(value) : (value as readonly JsonValue[]);
    if (list.length === 0) return;
    const rows = list.filter(isJsonObject);
    if (rows.length === list.length) pushTo(found.lists, name, rows);
    else if (list.every(isId)) {
      const entry = found.named.get(name) ?? { ids: [], tables: new Set() };
      found.named.set(name, entry);
      for (const id of list) entry.ids.push(id);
      entry.tables.add(table);
    }
    for (const row of rows) visit(row, '', name, depth + 1);
  };
  visit(root, '', '', 0);
  return found;
}

/** `{"b1": {"id": "b1", ...}}`: a table whose rows stand under their ids. */
function isKeyed(value: JsonObject): boolean {
  const rows = Object.entries(value);
  return rows.length > 0 && rows.every(([key, row]) => isJsonObject(row) && idOf(row) === key);
}

function idOf(row: JsonObject): JsonValue | undefined {
  const [, id] = Object.entries(row).find(([name]) => IDS.has(canonicalName(name))) ?? [];
  return id;
}

function isId(value: JsonValue | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** The ids of the rows, each of which has another, and their member. */
function idsOf(
  rows: readonly JsonObject[],
  also = '',
): { readonly id: string; readonly ids: ReadonlySet<JsonValue | undefined> } | undefined {
  for (const id of Object.keys(rows[0] ?? {})) {
    if (id !== also && !IDS.has(canonicalName(id))) continue;
    const ids = new Set(rows.map((row) => row[id]));
    if (ids.size === rows.length && [...ids].every(isId)) return { id, ids };
  }
  return undefined;
}

export function findJoins(root: JsonValue): Join[] {
  const { lists, named } = tablesOf(root);
  if (lists.size > MAX_TABLES) return [];
  const once = [...named]
    .filter(([, { ids }]) => ids.length >= LEAST_ROWS && new Set(ids).size === ids.length)
    .slice(0, MAX_TABLES);
  const joins = [...lists].flatMap(([list, [rows = [], ...others]]): Join[] => {
    if (others.length > 0 || rows.length < LEAST_ROWS) return [];
    const own = idsOf(rows);
    for (const [names, { ids, tables }] of own === undefined ? [] : once)
      if (
        !tables.has(list) &&
        ids.length >= rows.length * MOST &&
        ids.every((id) => own?.ids.has(id) === true)
      )
        return [{ list, key: own?.id ?? '', names }];
    return partsOf(list, rows, lists).slice(0, 1);
  });
  return joinByIds(root, joins) === root ? [] : joins;
}

/** "messageId" beside "messages" or "chat_messages"; what came back from a call stays beside it. */
function partsOf(list: string, rows: readonly JsonObject[], lists: Tables['lists']): Join[] {
  return Object.keys(rows[0] ?? {}).flatMap((key) => {
    const name = canonicalName(key);
    // What names a task or a call is about it, and no part of it.
    const stem = WHOLES.has(name) ? /^(.+)_id$/.exec(name)?.[1] : undefined;
    if (stem === undefined) return [];
    return [...lists].flatMap(([of, tables]): Join[] => {
      if (of === list || !`_${canonicalName(of)}`.endsWith(`_${stem}s`)) return [];
      const wholes = tables.flat();
      const known = idsOf(wholes, key);
      const fits = rows.every((row) => known?.ids.has(row[key]) === true);
      return known !== undefined && fits && !wholes.some((row) => Object.hasOwn(row, list))
        ? [{ list, key, of: { list: of, id: known.id } }]
        : [];
    });
  });
}

/** The value with rows where they are named, and no more where they stood; as it is where a row would stand nowhere. */
export function joinByIds(root: JsonValue, joins: readonly Join[]): JsonValue {
  const { lists, named } = tablesOf(root);
  const rowsOf = (list: string, key: string): Map<JsonValue | undefined, JsonObject> =>
    new Map(lists.get(list)?.flatMap((rows) => rows.map((row) => [row[key], row])));
  const listed = new Map<string, ReadonlyMap<JsonValue | undefined, JsonObject>>();
  const parts = new Map<JsonObject, Map<string, JsonObject[]>>();
  const moved = new Set<JsonValue>();
  for (const { list, key, names = '', of } of joins) {
    if (of === undefined) {
      const known = rowsOf(list, key);
      listed.set(names, known);
      for (const id of named.get(names)?.ids ?? []) {
        const row = known.get(id);
        if (row !== undefined) moved.add(row);
      }
      continue;
    }
    const wholes = rowsOf(of.list, of.id);
    for (const row of lists.get(list)?.flat() ?? []) {
      const whole = wholes.get(row[key]);
      if (whole === undefined) continue;
      const own = parts.get(whole) ?? new Map<string, JsonObject[]>();
      parts.set(whole, own);
      pushTo(own, list, row);
      moved.add(row);
    }
  }
  // A row stands where it is named first: two tables may name each other.
  const placed = new Set<JsonValue>();
  const placeOnce = (id: JsonValue, row: JsonObject | undefined): JsonValue => {
    if (row === undefined || !moved.has(row) || placed.has(row)) return id;
    placed.add(row);
    return row;
  };
  const rebuild = (value: JsonValue, depth: number): JsonValue => {
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value;
    const place = (list: JsonValue): JsonValue[] =>
      (list as readonly JsonValue[]).map((row) => rebuild(row, depth + 1));
    if (!isJsonObject(value)) return place((value as readonly JsonValue[]).filter((row) => !moved.has(row)));
    const left = Object.entries(value).filter(([, row]) => !moved.has(row));
    const members = left.map(([name, inner]): [string, JsonValue] => {
      const known = Array.isArray(inner) ? listed.get(name) : undefined;
      if (known === undefined) return [name, rebuild(inner, depth + 1)];
      const stay = (inner as readonly JsonValue[]).filter((row) => !moved.has(row));
      return [name, place(stay.map((id) => placeOnce(id, known.get(id))))];
    });
    const below = [...(parts.get(value) ?? [])].map(([name, rows]): [string, JsonValue] => {
      for (const row of rows) placed.add(row);
      return [name, place(rows)];
    });
    return Object.fromEntries([...members, ...below]);
  };
  const joined = rebuild(root, 0);
  return moved.size === 0 || placed.size < moved.size ? root : joined;
}
