/** Makes, keeps and refreshes the diagnoses of runs. */
import { diagnose, DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, Filter, Page, RunId, Span, SpanStore, StoredRun } from '@tracewright/core';

/** Diagnoses written together. */
const WRITE_BATCH = 50;
/** Runs whose spans are held at once. */
const READ_AHEAD = 4;

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
  const made = makeDiagnosis(run, await (options.readSpans?.() ?? store.readSpans(run.runId)));
  if (options.isReadOnly !== true) await store.write({ diagnoses: [made] });
  return made;
}

export interface DiagnoseOptions {
  readonly isReadOnly?: boolean;
  /** Asked between runs: true stops, what was made until then is stored. */
  readonly isStopped?: () => boolean;
  /** Told of each run's diagnosis, in order. */
  readonly onDiagnosis?: (diagnosis: Diagnosis, run: StoredRun) => void;
}

/** Ensures the diagnoses of many runs: reads a few ahead, writes new ones in batches. */
export async function ensureDiagnoses(
  store: SpanStore,
  runs: AsyncIterable<StoredRun>,
  options: DiagnoseOptions = {},
): Promise<void> {
  let made: Diagnosis[] = [];
  const write = async (): Promise<void> => {
    const diagnoses = made;
    made = [];
    if (diagnoses.length > 0 && options.isReadOnly !== true) await store.write({ diagnoses });
  };
  for await (const group of inGroups(runs, READ_AHEAD)) {
    if (options.isStopped?.() === true) break;
    const found = await Promise.all(group.map((run) => readForDiagnosis(store, run)));
    for (const { run, stored, spans } of found) {
      const diagnosis = stored ?? makeDiagnosis(run, spans);
      if (stored === undefined) made.push(diagnosis);
      options.onDiagnosis?.(diagnosis, run);
    }
    if (made.length >= WRITE_BATCH) await write();
  }
  await write();
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function readForDiagnosis(
  store: SpanStore,
  run: StoredRun,
): Promise<{ run: StoredRun; stored: Diagnosis | undefined; spans: readonly Span[] }> {
  const stored = await findCurrentDiagnosis(store, run);
  return { run, stored, spans: stored === undefined ? await store.readSpans(run.runId) : [] };
}

/** All runs that match, page by page in the order of their ids: writes meanwhile neither hide nor repeat one. */
export async function* listAllRuns(store: SpanStore, where?: Filter): AsyncGenerator<StoredRun> {
  let cursor: string | undefined;
  do {
    const page: Page<StoredRun> = await store.queryRuns({
      ...(where === undefined ? {} : { where }),
      ...(cursor === undefined ? {} : { cursor }),
      orderBy: { field: 'run' },
      limit: 200,
    });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** The runs with these ids, those that exist. */
export async function* findEach(store: SpanStore, ids: Iterable<RunId>): AsyncGenerator<StoredRun> {
  for (const id of ids) {
    const [run] = await store.findRuns(id);
    if (run !== undefined) yield run;
  }
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
