/** Comparisons of runs: made when asked for, kept nowhere. */
import { buildSteps, compareRuns } from '@tracewright/analysis';
import { type ComparisonJson, type SpanStore, toRunJson, TraceError } from '@tracewright/core';
import { getRunByPrefix } from './find-run.ts';

/** @throws TraceError `run-not-found`; `usage-invalid` when a prefix is ambiguous or both are the same run */
export async function compare(store: SpanStore, first: string, second: string): Promise<ComparisonJson> {
  const [a, b] = await Promise.all([getRunByPrefix(store, first), getRunByPrefix(store, second)]);
  if (a.runId === b.runId)
    throw new TraceError('usage-invalid', {
      message: `both are run ${a.runId}: it cannot part from itself`,
      fix: 'name two runs; other attempts at a task: tracewright runs --where \'task = "NAME"\'',
    });
  const [spansA, spansB] = await Promise.all([store.readSpans(a.runId), store.readSpans(b.runId)]);
  const comparison = compareRuns(
    { outcome: a.outcome, steps: buildSteps(spansA) },
    { outcome: b.outcome, steps: buildSteps(spansB) },
  );
  const now = Date.now();
  return { runs: [toRunJson(a, now), toRunJson(b, now)], ...comparison };
}
