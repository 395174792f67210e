/** The runs in flight, and those that went quiet without ending, with what each did last. */
import {
  type Filter,
  type LiveRunJson,
  type LiveRunsJson,
  runState,
  type SpanStore,
  type StoredRun,
  toRunJson,
} from '@tracewright/core';

/** Runs that were interrupted longer ago are no news. */
const RECENT_MS = 24 * 3_600_000;
/** Sessions of log events have no open spans: they run while events come (`runState`). */
const LOGS_MS = 60_000;
const MAX_RUNS = 100;

export async function listLiveRuns(store: SpanStore, nowMs: number): Promise<LiveRunsJson> {
  const since = (ms: number): Filter => ({
    kind: 'compare',
    field: 'arrival',
    operator: '>=',
    value: BigInt(nowMs - ms) * 1_000_000n,
  });
  const isOpen: Filter = { kind: 'compare', field: 'open', operator: '>', value: 0 };
  const where: Filter = {
    kind: 'or',
    filters: [{ kind: 'and', filters: [isOpen, since(RECENT_MS)] }, since(LOGS_MS)],
  };
  const { items } = await store.queryRuns({
    where,
    orderBy: { field: 'arrival', descending: true },
    limit: MAX_RUNS,
  });
  // A run that ended a moment ago is among those that arrived lately.
  const active = items.filter((run) => runState(run, nowMs) !== 'ended');
  const total = items.length < MAX_RUNS ? active.length : await store.countRuns(where);
  const runs = await Promise.all(active.map((run) => toLiveRun(store, run, nowMs)));
  return { now: new Date(nowMs).toISOString(), runs, total };
}

async function toLiveRun(store: SpanStore, run: StoredRun, nowMs: number): Promise<LiveRunJson> {
  const page = await store.querySpans({
    where: { kind: 'compare', field: 'run', operator: '=', value: run.runId },
    orderBy: { field: 'end', descending: true },
    limit: 1,
  });
  const [span] = page.items;
  return {
    run: toRunJson(run, nowMs),
    lastArrival: new Date(run.live?.lastArrivalMs ?? nowMs).toISOString(),
    last:
      span === undefined
        ? null
        : {
            operation: span.operation,
            name: span.name,
            agent: span.agent ?? null,
            tool: span.tool?.name ?? null,
            status: span.status,
          },
  };
}
