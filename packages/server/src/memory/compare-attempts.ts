/** How attempts that passed part from those that failed, for the notes; bounded, for an agent may have thousands of long runs. */
import {
  findParting,
  findShapes,
  type Fix,
  locateSteps,
  type Parting,
  type PastRun,
} from '@tracewright/analysis';
import type { RunId, SpanStore, StoredRun } from '@tracewright/core';
import type { Comparer } from '../comparing/comparer.ts';

/** Pairs compared for one agent: the notes name at most sixty. */
const MAX_PAIRS = 60;
/** Of one run; longer ones are named and not compared. */
const MAX_SPANS = 5000;

/** By the fix that the notes name; none for pairs that were not compared. */
export async function compareAttempts(
  store: SpanStore,
  comparer: Comparer,
  attempts: readonly PastRun[],
  signal?: AbortSignal,
): Promise<(fix: Fix) => Parting | undefined> {
  const known = new Map<string, Parting | undefined>();
  for (const { fixes } of findShapes(attempts))
    for (const fix of fixes) {
      if (known.has(toKey(fix)) || known.size >= MAX_PAIRS) continue;
      known.set(toKey(fix), await compareFix(store, comparer, fix, signal));
    }
  return (fix) => known.get(toKey(fix));
}

async function compareFix(
  store: SpanStore,
  comparer: Comparer,
  { failed, passedRunId }: Fix,
  signal: AbortSignal | undefined,
): Promise<Parting | undefined> {
  const runs = [await findRun(store, failed.runId), await findRun(store, passedRunId)] as const;
  const [a, b] = runs;
  // One of them may have been deleted meanwhile.
  if (a === undefined || b === undefined || runs.some((run) => (run?.stats.spans ?? 0) > MAX_SPANS))
    return undefined;
  const [stepsA, stepsB] = [
    locateSteps(await store.readSpans(a.runId)),
    locateSteps(await store.readSpans(b.runId)),
  ];
  const comparison = await comparer.pair(
    { outcome: a.outcome, steps: stepsA.map(({ step }) => step) },
    { outcome: b.outcome, steps: stepsB.map(({ step }) => step) },
    signal,
  );
  return findParting(stepsA, stepsB, comparison);
}

async function findRun(store: SpanStore, runId: RunId): Promise<StoredRun | undefined> {
  return (await store.findRuns(runId))[0];
}

function toKey({ failed, passedRunId }: Fix): string {
  return `${failed.runId} ${passedRunId}`;
}
