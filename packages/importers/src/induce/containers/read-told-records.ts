/**
 * Events that lines of a log tell with their members in brackets, as objects are printed: `10:00 INFO app - ToolEnded (tool: ls, result: a.txt)`,
 * `ToolEnded(tool=ls, result=a.txt)`. Values are not quoted, so that only the names of members say where one ends.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { ToldEvents } from '../adapter/adapter.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { readScalar } from '../written-calls/read-scalar.ts';
import { matchInTurn } from './match-in-turn.ts';

/** The name of an event, and what opens its members. */
const EVENT = /(\p{Lu}[\w.]{2,80}) ?([({[]) ?/uy;
const NAME = /([\p{L}_][\w ]{0,30}?)(?:: |=)/uy;
/** What of a line stands before its members. In UTF-16 units. */
const MAX_HEADER = 600;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

interface OpenEvent {
  readonly members: JsonObject;
  readonly names: readonly string[];
  readonly closes: string;
  /** 1-based */
  readonly line: number;
  readonly lines: string[];
}

export interface ToldRecords {
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
}

/** An event goes on in the lines below, up to one that begins as events do. */
export function readToldRecords(text: string, { before, names }: ToldEvents): ToldRecords {
  const compiled = before.map((inTurn) => inTurn.map(compilePattern));
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  let open: OpenEvent | undefined;
  const close = (endLine: number): void => {
    if (open === undefined) return;
    records.push({ ...open.members, ...membersOf(open) });
    places.push({ line: open.line, endLine });
  };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const start = line.slice(0, MAX_HEADER);
    const found = compiled.map((inTurn) => matchInTurn(start, inTurn)).find((match) => match !== undefined);
    if (found === undefined) {
      open?.lines.push(line);
      continue;
    }
    close(index);
    const event = readEvent(start, found.end);
    open = {
      members: { ...found.groups, ...(event === undefined ? {} : { type: event.type }) },
      names: Object.hasOwn(names, event?.type ?? '') ? (names[event?.type ?? ''] ?? []) : [],
      closes: event?.closes ?? '',
      line: index + 1,
      lines: [line.slice(event?.end ?? found.end)],
    };
  }
  close(lines.length);
  return { records, places };
}

export interface ToldEvent {
  readonly type: string;
  readonly closes: string;
  readonly end: number;
}

export function readEvent(line: string, from: number): ToldEvent | undefined {
  EVENT.lastIndex = from;
  const [all = '', type = '', opens = ''] = EVENT.exec(line) ?? [];
  return type === '' ? undefined : { type, closes: CLOSING[opens] ?? '', end: from + all.length };
}

function membersOf({ names, closes, lines }: OpenEvent): JsonObject {
  const whole = lines.join('\n').trimEnd();
  const text = closes !== '' && whole.endsWith(closes) ? whole.slice(0, -closes.length).trimEnd() : whole;
  const known = new Set(names);
  const starts = findNames(text).filter(({ name }) => known.delete(name));
  if (starts.length === 0) return { text };
  return Object.fromEntries(
    starts.map(({ name, end }, index): [string, JsonValue] => [
      name,
      readScalar(text.slice(end, starts[index + 1]?.at).replace(/,\s{0,4}$/, '')),
    ]),
  );
}

/** Names that stand in no brackets, at the start and behind commas. Linear in the text. */
export function findNames(text: string): readonly { name: string; at: number; end: number }[] {
  const found: { name: string; at: number; end: number }[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (at === 0 || text.startsWith(', ', at - 2))) {
      NAME.lastIndex = at;
      const [all = '', name = ''] = NAME.exec(text) ?? [];
      if (name !== '') found.push({ name, at, end: at + all.length });
    }
  }
  return found;
}
