/** Lines that begin what somebody says or thinks: a known word, or a name that recurs, in a place that other such lines have too. */
import type { MeantLabel, MeantLine } from '../adapter/adapter.ts';
import { quoteOneOf } from '../adapter/patterns.ts';
import { pushTo } from '../containers/push-to.ts';
import { depthOf } from '../containers/read-meant-records.ts';
import { PICTOGRAMS, readLabel, readRole } from '../words/vocabulary.ts';
import { isTime, keyOf, patternsOf, type Token } from '../containers/line-template.ts';

const MAX_AHEAD = 14;
const MAX_WORDS = 3;
const MAX_LABELS = 40;
/** Places in which labels stand. */
const MAX_GROUPS = 24;
/** Words that a logger writes before a message. */
const MAX_LOGGER = 3;
const MAX_NAME = 40;
/** Share of the lines with a time that speakers of whom no word is known must make up. */
const MOST = 0.5;
/** Share of the calls behind which nothing stands, and of the lines of a label that stand behind a call. */
const MOST_SILENT = 0.7;
/** Signs that end a label. */
const ENDS = new Set([':', '>', ']', ')', '|', '*', '_', '-', '=', '—', '»', '#']);
const MAX_END = 10;

interface SpokenLine {
  readonly line: number;
  readonly before: readonly Token[];
  readonly label: string;
  readonly after: readonly Token[];
  /** The label is all that stands in the line. */
  readonly isWhole: boolean;
  readonly meaning: MeantLabel | undefined;
  /** What follows on its line. */
  readonly rest: string;
}

export interface Known {
  /** Lines that call, or tell what came back. */
  readonly taken: ReadonlySet<number>;
  /** Lines that call, and where what they are given ends. */
  readonly calls: ReadonlyMap<number, number>;
  /** Whether some lines are known to tell what came back. */
  readonly isAnswered: boolean;
}

export function findSpokenLines(
  lines: readonly string[],
  tokens: readonly (readonly Token[])[],
  { taken, calls, isAnswered }: Known,
): readonly MeantLine[] {
  const groups = new Map<string, SpokenLine[]>();
  let timed = 0;
  for (const [line, list] of tokens.entries()) {
    if (taken.has(line)) continue;
    if (timeEnd(list) !== -1) timed += 1;
    for (const spoken of readSpoken(list, line, lines[line] ?? ''))
      pushTo(groups, `${keyOf(spoken.before)}\n${keyOf(spoken.after)}\n${spoken.isWhole}`, spoken);
  }
  const known = withoutLoggers(
    [...groups.values()]
      .filter(isStructure)
      .toSorted((a, b) => b.length - a.length)
      .slice(0, MAX_GROUPS),
  );
  const kept = known.some(hasVoice)
    ? known
    : [
        ...known,
        ...[...groups.values()].filter((group) => !known.includes(group) && isTimedTalk(group, timed)),
      ];
  const answering = isAnswered ? new Set<string>() : findAnswering(lines, kept, calls);
  const asked = kept.flat().some(({ meaning }) => meaning === 'user')
    ? undefined
    : kept
        .flatMap((group) =>
          namesOf(group)
            .filter((label) => !answering.has(label))
            .map((label) => group.find((spoken) => spoken.label === label)),
        )
        .filter((spoken) => spoken !== undefined)
        .toSorted((a, b) => a.line - b.line)[0]?.label;
  return kept
    .toSorted((a, b) => (b[0]?.before.length ?? 0) - (a[0]?.before.length ?? 0))
    .flatMap((group) => toMeant(group, asked, answering, lines));
}

/** A line is what its deepest label says: of "INFO agent: Final answer: ..." the first is who logs. */
function withoutLoggers(groups: readonly (readonly SpokenLine[])[]): readonly (readonly SpokenLine[])[] {
  const claimed = new Set<number>();
  return groups
    .toSorted((a, b) => (b[0]?.before.length ?? 0) - (a[0]?.before.length ?? 0))
    .flatMap((group) => {
      const left = group.filter(({ line }) => !claimed.has(line));
      if (!isStructure(left)) return [];
      for (const { line } of left) claimed.add(line);
      return [left];
    });
}

/** Behind the time that a line begins with, in tokens; -1 where it begins with none. */
export function timeEnd(tokens: readonly Token[]): number {
  return tokens.slice(0, 3).findIndex(isTime);
}

/** Every way to read the line so. */
function readSpoken(tokens: readonly Token[], line: number, text: string): readonly SpokenLine[] {
  const [first, second] = tokens;
  if (first?.kind === 'mark' && second?.kind === 'space') {
    const meaning = PICTOGRAMS.get(Array.from(first.text)[0] ?? '');
    if (meaning !== undefined)
      return [
        {
          line,
          before: [],
          label: first.text,
          after: [second],
          isWhole: false,
          meaning,
          rest: text.slice(second.at),
        },
      ];
  }
  const spoken: SpokenLine[] = [];
  for (let start = 0; start < Math.min(tokens.length, MAX_AHEAD); start += 1) {
    // What stands in an object is no label.
    if (tokens[start]?.text === '{') break;
    if (tokens[start]?.kind !== 'word') continue;
    // One of several words is no label where all of them are.
    const isInside = tokens[start - 1]?.text === ' ' && tokens[start - 2]?.kind === 'word';
    if (
      isInside &&
      spoken.some(({ before, label }) => before.length + label.split(' ').length * 2 - 1 > start)
    )
      continue;
    if (!isLed(tokens.slice(0, start))) break;
    const count = wordsFrom(tokens, start);
    const after = endFrom(tokens, start + count * 2 - 1);
    const isWhole = start + count * 2 - 1 + after.length === tokens.length;
    if (after.length === 0 && !(isWhole && (start > 0 || isBareWord(tokens)))) continue;
    const words = tokens.slice(start, start + count * 2 - 1);
    const label = words.map(({ text: own }) => own).join('');
    const end = after.at(-1) ?? words.at(-1);
    spoken.push({
      line,
      before: tokens.slice(0, start),
      label,
      after,
      isWhole,
      meaning: meaningOf(label),
      rest: end === undefined ? '' : text.slice(end.at + end.text.length),
    });
  }
  return spoken;
}

/** Signs and numbers stand before a label; words only where a logger wrote them. */
function isLed(before: readonly Token[]): boolean {
  const words = before.filter(
    ({ kind }, index) =>
      kind === 'word' && !(before[index - 1]?.text === '[' && before[index + 1]?.text === ']'),
  ).length;
  return (
    words === 0 || (words <= MAX_LOGGER && before.some((token) => isTime(token) || token.kind === 'level'))
  );
}

/** A line of one known word, and nothing else. */
function isBareWord(tokens: readonly Token[]): boolean {
  return tokens.length === 1 && meaningOf(tokens[0]?.text ?? '') !== undefined;
}

/** Words that follow one another from a place: at most three, or 0 where there are more. */
function wordsFrom(tokens: readonly Token[], start: number): number {
  let count = 1;
  while (
    count < MAX_WORDS &&
    tokens[start + count * 2 - 1]?.text === ' ' &&
    tokens[start + count * 2]?.kind === 'word'
  )
    count += 1;
  return count;
}

function endFrom(tokens: readonly Token[], from: number): readonly Token[] {
  let end = from;
  let isEnd = false;
  while (end < tokens.length && end - from < MAX_END) {
    const { kind, text } = tokens[end] ?? { kind: 'word', text: '' };
    if (kind === 'rule' || (kind === 'sign' && ENDS.has(text))) isEnd = true;
    else if (kind !== 'space') break;
    end += 1;
  }
  return isEnd ? tokens.slice(from, end) : [];
}

function meaningOf(label: string): MeantLabel | undefined {
  const [first = '', ...others] = label.split(' ');
  // "Enter your message: "
  if (/^(?:enter|type|your)$/i.test(first) && others.length > 0) return 'user';
  // "Select agent: ": what is chosen speaks later.
  if (/^(?:select|choose|pick)$/i.test(first) && others.length > 0) return undefined;
  // "AI user": the last word is whom the others tell more of.
  if (others.length > 0 && readRole(others.at(-1) ?? '') === 'user') return 'user';
  // "User instructions", "Human message": whose they are comes first.
  if (others.length > 0 && readRole(first) === 'user' && readRole(others.join(' ')) !== 'agent')
    return 'user';
  const meaning = readLabel(label);
  // "using human profile" is about somebody, and said by nobody.
  if (
    others.length > 1 &&
    readRole(first) === undefined &&
    readRole(others.at(-1) ?? '') === undefined &&
    meaning?.as === 'turn'
  )
    return undefined;
  const role =
    meaning?.role ?? (meaning === undefined || meaning.as === 'turn' ? readRole(label) : undefined);
  switch (meaning?.as ?? 'turn') {
    case 'arguments':
      return undefined;
    // Nobody is called by these words alone.
    case 'call':
      return 'log';
    case 'result':
      return 'tool_result';
    case 'thought':
      return 'thought';
    case 'note':
      return 'log';
    case 'turn':
    case 'text':
      if (role === 'user') return 'user';
      if (role === 'agent') return 'assistant';
      if (role === 'system') return 'system';
      return role === undefined ? undefined : 'tool_result';
  }
}

function hasVoice(group: readonly SpokenLine[]): boolean {
  return group.some(({ meaning }) => meaning === 'user' || meaning === 'assistant');
}

/** Lines of one place of which enough say what they are. */
function isStructure(group: readonly SpokenLine[]): boolean {
  const known = group.filter(({ meaning }) => meaning !== undefined);
  const kinds = new Set(known.map(({ meaning }) => meaning));
  const isBare = group[0]?.before.length === 0;
  if (known.length < 2 || kinds.size === 0) return false;
  if (isBare) return kinds.size >= 2 && known.length >= group.length * 0.5 && hasVoice(group);
  return known.length >= group.length * 0.3;
}

/** Behind a time stands one of few names, in most lines that have one. */
function isTimedTalk(group: readonly SpokenLine[], timed: number): boolean {
  const labels = new Set(group.map(({ label }) => label));
  return (
    timeEnd(group[0]?.before ?? []) !== -1 &&
    labels.size >= 2 &&
    group.length >= labels.size * 2 &&
    group.length >= timed * MOST
  );
}

/** Labels of nobody known that stand behind calls, of which nothing else says what they brought. */
function findAnswering(
  lines: readonly string[],
  groups: readonly (readonly SpokenLine[])[],
  calls: ReadonlyMap<number, number>,
): ReadonlySet<string> {
  const begins = new Set([...calls.keys(), ...groups.flat().map(({ line }) => line)]);
  let open = 0;
  let silent = 0;
  const after = new Map<string, { count: number; behind: number }>();
  const labels = new Map(groups.flat().map((spoken) => [spoken.line, spoken]));
  for (const line of [...begins].toSorted((a, b) => a - b)) {
    const end = calls.get(line);
    if (end !== undefined) {
      open += 1;
      let next = end + 1;
      while (next < lines.length && /^\s*`{0,4}\s*$/.test((lines[next] ?? '').slice(0, 40))) next += 1;
      if (begins.has(next) || next >= lines.length) silent += 1;
      continue;
    }
    const { label = '', meaning } = labels.get(line) ?? {};
    if (meaning !== undefined && meaning !== 'system') {
      open = 0;
      continue;
    }
    const entry = after.get(label) ?? { count: 0, behind: 0 };
    after.set(label, { count: entry.count + 1, behind: entry.behind + Number(open > 0) });
    open = Math.max(0, open - 1);
  }
  if (silent < calls.size * MOST_SILENT) return new Set();
  return new Set(
    [...after]
      .filter(([, { count, behind }]) => count >= 2 && behind >= count * MOST_SILENT)
      .map(([label]) => label),
  );
}

/** Labels of which no word is known, and that recur. */
function namesOf(group: readonly SpokenLine[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { label, meaning } of group)
    if (meaning === undefined && label.length <= MAX_NAME) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= 2)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MAX_LABELS)
    .map(([label]) => label);
}

/** One pattern for each thing that is meant. */
function toMeant(
  group: readonly SpokenLine[],
  asked: string | undefined,
  answering: ReadonlySet<string>,
  lines: readonly string[],
): readonly MeantLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const labels = new Map<MeantLabel, Set<string>>();
  const names = new Set(namesOf(group));
  for (const { label, meaning, isWhole, rest } of group) {
    const isShort = !isWhole && !/\S\s+\S+\s+\S/.test(rest);
    const own = answering.has(label)
      ? 'tool_result'
      : (meaning ??
        (!names.has(label) ? undefined : isShort ? 'log' : label === asked ? 'user' : 'assistant'));
    if (own === undefined) continue;
    const set = labels.get(own) ?? new Set();
    labels.set(own, set.add(label));
  }
  const isQuoted = first.before[0]?.text === '>';
  const before = patternsOf(first.before);
  // What stands close to the label is tried with it.
  const isApart = first.before.length === 0 || first.before.at(-1)?.kind === 'space';
  // Of a bare word nothing but its line says that it is a label.
  const end = first.after.length === 0 ? '[ \\t]{0,9}(?![^\\n])' : '(?![^ ])';
  const after = `${patternsOf(first.after).join('')}${first.isWhole ? end : ''}`;
  return [...labels].map(([label, set]) => ({
    patterns: [
      ...(isApart ? before : before.slice(0, -1)),
      `${isApart ? '' : (before.at(-1) ?? '')}(?:${quoteOneOf([...set].slice(0, MAX_LABELS))})${after}`,
    ],
    label,
    ...(isQuoted ? { quoted: true } : {}),
    ...(isNested(group, lines) ? { nested: true } : {}),
  }));
}

/** Whether what a label is about stands below it, further in. */
export function isNested(group: readonly { readonly line: number }[], lines: readonly string[]): boolean {
  const deeper = group.filter(({ line }) => {
    let next = line + 1;
    while (next < lines.length && lines[next]?.trim() === '') next += 1;
    return depthOf(lines[next] ?? '') > depthOf(lines[line] ?? '');
  });
  return deeper.length >= group.length * 0.9;
}
