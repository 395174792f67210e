/**
 * Texts whose headers no word list knows: what calls is found by its place before an object (called-lines.ts), what came back by the name
 * that was called, and who speaks by a known word, or by names that recur, in a place that others have too (spoken-lines.ts). Lines are
 * alike by their templates (line-template.ts); each template that recurs means one thing.
 */
import type { MeantLabel, MeantLine, TextRule } from '../adapter/adapter.ts';
import { pushTo } from '../containers/push-to.ts';
import { matchInTurn } from '../containers/match-in-turn.ts';
import { compilePattern, quoteOneOf } from '../adapter/patterns.ts';
import { readLabel, STATUS_WORDS } from '../words/vocabulary.ts';
import { type CalledLine, findCalledLines } from './called-lines.ts';
import { findAnswerLead } from './find-answer-lead.ts';
import { findPrompt } from './find-prompt.ts';
import { keyOf, patternsOf, type Token, tokenizeLine } from '../containers/line-template.ts';
import { findSpokenLines, isNested, timeEnd } from './spoken-lines.ts';

const MAX_LINES = 20_000;
const MAX_TEMPLATES = 24;
const MAX_NAMES = 60;
/** Of a line, in UTF-16 units. */
const MAX_HEADER = 400;
/** Share of the lines of one template that follow a call of the same name, where they tell what came back. */
const MOST = 0.7;
/** Tokens behind a tool's name that tell how it went. */
const MAX_BEHIND = 14;
/** Tokens before it. */
const MAX_AHEAD = 16;

const STATUS: ReadonlySet<string> = new Set([...STATUS_WORDS.ok, ...STATUS_WORDS.error]);

interface NamedLine {
  readonly line: number;
  readonly name: string;
  /** The header's tokens, the name among them. */
  readonly tokens: readonly Token[];
  readonly slot: number;
  readonly isGiven: boolean;
}

interface Template {
  readonly lines: readonly NamedLine[];
  readonly says: 'call' | 'result' | undefined;
}

/** Undefined unless something is called twice. */
export function induceTemplateRule(text: string): TextRule | undefined {
  const lines = text.split('\n', MAX_LINES);
  const tokens = lines.map(tokenizeLine);
  const found = findCalledLines(lines, tokens);
  const sure = new Set(
    found
      .filter(({ isSure }) => isSure)
      .map((line) => toNamed(line, tokens))
      .map(templateOf),
  );
  const written = found.map((line) => toNamed(line, tokens)).filter((line) => sure.has(templateOf(line)));
  const called = groupByTemplate(written);
  const names = new Set(
    called
      .filter(({ says }) => says !== 'result')
      .flatMap((template) => template.lines.map(({ name }) => name)),
  );
  if (names.size === 0) return undefined;
  // Nor do lines inside what is given say anything.
  const known = new Set(found.flatMap(({ line, lastLine }) => range(line, lastLine)));
  // Lines like those that call are told apart when they are read.
  const like = new Set(called.flatMap((template) => template.lines.map(templateOf)));
  const kept = new Set(called.flatMap((template) => template.lines.map(({ line }) => line)));
  const heads = new Set(found.filter(({ line }) => !kept.has(line)).map(({ line }) => line));
  const named = groupByTemplate(
    tokens.flatMap((list, line) => {
      const own = known.has(line) && !heads.has(line) ? undefined : readNamed(list, line, names);
      return own === undefined || like.has(templateOf(own)) ? [] : [own];
    }),
  );
  const all = [...called, ...named];
  const calls = called.filter((template) => template.says !== 'result' && !answers(template, called));
  if (calls.length === 0) return undefined;
  const results = all.filter(
    (template) => !calls.includes(template) && (template.says === 'result' || answers(template, calls)),
  );
  const progress = new Set(results.filter((template) => tellsLess(template, results, calls, lines)));
  const given = new Map(found.map(({ line, lastLine }) => [line, lastLine]));
  const calling = new Map(
    calls.flatMap((template) => template.lines.map(({ line }) => [line, given.get(line) ?? line])),
  );
  const lead = results.length > 0 ? undefined : findAnswerLead(lines, tokens, calling);
  const told: readonly MeantLine[] = [
    ...calls.map((template) => meantBy(template, 'tool_call', lines, names)),
    ...results.map((template) =>
      meantBy(template, progress.has(template) ? 'log' : 'tool_result', lines, names),
    ),
    ...(lead === undefined ? [] : [{ patterns: patternsOf(lead), label: 'tool_result' as const }]),
  ];
  const patterns = told.map((line) => line.patterns.map(compilePattern));
  const taken = new Set(known);
  for (const [line, written] of lines.entries())
    if (patterns.some((inTurn) => matchInTurn(written.slice(0, MAX_HEADER), inTurn) !== undefined))
      taken.add(line);
  const spoken = findSpokenLines(lines, tokens, {
    taken,
    calls: given,
    isAnswered: results.length > 0 || lead !== undefined,
  });
  const prompt = spoken.some(({ label }) => label === 'user') ? undefined : findPrompt(lines, taken);
  const begins = [...calls, ...results].flatMap((template) => template.lines.map(({ line }) => line));
  const meant: readonly MeantLine[] = [
    ...told,
    ...spoken,
    ...(prompt === undefined ? [] : [prompt]),
    ...otherLines(tokens, begins),
  ];
  return { headers: [], skipFences: false, meant };
}

/** Where the lines that call begin with a time, so do all that begin something. */
function otherLines(tokens: readonly (readonly Token[])[], begins: readonly number[]): readonly MeantLine[] {
  const timed = begins.flatMap((line) => {
    const list = tokens[line] ?? [];
    const end = timeEnd(list);
    return end === -1 ? [] : [list.slice(0, end + 1)];
  });
  const [first] = timed;
  return first === undefined || timed.length < begins.length * MOST
    ? []
    : [{ patterns: patternsOf(first), label: 'log' }];
}

function toNamed(
  { line, slot, end, name, isBelow }: CalledLine,
  tokens: readonly (readonly Token[])[],
): NamedLine {
  const header = (tokens[line] ?? []).slice(0, end);
  return {
    line,
    name,
    slot,
    tokens: header,
    isGiven: !isBelow && !header.slice(slot).some(({ text }) => text === ':'),
  };
}

function templateOf({ tokens, slot }: NamedLine): string {
  return keyOf(tokens, (token) => token === tokens[slot]);
}

function groupByTemplate(lines: readonly NamedLine[]): readonly Template[] {
  const groups = new Map<string, NamedLine[]>();
  for (const line of lines) pushTo(groups, templateOf(line), line);
  return [...groups.values()]
    .filter((group) => group.length >= 2)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MAX_TEMPLATES)
    .map((group) => ({ lines: group, says: saidBy(group[0]) }));
}

/** A line that has a known name near its start: the header ends behind what tells how it went. */
function readNamed(
  tokens: readonly Token[],
  line: number,
  names: ReadonlySet<string>,
): NamedLine | undefined {
  const slot = tokens.findIndex(
    ({ kind, text }, index) => index <= MAX_AHEAD && kind === 'word' && names.has(text),
  );
  const name = tokens[slot]?.text;
  if (name === undefined || saysHow(tokens.slice(0, slot))) return undefined;
  const behind = tokens
    .slice(slot + 1, slot + 1 + MAX_BEHIND)
    .map((token) =>
      token.kind === 'word' && STATUS.has(token.text.toLowerCase())
        ? { ...token, kind: 'status' as const }
        : token,
    );
  const colon = behind.findIndex(({ text }) => text === ':');
  const isWhole = slot + 1 + behind.length === tokens.length;
  // What the call was given may stand in it once more.
  const given = behind.findIndex(({ text }) => text === '{');
  const end =
    given !== -1 && (colon === -1 || given < colon)
      ? given
      : colon !== -1
        ? colon + 1
        : isWhole
          ? behind.length
          : Number(behind[0]?.kind === 'sign');
  return {
    line,
    name,
    slot,
    tokens: [...tokens.slice(0, slot + 1), ...behind.slice(0, end)],
    isGiven: given !== -1 && given === end,
  };
}

/** "[tool] Error: calling search failed": behind the colon stands what came back, whatever it names. */
function saysHow(before: readonly Token[]): boolean {
  return before.some(
    ({ kind, text }, index) =>
      kind === 'word' && STATUS.has(text.toLowerCase()) && before[index + 1]?.text === ':',
  );
}

/** What the words around the name say. */
function saidBy(line: NamedLine | undefined): Template['says'] {
  const tokens = line?.tokens ?? [];
  const arrow = tokens.map(({ text }) => text).join('');
  if (/<-|<=|←|⇐|↳|⎿|<{2,}/.test(arrow)) return 'result';
  const words = tokens.filter((token, index) => token.kind === 'word' && index !== line?.slot);
  const said = words.slice(-4).map(({ text }) => text);
  const meaning = said.length === 0 ? undefined : readLabel(`tool ${said.join(' ')}`);
  return meaning?.as === 'result' || meaning?.as === 'call' ? meaning.as : undefined;
}

/** Whether most lines stand behind a line of another template that has the same name. */
function answers(template: Template, others: readonly Template[]): boolean {
  const own = new Set(template.lines);
  const before = new Map<string, NamedLine>();
  let count = 0;
  const all = [...new Set([...others.flatMap(({ lines }) => lines), ...template.lines])];
  for (const line of all.toSorted((a, b) => a.line - b.line)) {
    const last = before.get(line.name);
    if (own.has(line) && last !== undefined && !own.has(last)) count += 1;
    before.set(line.name, line);
  }
  return count >= template.lines.length * MOST;
}

/** Whether another template tells more of the same calls: "search succeeded." beside "search result: ...". */
function tellsLess(
  template: Template,
  results: readonly Template[],
  calls: readonly Template[],
  text: readonly string[],
): boolean {
  const starts = calls.flatMap(({ lines }) => lines.map(({ line }) => line)).toSorted((a, b) => a - b);
  const told = (other: Template): ReadonlyMap<number, number> =>
    new Map(other.lines.map((line) => [callBefore(starts, line.line), lengthBehind(line, text)]));
  const own = told(template);
  const all = [...own];
  return results.some((other) => {
    if (other === template) return false;
    const more = told(other);
    return all.filter(([call, length]) => (more.get(call) ?? -1) > length).length >= all.length * MOST;
  });
}

/** The last start that is not behind a line. */
function callBefore(starts: readonly number[], line: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of what stands in the line behind the header, and in the one below where it ends there. */
function lengthBehind({ line, tokens }: NamedLine, text: readonly string[]): number {
  const last = tokens.at(-1);
  const rest = (text[line] ?? '').slice(last === undefined ? 0 : last.at + last.text.length).trim();
  return rest.length;
}

function meantBy(
  { lines }: Template,
  label: MeantLabel,
  text: readonly string[],
  called: ReadonlySet<string>,
): MeantLine {
  const [first] = lines;
  const tokens = first?.tokens ?? [];
  const slot = first?.slot ?? 0;
  // Any word may stand where nothing follows: only those that were called.
  const isOpen = label !== 'tool_call' && !tokens.slice(slot + 1).some(({ kind }) => kind !== 'space');
  const names = [...new Set(lines.map(({ name }) => name))];
  // Who tells it is no tool.
  const isTool = lines.filter(({ name }) => called.has(name)).length >= lines.length * MOST;
  const patterns = patternsOf(
    tokens,
    (token) => token === tokens[slot],
    isOpen ? `(?:${quoteOneOf(names.slice(0, MAX_NAMES))})(?![\\w])` : undefined,
  );
  return {
    patterns: isTool ? patterns : patterns.map((pattern) => pattern.replace('(?<tool>', '(?:')),
    label,
    ...(label === 'tool_result' && lines.some(({ isGiven }) => isGiven) ? { given: true } : {}),
    ...(/^\s*>/.test(tokens.map(({ text }) => text).join('')) ? { quoted: true } : {}),
    ...(isNested(lines, text) ? { nested: true } : {}),
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
