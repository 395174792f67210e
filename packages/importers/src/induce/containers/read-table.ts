/** Tables as text (RFC 4180: quoted cells may hold the delimiter, line breaks and doubled quotes): the first row names the columns. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { readScalar } from '../written-calls/read-scalar.ts';

export interface TableRecords {
  readonly records: readonly JsonObject[];
  /** 1-based, of each record. */
  readonly lines: readonly number[];
  /** Rows with more cells than there are columns. */
  readonly broken: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const MAX_COLUMNS = 200;

/** Undefined when the text is no table: no row of names, or rows of other lengths. */
export function readTable(text: string): TableRecords | undefined {
  const delimiter = findDelimiter(text);
  if (delimiter === undefined) return undefined;
  const records: JsonObject[] = [];
  const lines: number[] = [];
  let names: readonly string[] | undefined;
  let broken = 0;
  for (const { cells, line } of rowsOf(text, delimiter)) {
    if (names === undefined) {
      names = cells.map((cell) => cell.trim());
      if (!isHeading(names)) return undefined;
      continue;
    }
    if (cells.length > names.length) broken += 1;
    const members = names.flatMap((name, index): [string, JsonValue][] => {
      const cell = cells[index] ?? '';
      return cell === '' ? [] : [[name, /^\s*[[{]/.test(cell) ? decodeJsonText(cell) : cell]];
    });
    if (members.length === 0) continue;
    records.push(gather(members));
    lines.push(line);
  }
  return records.length === 0 || broken > records.length / 4 ? undefined : { records, lines, broken };
}

/** Columns of one object of a call, laid out flat: `args.city`, `args.filters.limit`, `output.total`. */
const LAID_OUT =
  /^((?:[\p{L}_][\p{L}\p{N}_]{0,40}\.){0,3}?(?:[\p{L}_]{0,20}_)?(?:arguments|args|params|parameters|inputs?|kwargs|outputs?|results?|response|observation))\.(.+)$/iu;

/** The record with such columns together, under the name of their object. */
function gather(members: readonly (readonly [string, JsonValue])[]): JsonObject {
  const names = new Set(members.map(([name]) => name));
  const record = new Map<string, JsonValue>();
  for (const [name, value] of members) {
    const [, object = '', path = ''] = LAID_OUT.exec(name) ?? [];
    if (object === '' || names.has(object)) record.set(name, value);
    else {
      const inner = record.get(object) ?? null;
      const plain = typeof value === 'string' ? readScalar(value) : value;
      record.set(object, put(isJsonObject(inner) ? inner : {}, path.split('.'), plain));
    }
  }
  return Object.fromEntries(record);
}

function put(object: JsonObject, [name = '', ...deeper]: readonly string[], value: JsonValue): JsonObject {
  const inner = Object.hasOwn(object, name) ? (object[name] ?? null) : null;
  return {
    ...object,
    [name]: deeper.length === 0 ? value : put(isJsonObject(inner) ? inner : {}, deeper, value),
  };
}

/** The one that parts the first line into the most names. */
function findDelimiter(text: string): string | undefined {
  const [first = ''] = text.replace(/^\uFEFF/, '').split('\n', 1);
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, names: first.split(delimiter).map(unquote) }))
    .filter(({ names }) => isHeading(names))
    .toSorted((a, b) => b.names.length - a.names.length);
  return best?.delimiter;
}

function isHeading(names: readonly string[]): boolean {
  return (
    names.length >= 3 &&
    names.length <= MAX_COLUMNS &&
    new Set(names).size === names.length &&
    names.every((name) => /^[\p{L}_][\p{L}\p{N}_ .:/()[\]#%@&+*$'-]{0,60}$/u.test(name))
  );
}

function unquote(cell: string): string {
  return cell.trim().replaceAll(/^"|"$/g, '');
}

/** Linear; a quote that never closes takes the rest. */
function* rowsOf(text: string, delimiter: string): Generator<{ cells: string[]; line: number }> {
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        cell += text.slice(at, end === -1 ? text.length : end);
        at = end === -1 ? text.length : end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      line += cell.split('\n').length - 1;
    }
    const rest = endOfCell(text, at, delimiter);
    cell += text.slice(at, rest).replace(/\r$/, '');
    at = rest;
    cells.push(cell);
    if (text[at] === delimiter && at + 1 < text.length) {
      at += 1;
      continue;
    }
    if (text[at] === delimiter) cells.push('');
    at += 1;
    line += 1;
    if (cells.some((other) => other !== '')) yield { cells, line: start };
    cells = [];
    start = line;
  }
}

function endOfCell(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
  return at;
}
