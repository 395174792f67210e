/** From the rows of aggregates to what charts draw: one value a bucket and series, and the filter that a mark opens. */
import { type AggregateResponse, formatFilterValue, type TimeBucket } from '@tracewright/core';
import { joinWhere } from './overview-state.ts';

export const BUCKET_MS: Readonly<Record<TimeBucket, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
/** Buckets of a chart: more would be thinner than a pixel. */
const MOST_BUCKETS = 150;
/** Series that have a colour of their own; the rest are one. */
const MOST_SERIES = 5;

export interface Series {
  /** Undefined for runs that name none, and for the rest together. */
  readonly key: string | null | undefined;
  readonly title: string;
  /** One a bucket; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

export interface Timeline {
  readonly bucket: TimeBucket;
  /** Starts of the buckets, Unix milliseconds, without a gap. */
  readonly starts: readonly number[];
}

/** The finest buckets that fit. */
export function chooseBucket(fromMs: number, toMs: number): TimeBucket {
  const buckets: readonly TimeBucket[] = ['minute', 'hour', 'day'];
  return buckets.find((bucket) => (toMs - fromMs) / BUCKET_MS[bucket] <= MOST_BUCKETS) ?? 'week';
}

/** All buckets from the first to the last that has something; those of rows alone when there are too many to draw. */
export function buildTimeline(rows: AggregateResponse['rows'], bucket: TimeBucket): Timeline {
  const found = rows.flatMap(({ keys: [key] }) => (typeof key === 'string' ? [Date.parse(key)] : []));
  const sorted = [...new Set(found)].toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return { bucket, starts: [] };
  const count = Math.round((last - first) / BUCKET_MS[bucket]) + 1;
  if (count > MOST_BUCKETS * 4) return { bucket, starts: sorted };
  return { bucket, starts: Array.from({ length: count }, (_, index) => first + index * BUCKET_MS[bucket]) };
}

/** Longer ones have no series: a filter names those that have one. */
const LONGEST_KEY = 500;

/** The keys that most runs have, most first. @param counts rows with the key first and a count first */
export function chooseKeys(counts: AggregateResponse['rows']): readonly (string | null)[] {
  return counts
    .toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0))
    .map(({ keys: [key] }) => (key === undefined || key === null ? null : String(key)))
    .filter((key) => key === null || key.length <= LONGEST_KEY)
    .slice(0, MOST_SERIES);
}

export interface SeriesQuestion {
  /** Rows with the bucket first, and the series' key at `keyIndex`; undefined for one series of all. */
  readonly rows: AggregateResponse['rows'];
  readonly keyIndex: number | undefined;
  readonly measure: number;
  readonly timeline: Timeline;
  readonly keys: readonly (string | null)[];
  readonly nameKey: (key: string | null) => string;
  /** Of what has no series of its own, with the bucket first: they become one, where they are sums. */
  readonly others: AggregateResponse['rows'];
}

/** One series a key, then the others together. O(rows). */
export function buildSeries(question: SeriesQuestion): readonly Series[] {
  const { rows, keyIndex, measure, timeline, keys, nameKey, others } = question;
  const places = new Map(timeline.starts.map((start, index) => [start, index]));
  const empty = (): (number | null)[] => timeline.starts.map(() => null);
  const values = new Map<string | null, (number | null)[]>(keys.map((key) => [key, empty()]));
  const rest = empty();
  const add = (row: AggregateResponse['rows'][number], list: (number | null)[] | undefined): void => {
    const [start] = row.keys;
    const index = typeof start === 'string' ? places.get(Date.parse(start)) : undefined;
    const value = row.values[measure] ?? null;
    if (list !== undefined && index !== undefined && value !== null) list[index] = (list[index] ?? 0) + value;
  };
  for (const row of rows) {
    const key = keyIndex === undefined ? null : row.keys[keyIndex];
    add(row, values.get(key === undefined || key === null ? null : String(key)));
  }
  for (const row of others) add(row, rest);
  const series = [...values].map(([key, list]): Series => ({ key, title: nameKey(key), values: list }));
  return rest.some((value) => value !== null)
    ? [...series, { key: undefined, title: 'others', values: rest }]
    : series;
}

/** Each series on top of those before it. */
export function stackSeries(series: readonly Series[]): readonly (readonly number[])[] {
  const totals: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      totals[index] = (totals[index] ?? 0) + (value ?? 0);
      return totals[index] ?? 0;
    }),
  );
}

/** The filter for the runs of a bucket. */
export function bucketWhere(filter: string, start: number, bucket: TimeBucket): string {
  const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
  return joinWhere(filter, `start >= ${iso(start)}`, `start < ${iso(start + BUCKET_MS[bucket])}`);
}

/** The condition for the runs of a group. */
export function groupWhere(field: string, key: string | null): string {
  return key === null ? `not has ${field}` : `${field} = ${formatFilterValue(key)}`;
}

/** 2026-03-04, with the hour and minute where buckets are that fine; in UTC, as buckets are. */
export function nameBucket(start: number, bucket: TimeBucket): string {
  const iso = new Date(start).toISOString();
  if (bucket === 'day') return iso.slice(0, 10);
  if (bucket === 'week') return `week from ${iso.slice(0, 10)}`;
  return iso.slice(0, 16).replace('T', ' ');
}
