/**
 * Makes the records of runs exact behind the writes. A run is read back soon after spans reached it, the sooner the cheaper it
 * is, so that a run of a few spans is right within a moment and a huge one does not hold up the rest.
 */
import type { RunId, Span, SpanStore } from '@tracewright/core';
import { pairToolCalls } from '@tracewright/importers';
import { createLruMap } from './lru-map.ts';
import { deriveRun, recoverRun, type RunRecords } from './run-record.ts';

export interface RunRefresher {
  /** These runs got spans. */
  touch(runIds: Iterable<RunId>): void;
  /** These runs are gone or about to go: what was read of them is not written any more. */
  forget(runIds: readonly RunId[]): void;
  /** Runs whose record is not exact yet. */
  readonly pending: number;
  /** Resolves when the record of every run touched is exact, or could not be made so just now. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface RunRefresherOptions {
  readonly store: SpanStore;
  readonly records: RunRecords;
  readonly onChanged: (runIds: readonly RunId[]) => void;
  /** Told of runs that have ended or gone quiet: they can be diagnosed. */
  readonly onQuiet: (runId: RunId) => void;
  readonly onError: (error: unknown) => void;
  /** Whether requests wait: then reading back takes a smaller share of the time. */
  readonly isBusy: () => boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const FIRST_DELAY_MS = 150;
/** A run is read back again at the earliest after so many times what the last time took. */
const DELAY_PER_COST = 10;
/** A run whose record could not be read or written, on a full disk say, is tried again so much later. */
const RETRY_MS = 5_000;
/** A run that is still open counts as quiet after so long without a span. */
const QUIET_MS = 10_000;
/** Share of the time given to reading back while requests wait: one part in so many. */
const BUSY_SHARE = 4;
const REMEMBERED_COSTS = 10_000;
/** Runs read between two looks at the clock. */
const RUNS_PER_ROUND = 8;

interface Waiting {
  readonly dueMs: number;
  readonly kind: 'refresh' | 'retry' | 'quiet';
}

export function createRunRefresher(options: RunRefresherOptions): RunRefresher {
  const { store, records, onChanged, onQuiet, onError, isBusy, now } = options;
  const waiting = new Map<RunId, Waiting>();
  const costs = createLruMap<RunId, number>(REMEMBERED_COSTS);
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let refreshing = 0;
  /** Counts what was forgotten: a refresh that read before writes nothing after. */
  const forgotten = createLruMap<RunId, number>(REMEMBERED_COSTS);
  let isStopped = false;

  const schedule = (delayMs: number): void => {
    if (isStopped || timer !== undefined || working !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void start(now());
    }, delayMs).unref();
  };

  const start = (untilMs: number): Promise<void> => {
    const startedMs = performance.now();
    working ??= round(untilMs)
      .catch(onError)
      .finally(() => {
        working = undefined;
        if (waiting.size === 0) return;
        const isMoreDue = [...waiting.values()].some(({ dueMs }) => dueMs <= now());
        const restMs = isMoreDue ? 0 : FIRST_DELAY_MS;
        schedule(isBusy() ? BUSY_SHARE * (performance.now() - startedMs) : restMs);
      });
    return working;
  };

  const round = async (untilMs: number): Promise<void> => {
    const due = [...waiting].filter(([, { dueMs }]) => dueMs <= untilMs).slice(0, RUNS_PER_ROUND);
    for (const [runId, { kind }] of due) {
      if (isStopped) return;
      waiting.delete(runId);
      if (kind === 'quiet') onQuiet(runId);
      else {
        refreshing += 1;
        await refresh(runId)
          .catch((error: unknown) => {
            if (!waiting.has(runId)) waiting.set(runId, { dueMs: now() + RETRY_MS, kind: 'retry' });
            onError(error);
          })
          .finally(() => (refreshing -= 1));
      }
    }
  };

  const refresh = async (runId: RunId): Promise<void> => {
    const startedMs = performance.now();
    const readAfter = forgotten.get(runId);
    const spans = await store.readSpans(runId);
    const found = (await records.find(runId))?.run;
    if (forgotten.get(runId) !== readAfter) return;
    // What a group told meanwhile must not be lost. From here to the write nothing else runs.
    const before = records.peek(runId)?.run ?? found ?? recoverRun(spans, now());
    if (before === undefined) return;
    if (spans.length === 0) {
      if (before.live !== undefined) await removeEmpty(runId);
      return;
    }
    const record = deriveRun(before, spans);
    records.set(record);
    await store.write({ spans: findPaired(spans), runs: [record] });
    onChanged([runId]);
    costs.set(runId, performance.now() - startedMs);
    // Spans may have come meanwhile: then the run waits for its next refresh already.
    if (waiting.has(runId)) return;
    if ((record.run.live?.openSpans ?? 0) === 0) onQuiet(runId);
    else waiting.set(runId, { dueMs: now() + QUIET_MS, kind: 'quiet' });
  };

  /** What a crash left of a run whose spans had just gone to another. */
  const removeEmpty = async (runId: RunId): Promise<void> => {
    records.forget([runId]);
    await store.deleteRuns([runId], { sweeps: false });
    onChanged([runId]);
  };

  return {
    get pending() {
      return refreshing + [...waiting.values()].filter(({ kind }) => kind !== 'quiet').length;
    },
    touch(runIds) {
      for (const runId of runIds) {
        if (waiting.get(runId)?.kind === 'refresh') continue;
        const delayMs = Math.max(FIRST_DELAY_MS, DELAY_PER_COST * (costs.get(runId) ?? 0));
        waiting.set(runId, { dueMs: now() + delayMs, kind: 'refresh' });
      }
      schedule(FIRST_DELAY_MS);
    },
    forget(runIds) {
      for (const runId of runIds) {
        waiting.delete(runId);
        forgotten.set(runId, (forgotten.get(runId) ?? 0) + 1);
      }
    },
    async idle() {
      for (;;) {
        if (working !== undefined) await working;
        if (isStopped || ![...waiting.values()].some(({ kind }) => kind === 'refresh')) return;
        clearTimeout(timer);
        timer = undefined;
        // Quiet runs keep their time; only refreshes are brought forward.
        for (const [runId, entry] of waiting)
          if (entry.kind === 'refresh') waiting.set(runId, { ...entry, dueMs: 0 });
        await start(now());
      }
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}

/** Tool spans that find the call they ran only now that both are stored. */
function findPaired(spans: readonly Span[]): Span[] {
  return pairToolCalls(spans).filter((span, index) => span !== spans[index]);
}
