/**
 * Lines that call: a name beside an object, in one line or with the object below (`-> search {"q": 1}`, `--- AI calls search ---` over
 * JSON). Which word names the tool is found by its place before the object, whatever is said around it.
 */
import { readCallObject } from '../written-calls/call-syntax.ts';
import { type Given, readGiven, readGivenLines, readGivenPairs } from '../written-calls/read-given-object.ts';
import { readLabel } from '../words/vocabulary.ts';
import type { Token } from '../containers/line-template.ts';

export interface CalledLine {
  readonly line: number;
  /** The last line of what is given. */
  readonly lastLine: number;
  /** Place of the name among the line's tokens. */
  readonly slot: number;
  /** Tokens that are the header; the rest of the line belongs to what is given. */
  readonly end: number;
  readonly name: string;
  /** A word that the field uses otherwise may be a tool's name where others stand in its place. */
  readonly isSure: boolean;
  readonly isBelow: boolean;
}

/** Lines between a name and the object below it: a fence, a label. */
const MAX_BELOW = 3;
/** Tokens between the name and the object. */
const MAX_APART = 14;
const MAX_GIVEN_LINES = 400;
const MAX_GIVEN = 8_000;
/** Objects that say nothing, after which no more are looked for. */
const MAX_FAILED = 2_000;
const GIVEN_LINE = /^[ \t]{1,8}[\p{L}_][\p{L}\p{N}_-]{0,59}: /u;
const SKIPPED = /^(?:with|the|of|and|following|json|python|tool|function)$/i;

/** Lines inside what is given are none. */
export function findCalledLines(
  lines: readonly string[],
  tokens: readonly (readonly Token[])[],
): readonly CalledLine[] {
  const found: CalledLine[] = [];
  let failed = 0;
  for (let index = 0; index < lines.length && failed < MAX_FAILED; index += 1) {
    const called = readCalled(lines, tokens[index] ?? [], index);
    found.push(...(called ?? []));
    if (called === undefined) failed += 1;
    index = called?.[0]?.lastLine ?? index;
  }
  return found;
}

/** Undefined where what looks like an object is none, or is a call itself. */
function readCalled(
  lines: readonly string[],
  tokens: readonly Token[],
  line: number,
): readonly CalledLine[] | undefined {
  const written = lines[line] ?? '';
  if (/^\s*`{3}/.test(written)) return [];
  const open = tokens.findIndex(({ text }) => text === '{');
  const last = tokens.at(-1);
  const isWhole = last !== undefined && last.at + last.text.length >= written.trimEnd().length;
  const isBelow = open === -1;
  const plain = isBelow || isWithin(tokens, open) ? readPlain(lines, tokens, line) : undefined;
  if (plain !== undefined) return [plain];
  // A list of objects is given to nobody.
  if (open === 0 || tokens[open - 1]?.text === '[' || (isBelow && (!isWhole || !isObjectBelow(lines, line))))
    return [];
  const end = isBelow ? tokens.length : open;
  const slots = findNames(tokens, end);
  if (slots.length === 0) return [];
  const own = isBelow ? '' : written.slice(tokens[open]?.at ?? 0);
  const given = readGiven(startOf(own, lines, line + 1, /^\s{0,3}>/.test(written.slice(0, 10))));
  // A whole call names itself.
  if (given === undefined || readCallObject(given.given) !== undefined) return undefined;
  return slots.map(({ slot, isSure }) => ({
    line,
    lastLine: line + given.lines,
    slot,
    end,
    name: tokens[slot]?.text ?? '',
    isSure,
    isBelow,
  }));
}

/** `book(guests="[{'age': 3}]")`: the object is in one of several that are given. */
function isWithin(tokens: readonly Token[], open: number): boolean {
  const bracket = tokens.findIndex(({ text }, index) => text === '(' && tokens[index - 1]?.kind === 'word');
  return bracket !== -1 && bracket < open - 1;
}

/** What is given is no object: pairs in brackets behind the name (`⏺ search(q: 1)`), or a line each below it. */
function readPlain(lines: readonly string[], tokens: readonly Token[], line: number): CalledLine | undefined {
  const bracket = tokens.findIndex(({ text }, index) => text === '(' && tokens[index - 1]?.kind === 'word');
  const slot = (bracket === -1 ? tokens.length : bracket) - 1;
  const { kind, text: name = '' } = tokens[slot] ?? {};
  if (kind !== 'word' || !isCalling(tokens.slice(0, slot))) return undefined;
  const written = lines[line] ?? '';
  let given: Given | undefined;
  if (bracket !== -1) given = readGivenPairs(written.slice((tokens[bracket]?.at ?? 0) + 1));
  else if (GIVEN_LINE.test((lines[line + 1] ?? '').slice(0, 80)))
    given = readGivenLines(startOf('', lines, line + 1, false));
  if (given === undefined) return undefined;
  return {
    line,
    lastLine: line + given.lines,
    slot,
    end: bracket === -1 ? tokens.length : bracket + 1,
    name,
    isSure: isSureName(name),
    isBelow: bracket === -1,
  };
}

/** What stands before a name says that it is called: a sign, or a word for it. */
function isCalling(before: readonly Token[]): boolean {
  if (/[-=~]>|>>|[→⇒»]/.test(before.map(({ text }) => text).join(''))) return true;
  if (before.some(({ kind }) => kind === 'mark')) return true;
  const words = before.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  return [1, 2].some((count) => {
    const meaning = words.length < count ? undefined : readLabel(words.slice(-count).join(' '));
    return meaning?.as === 'call' || meaning?.role === 'tool';
  });
}

/** Words of the field are seldom the name of a tool. */
function isSureName(text: string): boolean {
  return text.length >= 3 && (text.includes('_') || readLabel(text) === undefined);
}

/** A text and the lines below it, as far as an object is looked for. */
function startOf(own: string, lines: readonly string[], from: number, isQuoted: boolean): string {
  let text = own.slice(0, MAX_GIVEN);
  for (
    let at = from;
    at < Math.min(lines.length, from + MAX_GIVEN_LINES) && text.length < MAX_GIVEN;
    at += 1
  ) {
    const line = (lines[at] ?? '').slice(0, MAX_GIVEN);
    text += `\n${isQuoted ? line.replace(/^\s{0,3}> ?/, '') : line}`;
  }
  return text;
}

/** Whether an object begins in the lines below, behind a fence and a label at most. */
function isObjectBelow(lines: readonly string[], line: number): boolean {
  for (let below = line + 1; below <= line + MAX_BELOW; below += 1) {
    const bare = (lines[below] ?? '').slice(0, 200).replace(/^\s{0,40}(?:[>│|] ?)?\s{0,40}/, '');
    if (/^(?:[A-Za-z_ ]{1,20} ?[:=] ?)?\{/.test(bare)) return true;
    if (bare !== '' && !/^(?:`{3,}[\w-]{0,20}|[A-Za-z_ ]{1,20}[:=]?)\s*$/.test(bare)) return false;
  }
  return false;
}

/** The word before the object, and the one before that where it is a word of the field. */
function findNames(tokens: readonly Token[], end: number): readonly { slot: number; isSure: boolean }[] {
  const names: { slot: number; isSure: boolean }[] = [];
  for (let slot = end - 1; slot >= Math.max(0, end - MAX_APART); slot -= 1) {
    const { kind, text } = tokens[slot] ?? { kind: 'sign', text: '' };
    if (kind !== 'word' || SKIPPED.test(text)) continue;
    // `"filters": {` is a member of an object.
    if (tokens[slot + 1]?.text === '"' && tokens[slot + 2]?.text === ':') return names;
    const isSure = isSureName(text);
    names.push({ slot, isSure });
    if (isSure) break;
  }
  return names;
}
