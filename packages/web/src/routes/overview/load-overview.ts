/** Everything the overview shows, from aggregates of the store: no run is read for it. */
import type { AggregateResponse, CountFindingsResponse, TimeBucket } from '@tracewright/core';
import { client } from '../../api.ts';
import { buildTimeline, chooseBucket, chooseKeys, type Timeline } from './overview-series.ts';
import { findSpan, joinWhere, type OverviewState } from './overview-state.ts';

type Rows = AggregateResponse['rows'];

export interface Overview {
  /** The filter with the time range: what every figure is about. */
  readonly where: string;
  readonly timeline: Timeline;
  /** Keys: none. Values: as MEASURES. */
  readonly totals: readonly (number | null)[];
  readonly failures: number;
  /** Keys: bucket, group if any, outcome. Values: runs, cost, tokens. */
  readonly byOutcome: Rows;
  /** Keys: bucket, group if any. Values: median and p95 of the runs' duration. */
  readonly durations: Rows;
  /** The same of model calls, which know neither outcome nor task: undefined where a filter speaks of runs. */
  readonly modelCalls: Rows | undefined;
  /** Keys: group. Values: as MEASURES. */
  readonly byGroup: Rows;
  /** Keys: group. Values: runs that failed. */
  readonly failuresByGroup: Rows;
  /** The groups that have a colour of their own. */
  readonly groupKeys: readonly (string | null)[];
  /** Runs without a start, which no chart over time shows. Keys: format, agent. */
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
const MOST_ROWS = 10_000;

/** All that is asked has the reader's filter in one pair of brackets: where an error stands in it is the same whichever answer comes first. */
export async function loadOverview(state: OverviewState, nowMs: number): Promise<Overview> {
  const asked = findSpan(state, nowMs);
  const span = asked ?? (await findExtent(state.filter));
  const times = asked === undefined ? [] : timeConditions(asked);
  const about = (...conditions: readonly string[]): string =>
    joinWhere(state.filter, ...times, ...conditions);
  const where = about();
  const bucket: TimeBucket = span === undefined ? 'day' : chooseBucket(span.fromMs, span.toMs);
  const groups = state.group === undefined ? [] : [state.group];
  const start = { field: 'start', bucket } as const;
  const ask = async (
    groupBy: Parameters<typeof client.aggregate>[0]['groupBy'],
    measures: Parameters<typeof client.aggregate>[0]['measures'],
    condition = where,
    from: 'runs' | 'spans' = 'runs',
  ): Promise<Rows> =>
    (await client.aggregate({ from, groupBy, measures, where: condition, limit: MOST_ROWS })).rows;
  const failed = about('outcome = failure');
  const isAboutRuns = state.filter.trim() !== '';
  const [totals, failures, byOutcome, durations, modelCalls, byGroup, failuresByGroup, untimed, findings] =
    await Promise.all([
      ask([], MEASURES),
      ask([], [{ operation: 'count' }], failed),
      ask([start, ...groups, 'outcome'], MEASURES.slice(0, 3)),
      ask([start, ...groups], PERCENTILES),
      isAboutRuns
        ? undefined
        : ask([start], PERCENTILES, joinWhere('', 'operation = model', ...times), 'spans'),
      state.group === undefined ? [] : ask(groups, MEASURES),
      state.group === undefined ? [] : ask(groups, [{ operation: 'count' }], failed),
      ask(['format', 'agent'], [{ operation: 'count' }], joinWhere(state.filter, 'not has start')),
      client.countFindings({ where }),
    ]);
  return {
    where,
    timeline: buildTimeline(byOutcome, bucket),
    totals: totals[0]?.values ?? [],
    failures: failures[0]?.values[0] ?? 0,
    byOutcome,
    durations,
    modelCalls,
    byGroup,
    failuresByGroup,
    groupKeys: chooseKeys(byGroup),
    untimed,
    findings,
  };
}

function timeConditions({
  fromMs,
  toMs,
}: {
  readonly fromMs: number;
  readonly toMs: number;
}): readonly string[] {
  return [`start >= ${new Date(fromMs).toISOString()}`, `start < ${new Date(toMs).toISOString()}`];
}

/** From the first start to the last. */
async function findExtent(
  filter: string,
): Promise<{ readonly fromMs: number; readonly toMs: number } | undefined> {
  const where = joinWhere(filter, 'has start');
  const [first, last] = await Promise.all(
    ['start', '-start'].map((order) => client.listRuns({ where, order, limit: 1 })),
  );
  const [from, to] = [first?.runs[0]?.startTime, last?.runs[0]?.startTime];
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}
