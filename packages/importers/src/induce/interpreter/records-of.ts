/** The records of a run in the order in which they are told: as written, spans by their starts, those of several lists by their times. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import { findPlaces, formatPath, pathOf, type Place } from '../adapter/path.ts';
import { latestOf } from './latest-of.ts';
import { openingOf } from './opening-of.ts';
import { readTime } from './read-time.ts';
import { asRecord, findCase, select } from '../adapter/select-value.ts';

/** Of a record that stands in one of several lists: which. */
export const LIST_MEMBER = '#list';

/** Of a span that is told again at its end: true. */
const END_MEMBER = '#end';

export const END_PATH: string = formatPath([{ kind: 'name', name: END_MEMBER }]);

export function recordsOf(body: AdapterBody, run: Place): Iterable<Place> {
  const { runs, records, timeUnit } = body;
  if (runs.beside !== undefined || runs.byTime === true)
    return joined(body, [records, ...(runs.beside ?? [])], run);
  const found = findPlaces(run.value, pathOf(records), run.pointer);
  const places = body.cases.some(({ latest }) => latest !== undefined)
    ? latestOf(found, (value) => findCase(value, body.cases)?.latest, runs.groupBy)
    : found;
  const { spans, opening } = runs;
  if (opening !== undefined) return [...opened(body, opening, run), ...places];
  if (spans === undefined) return places;
  const at = (value: JsonValue, path: string): bigint =>
    readTime(select(value, [path])?.value, timeUnit) ?? 0n;
  const known = [...places].map((place) => ({
    place,
    start: at(place.value, spans.start),
    end: at(place.value, spans.end),
  }));
  const closing = body.cases.filter(({ when }) => when.some(({ path }) => path === END_PATH));
  const ends = (closing.length === 0 ? [] : known).flatMap(({ place, end }) => {
    const record = asRecord(place.value);
    const value = { ...record, [END_MEMBER]: true };
    return record === undefined || findCase(value, closing) === undefined || end === 0n
      ? []
      : [{ place: { ...place, value }, start: end, end }];
  });
  // The enclosing one first; what it came to when all in it is over: behind what only stands at that instant, before what goes on from there.
  const over = new Set(ends.map(({ start }) => start));
  const goesOn = ({ start, end }: (typeof known)[number]): boolean => over.has(start) && end > start;
  return [
    ...known.map((one) => ({ ...one, rank: goesOn(one) ? 2 : 0 })),
    ...ends.map((one) => ({ ...one, rank: 1 })),
  ]
    .toSorted((a, b) => compare(a.start, b.start) || a.rank - b.rank || compare(b.end, a.end))
    .map(({ place }) => place);
}

/** Of several questions the last is the one that is answered: those before it are examples. */
function opened(body: AdapterBody, path: string, run: Place): Place[] {
  const { told } = openingOf(run, path, body, (value) => marked(value, path));
  const question = told.findLast(({ piece }) => piece.role === 'user');
  return told.filter((said) => said === question || said.piece.role === 'system').map(({ place }) => place);
}

/** A record that says which list it stands in. */
function marked(value: JsonValue, path: string): JsonValue {
  const record = asRecord(value);
  return record === undefined ? value : { [LIST_MEMBER]: path, ...record };
}

interface Timed {
  readonly place: Place;
  readonly time: bigint;
}

/** Lists that tell one run together. A record without a time stands where the one before it does. */
function joined(body: AdapterBody, paths: readonly string[], run: Place): Place[] {
  const all = paths.flatMap((path) => {
    let time = 0n;
    const list = [...findPlaces(run.value, pathOf(path), run.pointer)].map(({ value, pointer }): Timed => {
      const record = paths.length === 1 ? value : marked(value, path);
      time = timeOf(record, body) ?? time;
      return { place: { value: record, pointer }, time };
    });
    const [first, last] = [list[0], list.at(-1)];
    // Of one instant what is written last came first, where the newest stands first.
    return first !== undefined && last !== undefined && first.time > last.time ? list.toReversed() : list;
  });
  return all.toSorted((a, b) => compare(a.time, b.time)).map(({ place }) => place);
}

function timeOf(record: JsonValue, { cases, timeUnit }: AdapterBody): bigint | undefined {
  if (!isJsonObject(record)) return undefined;
  return readTime(select(record, findCase(record, cases)?.fields.time)?.value, timeUnit);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
