/** The runs in flight, and those that went quiet without ending, with what each did last. */
import {
  type Filter,
  type LiveRunJson,
  type LiveRunsJson,
  type RunId,
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

type Last = LiveRunJson['last'];

/** What each did last is looked up once for each arrival. */
export function createLiveRuns(store: SpanStore): (nowMs: number) => Promise<LiveRunsJson> {
  let known: ReadonlyMap<RunId, { readonly arrivalMs: number; readonly last: Last }> = new Map();
  return async (nowMs) => {
    const { active, total } = await findActive(store, nowMs);
    const looked = await Promise.all(
      active.map(async ({ runId, live }) => {
        const arrivalMs = live?.lastArrivalMs ?? nowMs;
        const before = known.get(runId);
        const last = before?.arrivalMs === arrivalMs ? before.last : await findLast(store, runId);
        return [runId, { arrivalMs, last }] as const;
      }),
    );
    // Only of those that are active now: the memory is bounded by them.
    const found = new Map(looked);
    known = found;
    return {
      now: new Date(nowMs).toISOString(),
      runs: active.map((run) => ({
        run: toRunJson(run, nowMs),
        lastArrival: new Date(found.get(run.runId)?.arrivalMs ?? nowMs).toISOString(),
        last: found.get(run.runId)?.last ?? null,
      })),
      total,
    };
  };
}

async function findActive(
  store: SpanStore,
  nowMs: number,
): Promise<{ readonly active: readonly StoredRun[]; readonly total: number }> {
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
  return { active, total: items.length < MAX_RUNS ? active.length : await store.countRuns(where) };
}

async function findLast(store: SpanStore, runId: RunId): Promise<Last> {
  const page = await store.querySpans({
    where: { kind: 'compare', field: 'run', operator: '=', value: runId },
    orderBy: { field: 'end', descending: true },
    limit: 1,
  });
  const [span] = page.items;
  if (span === undefined) return null;
  const { operation, name, agent, tool, status } = span;
  return { operation, name, agent: agent ?? null, tool: tool?.name ?? null, status };
}
