/** A line taken apart as a header: decoration, time, level, label and end. */
import {
  APART,
  BARE_PHRASES,
  BEFORE,
  DETAIL,
  ENDS,
  LABEL,
  LEVELS,
  LOGGER,
  LOGGER_LEVEL,
  LOGGER_LEVEL_SOURCE,
  MARK,
  MAX_TOKENS,
  NAMED_VOICE,
  PHRASES,
  TIMES,
  TOKENS,
} from './header-parts.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { readLabel, readRole, STATUS_WORDS } from '../words/vocabulary.ts';

export interface HeaderLine {
  /** What stands around the label, as a key: decoration and end. */
  readonly shape: Shape;
  readonly label: string;
  /** What follows the label: a number, a name in brackets. */
  readonly detail: string;
  readonly index: number;
  readonly head: string;
}

export interface Shape {
  readonly before: string;
  readonly time: string;
  /** The pattern of it; empty where there is none. */
  readonly level: string;
  /** Where the name of the logger stands: before the level, after it, among other things that all loggers write, or nowhere. */
  readonly logger: '' | 'before' | 'after' | 'among';
  readonly mark: boolean;
  /** The label stands in brackets behind a name. */
  readonly named: boolean;
  readonly end: string;
}

const LOGGED = /^(?:trce|dbug|info|warn|fail|crit): /;

/** The ways to read a line as a header; the longest label the field knows, else the label up to its end. */
export function readHeaders(line: string, index: number): HeaderLine[] {
  let rest = line;
  let time = '';
  for (const [pattern, source] of TIMES) {
    const match = pattern.exec(rest);
    if (match !== null) {
      time = source;
      rest = rest.slice(match[0].length);
      break;
    }
  }
  const among = readAmong(rest, time, index);
  const named = LOGGER_LEVEL.exec(rest);
  const behind =
    named === null
      ? []
      : readLabelled(
          { time, level: LOGGER_LEVEL_SOURCE, logger: 'before' },
          rest.slice(named[0].length),
          index,
        );
  const [pattern, level = ''] = LEVELS.find(([one]) => one.test(rest)) ?? [];
  if (pattern !== undefined) rest = rest.replace(pattern, '');
  // "trce: desk.Tools[3] ...": the level is nobody who speaks.
  const own =
    among.length > 0 && LOGGED.test(line) ? [] : readLabelled({ time, level, logger: '' }, rest, index);
  const logger = time === '' && level === '' ? null : LOGGER.exec(rest);
  if (logger === null) return [...among, ...behind, ...own];
  // "INFO agent: calling search": the word before the message may be the label, or the logger that wrote the line.
  return [
    ...readLabelled({ time, level, logger: 'after' }, rest.slice(logger[0].length), index),
    ...among,
    ...behind,
    ...own,
  ];
}

/** Behind everything that loggers write: only where that is more than a time and a level. */
function readAmong(line: string, time: string, index: number): HeaderLine[] {
  let rest = line;
  const sources: string[] = [];
  let isMore = false;
  while (sources.length < MAX_TOKENS) {
    const [clock, written = ''] =
      time === '' && sources.length === 1 ? (TIMES.find(([one]) => one.test(rest)) ?? []) : [];
    if (clock !== undefined) {
      rest = rest.replace(clock, '');
      sources.push(written);
      isMore = true;
      continue;
    }
    const place = TOKENS.findIndex(([pattern]) => pattern.test(rest));
    const [pattern, source = ''] = TOKENS[place] ?? [];
    const text = pattern?.exec(rest)?.[0] ?? '';
    // "[tool] search": who speaks, no thread; the first two say how grave it is.
    if (
      text === '' ||
      (place > 2 && !/\d/.test(text) && isKnown(text.replaceAll(/[^\p{L}\p{N}_ ]+/gu, ' ').trim()))
    )
      break;
    if (place !== 1) isMore = true;
    rest = rest.slice(text.length);
    sources.push(source);
  }
  const isLog =
    time !== '' || sources.some((source) => TOKENS.slice(0, 3).some(([, other]) => source === other));
  return isMore && isLog
    ? readLabelled({ time, level: sources.join(APART), logger: 'among' }, rest, index)
    : [];
}

function readLabelled(
  prefix: Pick<Shape, 'time' | 'level' | 'logger'>,
  line: string,
  index: number,
): HeaderLine[] {
  const before = BEFORE.exec(line)?.[0] ?? '';
  const mark = MARK.exec(line.slice(before.length))?.[0] ?? '';
  const rest = line.slice(before.length + mark.length);
  const shape = { ...prefix, before, mark: mark !== '', named: false };
  const phrase = readPhrase(rest);
  const isLogged = prefix.time !== '' || prefix.level !== '';
  if (phrase !== undefined && (isLogged || BARE_PHRASES.has(phrase.end)))
    return [{ shape: { ...shape, end: phrase.end }, label: phrase.label, detail: '', index, head: '' }];
  const words = LABEL.exec(rest)?.[0].split(' ') ?? [];
  for (let count = words.length; count > 0; count -= 1) {
    const label = words.slice(0, count).join(' ');
    // "TOOL read_file": the label is what is written in capitals.
    if (
      count > 1 &&
      isLoud(words[0] ?? '') &&
      !words.slice(0, count).every((word) => /^[A-Z0-9_]+$/.test(word))
    )
      continue;
    // "RESULT FAILED: no such file": how it went is told with what came back.
    if (count === 2 && isLoud(words[0] ?? '') && isVerdict(words[0] ?? '', words[1] ?? '')) continue;
    const own = rest.slice(label.length);
    const detail = DETAIL.exec(own)?.[0] ?? '';
    const after = own.slice(detail.length);
    // A label that only a space ends is one written in capitals, or one that stands in a marked place.
    const end = ENDS.find(
      ([name, pattern]) =>
        pattern.test(after) &&
        (name !== ' ' || isLoud(label) || /^#|^(.)\1{1,3} $/.test(before)) &&
        (name !== '$' || before !== '' || isLoud(label)) &&
        (name !== '**' || before === '**') &&
        (name !== '**_' || before === '_**') &&
        (name !== 'pairs' || prefix.time !== '' || prefix.level !== ''),
    );
    if (end === undefined || (!isKnown(label) && !'time **_ **: : ] |> > **'.split(' ').includes(end[0])))
      continue;
    const head = after.replace(end[1], '');
    const voice = isKnown(label) ? undefined : NAMED_VOICE.exec(detail)?.[1];
    return voice !== undefined && readRole(voice) !== undefined
      ? [{ shape: { ...shape, named: true, end: end[0] }, label: voice, detail: '', index, head }]
      : [{ shape: { ...shape, end: end[0] }, label, detail, index, head }];
  }
  return [];
}

function readPhrase(line: string): { readonly end: string; readonly label: string } | undefined {
  for (const [end, source] of PHRASES) {
    const pattern = compilePattern(source);
    pattern.lastIndex = 0;
    const label = pattern.exec(line)?.groups?.['label'];
    if (label !== undefined && readLabel(label) !== undefined) return { end, label };
  }
  return undefined;
}

function isVerdict(label: string, word: string): boolean {
  const { ok, error } = STATUS_WORDS;
  return readLabel(label)?.as === 'result' && [...ok, ...error].includes(word.toLowerCase());
}

function isLoud(label: string): boolean {
  return /^[A-Z][A-Z0-9_]{2,}(?: [A-Z][A-Z0-9_]{2,}){0,2}$/.test(label);
}

export function isKnown(label: string): boolean {
  return readLabel(label) !== undefined || readRole(label) !== undefined;
}
