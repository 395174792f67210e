/**
 * A prompt as a model reads it, after the template of its chat: signs that nobody types by hand around each turn (`<|im_start|>user` to
 * `<|im_end|>`, `<start_of_turn>user` to `<end_of_turn>`), and what tools gave between tags in a turn of somebody else.
 */
import type { TextRule } from '../adapter/adapter.ts';
import { quoteOneOf, quotePattern } from '../adapter/patterns.ts';
import { readLabel, readRole } from '../words/vocabulary.ts';
import { pushTo } from '../containers/push-to.ts';
import { breakLine } from '../containers/read-text-records.ts';

const MAX_LINES = 20_000;
const TOKEN = String.raw`<\|?[a-z][\w]{1,40}\|?>`;
const OPENING = new RegExp(`^(${TOKEN})(\\p{L}[\\w-]{1,30})(${TOKEN})?[ \\t]*$`, 'iu');
const CLOSING = new RegExp(`(${TOKEN})[ \\t]*$`, 'i');
const ALONE = new RegExp(`^(${TOKEN})[ \\t]*$`, 'i');
/** A sign that begins a turn in the line that ends the one before it. */
const WITHIN = new RegExp(
  `(?<=\\S[ \\t]{0,4})(${TOKEN})(?=\\p{L}[\\w-]{1,30}(?:${TOKEN})?[ \\t]{0,4}$)`,
  'giu',
);
const MIN_TURNS = 3;
/** Share of the turns that end with a sign that is a closing one. */
const CLOSES = 0.1;

interface Opening {
  readonly line: number;
  readonly before: string;
  readonly role: string;
  readonly after: string;
}

/** Undefined unless most such lines name roles, of two kinds at least, and the turns end alike. */
export function induceTokenRule(text: string): TextRule | undefined {
  const written = text.split('\n', MAX_LINES);
  const breaks = findBreaks(written);
  const lines = written.flatMap((line) => breakLine(line, breaks));
  const openings = readOpenings(lines);
  const known = openings.filter(({ role }) => readRole(role) !== undefined);
  const roles = new Set(known.map(({ role }) => role));
  const [first] = known;
  if (first === undefined) return undefined;
  if (known.length < MIN_TURNS || roles.size < 2 || known.length < openings.length * 0.8) return undefined;
  const closings = new Map<string, number>();
  const dividers = new Map<string, number>();
  for (const { line } of known) {
    let above = line - 1;
    const alone = ALONE.exec(lines[above] ?? '')?.[1];
    const isClosed = CLOSING.test(lines[above - 1] ?? '');
    if (alone !== undefined && isClosed) {
      dividers.set(alone, (dividers.get(alone) ?? 0) + 1);
      above -= 1;
    }
    const closing = CLOSING.exec(lines[above] ?? '')?.[1];
    if (closing !== undefined) closings.set(closing, (closings.get(closing) ?? 0) + 1);
  }
  const closing = [...closings].filter(([, count]) => count >= known.length * CLOSES).map(([token]) => token);
  const closed = closing.reduce((sum, token) => sum + (closings.get(token) ?? 0), 0);
  if (closing.length === 0 || closed < (known.length - 1) * 0.6) return undefined;
  const [divider] = [...dividers.keys()].filter((token) => !closing.includes(token));
  const results = findResultTags(lines);
  return {
    headers: [
      `${quotePattern(first.before)}(?<label>${quoteOneOf([...roles])})${quotePattern(first.after)}(?![^ ])`,
      ...(results.length === 0 ? [] : [`<(?<label>${quoteOneOf(results)})>(?![^ ])`]),
    ],
    skipFences: false,
    ...(breaks.length === 0 ? {} : { breaks }),
    closing: [...closing, ...results.map((tag) => `</${tag}>`)],
    ...(divider === undefined ? {} : { sessions: `${quotePattern(divider)}(?![^ ])` }),
  };
}

/** Signs that begin turns within lines. */
function findBreaks(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines)
    for (const [token] of line.matchAll(WITHIN)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= MIN_TURNS - 1).map(([token]) => token);
}

/** Those of the sign that begins most. */
function readOpenings(lines: readonly string[]): readonly Opening[] {
  const groups = new Map<string, Opening[]>();
  for (const [line, written] of lines.entries()) {
    const [, before = '', role = '', after = ''] = OPENING.exec(written.slice(0, 120)) ?? [];
    if (before === '') continue;
    const key = `${before} ${after}`;
    pushTo(groups, key, { line, before, role, after });
  }
  return [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** Tags on lines of their own whose name says that something came back. */
function findResultTags(lines: readonly string[]): string[] {
  const counts = new Map<string, { opened: number; closed: number }>();
  for (const line of lines) {
    const [, slash = '', name = ''] = /^<(\/?)([a-z][\w-]{1,40})>(?:\s*$|<)/i.exec(line.slice(0, 120)) ?? [];
    if (name === '' || readLabel(name)?.as !== 'result') continue;
    const entry = counts.get(name) ?? { opened: 0, closed: 0 };
    counts.set(name, {
      opened: entry.opened + Number(slash === ''),
      closed: entry.closed + Number(slash !== ''),
    });
  }
  return [...counts]
    .filter(([, { opened, closed }]) => opened >= 2 && opened === closed)
    .map(([name]) => name);
}
