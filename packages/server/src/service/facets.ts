/**
 * Counts of the values of some fields under a filter, each without its own choice; and of the times. One question after the other: the
 * rows of the list must not wait for them.
 */
import {
  type ChosenValue,
  FACET_FIELDS,
  type FacetField,
  type FacetJson,
  type FacetsRequest,
  type FacetsResponse,
  type Filter,
  findFocus,
  formatTimestamp,
  joinTerms,
  LIST_FIELDS,
  parseFilter,
  readChoice,
  readTimeChoice,
  replaceChoice,
  RUN_FIELDS,
  type SpanStore,
  type StartsJson,
  type TimeBucket,
  type TimeFocus,
  toContainsPattern,
  TraceError,
} from '@tracewright/core';
import { checkLimit } from './check-limit.ts';

const DEFAULT_LIMIT = 8;
const MAX_LIMIT = 500;
/** What the store gives at most. */
const MAX_GROUPS = 10_000;
const MAX_BARS = 40n;
/** Up to so many bars a finer width is better. */
const MAX_FINER = 40n;
const BUCKETS: readonly { readonly bucket: TimeBucket; readonly nanos: bigint }[] = [
  { bucket: 'week', nanos: 604_800_000_000_000n },
  { bucket: 'day', nanos: 86_400_000_000_000n },
  { bucket: 'hour', nanos: 3_600_000_000_000n },
  { bucket: 'minute', nanos: 60_000_000_000n },
];

type Counted = readonly [value: ChosenValue, runs: number];

/** @throws TraceError `filter-invalid`, `request-invalid` */
export async function countFacets(
  store: SpanStore,
  { where = '', field, find, limit: asked }: FacetsRequest,
  signal?: AbortSignal,
): Promise<FacetsResponse> {
  const filter = where.trim() === '' ? undefined : parseFilter(where, RUN_FIELDS);
  const limit = checkLimit(asked, DEFAULT_LIMIT, MAX_LIMIT);
  if (field !== undefined && !FACET_FIELDS.includes(field)) {
    throw new TraceError('request-invalid', {
      where: 'field',
      message: `runs are not counted by "${String(field).slice(0, 40)}"`,
      fix: `use one of ${FACET_FIELDS.join(', ')}`,
    });
  }
  if (find !== undefined && field === undefined) {
    throw new TraceError('request-invalid', {
      where: 'find',
      message: 'find looks through the values of one field',
      fix: `name it in \`field\`: ${FACET_FIELDS.join(', ')}`,
    });
  }
  const facets: FacetJson[] = [];
  for (const name of field === undefined ? FACET_FIELDS : [field]) {
    stopWhen(signal);
    facets.push(await countValues(store, filter, name, find ?? '', limit));
  }
  stopWhen(signal);
  return { facets, starts: field === undefined ? await countStarts(store, filter) : null };
}

function stopWhen(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new TraceError('cancelled', { message: 'nobody waits for the counts any more' });
}

async function countValues(
  store: SpanStore,
  filter: Filter | undefined,
  field: FacetField,
  find: string,
  limit: number,
): Promise<FacetJson> {
  const { values: chosen, rest } = readChoice(filter, field);
  const count = async (where: Filter | undefined, most: number): Promise<Counted[]> => {
    const rows = await store.aggregate({
      from: 'runs',
      ...(where === undefined ? {} : { where }),
      groupBy: [field],
      measures: [{ operation: 'count' }],
      largestFirst: true,
      limit: most,
    });
    return rows.map(({ keys: [key], values: [runs] }) => [
      key === undefined ? undefined : String(key),
      runs ?? 0,
    ]);
  };
  const found =
    find === '' ? await count(rest, limit + 1) : await findValues(count, rest, field, find, limit + 1);
  const shown = found.slice(0, limit);
  const hidden = find === '' ? chosen.filter((value) => !shown.some(([known]) => known === value)) : [];
  if (hidden.length > 0) {
    // Groups of a list field hold the other values of the same runs, too.
    const counts = new Map(await count(replaceChoice(rest, field, hidden), MAX_GROUPS));
    shown.push(...hidden.map((value): Counted => [value, counts.get(value) ?? 0]));
  }
  return {
    field,
    values: shown.map(([value, runs]) => ({ value: value ?? null, runs, chosen: chosen.includes(value) })),
    hasMore: found.length > limit,
  };
}

async function findValues(
  count: (where: Filter | undefined, most: number) => Promise<Counted[]>,
  rest: Filter | undefined,
  field: FacetField,
  find: string,
  most: number,
): Promise<Counted[]> {
  const like: Filter = { kind: 'compare', field, operator: '~', value: find };
  const pattern = toContainsPattern(find);
  const found = await count(
    joinTerms(rest === undefined ? [like] : [rest, like]),
    LIST_FIELDS.includes(field) ? MAX_GROUPS : most,
  );
  return found.filter(([value]) => value !== undefined && pattern.test(value)).slice(0, most);
}

/** Weeks first: their number tells which width gives bars that can be read. */
async function countStarts(store: SpanStore, filter: Filter | undefined): Promise<StartsJson | null> {
  const { rest } = readTimeChoice(filter, 'start');
  let focus: TimeFocus | undefined;
  for (const [index, { bucket, nanos }] of BUCKETS.entries()) {
    const rows = await store.aggregate({
      from: 'runs',
      ...(rest === undefined ? {} : { where: rest }),
      groupBy: [{ field: 'start', bucket }],
      measures: [{ operation: 'count' }],
      limit: MAX_GROUPS,
    });
    const all = rows.flatMap(({ keys: [time], values: [runs] }) =>
      typeof time === 'bigint' ? [{ time, runs: runs ?? 0 }] : [],
    );
    if (bucket === 'week')
      focus = findFocus(all.map(({ time, runs }) => ({ startMs: Number(time / 1_000_000n), runs })));
    const [from, to] =
      focus === undefined ? [] : [focus.fromMs, focus.toMs].map((ms) => BigInt(ms) * 1_000_000n);
    const isBefore = ({ time }: Timed): boolean => from !== undefined && time < from;
    const isAfter = ({ time }: Timed): boolean => to !== undefined && time >= to;
    const timed = all.filter((one) => !isBefore(one) && !isAfter(one));
    const [first] = timed;
    const last = timed.at(-1);
    if (first === undefined || last === undefined) return null;
    const finer = BUCKETS[index + 1];
    const span = last.time + nanos - first.time;
    if (finer !== undefined && span / finer.nanos <= MAX_FINER) continue;
    const untimed = rows.find(({ keys: [time] }) => time === undefined)?.values[0] ?? 0;
    return {
      bars: [
        ...toRest(all.filter(isBefore), nanos),
        ...toBars(timed, nanos),
        ...toRest(all.filter(isAfter), nanos),
      ],
      untimed,
    };
  }
  return null;
}

interface Timed {
  readonly time: bigint;
  readonly runs: number;
}

/** What is far before or after the other bars is one, if anything is. */
function toRest(timed: readonly Timed[], nanos: bigint): StartsJson['bars'] {
  const [first, last] = [timed[0], timed.at(-1)];
  if (first === undefined || last === undefined) return [];
  const runs = timed.reduce((sum, one) => sum + one.runs, 0);
  return [{ from: formatTimestamp(first.time), to: formatTimestamp(last.time + nanos), runs, isRest: true }];
}

/** Neighbours are joined until few enough stand side by side; times without runs are bars, too. */
function toBars(timed: readonly Timed[], nanos: bigint): StartsJson['bars'] {
  const first = timed[0]?.time ?? 0n;
  const count = ((timed.at(-1)?.time ?? 0n) - first) / nanos + 1n;
  const width = nanos * ((count + MAX_BARS - 1n) / MAX_BARS);
  const bars = Array.from({ length: Number((count * nanos + width - 1n) / width) }, (_, index) => {
    const from = first + BigInt(index) * width;
    return { from: formatTimestamp(from), to: formatTimestamp(from + width), runs: 0 };
  });
  for (const { time, runs } of timed) {
    const bar = bars[Number((time - first) / width)];
    if (bar !== undefined) bar.runs += runs;
  }
  return bars;
}
