/** A text as records: a line that one of the adapter's headers matches begins one, the lines until the next are its body. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { TextRule } from './adapter.ts';
import { readPairs } from './read-pairs.ts';
import { compilePattern } from './patterns.ts';

export interface TextRecords {
  /** Members: the header's groups, `head` (what follows on its line), `body`, `text` (both). */
  readonly records: readonly JsonObject[];
  /** 1-based, of each record. */
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
}

/** What of a line a header may take. In UTF-16 units. */
const MAX_HEADER = 400;

/** A line of one sign ends what stands above it, where a text has several. */
const SEPARATOR = /^([-*=_~─━])\1{19,300}\s{0,4}$/u;
const MIN_SEPARATORS = 3;

export function readTextRecords(text: string, rule: TextRule): TextRecords {
  const compiled: Compiled = {
    headers: rule.headers.map(compilePattern),
    lines: (rule.lines ?? []).map(({ prefix, headers }) => ({
      prefix: compilePattern(prefix),
      headers: headers.map(compilePattern),
    })),
  };
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  let current: { groups: Record<string, string>; head: string; body: string[]; line: number } | undefined;
  let isFenced = false;
  const close = (endLine: number): void => {
    if (current === undefined) return;
    const { groups, line } = current;
    const head = current.head.replace(/\s[*=#]{3,20}$/, '');
    const inner = trimBlank(current.body).join('\n');
    // Nothing but space between a separator and the next header.
    if (head === '' && inner === '' && Object.keys(groups).length === 0) return;
    const members: [string, JsonValue][] = Object.entries(groups);
    const pairs = rule.pairs === true ? readPairs(head) : undefined;
    if (pairs !== undefined) {
      records.push({ ...pairs, ...groups, ...(inner === '' ? {} : { body: inner }) });
      places.push({ line, endLine });
      return;
    }
    members.push(['head', head], ['body', inner]);
    members.push(['text', [head, inner].filter((part) => part !== '').join('\n')]);
    records.push(Object.fromEntries(members));
    places.push({ line, endLine });
  };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const isSeparated = lines.filter((line) => SEPARATOR.test(line)).length >= MIN_SEPARATORS;
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const isFence = rule.skipFences && /^\s{0,3}`{3,}/.test(line.slice(0, 10));
    const match = isFenced || isFence ? undefined : matchHeader(line, compiled);
    if (isFence) isFenced = !isFenced;
    if (match === undefined && isSeparated && !isFenced && current !== undefined && SEPARATOR.test(line)) {
      // Under a header it only underlines; under what was said it ends it.
      if (current.body.every((other) => other.trim() === '') && current.head === '') continue;
      close(index);
      current = { groups: {}, head: '', body: [], line: index + 1 };
      continue;
    }
    if (match === undefined) {
      // A command that goes on: the shell prompts for the rest.
      if (
        current?.groups['prompt'] !== undefined &&
        current.body.length === 0 &&
        /^(?:>|\.\.\.) /.test(line)
      ) {
        current.head += `\n${line.replace(/^\S{1,3} /, '')}`;
        continue;
      }
      // What stands before the first header says nothing of itself.
      current?.body.push(line);
      continue;
    }
    close(index);
    current = { ...match, body: [], line: index + 1 };
  }
  close(lines.length);
  return { records, places };
}

interface Compiled {
  readonly headers: readonly RegExp[];
  readonly lines: readonly { readonly prefix: RegExp; readonly headers: readonly RegExp[] }[];
}

interface Header {
  readonly groups: Record<string, string>;
  head: string;
}

function matchHeader(line: string, { headers, lines }: Compiled): Header | undefined {
  const start = line.slice(0, MAX_HEADER);
  for (const { prefix, headers: own } of lines) {
    prefix.lastIndex = 0;
    const match = prefix.exec(start);
    if (match === null || match[0] === '') continue;
    const found = matchAt(line, start, own, match[0].length);
    return found === undefined
      ? { groups: groupsOf(match), head: line.slice(match[0].length).trim() }
      : { ...found, groups: { ...groupsOf(match), ...found.groups } };
  }
  return matchAt(line, start, headers, 0);
}

function matchAt(line: string, start: string, headers: readonly RegExp[], from: number): Header | undefined {
  for (const header of headers) {
    header.lastIndex = from;
    const match = header.exec(start);
    if (match === null || match[0] === '') continue;
    return { groups: groupsOf(match), head: line.slice(from + match[0].length).trim() };
  }
  return undefined;
}

function groupsOf({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}

function trimBlank(lines: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && (lines[start] ?? '').trim() === '') start += 1;
  while (end > start && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return lines.slice(start, end);
}
