/** Everything the overview shows, from aggregates of the store: no run is read for it. */
import {
  type AggregateResponse,
  type CountFindingsResponse,
  findFocus,
  type TimeBucket,
  type TimeFocus,
} from '@tracewright/core';
import { client } from '../../api.ts';
import { buildTimeline, chooseBucket, chooseKeys, groupWhere, type Timeline } from './overview-series.ts';
import { findSpan, joinWhere, type OverviewState } from './overview-state.ts';

type Request = Parameters<typeof client.aggregate>[0];
type Rows = AggregateResponse['rows'];

export interface Overview {
  /** The filter with the time range: what every figure is about. */
  readonly where: string;
  readonly timeline: Timeline;
  /** The charts show these times only, those of most runs; undefined where they show all that is asked for. */
  readonly focus: TimeFocus | undefined;
  /** Keys: none. Values: as MEASURES. */
  readonly totals: readonly (number | null)[];
  readonly failures: number;
  /** Of the groups with a colour. Keys: bucket, group if any, outcome. Values: runs, cost, tokens. */
  readonly byOutcome: Rows;
  /** The same of all other groups together. Keys: bucket, outcome. */
  readonly othersByOutcome: Rows;
  /** Of the groups with a colour. Keys: bucket, group if any. Values: median and p95 of the runs' duration. */
  readonly durations: Rows;
  /** The same of model calls, which know neither outcome nor task: undefined where a filter speaks of runs. */
  readonly modelCalls: Rows | undefined;
  /** Those with most runs first. Keys: group. Values: as MEASURES. */
  readonly byGroup: Rows;
  /** Those with most failures first. Keys: group. Values: runs that failed. */
  readonly failuresByGroup: Rows;
  /** The groups that have a colour of their own: those with most runs in the charts. */
  readonly groupKeys: readonly (string | null)[];
  /** A chart over time has more than is asked for: its newest buckets are missing. */
  readonly isTimelineCut: boolean;
  /** Runs without a start, which no chart over time shows. Keys: format. */
  readonly untimed: Rows;
  readonly findings: CountFindingsResponse;
}

/** Values of `totals` and `byGroup`, in this order: runs, cost, tokens, median and p95 of the duration. */
const MEASURES = [
  { operation: 'count' },
  { operation: 'sum', field: 'cost' },
  { operation: 'sum', field: 'tokens' },
  { operation: 'percentile', field: 'duration', p: 0.5 },
  { operation: 'percentile', field: 'duration', p: 0.95 },
] as const;
const PERCENTILES = MEASURES.slice(3);
/** As many as the server gives: of an answer as long as this there may be more. */
export const MOST_ROWS = 10_000;

/** All that is asked has the reader's filter in one pair of brackets: where an error stands in it is the same whichever answer comes first. */
export async function loadOverview(state: OverviewState, nowMs: number): Promise<Overview> {
  const asked = findSpan(state, nowMs);
  const extent = asked ?? (await findExtent(state.filter));
  const focus = asked === undefined && !state.isWide ? await focusOn(extent, state.filter) : undefined;
  const span = focus ?? extent;
  const times = asked === undefined ? [] : timeConditions(asked);
  const about = (...conditions: readonly string[]): string =>
    joinWhere(state.filter, ...times, ...conditions);
  const where = about();
  const drawn = focus === undefined ? [] : timeConditions(focus);
  const drawnWhere = about(...drawn);
  const bucket: TimeBucket = span === undefined ? 'day' : chooseBucket(span.fromMs, span.toMs);
  const start = { field: 'start', bucket } as const;
  const ask = async (
    groupBy: Request['groupBy'],
    measures: Request['measures'],
    condition = where,
    options: Partial<Request> = {},
  ): Promise<Rows> =>
    (
      await client.aggregate({
        from: 'runs',
        groupBy,
        measures,
        where: condition,
        limit: MOST_ROWS,
        ...options,
      })
    ).rows;
  const failed = about('outcome = failure');
  const isAboutRuns = state.filter.trim() !== '';
  const largest = { largestFirst: true };
  /** Of thousands of groups a few are drawn: what is asked for grows with the buckets, not with the groups. */
  const askSeries = async () => {
    const sums = MEASURES.slice(0, 3);
    const { group } = state;
    if (group === undefined) {
      const [byOutcome, durations] = await Promise.all([
        ask([start, 'outcome'], sums, drawnWhere),
        ask([start], PERCENTILES, drawnWhere),
      ]);
      return { byGroup: [], groupKeys: [], byOutcome, othersByOutcome: [], durations };
    }
    const [byGroup, timed] = await Promise.all([
      ask([group], MEASURES, where, largest),
      ask([group], [{ operation: 'count' }], about(...drawn, 'has start'), largest),
    ]);
    const groupKeys = chooseKeys(timed);
    const named = `(${groupKeys.map((key) => groupWhere(group, key)).join(' or ')})`;
    const [ofNamed, others] =
      groupKeys.length === 0
        ? [undefined, drawnWhere]
        : [about(...drawn, named), about(...drawn, `not ${named}`)];
    const hasOthers = timed.length > groupKeys.length;
    const [byOutcome, othersByOutcome, durations] = await Promise.all([
      ofNamed === undefined ? [] : ask([start, group, 'outcome'], sums, ofNamed),
      hasOthers ? ask([start, 'outcome'], sums, others) : [],
      ofNamed === undefined ? [] : ask([start, group], PERCENTILES, ofNamed),
    ]);
    return { byGroup, groupKeys, byOutcome, othersByOutcome, durations };
  };
  const [totals, failures, series, modelCalls, failuresByGroup, untimed, findings] = await Promise.all([
    ask([], MEASURES),
    ask([], [{ operation: 'count' }], failed),
    askSeries(),
    isAboutRuns
      ? undefined
      : ask([start], PERCENTILES, joinWhere('', 'operation = model', ...times, ...drawn), { from: 'spans' }),
    state.group === undefined ? [] : ask([state.group], [{ operation: 'count' }], failed, largest),
    ask(['format'], [{ operation: 'count' }], joinWhere(state.filter, 'not has start')),
    client.countFindings({ where }),
  ]);
  const { byOutcome, othersByOutcome, durations } = series;
  return {
    where,
    focus,
    timeline: buildTimeline([...byOutcome, ...othersByOutcome], bucket),
    totals: totals[0]?.values ?? [],
    failures: failures[0]?.values[0] ?? 0,
    ...series,
    modelCalls,
    failuresByGroup,
    isTimelineCut: [byOutcome, othersByOutcome, durations, modelCalls].some(
      (rows) => rows?.length === MOST_ROWS,
    ),
    untimed,
    findings,
  };
}

function timeConditions({ fromMs, toMs }: Extent): readonly string[] {
  return [`start >= ${new Date(fromMs).toISOString()}`, `start < ${new Date(toMs).toISOString()}`];
}

interface Extent {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where most runs are, when all times together are drawn by weeks. */
async function focusOn(extent: Extent | undefined, filter: string): Promise<TimeFocus | undefined> {
  if (extent === undefined || chooseBucket(extent.fromMs, extent.toMs) !== 'week') return undefined;
  const { rows } = await client.aggregate({
    from: 'runs',
    groupBy: [{ field: 'start', bucket: 'week' }],
    measures: [{ operation: 'count' }],
    where: joinWhere(filter, 'has start'),
    limit: MOST_ROWS,
  });
  return findFocus(
    rows.flatMap(({ keys: [start], values: [runs] }) =>
      typeof start === 'string' ? [{ startMs: Date.parse(start), runs: runs ?? 0 }] : [],
    ),
  );
}

/** From the first start to the last. */
async function findExtent(filter: string): Promise<Extent | undefined> {
  const where = joinWhere(filter, 'has start');
  const [first, last] = await Promise.all(
    ['start', '-start'].map((order) => client.listRuns({ where, order, limit: 1 })),
  );
  const [from, to] = [first?.runs[0]?.startTime, last?.runs[0]?.startTime];
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}
