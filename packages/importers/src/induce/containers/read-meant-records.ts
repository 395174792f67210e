/** A text of which every line that begins a record was found to mean something: records carry that as their label. */
import type { JsonObject } from '@tracewright/core';
import type { MeantLine } from '../adapter/adapter.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { withoutBetween } from './without-between.ts';
import { matchInTurn } from './match-in-turn.ts';
import { readLabel } from '../words/vocabulary.ts';
import { type Given, readGiven, readGivenLines, readGivenPairs } from '../written-calls/read-given-object.ts';

/** What of a line a header may take. In UTF-16 units. */
const MAX_HEADER = 400;

interface OpenRecord {
  readonly meant: MeantLine;
  readonly groups: Readonly<Record<string, string>>;
  /** 1-based */
  readonly line: number;
  /** Signs before the header. */
  readonly depth: number;
  readonly lines: string[];
}

const UNSAID: MeantLine = { patterns: [], label: 'log' };

export interface MeantRecords {
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
}

export function readMeantRecords(
  text: string,
  meant: readonly MeantLine[],
  between: ReadonlySet<string> = new Set(),
): MeantRecords {
  const compiled = meant.map((line) => ({ line, inTurn: line.patterns.map(compilePattern) }));
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  const calls = new OpenCalls();
  let current = saidByNobody(undefined, 0);
  const close = (endLine: number, next?: OpenRecord): void => {
    const record = {
      ...current,
      lines: [...current.lines.slice(0, 1), ...withoutBetween(current.lines.slice(1), between)],
    };
    for (const told of toRecords(record, calls, next)) {
      records.push(told);
      places.push({ line: current.line, endLine });
    }
    current = next ?? current;
  };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const found = openRecord(line, index, compiled);
    // In what came back a label is text, unless something else is still to come back.
    const isInside =
      found?.meant.label === 'tool_result' && current.meant.label === 'tool_result' && calls.count < 2;
    const isOut = current.meant.nested === true && line.trim() !== '' && depthOf(line) <= current.depth;
    if (found !== undefined && !isInside) close(index, found);
    else if (isOut) close(index, saidByNobody(line, index));
    else current.lines.push(line);
  }
  close(lines.length);
  return { records, places };
}

/** What stands before the first header, or behind the end of one. */
function saidByNobody(line: string | undefined, index: number): OpenRecord {
  const lines = line === undefined ? [] : [line];
  return { meant: UNSAID, groups: {}, line: index + 1, depth: 0, lines };
}

function openRecord(
  line: string,
  index: number,
  compiled: readonly { readonly line: MeantLine; readonly inTurn: readonly RegExp[] }[],
): OpenRecord | undefined {
  const start = line.slice(0, MAX_HEADER);
  for (const { line: meant, inTurn } of compiled) {
    const match = matchInTurn(start, inTurn);
    if (match !== undefined)
      return {
        meant,
        groups: match.groups,
        line: index + 1,
        depth: depthOf(line),
        lines: [line.slice(match.end)],
      };
  }
  return undefined;
}

/** Calls that nothing came back of yet, by their id or by the tool's name. */
class OpenCalls {
  readonly #open = new Map<string, number>();
  count = 0;

  has(key: string): boolean {
    return (this.#open.get(key) ?? 0) > 0;
  }

  add(key: string): void {
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    this.count += 1;
  }

  answer(key: string): void {
    if (this.has(key)) this.#open.set(key, (this.#open.get(key) ?? 0) - 1);
    this.count = Math.max(0, this.count - 1);
  }
}

/** Signs before what stands in a line. */
export function depthOf(line: string): number {
  return /^[ \t]{0,80}/.exec(line)?.[0].length ?? 0;
}

function toRecords(
  { meant, groups, lines }: OpenRecord,
  calls: OpenCalls,
  next: OpenRecord | undefined,
): readonly JsonObject[] {
  const { label } = meant;
  const { text, below } = partsOf(meant, lines);
  const said = (after: string): readonly JsonObject[] => {
    const all = [after, below].filter((part) => part.trim() !== '');
    return all.length === 0 ? [] : [{ label: 'assistant', text: all.join('\n\n').trim() }];
  };
  if (label === 'tool_call') {
    const own = meant.quoted === true ? text : withoutRule(lines).join('\n');
    return toCall(text, groups, calls, said, readGivenOf(own, meant));
  }
  // A heading over calls and what they brought.
  if (meant === UNSAID && text === '') return [];
  const isAbove = text === '' && groups['tool'] === undefined && next?.groups['tool'] !== undefined;
  if (isAbove && (label === 'tool_result' || label === 'log')) return said('');
  if (meant.alone === true && text === '') return said('');
  if (label !== 'tool_result') return [{ label, ...groups, text }, ...said('')];
  if (calls.count === 0 && groups['tool'] === undefined) return [{ label: 'log', text }, ...said('')];
  calls.answer(groups['callId'] ?? groups['tool'] ?? '');
  // The call once more, and how it went: "({"q": 1}) success in 5 ms:".
  const { rest = '' } = meant.given === true ? (readGiven(text) ?? {}) : {};
  const { output, after } = splitOutput(rest === '' ? text : rest.replace(/^[^\n:]{0,80}:(?=\s|$)/, ''));
  return [{ label, ...groups, output }, ...said(after)];
}

/** An object, else what the header makes of it: pairs behind its bracket, or lines below it. */
function readGivenOf(text: string, { patterns }: MeantLine): Given | undefined {
  const isOpen = patterns.at(-1)?.endsWith(String.raw`\(`) === true;
  return readGiven(text) ?? (isOpen ? readGivenPairs(text) : readGivenLines(text));
}

function toCall(
  text: string,
  groups: OpenRecord['groups'],
  calls: OpenCalls,
  said: (after: string) => readonly JsonObject[],
  read: Given | undefined,
): readonly JsonObject[] {
  const { tool = '', callId = tool } = groups;
  const { given, rest = '' } = read ?? {};
  const isOpen = calls.has(callId);
  // The name once more and nothing given, or the id: what came back, or a list of tools.
  if (given === undefined || (callId !== tool && isOpen)) {
    if (!isOpen) return [{ label: 'log', text }, ...said('')];
    calls.answer(callId);
    return [{ label: 'tool_result', ...groups, output: text }, ...said('')];
  }
  // `with input "{...}"`: what only closes the object brought nothing.
  const { output, after } = splitOutput(
    withoutLabel(isFence(rest) || /[\p{L}\p{N}]/u.test(rest) ? rest : ''),
  );
  if (output === '') calls.add(callId);
  return [
    { label: 'tool_call', ...groups, input: given, ...(output === '' ? {} : { output }) },
    ...said(after),
  ];
}

interface Parts {
  readonly text: string;
  readonly below: string;
}

/** What a record tells, and what is said below it. */
function partsOf(meant: MeantLine, lines: readonly string[]): Parts {
  if (meant.alone === true) return { text: (lines[0] ?? '').trim(), below: lines.slice(1).join('\n') };
  if (meant.quoted !== true) return { text: textOf(lines), below: '' };
  const { text, below } = unquote(lines);
  // A block below the quotation of a call is what came back.
  const isBrought = meant.label === 'tool_call' && isFence(below) && readGivenOf(text, meant)?.rest === '';
  return isBrought ? { text: `${text}\n${below}`, below: '' } : { text, below };
}

function isFence(text: string): boolean {
  return /^\s{0,200}`{3,}/.test(text.slice(0, 210));
}

/** A quotation, and what stands below it. */
function unquote(lines: readonly string[]): Parts {
  const end = lines.findIndex((line, index) => index > 0 && !/^\s{0,3}>/.test(line));
  const quoted = end === -1 ? lines : lines.slice(0, end);
  return {
    text: textOf(quoted.map((line) => line.replace(/^\s{0,3}> ?/, ''))),
    below: end === -1 ? '' : lines.slice(end).join('\n'),
  };
}

function textOf(lines: readonly string[]): string {
  return withoutRule(lines).join('\n').trim();
}

/** A fenced block is all that came back; what stands below it is said. */
function splitOutput(text: string): { readonly output: string; readonly after: string } {
  const lines = text.trim().split('\n');
  const fence = /^\s{0,3}(`{3,})[\w-]{0,20}\s*$/.exec(lines[0] ?? '')?.[1];
  const end = fence === undefined ? -1 : lines.findIndex((line, index) => index > 0 && line.trim() === fence);
  if (end === -1) return { output: text.trim(), after: '' };
  return { output: lines.slice(1, end).join('\n'), after: lines.slice(end + 1).join('\n') };
}

/** "returned", in a line of its own or before a colon. */
function withoutLabel(written: string): string {
  const text = written.replace(/^(?:[↳⎿└→←⇐]|[-=]>|<[-=]) ?/u, '');
  const [opening = '', label = ''] =
    /^[*_]{0,3}([\p{L} ]{3,24}?)[*_]{0,3}(?::[*_]{0,3}\s|\n)/u.exec(text.slice(0, 40)) ?? [];
  return readLabel(label)?.as === 'result' ? text.slice(opening.length) : text;
}

/** A line of one sign divides, and belongs to neither. */
function withoutRule(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 1 && /^\s*(?:([-=_*─━])\1{2,200})?\s*$/u.test((lines[end - 1] ?? '').slice(0, 300))) end -= 1;
  return lines.slice(0, end);
}
