/** Which lines that look like headers are structure, and the patterns of them. */
import type { TextRule } from '../adapter/adapter.ts';
import {
  APART,
  DETAIL_SOURCE,
  ENDS,
  LOGGER_LEVEL_SOURCE,
  LOGGER_SOURCE,
  MARK_SOURCE,
  NAME_SOURCE,
  NUMBER_SOURCE,
  PHRASES,
} from './header-parts.ts';
import { isCheap, quoteOneOf, quotePattern } from '../adapter/patterns.ts';
import { type HeaderLine, isKnown, type Shape } from './read-header-line.ts';
import { readLabel, readRole } from '../words/vocabulary.ts';

const MAX_LABELS = 40;
/** Share of the headers of a shape without which it is still read: their pattern is left out where it costs too much. */
const FEW = 0.1;

/**
 * Lines of one decoration belong together, however they end. A decoration is structure when its labels are of several kinds, or
 * one recurs; unknown labels of it count where they recur, as names do.
 */
export function chooseHeaders(found: readonly HeaderLine[]): Pick<TextRule, 'headers' | 'lines'> {
  const groups = new Map<string, HeaderLine[]>();
  for (const header of found) {
    const { before, time, level, logger } = header.shape;
    const key = JSON.stringify([before.startsWith('#') ? '#' : before, time, level, logger]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [header]);
    else group.push(header);
  }
  const chosen: { headers: readonly HeaderLine[]; count: number; labels: ReadonlyMap<string, number> }[] = [];
  // A decoration for each voice: together they are of several kinds.
  const decorated = [...groups.values()].filter(
    (headers) =>
      (headers[0]?.shape.before ?? '').length > 1 &&
      headers.length >= 2 &&
      headers.filter(({ label }) => isKnown(label)).length >= headers.length * 0.8,
  );
  const voices = new Set(decorated.flatMap((headers) => headers.map(({ label }) => kindOf(label))));
  for (const headers of groups.values()) {
    const counts = new Map<string, number>();
    for (const { label } of headers) counts.set(label, (counts.get(label) ?? 0) + 1);
    const known = [...counts].filter(([label]) => isKnown(label));
    const knownCount = known.reduce((sum, [, count]) => sum + count, 0);
    const kinds = new Set(known.map(([label]) => kindOf(label)));
    const isVoice = voices.size >= 2 && decorated.includes(headers);
    if (kinds.size < 2 && knownCount < 3 && !isVoice) continue;
    // "Note:" in prose: most headers of the shape must be known.
    const names =
      knownCount >= headers.length * 0.3
        ? [...counts].filter(
            ([label, count]) => !isKnown(label) && !tellsDoing(label) && count >= 3 && label.length <= 30,
          )
        : [];
    const labels = [...known, ...names].toSorted((a, b) => b[1] - a[1]).slice(0, MAX_LABELS);
    chosen.push({ headers, count: knownCount, labels: new Map(labels) });
  }
  // A line is read in one way: with the logger's name before the label where that tells more kinds of lines.
  const kindsOf = ({ headers, labels }: (typeof chosen)[number]): number =>
    new Set(headers.filter(({ label }) => labels.has(label)).map(({ label }) => kindOf(label))).size;
  const logged = chosen.filter(({ headers }) => (headers[0]?.shape.logger ?? '') !== '');
  const plain = chosen.filter((entry) => !logged.includes(entry));
  // What was printed between the lines of a logger is read beside them: nothing stands before it.
  const linesOf = ({ headers, labels }: (typeof chosen)[number]): readonly number[] =>
    headers.filter(({ label }) => labels.has(label)).map(({ index }) => index);
  const taken = new Set(logged.flatMap(linesOf));
  const printed = plain.filter(
    (entry) => isBare(entry.headers[0]?.shape) && !linesOf(entry).some((index) => taken.has(index)),
  );
  const others = plain.filter((entry) => !printed.includes(entry));
  const isLogged = Math.max(0, ...logged.map(kindsOf)) > Math.max(0, ...others.map(kindsOf));
  const used = [...(isLogged ? logged : others), ...printed];
  // Decorations that occur in passing beside one that carries the text are not structure.
  const most = Math.max(0, ...used.map(({ count }) => count));
  const kept = used.filter(({ count }) => count >= most * 0.08);
  const rule: {
    headers: string[];
    lines: { prefix: string; then?: readonly string[]; headers: string[] }[];
  } = {
    headers: [],
    lines: [],
  };
  for (const { headers, labels } of kept) {
    const [first] = headers;
    const [prefix = '', ...then] = first === undefined ? [] : prefixOf(first.shape);
    const key = JSON.stringify([prefix, ...then]);
    const patterns = toPatterns(headers, labels);
    const known = rule.lines.find((line) => JSON.stringify([line.prefix, ...(line.then ?? [])]) === key);
    if (prefix === '') rule.headers.push(...patterns);
    else if (known === undefined)
      rule.lines.push({ prefix, ...(then.length === 0 ? {} : { then }), headers: patterns });
    else known.headers.push(...patterns);
  }
  // The longer prefix first: the shorter one stands at the start of its lines too.
  return { ...rule, lines: rule.lines.toSorted((x, y) => lengthOfPrefix(y) - lengthOfPrefix(x)) };
}

function isBare(shape: Shape | undefined): boolean {
  return shape?.time === '' && shape.level === '';
}

/** "Processing in en": what goes on is nobody's name. */
function tellsDoing(label: string): boolean {
  return /^\p{L}{3,20}ing /u.test(label);
}

function lengthOfPrefix({ prefix, then = [] }: { prefix: string; then?: readonly string[] }): number {
  return prefix.length + then.join('').length;
}

/** Patterns that follow one another. */
function prefixOf({ time, level, logger }: Shape): readonly string[] {
  if (logger === 'among') return [time, ...level.split(APART)].filter((source) => source !== '');
  if (logger === 'before') return [`${time}${LOGGER_LEVEL_SOURCE}`];
  return [`${time}${level}${logger === '' ? '' : LOGGER_SOURCE}`];
}

/** One pattern for each way to end. */
function toPatterns(headers: readonly HeaderLine[], labels: ReadonlyMap<string, number>): string[] {
  let marked = false;
  const byEnd = new Map<string, { shape: Shape; labels: Set<string>; details: string; count: number }>();
  for (const { shape, label, detail } of headers) {
    const isLoose = shape.end === ' ' || shape.end === '$';
    if (shape.mark) marked = true;
    if (!labels.has(label) || (isLoose && !isKnown(label))) continue;
    const key = `${shape.end}\n${shape.named}`;
    const entry = byEnd.get(key);
    if (entry === undefined) byEnd.set(key, { shape, labels: new Set([label]), details: detail, count: 1 });
    else {
      entry.count += 1;
      entry.labels.add(label);
      entry.details += detail;
    }
  }
  const order = [...PHRASES.map(([name]) => name), ...ENDS.map(([name]) => name)];
  return [...byEnd.values()]
    .toSorted((a, b) => order.indexOf(a.shape.end) - order.indexOf(b.shape.end))
    .map(({ shape, labels: own, details, count }) => ({
      count,
      source: toPattern({ ...shape, mark: marked }, [...own], details),
    }))
    .filter(({ source, count }) => count > headers.length * FEW || isCheap(source))
    .map(({ source }) => source);
}

function kindOf(label: string): string {
  const meaning = readLabel(label);
  return meaning === undefined ? (readRole(label) ?? '') : `${meaning.as}${meaning.role ?? ''}`;
}

function toPattern({ before, mark, named, end }: Shape, labels: readonly string[], details: string): string {
  const decoration = before === '' ? '' : /^#/.test(before) ? '#{1,6} ' : quotePattern(before);
  const prefix = `${decoration}${mark ? MARK_SOURCE : ''}`;
  const phrase = PHRASES.find(([name]) => name === end)?.[1];
  if (phrase !== undefined) return prefix + phrase;
  const written = `(?<label>${quoteOneOf(labels)})`;
  const after = ENDS.find(([name]) => name === end)?.[2] ?? '';
  if (named) return `${prefix}${NAME_SOURCE} ?\\(${written}\\)${after}`;
  return `${prefix}${written}(?![\\w])${/\d/.test(details) ? NUMBER_SOURCE : ''}${details.includes('(') ? DETAIL_SOURCE : ''}${after}`;
}
