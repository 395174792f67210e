/**
 * Console logs in blocks: titles in frames and rules (`╭── Tool Output ──╮`, `***** Response *****`, `=== Step 1 ===`), speakers that
 * name whom they speak to, and labels (`Arguments:`) inside the blocks. Titles whose words the field knows begin records; labels inside
 * a block that says something are its members, labels between the blocks begin records too.
 */
import { fenceOf, followFence } from '../written-calls/fences.ts';
import type { TextRule } from '../adapter/adapter.ts';
import { readCore, readTitle, type Title, toPatterns } from './block-title.ts';
import { quotePattern } from '../adapter/patterns.ts';
import { MEMBER_LABEL } from '../containers/read-text-records.ts';
import { type DrawnLine, takeOffFrames } from '../containers/take-off-frames.ts';
import { canonicalName, FIELD_WORDS, readLabel } from '../words/vocabulary.ts';
import { pushTo } from '../containers/push-to.ts';

const MAX_LINES = 20_000;
const MAX_LABELS = 40;

/** "support (to user_proxy):" */
const SPEAKER =
  /^(?:\*\*)?(?<speaker>[\p{L}][\p{L}\p{N}_ .-]{0,40}?)(?:\*\*)? (?:\((?:to|->|→) |(?:->|→) )(?<to>[\p{L}][\p{L}\p{N}_ .-]{0,40}?)\)?(?:\*\*)?:(?:\*\*)?[ \t]*$/u;
const SPEAKER_SOURCE = String.raw`(?:\*\*)?(?<speaker>[\p{L}][\p{L}\p{N}_ .\-]{0,40})(?:\*\*)? (?:\((?:to|->|→) |(?:->|→) )(?<recipient>[\p{L}][\p{L}\p{N}_ .\-]{0,40})\)?(?:\*\*)?:(?:\*\*)?(?![^ ])`;

/** Undefined where nothing is drawn, or the titles say nothing. */
export function induceBlockRule(text: string): TextRule | undefined {
  const raw = text.split('\n', MAX_LINES);
  const skipFences = raw.filter((line) => fenceOf(line) !== undefined).length >= 2;
  const lines = outsideFences(takeOffFrames(raw), skipFences);
  const titles = new Map<string, Title[]>();
  const speakers = new Set<number>();
  for (const [at, { title }] of lines.entries()) {
    if (SPEAKER.test(title.slice(0, 200))) speakers.add(at);
    const found = readTitle(title.slice(0, 300), at);
    if (found !== undefined) pushTo(titles, found.before, found);
  }
  const chosen = [...titles].flatMap(([before, group]) => chooseTitles(before, group));
  if (speakers.size < 2) speakers.clear();
  if (chosen.length === 0 && speakers.size === 0) return undefined;
  const starts = new Map(chosen.map((title) => [title.line, title]));
  const ends = chooseEnds(lines, starts, speakers);
  const { members, labels } = chooseLabels(lines, { starts, speakers, ends });
  // Headings and labels without anything drawn: induce-text-rule.ts.
  if (
    speakers.size === 0 &&
    members.size === 0 &&
    !chosen.some(({ before, tail }) => tail === 'around' || /\{3\} $|^</.test(before))
  )
    return undefined;
  const headers = [
    ...(speakers.size === 0 ? [] : [SPEAKER_SOURCE]),
    ...toPatterns(chosen),
    ...toPatterns(labels),
  ];
  return { headers, skipFences, blocks: { ends: [...ends].map(endSource), members: [...members] } };
}

function outsideFences(lines: readonly DrawnLine[], skipFences: boolean): readonly DrawnLine[] {
  if (!skipFences) return lines;
  let fence: string | undefined;
  return lines.filter(({ line }) => {
    const before = fence;
    fence = followFence(before, line);
    return before === undefined && fence === undefined;
  });
}

/** Titles of one decoration are structure where the field knows most of them; the others of it are too, where they recur. */
function chooseTitles(before: string, group: readonly Title[]): readonly Title[] {
  const known = group.filter(({ meaning }) => meaning !== undefined);
  const kinds = new Set(known.map(({ meaning }) => `${meaning?.as}${meaning?.role ?? ''}`));
  const isFrame = before.startsWith('─');
  if (known.length < 2 || (known.length < 3 && kinds.size < 2)) return [];
  if (!isFrame && known.length < group.length * 0.5) return [];
  const counts = new Map<string, number>();
  for (const { label } of group) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = new Set(
    [...counts]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, MAX_LABELS)
      .map(([label]) => label),
  );
  return group.filter(
    ({ label, meaning }) =>
      labels.has(label) && (meaning !== undefined || isFrame || (counts.get(label) ?? 0) >= 2),
  );
}

/** Bare rules that end a block: long ones, and short ones that a title or another rule follows. */
function chooseEnds(
  lines: readonly DrawnLine[],
  starts: ReadonlyMap<number, Title>,
  speakers: ReadonlySet<number>,
): ReadonlySet<string> {
  const seen = new Map<string, { count: number; before: number }>();
  const isRule = (title: string): boolean => /^([^\p{L}\p{N}\s#])\1{2}(?:\1{7})?$/u.test(title);
  for (const [at, { title }] of lines.entries()) {
    if (!isRule(title)) continue;
    let next = at + 1;
    while (next < lines.length && lines[next]?.title.trim() === '') next += 1;
    const isBefore =
      next >= lines.length || starts.has(next) || speakers.has(next) || isRule(lines[next]?.title ?? '');
    const entry = seen.get(title) ?? { count: 0, before: 0 };
    seen.set(title, { count: entry.count + 1, before: entry.before + Number(isBefore) });
  }
  return new Set(
    [...seen]
      .filter(([title, { count, before }]) => title.length === 10 || before >= count * 0.6)
      .map(([title]) => title),
  );
}

function endSource(title: string): string {
  return `${quotePattern(title[0] ?? '')}{${title.length}}(?![^ ])`;
}

interface Structure {
  readonly starts: ReadonlyMap<number, Title>;
  readonly speakers: ReadonlySet<number>;
  readonly ends: ReadonlySet<string>;
}

const MEMBER_FIELDS = [
  'tool',
  'arguments',
  'agent',
  'callId',
  'result',
  'thought',
  'status',
  'error',
] as const;

/** Labels that stand inside blocks that say something, and those that stand between them. */
function chooseLabels(
  lines: readonly DrawnLine[],
  { starts, speakers, ends }: Structure,
): { readonly members: ReadonlySet<string>; readonly labels: readonly Title[] } {
  const votes = new Map<string, { inside: number; outside: Title[] }>();
  let place: Place = 'between';
  let isFirst = false;
  for (const [at, { title }] of lines.entries()) {
    if (title.trim() === '') continue;
    if (starts.has(at) || speakers.has(at)) {
      place = placeIn(starts.get(at));
      isFirst = true;
      continue;
    }
    if (ends.has(title)) {
      place = 'between';
      continue;
    }
    const isOpen = place === 'call' || place === 'log' || (isFirst && place === 'said');
    const name = MEMBER_LABEL.exec(title.slice(0, 80))?.[1];
    if (name !== undefined && isOpen && /^[^\p{Ll}]/u.test(name) && isField(name)) {
      const entry = votes.get(name) ?? { inside: 0, outside: [] };
      votes.set(name, { ...entry, inside: entry.inside + 1 });
      continue;
    }
    isFirst = false;
    if (place !== 'between') continue;
    const core = readCore(title.slice(0, 300), false);
    if (core?.meaning === undefined || !/^\p{Lu}/u.test(core.label) || core.tail === 'none') continue;
    const entry = votes.get(core.label) ?? { inside: 0, outside: [] };
    votes.set(core.label, { ...entry, outside: [...entry.outside, { ...core, before: '', line: at }] });
  }
  const entries = [...votes];
  return {
    members: new Set(
      entries
        .filter(([, { inside, outside }]) => inside >= 2 && inside > outside.length)
        .map(([name]) => name),
    ),
    labels: entries.flatMap(([, { inside, outside }]) =>
      outside.length >= 2 && outside.length >= inside ? outside : [],
    ),
  };
}

/** Of a block: labels stand anywhere in what is called, and at the start of what somebody says; what came back is no structure. */
type Place = 'between' | 'call' | 'said' | 'brought' | 'log';

function placeIn(start: Title | undefined): Place {
  const { meaning, before = '' } = start ?? {};
  if (start === undefined || meaning?.as === 'result') return 'brought';
  // A panel of the log itself; a rule that says `Step 3` only divides.
  if (meaning === undefined || meaning.as === 'note') return before.startsWith('─') ? 'log' : 'between';
  return meaning.as === 'call' || meaning.as === 'arguments' ? 'call' : 'said';
}

function isField(name: string): boolean {
  const leaf = canonicalName(name);
  return (
    readLabel(name) !== undefined ||
    MEMBER_FIELDS.some((field) =>
      FIELD_WORDS[field].some((word) => leaf === word || leaf.endsWith(`_${word}`)),
    )
  );
}
