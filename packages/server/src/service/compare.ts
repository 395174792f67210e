/** Comparisons of runs: made when asked for, kept nowhere. */
import { buildSteps, type GroupMember } from '@tracewright/analysis';
import {
  type CompareGroupRequest,
  type ComparisonJson,
  type GroupComparisonJson,
  type SpanStore,
  type StoredRun,
  toRunJson,
  TraceError,
} from '@tracewright/core';
import type { Comparer } from '../comparing/comparer.ts';
import { getRunByPrefix } from './find-run.ts';

/** @throws TraceError `run-not-found`; `usage-invalid` when a prefix is ambiguous or both are the same run; `cancelled` */
export async function compare(
  store: SpanStore,
  comparer: Comparer,
  [first, second]: readonly [string, string],
  signal?: AbortSignal,
): Promise<ComparisonJson> {
  const [a, b] = await Promise.all([getRunByPrefix(store, first), getRunByPrefix(store, second)]);
  if (a.runId === b.runId)
    throw new TraceError('usage-invalid', {
      message: `both are run ${a.runId}: it cannot part from itself`,
      fix: 'name two runs; other attempts at a task: tracewright runs --where \'task = "NAME"\'',
    });
  const [spansA, spansB] = await Promise.all([store.readSpans(a.runId), store.readSpans(b.runId)]);
  const comparison = await comparer.pair(
    { outcome: a.outcome, steps: buildSteps(spansA) },
    { outcome: b.outcome, steps: buildSteps(spansB) },
    signal,
  );
  const now = Date.now();
  return { runs: [toRunJson(a, now), toRunJson(b, now)], ...comparison };
}

/** Attempts aligned together: their alignments with one another are many. */
const MAX_RUNS = 200;

/** @throws TraceError `request-invalid` unless it names at least two runs, or a task with as many; `run-not-found`, `usage-invalid` */
export async function compareGroup(
  store: SpanStore,
  comparer: Comparer,
  request: CompareGroupRequest,
  signal?: AbortSignal,
): Promise<GroupComparisonJson> {
  const runs = await findMembers(store, request);
  if (runs.length < 2 || runs.length > MAX_RUNS)
    throw new TraceError('request-invalid', {
      message:
        runs.length > MAX_RUNS
          ? `at most ${MAX_RUNS} runs are compared together, not ${runs.length}`
          : `a comparison needs at least two runs, and here ${runs.length === 1 ? 'is one' : 'are none'}`,
      where: request.task === undefined ? 'runs' : 'task',
      fix: runs.length > MAX_RUNS ? 'name some of them' : 'list the runs with `tracewright runs`',
    });
  const members: GroupMember[] = [];
  for (const { runId, outcome } of runs)
    members.push({ runId, outcome, steps: buildSteps(await store.readSpans(runId)) });
  const now = Date.now();
  return { runs: runs.map((run) => toRunJson(run, now)), ...(await comparer.group(members, signal)) };
}

async function findMembers(
  store: SpanStore,
  { runs, task }: CompareGroupRequest,
): Promise<readonly StoredRun[]> {
  if ((runs === undefined) === (task === undefined))
    throw new TraceError('request-invalid', {
      message: 'a comparison of attempts takes runs or a task, one of the two',
      fix: 'as in ?runs=3f2a,91bc,07de or ?task=refund-4711',
    });
  if (runs !== undefined) {
    const found = await Promise.all(runs.slice(0, MAX_RUNS + 1).map((id) => getRunByPrefix(store, id)));
    return [...new Map(found.map((run) => [run.runId, run])).values()];
  }
  const where = { kind: 'compare', field: 'task', operator: '=', value: task ?? '' } as const;
  const page = await store.queryRuns({ where, limit: MAX_RUNS + 1 });
  return page.items;
}
