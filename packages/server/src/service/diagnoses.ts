/** Makes, keeps and refreshes the diagnoses of runs. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { diagnose, DIAGNOSED_ATTRIBUTES, DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, Span, SpanStore, StoredRun } from '@tracewright/core';
import { groupRuns } from './list-runs.ts';

/** What was made is not kept longer for the rest of its group; looked at after each run. */
const WRITE_MS = 1_000;
const READING = { attributes: DIAGNOSED_ATTRIBUTES };

/**
 * The run's diagnosis: the stored one when it was made by this version from as many spans, else a new one, stored unless
 * the store is read-only.
 *
 * @param readSpans where the caller reads them anyway
 */
export async function ensureDiagnosis(
  store: SpanStore,
  run: StoredRun,
  options: {
    readonly readSpans?: () => Promise<readonly Span[]>;
    readonly isReadOnly?: boolean;
  } = {},
): Promise<Diagnosis> {
  const stored = await findCurrentDiagnosis(store, run);
  if (stored !== undefined) return stored;
  const made = makeDiagnosis(run, await (options.readSpans?.() ?? store.readSpans(run.runId, READING)));
  if (options.isReadOnly !== true) await store.write({ diagnoses: [made] });
  return made;
}

export interface DiagnoseOptions {
  readonly isReadOnly?: boolean;
  /** Asked between runs: true stops, what was made until then is stored. */
  readonly isStopped?: () => boolean;
  /** Awaited before each piece of work, which is some milliseconds of a thread; others get their turn when absent. */
  readonly giveWay?: () => Promise<void>;
  /** Told of each run's diagnosis, in order, once it is stored. */
  readonly onDiagnosis?: (diagnosis: Diagnosis, run: StoredRun) => void;
}

/** Ensures the diagnoses of many runs: reads some together, writes new ones in batches. */
export async function ensureDiagnoses(
  store: SpanStore,
  runs: AsyncIterable<StoredRun>,
  { isReadOnly = false, isStopped = () => false, giveWay = nextTurn, onDiagnosis }: DiagnoseOptions = {},
): Promise<void> {
  let done: { readonly run: StoredRun; readonly diagnosis: Diagnosis; readonly isNew: boolean }[] = [];
  let firstMs = 0;
  const finish = async (): Promise<void> => {
    const batch = done;
    done = [];
    const made = batch.filter(({ isNew }) => isNew).map(({ diagnosis }) => diagnosis);
    if (made.length > 0 && !isReadOnly) await store.write({ diagnoses: await withoutOutdated(store, made) });
    for (const { run, diagnosis } of batch) onDiagnosis?.(diagnosis, run);
  };
  for await (const group of groupRuns(runs)) {
    await giveWay();
    if (isStopped()) break;
    const stored = await Promise.all(group.map((run) => findCurrentDiagnosis(store, run)));
    const missing = group.filter((_, index) => stored[index] === undefined);
    const spans = await store.readSpansOf(
      missing.map(({ runId }) => runId),
      READING,
    );
    for (const [index, run] of group.entries()) {
      const kept = stored[index];
      if (kept === undefined) {
        await giveWay();
        if (isStopped()) break;
      }
      if (done.length === 0) firstMs = performance.now();
      const diagnosis = kept ?? makeDiagnosis(run, spans.get(run.runId) ?? []);
      done.push({ run, diagnosis, isNew: kept === undefined });
      if (performance.now() - firstMs >= WRITE_MS) await finish();
    }
    await finish();
  }
}

/** Of diagnoses made a moment ago, those whose run still is what was diagnosed: others deleted some and added to some. */
async function withoutOutdated(store: SpanStore, made: readonly Diagnosis[]): Promise<readonly Diagnosis[]> {
  const { items } = await store.queryRuns({
    where: {
      kind: 'or',
      filters: made.map(({ runId }) => ({ kind: 'compare', field: 'run', operator: '=', value: runId })),
    },
    limit: made.length,
  });
  const spans = new Map(items.map(({ runId, stats }) => [runId, stats.spans]));
  return made.filter((diagnosis) => spans.get(diagnosis.runId) === diagnosis.spans);
}

async function findCurrentDiagnosis(store: SpanStore, run: StoredRun): Promise<Diagnosis | undefined> {
  if (run.findings === undefined) return undefined;
  const stored = await store.findDiagnosis(run.runId);
  return stored !== undefined && stored.version === DIAGNOSIS_VERSION && stored.spans === run.stats.spans
    ? stored
    : undefined;
}

function makeDiagnosis(run: StoredRun, spans: readonly Span[]): Diagnosis {
  return diagnose(withoutLabels(run), spans);
}

/** What may be seen of a run by whatever predicts. */
export function withoutLabels(run: StoredRun): Parameters<typeof diagnose>[0] {
  const {
    outcome: _outcome,
    recordedOutcome: _recordedOutcome,
    annotations: _annotations,
    findings: _findings,
    onsetStep: _onsetStep,
    stats: _stats,
    ...facts
  } = run;
  return facts;
}
