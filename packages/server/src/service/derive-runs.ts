/** What is derived from the spans of runs and kept for the next question, by run; runs that are not kept are read together. */
import type { RunId, Span, SpanStore, StoredRun } from '@tracewright/core';
import { createLruMap } from '../live/lru-map.ts';

/**
 * @param most runs whose derived values are kept
 * @returns of a group of runs, in its order; derived anew where a run has grown
 */
export function createRunDeriver<T>(
  store: SpanStore,
  most: number,
  derive: (run: StoredRun, spans: readonly Span[]) => T | Promise<T>,
): (group: readonly StoredRun[]) => Promise<readonly { readonly run: StoredRun; readonly derived: T }[]> {
  const kept = createLruMap<RunId, { readonly spans: number; readonly derived: T }>(most);
  return async (group) => {
    const known = group.map((run) => {
      const entry = kept.get(run.runId);
      return entry?.spans === run.stats.spans ? entry : undefined;
    });
    const missing = group.filter((_, at) => known[at] === undefined).map(({ runId }) => runId);
    const spans = await store.readSpansOf(missing);
    return Promise.all(
      group.map(async (run, at) => {
        const entry = known[at];
        const derived = entry === undefined ? await derive(run, spans.get(run.runId) ?? []) : entry.derived;
        if (entry === undefined) kept.set(run.runId, { spans: run.stats.spans, derived });
        return { run, derived };
      }),
    );
  };
}
