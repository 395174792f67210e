/** Tables as text (RFC 4180: quoted cells may hold the delimiter, line breaks and doubled quotes): the first row names the columns. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { readScalar } from '../written-calls/read-scalar.ts';
import { pushTo } from './push-to.ts';

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
  let places: readonly (readonly string[])[] = [];
  let broken = 0;
  for (const { cells, line } of rowsOf(text, delimiter)) {
    if (names === undefined) {
      names = cells.map((cell) => cell.trim());
      if (!isHeading(names)) return undefined;
      places = names.map(placeOf);
      continue;
    }
    if (cells.length > names.length) broken += 1;
    const members = names.flatMap((name, index): Placed[] => {
      const cell = cells[index] ?? '';
      const value = /^\s*[[{]/.test(cell) ? decodeJsonText(cell) : cell;
      return cell === '' ? [] : [{ place: places[index] ?? [name], value }];
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

/** Where the value of a column belongs: the names from the record to it. */
function placeOf(name: string): readonly string[] {
  const [, object, path = ''] = LAID_OUT.exec(name) ?? [];
  return object === undefined ? [name] : [object, ...path.split('.')];
}

interface Placed {
  readonly place: readonly string[];
  readonly value: JsonValue;
}

/** The record with the columns of one object together, under the name of their object. */
function gather(members: readonly Placed[], depth: number = 0): JsonObject {
  const grouped = new Map<string, Placed[]>();
  for (const member of members) pushTo(grouped, member.place[depth] ?? '', member);
  return Object.fromEntries(
    [...grouped].flatMap(([name, inner]): (readonly [string, JsonValue])[] => {
      const isLaidOut = inner.every(({ place }) => place.length > depth + 1);
      if (isLaidOut) return [[name, gather(inner, depth + 1)]];
      // Beside a value of its own name the others keep theirs; what was laid out are texts of values.
      return inner.map(({ place, value }) => [
        place.slice(depth).join('.'),
        depth > 0 && typeof value === 'string' ? readScalar(value) : value,
      ]);
    }),
  );
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
