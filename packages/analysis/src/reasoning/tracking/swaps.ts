/**
 * Checks who holds what after a series of swaps: `Alice and Bob swap balls` exchanges what two people hold, and a line tells who
 * has what by then: `Alice: yellow, Bob: blue`, `Alice has the yellow ball`, `Alice is dancing with Rodrigo`.
 */
import {
  joinChecks,
  type LineCheck,
  NONE,
  type ReasoningChecker,
  RIGHT,
  UNKNOWN,
  wrong,
} from '../checker.ts';

interface Puzzle {
  readonly people: readonly string[];
  /** What each holds at the start, in their order. */
  readonly held: readonly string[];
  /** Pairs of people, in order. */
  readonly swaps: readonly (readonly [number, number])[];
  /** The person asked about at the end. */
  readonly asked: number | undefined;
  /** What the option of each letter says. */
  readonly options: ReadonlyMap<string, string>;
}

interface Trace extends Puzzle {
  /** How many swaps the trace has made. */
  made: number;
  /** It told a swap in words that were not read: from there on, nobody knows how many. */
  isLost: boolean;
}

const NAME = String.raw`\p{Lu}[\p{L}'’-]*`;
const HOLDS = String.raw`(?:has|have|holds|is holding|gets|got|is dancing with|is playing(?: in the)?|is reading|is with|receives|ends up with)`;

export const swaps: ReasoningChecker = {
  name: 'swaps',
  summary: 'who holds what after each of a series of swaps',
  applies(task) {
    return readPuzzle(task) === undefined ? undefined : 'task';
  },
  check(task, lines) {
    const puzzle = readPuzzle(task);
    if (puzzle === undefined) return lines.map(() => NONE);
    const trace: Trace = { ...puzzle, made: 0, isLost: false };
    return lines.map((line) => checkLine(trace, line));
  },
};

/** At least two people with one thing each, and swaps among them. */
function readPuzzle(task: string): Puzzle | undefined {
  const first = /\b(?:swap|trade|switch|exchange)s?\b/i.exec(task);
  if (first === null || task.length > 20_000) return undefined;
  const [before] = task.split(/\n\s*(?:Options|Choices):/i);
  const holds = new Map<string, string>();
  for (const sentence of (before ?? '').split(/(?<=[.;\n])/))
    if (!isSwap(sentence))
      for (const { name, thing } of listHoldings(sentence)) if (!holds.has(name)) holds.set(name, thing);
  const people = [...holds.keys()];
  const pairs = listSwaps(before ?? '', people);
  if (people.length < 2 || people.length > 26 || pairs.length === 0) return undefined;
  const question = /\bat the end\b[\s\S]*$/i.exec(before ?? '')?.[0] ?? '';
  const asked = people.findIndex((name) => new RegExp(`\\b${name}\\b`).test(question));
  const options = new Map(
    [...task.matchAll(/\(([A-Z])\)\s*([^\n]+)/g)].map(([, letter = '', text = '']) => [letter, clean(text)]),
  );
  return {
    people,
    held: [...holds.values()],
    swaps: pairs,
    asked: asked === -1 ? undefined : asked,
    options,
  };
}

function isSwap(text: string): boolean {
  return /\b(?:swap|trade|switch|exchange)s?\b/i.test(text) && !/:\s*\p{Lu}/u.test(text);
}

function listSwaps(text: string, people: readonly string[]): [number, number][] {
  const pattern = new RegExp(
    String.raw`\b(?<a>${NAME}) and (?<b>${NAME}) (?:then )?(?:swap|trade|switch|exchange)\b`,
    'gu',
  );
  return [...text.matchAll(pattern)].flatMap((match): [number, number][] => {
    const [a, b] = [people.indexOf(match.groups?.['a'] ?? ''), people.indexOf(match.groups?.['b'] ?? '')];
    return a === -1 || b === -1 ? [] : [[a, b]];
  });
}

interface Holding {
  readonly name: string;
  readonly thing: string;
  readonly start: number;
  readonly text: string;
}

/** `Alice has a red ball`, `Alice: red`, each up to the next comma or `and`. */
function listHoldings(text: string): Holding[] {
  const pattern = new RegExp(
    String.raw`\b(?<name>${NAME})(?: ${HOLDS} |\s*[:=]\s*)(?<thing>[^,.;:\n()]+?)(?=,|\.|;|\n|\)|\(| and ${NAME}(?: ${HOLDS}|\s*[:=])|$)`,
    'gu',
  );
  return [...text.matchAll(pattern)].map((match) => {
    const { name = '', thing = '' } = match.groups ?? {};
    return { name, thing: clean(thing), start: match.index, text: match[0] };
  });
}

/** `the red ball` and `Red` are one thing: articles, case and what it is of do not matter. */
function clean(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^(?:and )?(?:an? |the )/, '')
    .replace(/[.\s]+$/, '');
}

const UNREAD_SWAP =
  /\b(?:they|both) (?:then )?(?:swap|trade|switch|exchange)|\b(?:swap|trade|switch|exchange)\w* (?:[\w ]{1,30} )?with\b/i;

function checkLine(trace: Trace, line: string): LineCheck {
  const own = listSwaps(line, trace.people);
  trace.isLost ||= own.length === 0 && UNREAD_SWAP.test(line);
  if (trace.isLost) return joinChecks([UNKNOWN, checkAnswer(trace, line)]);
  const checks: LineCheck[] = [];
  for (const [a, b] of own) {
    const next = trace.swaps[trace.made];
    if (next === undefined || ![a, b].every((person) => next.includes(person))) {
      checks.push(checkOtherSwap(trace, line, a, b));
      continue;
    }
    trace.made += 1;
  }
  const isEnd = /\b(?:at the end|finally|in the end|answer)\b/i.test(line) && own.length === 0;
  if (checks.length === 0) {
    const made = isEnd ? trace.swaps.length : trace.made;
    const start = /\b(?:at the start|start of|initially|in the beginning)\b/i.test(line) ? 0 : made;
    for (const holding of listHoldings(line)) checks.push(checkHolding(trace, holding, start));
  }
  return joinChecks([...checks, checkAnswer(trace, line)]);
}

/** A swap that is not the next one: made up, out of turn, or only looked up again. */
function checkOtherSwap(trace: Trace, line: string, a: number, b: number): LineCheck {
  const found = `${trace.people[a]} and ${trace.people[b]}`;
  const isKnown = trace.swaps.some((swap) => swap.includes(a) && swap.includes(b));
  if (isKnown && listHoldings(line).length < trace.people.length) return UNKNOWN;
  const next = trace.swaps[trace.made];
  const expected =
    next === undefined ? 'no further swap' : next.map((person) => trace.people[person]).join(' and ');
  return wrong(isKnown ? 'wrong-swap' : 'invented-swap', found, Math.max(0, line.indexOf(found)), expected);
}

function checkHolding(trace: Trace, { name, thing, start, text }: Holding, made: number): LineCheck {
  const person = trace.people.indexOf(name);
  if (person === -1) return NONE;
  const known = trace.held.filter((own) => isSameThing(own, thing));
  if (known.length !== 1) return UNKNOWN;
  const real = heldAfter(trace, made)[person] ?? '';
  return known[0] === real ? RIGHT : wrong('wrong-holder', text, start, `${name}: ${real}`);
}

/** What everybody holds after so many swaps. */
function heldAfter({ held, swaps: pairs }: Puzzle, made: number): string[] {
  const now = [...held];
  for (const [a, b] of pairs.slice(0, made)) {
    const own = now[a] ?? '';
    now[a] = now[b] ?? '';
    now[b] = own;
  }
  return now;
}

/** One names the other and perhaps says more of it. */
function isSameThing(a: string, b: string): boolean {
  const words = (text: string): string[] => text.split(/\s+/);
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short !== '' && words(short).every((word) => words(long).includes(word));
}

function checkAnswer(trace: Trace, line: string): LineCheck {
  const match = /\banswer is:?\s*\(([A-Z])\)/.exec(line);
  const letter = match?.[1];
  if (match === null || letter === undefined || trace.asked === undefined) return NONE;
  const option = trace.options.get(letter);
  const real = heldAfter(trace, trace.swaps.length)[trace.asked] ?? '';
  if (option === undefined) return UNKNOWN;
  if (isSameThing(option, real)) return RIGHT;
  const right = [...trace.options].find(([, text]) => isSameThing(text, real))?.[0];
  return wrong(
    'wrong-option',
    `(${letter})`,
    match.index + match[0].lastIndexOf('('),
    right === undefined ? real : `(${right}) ${real}`,
  );
}
