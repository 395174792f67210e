/**
 * Which run a trace belongs to, while its spans arrive: the session that one of its spans names, else a run of its own. What
 * was decided earlier, before a restart too, is read from the store. A trace that learns its session late moves there.
 */
import type { RunId, SpanStore, TraceId } from '@tracewright/core';
import { findSessionRuns, type SpanDraft, toTraceRunId } from '@tracewright/importers';
import { createLruMap } from './lru-map.ts';

export interface TraceMove {
  readonly traceId: TraceId;
  readonly from: RunId;
  readonly to: RunId;
}

export interface Assignment {
  readonly runs: ReadonlyMap<TraceId, RunId>;
  /** Runs that hold no span yet: what is said of them now is all there is. */
  readonly newRuns: ReadonlySet<RunId>;
  /** Traces whose stored spans must go to another run. */
  readonly moves: readonly TraceMove[];
}

export interface TraceRuns {
  /** Decides for the traces of these drafts; remembered only once `keep` is called, after the write. */
  assign(drafts: readonly SpanDraft[]): Promise<Assignment>;
  keep(assignment: Assignment): void;
  forget(runIds: readonly RunId[]): void;
}

/** About 30 MB. */
const REMEMBERED_TRACES = 100_000;

export function createTraceRuns(store: SpanStore): TraceRuns {
  const known = createLruMap<TraceId, RunId>(REMEMBERED_TRACES);
  const knownSessions = createLruMap<RunId, true>(REMEMBERED_TRACES);

  const readKnown = async (traceIds: Iterable<TraceId>): Promise<Map<TraceId, RunId>> => {
    const found = new Map<TraceId, RunId>();
    const unknown: TraceId[] = [];
    for (const traceId of traceIds) {
      const runId = known.get(traceId);
      if (runId === undefined) unknown.push(traceId);
      else found.set(traceId, runId);
    }
    if (unknown.length > 0)
      for (const [traceId, runId] of await store.findRunsOfTraces(unknown)) found.set(traceId, runId);
    return found;
  };

  const isKnownRun = async (runId: RunId): Promise<boolean> =>
    knownSessions.get(runId) === true || (await store.findRuns(runId)).length > 0;

  return {
    async assign(drafts) {
      const sessions = findSessionRuns(drafts);
      const traces = new Set(drafts.map(({ span }) => span.traceId));
      const before = await readKnown(traces);
      const runs = new Map<TraceId, RunId>();
      const newRuns = new Set<RunId>();
      const moves: TraceMove[] = [];
      for (const traceId of traces) {
        const own = toTraceRunId(traceId);
        const session = sessions.get(traceId);
        const earlier = before.get(traceId);
        // A trace that stands in a session stays there, whatever else a nested span names.
        const runId = earlier === undefined || earlier === own ? (session ?? own) : earlier;
        runs.set(traceId, runId);
        if (earlier === undefined && (runId === own || !(await isKnownRun(runId)))) newRuns.add(runId);
        if (earlier !== undefined && earlier !== runId) moves.push({ traceId, from: earlier, to: runId });
      }
      return { runs, newRuns, moves };
    },
    keep({ runs }) {
      for (const [traceId, runId] of runs) {
        known.set(traceId, runId);
        knownSessions.set(runId, true);
      }
    },
    forget(runIds) {
      const gone = new Set(runIds);
      for (const runId of gone) knownSessions.delete(runId);
      known.deleteWhere((_traceId, runId) => gone.has(runId));
    },
  };
}
