/** Diagnoses runs behind the requests, so that the list of runs shows findings without anyone asking. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Diagnosis, Filter, Order, RunField, RunId, SpanStore, StoredRun } from '@tracewright/core';
import { createForeground, type Foreground } from './foreground.ts';
import { ensureDiagnoses } from './service/diagnoses.ts';
import { findEach, listAllRuns } from './service/list-runs.ts';

export interface BackgroundDiagnosis {
  /** Diagnoses all runs that have no diagnosis yet, the newest first: they are looked at first. */
  requestMissing(): void;
  /** Diagnoses these runs, unless they did not change since they were. */
  request(runs: Iterable<RunId>): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
  /** Stops between two runs; what was made is stored. */
  stop(): Promise<void>;
}

const WITHOUT_DIAGNOSIS: Filter = { kind: 'not', filter: { kind: 'exists', field: 'findings' } };

const NEWEST_FIRST: Order<RunField> = { field: 'start', descending: true };

export interface BackgroundDiagnosisOptions {
  /** Requests to give way to. */
  readonly foreground?: Foreground;
  /** Whether something more urgent wants the time: then diagnoses take a small share of it. */
  readonly isBusy?: () => boolean;
  readonly onDiagnosed?: (diagnosis: Diagnosis) => void;
}

/** While spans come in, one part in so many of the time goes to diagnoses. */
const BUSY_SHARE = 10;
/** While somebody asks, whose question may meet a piece of work and wait for it. */
const ASKED_SHARE = 50;
/** A request that never ends holds up no piece of work longer. */
const MAX_WAIT_MS = 30_000;

export function createBackgroundDiagnosis(
  store: SpanStore,
  onError: (error: unknown) => void,
  {
    foreground = createForeground(),
    isBusy = () => false,
    onDiagnosed = () => undefined,
  }: BackgroundDiagnosisOptions = {},
): BackgroundDiagnosis {
  const waiting = new Set<RunId>();
  let wantsMissing = false;
  let isStopped = false;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let working: Promise<void> | undefined;

  let startedMs = 0;
  /** Between two pieces of work: before the next one. */
  const giveWay = async (): Promise<void> => {
    const workMs = performance.now() - startedMs;
    await nextTurn();
    await foreground.quiet(Math.min(ASKED_SHARE * workMs, MAX_WAIT_MS), stopping.signal);
    if (isBusy()) await pause(Math.min(BUSY_SHARE * workMs, MAX_WAIT_MS));
    startedMs = performance.now();
  };

  async function* requestedRuns(): AsyncGenerator<StoredRun> {
    const ids = [...waiting];
    waiting.clear();
    yield* findEach(store, ids);
  }

  async function* chosenRuns(): AsyncGenerator<StoredRun> {
    while (wantsMissing || waiting.size > 0) {
      if (wantsMissing) {
        wantsMissing = false;
        for await (const run of listAllRuns(store, WITHOUT_DIAGNOSIS, NEWEST_FIRST)) {
          // A run that has just ended does not wait for all of them.
          yield* requestedRuns();
          yield run;
        }
      }
      yield* requestedRuns();
    }
  }

  const start = (): void => {
    if (working !== undefined || isStopped) return;
    startedMs = performance.now();
    working = ensureDiagnoses(store, chosenRuns(), {
      isStopped: () => isStopped,
      giveWay,
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
