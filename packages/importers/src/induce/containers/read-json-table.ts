/**
 * Tables written as JSON, as databases and data frames export them: names beside rows (`{"columns": ["role", "text"], "data": [["user",
 * "hi"]]}`), names in the first row, or a list or an object of values for each name (`{"role": ["user"], "text": ["hi"]}`). Read as the
 * records that the rows are.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { canonicalName } from '../words/vocabulary.ts';

const HEADINGS = /^(?:columns?|cols|fields|headers?|names|schema|meta)$/;
const ROWS = /^(?:data|rows|values|records|items)$/;
/** What columns of records are called, who speaks or which kind they are among them: tables of anything else are data. */
const SAID =
  /^(?:content|text|message|body|thought|reasoning|observation|tool|tool_name|tool_calls?|action|arguments|tool_input|question|answer|prompt|response)$/;
const WHO = /^(?:role|speaker|sender|author|from|kind|type|event|(?:event|message|record)_(?:type|kind))$/;
const LEAST_NAMES = 2;
const LEAST_ROWS = 2;
const MAX_COLUMNS = 200;

/** The rows as records, in the place of what held them; undefined where the value is no table of records. */
export function readJsonTable(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) {
    const [heading = null, ...rows] = value as readonly JsonValue[];
    return toRecords(namesIn(heading), rows);
  }
  return isJsonObject(value) ? (readHeaded(value) ?? readColumns(value)) : undefined;
}

function readHeaded(value: JsonObject): JsonObject | undefined {
  const members = Object.entries(value);
  const heading = members.find(([name, inner]) => HEADINGS.test(canonicalName(name)) && Array.isArray(inner));
  const rows = members.find(([name, inner]) => ROWS.test(canonicalName(name)) && Array.isArray(inner));
  if (heading === undefined || rows === undefined) return undefined;
  const records = toRecords(namesIn(heading[1]), rows[1] as readonly JsonValue[]);
  return records === undefined
    ? undefined
    : Object.fromEntries(
        members.flatMap(([name, inner]) =>
          name === heading[0] ? [] : [[name, name === rows[0] ? records : inner] as const],
        ),
      );
}

/** `["role", "text"]`, or `[{"name": "role", "type": "String"}]`. */
function namesIn(heading: JsonValue): readonly string[] {
  if (!Array.isArray(heading) || heading.length > MAX_COLUMNS) return [];
  const names = (heading as readonly JsonValue[]).map((one) => (isJsonObject(one) ? one['name'] : one));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length ? names : [];
}

function areOfRecords(names: readonly string[]): boolean {
  const known = names.map(canonicalName).filter((name) => WHO.test(name) || SAID.test(name));
  return known.length >= LEAST_NAMES;
}

function toRecords(names: readonly string[], rows: readonly JsonValue[]): readonly JsonObject[] | undefined {
  const areRows = rows.every((row) => Array.isArray(row) && row.length === names.length);
  if (!areOfRecords(names) || rows.length < LEAST_ROWS || !areRows) return undefined;
  return rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, (row as readonly JsonValue[])[index] ?? null])),
  );
}

/** Each name with all its values, in a list or under the numbers of the rows. */
function readColumns(value: JsonObject): readonly JsonObject[] | undefined {
  const names = Object.keys(value);
  if (names.length > MAX_COLUMNS || !areOfRecords(names)) return undefined;
  const columns = Object.values(value).map(valuesOf);
  const [first] = columns;
  const length = first?.length ?? 0;
  const isSame = columns.every((column) => column?.length === length);
  const isSaid = names.some(
    (name, index) =>
      WHO.test(canonicalName(name)) && columns[index]?.every((cell) => typeof cell === 'string') === true,
  );
  if (!isSame || !isSaid || length < LEAST_ROWS) return undefined;
  return (first ?? []).map((_cell, row) =>
    Object.fromEntries(names.map((name, index) => [name, columns[index]?.[row] ?? null])),
  );
}

function valuesOf(column: JsonValue): readonly JsonValue[] | undefined {
  if (Array.isArray(column)) return column as readonly JsonValue[];
  if (!isJsonObject(column)) return undefined;
  const entries = Object.entries(column);
  return entries.every(([name], index) => name === String(index))
    ? entries.map(([, cell]) => cell)
    : undefined;
}
