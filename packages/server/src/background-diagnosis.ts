/** Diagnoses runs behind the requests, so that the list of runs shows findings without anyone asking. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Diagnosis, Filter, RunId, SpanStore, StoredRun } from '@tracewright/core';
import { ensureDiagnoses, findEach, listAllRuns } from './service/diagnoses.ts';

export interface BackgroundDiagnosis {
  /** Diagnoses all runs that have no diagnosis yet. */
  requestMissing(): void;
  /** Diagnoses these runs, unless they did not change since they were. */
  request(runs: Iterable<RunId>): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
  /** Stops between two runs; what was made is stored. */
  stop(): Promise<void>;
}

const WITHOUT_DIAGNOSIS: Filter = { kind: 'not', filter: { kind: 'exists', field: 'findings' } };

export interface BackgroundDiagnosisOptions {
  /** Whether something more urgent wants the time: then diagnoses take a small share of it. */
  readonly isBusy?: () => boolean;
  readonly onDiagnosed?: (diagnosis: Diagnosis) => void;
}

/** While others are busy, one part in so many of the time goes to diagnoses. */
const BUSY_SHARE = 10;

export function createBackgroundDiagnosis(
  store: SpanStore,
  onError: (error: unknown) => void,
  { isBusy = () => false, onDiagnosed = () => undefined }: BackgroundDiagnosisOptions = {},
): BackgroundDiagnosis {
  const waiting = new Set<RunId>();
  let wantsMissing = false;
  let isStopped = false;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let working: Promise<void> | undefined;

  async function* chosenRuns(): AsyncGenerator<StoredRun> {
    while (wantsMissing || waiting.size > 0) {
      const ids = [...waiting];
      waiting.clear();
      const all = wantsMissing;
      wantsMissing = false;
      for await (const run of all ? listAllRuns(store, WITHOUT_DIAGNOSIS) : findEach(store, ids)) {
        // Requests that came meanwhile go first.
        await nextTurn();
        const startMs = performance.now();
        yield run;
        if (isBusy()) await pause(BUSY_SHARE * (performance.now() - startMs));
      }
      if (all) for (const id of ids) waiting.add(id);
    }
  }

  const start = (): void => {
    if (working !== undefined || isStopped) return;
    working = ensureDiagnoses(store, chosenRuns(), {
      isStopped: () => isStopped,
      onDiagnosis: onDiagnosed,
    })
      .catch(onError)
      .finally(() => {
        working = undefined;
        if (wantsMissing || waiting.size > 0) start();
      });
  };

  return {
    requestMissing() {
      wantsMissing = true;
      start();
    },
    request(runs) {
      for (const run of runs) waiting.add(run);
      if (waiting.size > 0) start();
    },
    async idle() {
      while (working !== undefined) await working;
    },
    async stop() {
      isStopped = true;
      stopping.abort();
      await working;
    },
  };
}
