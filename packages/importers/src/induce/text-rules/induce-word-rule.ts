/**
 * What an agent printed with a word on a line of its own over what each says (`user`, `thinking`, `assistant`, or the agent's name), calls
 * written as in code behind a word (`tool find({"item": 3})`), and written again with how they went over what came back.
 */
import type { TextRule } from '../adapter/adapter.ts';
import { quoteOneOf } from '../adapter/patterns.ts';
import { readLabel, readRole, STATUS_WORDS } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const MAX_LINE = 400;
const WORD = /^\p{Ll}[\p{L}_-]{1,24}(?: \p{Ll}[\p{L}_-]{1,16})?$/u;
const CALL = /^(\p{Ll}{2,12}) [\p{L}_][\w.:/-]{0,79}\(/u;
const NAME = String.raw`[\p{L}_][\w.:\/\-]{0,79}`;
/** `find({"item": 3}) success in 12ms:` */
const ANSWER = /^[\p{L}_][\w.:/-]{0,79}\(.{0,300}\) (\p{Ll}{2,12})(?: in [\d.]{1,9} ?m?s)?:$/u;
const VERDICTS: ReadonlySet<string> = new Set([...STATUS_WORDS.ok, ...STATUS_WORDS.error]);
/** A word that nobody knows is a name where it comes back as often. */
const OFTEN = 3;
const MAX_NAMES = 4;

/** Undefined unless the words name the user and others, and something is said below each of them. */
export function induceWordRule(text: string): TextRule | undefined {
  const lines = text.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE).trimEnd());
  const words = new Map<string, number>();
  const calls = new Map<string, number>();
  const verdicts = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const below = lines[index + 1] ?? '';
    if (WORD.test(line) && below !== '' && !WORD.test(below)) words.set(line, (words.get(line) ?? 0) + 1);
    const word = CALL.exec(line)?.[1];
    if (word !== undefined && speaksOfCalls(word)) calls.set(word, (calls.get(word) ?? 0) + 1);
    const verdict = ANSWER.exec(line)?.[1] ?? '';
    if (VERDICTS.has(verdict)) verdicts.add(verdict);
  }
  const known = [...words.keys()].filter((word) => readLabel(word) !== undefined);
  const isSpoken = (word: string): boolean => ['turn', 'thought'].includes(readLabel(word)?.as ?? '');
  const names = [...words]
    .filter(([word, count]) => count >= OFTEN && readLabel(word) === undefined)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MAX_NAMES)
    .map(([word]) => word);
  const voices = [...known.filter(isSpoken), ...names];
  if (!voices.some((word) => readRole(word) === 'user') || voices.length < 2) return undefined;
  const called = [...calls].filter(([, count]) => count >= 2).map(([word]) => word);
  return {
    headers: [
      `(?<label>${quoteOneOf([...known, ...names])})(?![^\\n])`,
      ...(called.length === 0 ? [] : [`(?<label>${quoteOneOf(called)}) (?=${NAME}\\()`]),
      ...(verdicts.size === 0
        ? []
        : [
            `${NAME}\\([^\\n]{0,300}\\) (?<label>${quoteOneOf([...verdicts])})(?: in [\\d.]{1,9} ?m?s)?:(?![^\\n])`,
          ]),
    ],
    skipFences: true,
  };
}

function speaksOfCalls(word: string): boolean {
  return readRole(word) === 'tool' || readLabel(word)?.as === 'call';
}
