/** Deletes runs, a bounded number at a time, so that a deletion of everything holds up nobody for long. */
import {
  type DeleteReportJson,
  type DeleteRequest,
  type Filter,
  parseFilter,
  RUN_FIELDS,
  type RunId,
  type SpanStore,
  type StoredRun,
  TraceError,
} from '@tracewright/core';
import { listAllRuns } from './list-runs.ts';
import { getRunByPrefix } from './find-run.ts';

/** What is deleted in one go of the store. */
const BATCH_RUNS = 100;
const BATCH_SPANS = 20_000;

export interface DeleteOptions {
  readonly isDryRun: boolean;
  /** Told of what is gone, a batch at a time. */
  readonly onDeleted?: ((runIds: readonly RunId[]) => void) | undefined;
}

/** Gathers runs and deletes them in batches; in a dry run it counts. */
export interface RunDeletion {
  add(run: StoredRun): Promise<void>;
  flush(): Promise<void>;
  readonly report: DeleteReportJson;
  /** What waits for the next batch. */
  readonly waiting: { readonly runs: number; readonly spans: number };
}

export function startDeletion(store: SpanStore, { isDryRun, onDeleted }: DeleteOptions): RunDeletion {
  let waiting: StoredRun[] = [];
  let waitingSpans = 0;
  const counted = { runs: 0, spans: 0, messages: 0 };
  const flush = async (): Promise<void> => {
    const batch = waiting;
    if (batch.length === 0) return;
    const runIds = batch.map(({ runId }) => runId);
    const removed = isDryRun
      ? { runs: batch.length, spans: waitingSpans, messages: 0 }
      : await store.deleteRuns(runIds);
    waiting = [];
    waitingSpans = 0;
    counted.runs += removed.runs;
    counted.spans += removed.spans;
    counted.messages += removed.messages;
    if (!isDryRun) onDeleted?.(runIds);
  };
  return {
    async add(run) {
      waiting.push(run);
      waitingSpans += run.stats.spans;
      if (waiting.length >= BATCH_RUNS || waitingSpans >= BATCH_SPANS) await flush();
    },
    flush,
    get report() {
      return { dryRun: isDryRun, ...counted, messages: isDryRun ? null : counted.messages };
    },
    get waiting() {
      return { runs: waiting.length, spans: waitingSpans };
    },
  };
}

/** @throws TraceError `request-invalid`, `filter-invalid`, `run-not-found`, `usage-invalid` */
export async function deleteRuns(
  store: SpanStore,
  request: DeleteRequest,
  onDeleted?: DeleteOptions['onDeleted'],
): Promise<DeleteReportJson> {
  const deletion = startDeletion(store, { isDryRun: request.dryRun ?? false, onDeleted });
  for await (const run of await chooseRuns(store, request)) await deletion.add(run);
  await deletion.flush();
  return deletion.report;
}

async function chooseRuns(
  store: SpanStore,
  { runs, where, user, session }: DeleteRequest,
): Promise<AsyncIterable<StoredRun> | Iterable<StoredRun>> {
  const given = Object.entries({ runs, where, user, session }).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw nothingChosen(`exactly one of runs, where, user and session is needed, ${given.length} are given`);
  if (runs !== undefined) {
    // All are looked up before the first goes: a wrong id deletes nothing.
    const found = new Map<RunId, StoredRun>();
    for (const id of runs) {
      const run = await getRunByPrefix(store, id);
      found.set(run.runId, run);
    }
    return found.values();
  }
  if ((where ?? user ?? session ?? '').trim() === '') throw nothingChosen('what chooses the runs is empty');
  if (where !== undefined) return listAllRuns(store, parseFilter(where, RUN_FIELDS));
  const filter: Filter = {
    kind: 'compare',
    field: user === undefined ? 'session' : 'user',
    operator: '=',
    value: user ?? session ?? '',
  };
  return listAllRuns(store, filter);
}

function nothingChosen(message: string): TraceError {
  return new TraceError('request-invalid', {
    message,
    fix: 'name the runs, or choose them by a filter, a user or a session',
  });
}
