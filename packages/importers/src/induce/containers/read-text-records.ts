/** A text as records: a line that one of the adapter's headers matches begins one, the lines until the next are its body. */
import { type JsonObject, type JsonValue } from '@tracewright/core';
import type { TextRule } from '../adapter/adapter.ts';
import { groupsOf, matchInTurn } from './match-in-turn.ts';
import { plainLines } from './plain-lines.ts';
import { readCallId } from './read-call-id.ts';
import { readListed } from './read-listed.ts';
import { readLoggedValues } from './read-logged-values.ts';
import { readMeantRecords } from './read-meant-records.ts';
import { readPrintedRecords } from './read-printed-records.ts';
import { readSentRecords } from './read-sent-records.ts';
import { readWrittenRecord } from './read-written-record.ts';
import { readWholeCall } from './read-whole-call.ts';
import { readSignedRecords } from './read-signed-records.ts';
import { readToldRecords } from './read-told-records.ts';
import { withoutBetween } from './without-between.ts';
import { readPairs } from './read-pairs.ts';
import { normaliseName, readLabel } from '../words/vocabulary.ts';
import { readNamedLines } from '../written-calls/read-named-lines.ts';
import { closesFence, fenceOf, followFence } from '../written-calls/fences.ts';
import { readObjects } from '../written-calls/read-scalar.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { type DrawnLine, takeOffFrames } from './take-off-frames.ts';
import { withoutClosing } from './without-closing.ts';
import { withoutFolds } from './without-folds.ts';
import { withoutReprinted } from './without-reprinted.ts';

export interface TextRecords {
  /** Members: the header's groups, `head` (what follows on its line), `body`, `text` (both). */
  readonly records: readonly JsonObject[];
  /** 1-based, of each record. */
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
}

export const REPLY = 'reply';
const RESULT = 'result';
const CALL = 'tool_call';
const NEVER = '(?!)';
/** What of a line a header may take. In UTF-16 units. */
const MAX_HEADER = 400;

/** Lines of what is no more than its own name, blank ones among them. */
const MAX_FORM = 4;

/** A line of one sign, long enough to be drawn between what was said. */
export const SEPARATOR: RegExp = /^([-*=_~─━])\1{19,300}\s{0,4}$/u;

export function readTextRecords(source: string, rule: TextRule): TextRecords {
  const text = plainLines(source);
  if (rule.meant !== undefined)
    return withoutReprinted(readMeantRecords(text, rule.meant, new Set(rule.between)));
  if (rule.told !== undefined) return readToldRecords(text, rule.told);
  if (rule.sent === true) return readSentRecords(text);
  if (rule.printed === true) return readPrintedRecords(text);
  if (rule.logged === true) return readLoggedValues(text);
  if (rule.signs !== undefined) return readSignedRecords(text, rule.signs, rule.closing ?? [], REPLY);
  const compiled: Compiled = {
    headers: rule.headers.map(compilePattern),
    lines: (rule.lines ?? []).map(({ prefix, then = [], headers }) => ({
      prefix: [prefix, ...then].map(compilePattern),
      headers: headers.map(compilePattern),
    })),
    ends: (rule.blocks?.ends ?? []).map(compilePattern),
    opens: rule.enclosed === undefined ? [] : [compilePattern(rule.enclosed.opens)],
    closes: compilePattern(rule.enclosed?.closes ?? NEVER),
  };
  const between = new Set(rule.between);
  const names = new Set(rule.blocks?.members.map((name) => name.toLowerCase()));
  const fenced = new Set(rule.fenced);
  const listed = new Set(rule.listed);
  const settings = new Set(rule.settings);
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  let current: OpenRecord | undefined;
  let fence: string | undefined;
  let isEnclosed = false;
  const begins = rule.sessions === undefined ? undefined : compilePattern(rule.sessions);
  let session = 0;
  const close = (endLine: number): void => {
    if (current === undefined) return;
    const { groups, line } = current;
    const { label: named = '' } = groups;
    const { head, body } = withoutSpan(named, withoutEnd(current.head, current.opening ?? ''), current.body);
    const tell = (record: JsonObject): void => {
      records.push(record);
      places.push({ line, endLine });
    };
    if (settings.has(named) || isForm(named, head, body)) return;
    const items = head === '' && listed.has(named) ? readListed(trimBlank(body)) : undefined;
    if (items !== undefined) {
      for (const item of items) tell({ ...groups, ...item });
      return;
    }
    const parts = names.size === 0 ? { body, members: {} } : readMembers(body, names);
    const below = withoutRule(
      withoutFolds(withoutClosing(trimBlank(withoutBetween(parts.body, between)), rule.closing ?? [])),
      head,
    ).join('\n');
    const { callId, text: inner } = head === '' ? readCallId(below) : { text: below };
    const isEmpty = head === '' && inner === '';
    // Nothing but space between what ends a record and the next header.
    const isDivided = named === REPLY && rule.divider !== undefined;
    if (isEmpty && (rule.closing !== undefined || rule.enclosed !== undefined || isDivided)) return;
    const whole = rule.enclosed === undefined ? undefined : readWholeCall(inner);
    if (whole !== undefined) {
      tell({ ...groups, ...whole });
      return;
    }
    if (isEmpty && Object.keys(groups).length === 0) return;
    const members: [string, JsonValue][] = Object.entries({
      ...(callId === undefined ? {} : { callId }),
      ...groups,
    });
    const pairs = rule.pairs === true ? readPairs(head, 1) : undefined;
    if (pairs !== undefined) {
      tell({ ...pairs, ...groups, ...(inner === '' ? {} : { body: inner }) });
      return;
    }
    // What is said is a record itself.
    const written = readWrittenRecord(inner === '' ? head : [head, inner].join('\n'));
    if (written !== undefined) {
      tell({ ...written, ...groups });
      return;
    }
    const isCalled = head === '' && groups['tool'] !== undefined && groups['label'] !== RESULT;
    const given = isCalled && Object.keys(parts.members).length === 0 ? readGivenBelow(inner) : undefined;
    if (given !== undefined) {
      tell({ ...groups, arguments: given });
      return;
    }
    members.push(['head', head], ['body', inner]);
    members.push(['text', [head, inner].filter((part) => part !== '').join('\n')]);
    const printed = head === '' ? readObjects(inner) : undefined;
    if (printed !== undefined) members.push(['items', printed]);
    if (begins !== undefined) members.push(['session', String(session)]);
    tell({ ...parts.members, ...Object.fromEntries(members) });
  };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const isSeparated = rule.separated === true && rule.blocks === undefined;
  for (const { line, title, index } of rule.blocks === undefined
    ? undrawnLines(lines, rule)
    : takeOffFrames(lines)) {
    if (isEnclosed && current !== undefined) {
      if (matches(compiled.closes, title)) {
        close(index + 1);
        current = { ...replyFrom('', index), line: index + 2 };
        isEnclosed = false;
      } else append(current, line);
      continue;
    }
    const isFenced = fence !== undefined;
    const opened = isFenced ? undefined : matchAt(title, title.slice(0, MAX_HEADER), compiled.opens, 0);
    if (opened !== undefined) {
      close(index);
      current = { ...opened, body: [], block: 'before', line: index + 1 };
      isEnclosed = true;
      continue;
    }
    const below = rule.skipFences ? followFence(fence, line) : undefined;
    const isFence = below !== fence;
    if (!isFenced && !isFence && compiled.ends.some((end) => matches(end, title))) {
      close(index);
      current = undefined;
      continue;
    }
    if (begins !== undefined && !isFenced && matches(begins, title)) {
      close(index);
      current = undefined;
      session += 1;
      continue;
    }
    const match = isFenced || isFence ? undefined : matchHeader(title, compiled);
    fence = below;
    if (match === undefined && isSeparated && !isFenced && current !== undefined && SEPARATOR.test(line)) {
      // Under a header it only underlines; under what was said it ends it.
      if (current.block === 'before' && current.head === '') continue;
      close(index);
      current = { groups: {}, head: '', body: [], block: 'before', line: index + 1 };
      continue;
    }
    if (match === undefined && !isFenced && rule.divider !== undefined && line.trim() === rule.divider) {
      close(index);
      current = { ...replyFrom('', index), line: index + 2 };
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
      if (rule.replies === true && current !== undefined && current.groups['label'] !== REPLY) {
        if (line.trim() === '') continue;
        close(index);
        current = replyFrom(line, index);
        continue;
      }
      const { label = '' } = current?.groups ?? {};
      if (
        current !== undefined &&
        !isFenced &&
        !isFence &&
        line.trim() !== '' &&
        fenced.has(label) &&
        current.block === 'whole'
      ) {
        // What was folded around the block ends here.
        if (/^<\/\w{1,20}>$/.test(line.trim())) continue;
        close(index);
        current = replyFrom(line, index);
        continue;
      }
      // What stands before the first header says nothing of itself.
      if (current !== undefined) append(current, line);
      continue;
    }
    // A sign before each line of what was said.
    if (
      rule.replies === true &&
      current !== undefined &&
      Object.entries(match.groups).every(([name, value]) => current?.groups[name] === value) &&
      index === current.line + current.body.length
    ) {
      append(current, match.head);
      continue;
    }
    // "Goals:", and what they are in lines of their own behind what a logger writes before each.
    if (current !== undefined && isPlain(match) && current.head === '' && !isPlain(current)) {
      append(current, match.head);
      continue;
    }
    close(index);
    current = { ...match, body: [], block: 'before', line: index + 1 };
  }
  close(lines.length);
  return withoutReprinted({ records, places });
}

interface OpenRecord extends Header {
  readonly body: string[];
  block: Block;
  /** 1-based */
  readonly line: number;
}

/** What came back may stand in code, over several lines. */
function withoutSpan(
  label: string,
  head: string,
  body: readonly string[],
): { readonly head: string; readonly body: readonly string[] } {
  if (!/^`[^`]/.test(head) || readLabel(label)?.as !== 'result') return { head, body };
  const lines = [head.slice(1), ...body];
  const last = lines.findIndex((line) => line.includes('`'));
  const ending = (lines[last] ?? '').trimEnd();
  if (last === -1 || ending.indexOf('`') !== ending.length - 1) return { head, body };
  const [first = '', ...others] = lines.with(last, ending.slice(0, -1));
  return { head: first, body: others };
}

/** `{answer}` below `[[ ## answer ## ]]`: the form that is to be filled in. */
function isForm(label: string, head: string, body: readonly string[]): boolean {
  if (label === '' || body.length > MAX_FORM) return false;
  const name = /^\{+([\p{L}_ ]{1,40})\}+$/u.exec([head, ...body].join('\n').trim())?.[1];
  return name !== undefined && normaliseName(name) === normaliseName(label);
}

/** A line without a label behind what a logger writes. */
function isPlain({ opening, groups }: Header): boolean {
  return opening === undefined && groups['label'] === undefined;
}

/** `before`: nothing but blank lines; the signs of a fenced block that is open; `whole`: one such block and nothing else; `not`: anything else. */
type Block = string;

function followBlock(block: Block, line: string): Block {
  if (/^[`~]/.test(block)) return closesFence(block, line) ? 'whole' : block;
  if (line.trim() === '') return block;
  return (block === 'before' ? fenceOf(line) : undefined) ?? 'not';
}

function append(record: OpenRecord, line: string): void {
  record.body.push(line);
  record.block = followBlock(record.block, line);
}

function replyFrom(line: string, index: number): OpenRecord {
  return {
    groups: { label: REPLY },
    head: '',
    body: [line],
    block: followBlock('before', line),
    line: index + 1,
  };
}

/** `[96]`, `(3)`, `#2`: behind a title, how much stands below. */
const COUNT = /^[[(]?#?\d{1,7}[\])]?$/;

/** A header that is closed as it was opened: `<summary>Tool: ls</summary>`, `*** Tool: ls ***`, `── user [96] ───`. */
function withoutEnd(head: string, opening: string): string {
  const end = '</summary>';
  if (opening.trimStart().startsWith('<summary>'))
    return head.endsWith(end) ? head.slice(0, -end.length) : head;
  const sign = /^[*=#─━═-]/u.exec(opening.trimStart())?.[0];
  const [closing = '', own] = /\s([*=#─━═-])\1{2,300}$/u.exec(head.slice(-302)) ?? [];
  if (sign === undefined || sign !== own) return head;
  const title = head.slice(0, head.length - closing.length);
  return COUNT.test(title) ? '' : title;
}

function* undrawnLines(lines: readonly string[], { below, breaks = [] }: TextRule): Generator<DrawnLine> {
  // What a logger puts before each line below its head.
  let indentation = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    const isAbove = below === true && isHead(line, next);
    if (isAbove) indentation = /^\s{2,40}/.exec(next)?.[0] ?? '';
    else if (!line.startsWith(indentation) && line.trim() !== '') indentation = '';
    const own = line.startsWith(indentation) ? line.slice(indentation.length) : line;
    for (const part of breakLine(isAbove ? `${line} ${next.trim()}` : own, breaks))
      yield { line: part, title: part, index };
    if (isAbove) index += 1;
  }
}

/** The parts of a line, each of which one of the signs begins. Linear in the line, once for each sign. */
export function breakLine(line: string, signs: readonly string[]): string[] {
  const places = new Set<number>();
  for (const sign of signs) {
    if (sign === '') continue;
    for (let at = line.indexOf(sign); at !== -1; at = line.indexOf(sign, at + 1)) places.add(at);
  }
  const starts = [...places.add(0)].toSorted((a, b) => a - b);
  return starts.map((start, index) => line.slice(start, starts[index + 1]));
}

/** "info: Kernel.Function[0]", and what is logged indented below. */
export function isHead(line: string, next: string): boolean {
  return (
    /^[\w .:,+-]{0,40}\b(?:trce|dbug|info|warn|fail|crit): [\w.]{1,120}(?:\[\d{1,10}\])?\s?$/.test(line) &&
    /^\s{2,}\S/.test(next)
  );
}

function matches(pattern: RegExp, line: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(line.slice(0, MAX_HEADER));
}

/** A label inside a record, and what follows it on its line. */
export const MEMBER_LABEL: RegExp =
  /^[ \t]{0,8}(?:[-*•] )?[*_]{0,2}([\p{L}][\p{L}\p{N}_ -]{0,40}?)[*_]{0,2}:[*_]{0,2}(?:[ \t]+|$)/u;

const SHORT = /^[\w.:/ -]{1,60}$/;

/** Labels begin members; what follows one belongs to it until the next. */
function readMembers(
  lines: readonly string[],
  names: ReadonlySet<string>,
): { readonly body: readonly string[]; readonly members: JsonObject } {
  const body: string[] = [];
  const members = new Map<string, string[]>();
  let current = body;
  let fence: string | undefined;
  for (const line of lines) {
    fence = followFence(fence, line);
    const match = fence !== undefined ? null : MEMBER_LABEL.exec(line.slice(0, 80));
    const name = match?.[1] ?? '';
    // A name, and what it is about below it.
    if (line.trim() === '' && current !== body && current.length === 1 && SHORT.test(current[0] ?? ''))
      current = body;
    if (match === null || !names.has(name.toLowerCase()) || members.has(name)) current.push(line);
    else {
      const value = line.slice(match[0].length);
      members.set(name, (current = [value]));
      // An id has its line for itself.
      if (/\bids?$/i.test(name) && SHORT.test(value.trim())) current = body;
    }
  }
  return {
    body,
    members: Object.fromEntries(
      [...members].map(([name, value]) => [name, trimBlank(value).join('\n').trim()]),
    ),
  };
}

interface Compiled {
  readonly ends: readonly RegExp[];
  readonly opens: readonly RegExp[];
  readonly closes: RegExp;
  readonly headers: readonly RegExp[];
  readonly lines: readonly {
    readonly prefix: readonly RegExp[];
    readonly headers: readonly RegExp[];
  }[];
}

interface Header {
  readonly groups: Record<string, string>;
  /** What of the line the header itself is. */
  readonly opening?: string;
  head: string;
}

function matchHeader(line: string, { headers, lines }: Compiled): Header | undefined {
  const start = line.slice(0, MAX_HEADER);
  for (const { prefix, headers: own } of lines) {
    const before = matchInTurn(start, prefix);
    if (before === undefined) continue;
    const found = matchAt(line, start, own, before.end);
    return found === undefined
      ? { groups: before.groups, head: line.slice(before.end).trim() }
      : { ...found, groups: { ...before.groups, ...found.groups } };
  }
  return matchAt(line, start, headers, 0);
}

function matchAt(line: string, start: string, headers: readonly RegExp[], from: number): Header | undefined {
  for (const header of headers) {
    header.lastIndex = from;
    const match = header.exec(start);
    if (match === null || match[0] === '') continue;
    const [opening] = match;
    const { call, ...groups } = groupsOf(match);
    // Of a tool that is called by its name alone, what it is given follows.
    if (call !== undefined) Object.assign(groups, { label: CALL, tool: call });
    // Of a tool that is only named, what it brought.
    if (groups['tool'] !== undefined && groups['label'] === undefined) groups['label'] = RESULT;
    return { groups, opening, head: line.slice(from + opening.length).trim() };
  }
  return undefined;
}

/** One fenced block, and nothing else. */
export function isBlock(lines: readonly string[]): boolean {
  return lines.reduce<Block>(followBlock, 'before') === 'whole';
}

const RULE = /^([-=_*])\1{2,200}$/;

/** What divides a record from the next one belongs to neither. */
function withoutRule(lines: readonly string[], head: string): readonly string[] {
  const last = lines.at(-1)?.trim() ?? '';
  const isAlone = lines.length === 1 && (head === '' || last.length < 10);
  return RULE.test(last) && !isAlone && (lines.at(-2)?.trim() === '' || last.length >= 10)
    ? trimBlank(lines.slice(0, -1))
    : lines;
}

function trimBlank(lines: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && (lines[start] ?? '').trim() === '') start += 1;
  while (end > start && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return lines.slice(start, end);
}

/** Below the name of a tool; undefined where a label says which of it is given. */
function readGivenBelow(text: string): JsonObject | undefined {
  const given = text === '' ? {} : readNamedLines(text);
  const isLabelled = Object.keys(given ?? {}).some((name) => readLabel(name)?.as === 'arguments');
  return isLabelled ? undefined : given;
}
