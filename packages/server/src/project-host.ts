/** Everything that works on one project's store: questions, imports, live spans, diagnoses behind them, news of changes. */
import type { RetentionPolicy, RunId, SpanStore } from '@tracewright/core';
import type { Masker, PriceTable } from '@tracewright/importers';
import { type BackgroundDiagnosis, createBackgroundDiagnosis } from './background-diagnosis.ts';
import type { Foreground } from './foreground.ts';
import type { QueueBudget } from './live/byte-budget.ts';
import type { ChangeFeed } from './live/change-feed.ts';
import type { Intake } from './live/intake.ts';
import { createLiveIngest, type Durability, type LiveIngest } from './live/live-ingest.ts';
import type { NotKept } from './live/not-kept.ts';
import { withDeletion } from './live/with-deletion.ts';
import type { ModelAccess } from './opinion/model-access.ts';
import { createSerialQueue } from './serial-queue.ts';
import { FILED_SPANS } from './run-views/run-views.ts';
import { createService, type Service } from './service/service.ts';

export interface ProjectHost {
  readonly store: SpanStore;
  readonly service: Service;
  readonly live: LiveIngest;
  readonly changes: ChangeFeed;
  /** One import at a time; ends with the request, and when the project closes. */
  runImport<T>(work: (options: { signal: AbortSignal }) => Promise<T>, request: AbortSignal): Promise<T>;
  /** Whether work is under way that no request waits for. */
  isBusy(): boolean;
  /** Resolves when what was accepted is stored, every record is exact and no run waits for its diagnosis. */
  idle(): Promise<void>;
  /** Cancels imports and diagnoses, stores what was accepted, and waits until all have stopped. The store stays open. */
  close(): Promise<void>;
}

export interface ProjectHostOptions {
  readonly intake: Intake;
  /** Told of changed runs. */
  readonly changes: ChangeFeed;
  readonly retentionPolicy: () => Promise<RetentionPolicy>;
  /** For imports; live spans go through the intake. */
  readonly masker: Masker | undefined;
  readonly prices?: PriceTable | undefined;
  readonly models?: ModelAccess | undefined;
  readonly durability: Durability;
  /** Shared by all projects of a server. */
  readonly budget: QueueBudget;
  /** Shared as well. */
  readonly notKept: NotKept;
  readonly maxSpansPerRun: number;
  /** Requests that work behind them gives way to; shared by all projects. */
  readonly foreground: Foreground;
  readonly onError: (error: unknown) => void;
}

export async function openProjectHost(store: SpanStore, options: ProjectHostOptions): Promise<ProjectHost> {
  const { onError, changes } = options;
  const { readOnly } = await store.info();
  const closing = new AbortController();
  /** What takes long stops when the project closes, too. */
  const untilClosed = (signal: AbortSignal | undefined): AbortSignal =>
    AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
  const enqueue = createSerialQueue();
  const diagnosis: BackgroundDiagnosis = createBackgroundDiagnosis(store, onError, {
    foreground: options.foreground,
    isBusy: () => live.isBusy(),
    onDiagnosed({ runId, spans }) {
      changes.notify([runId]);
      if (spans >= FILED_SPANS) prepare(runId);
    },
  });
  const prepareNext = createSerialQueue();
  let preparing: Promise<unknown> = Promise.resolve();
  const prepare = (runId: RunId): void => {
    preparing = prepareNext(async () => {
      if (!closing.signal.aborted) await service.prepareRun(runId);
    }).catch(onError);
  };
  const live = createLiveIngest({
    store,
    intake: options.intake,
    durability: options.durability,
    budget: options.budget,
    notKept: options.notKept,
    maxSpansPerRun: options.maxSpansPerRun,
    onChanged: (runIds) => changes.notify(runIds),
    onQuiet: (runId) => diagnosis.request([runId]),
    onError,
  });
  const service = createService(withDeletion(store, live.deleteRuns), {
    isReadOnly: readOnly,
    masker: options.masker ?? 'off',
    prices: options.prices,
    models: options.models,
    retentionPolicy: options.retentionPolicy,
    ingest: () => ({ durability: options.durability, ...live.health() }),
    onDeleted: (runIds) => changes.notify(runIds),
  });

  const withDiagnosis = async <T>(work: (onRun: (runId: RunId) => void) => Promise<T>): Promise<T> => {
    const runs: RunId[] = [];
    try {
      return await work((runId) => runs.push(runId));
    } finally {
      changes.notify(runs);
      if (!readOnly) diagnosis.request(runs);
    }
  };
  let isRecovering = !readOnly;
  // Looks at all runs: nobody waits for it.
  const recovering = readOnly
    ? Promise.resolve()
    : live
        .recover()
        .catch(onError)
        .then(() => diagnosis.requestMissing())
        .finally(() => (isRecovering = false));

  return {
    store,
    live,
    changes,
    service: {
      ...service,
      async askOpinion(run, request, given) {
        const opinion = await service.askOpinion(run, request, {
          ...given,
          signal: untilClosed(given?.signal),
        });
        changes.notify([opinion.runId]);
        return opinion;
      },
      async annotate(run, request) {
        const finding = await service.annotate(run, request);
        changes.notify([finding.runId as RunId]);
        return finding;
      },
      async removeAnnotation(run, annotation) {
        const finding = await service.removeAnnotation(run, annotation);
        changes.notify([finding.runId as RunId]);
        return finding;
      },
      changeMemory: (request, signal) => service.changeMemory(request, untilClosed(signal)),
      compare: (a, b, signal) => service.compare(a, b, untilClosed(signal)),
      compareGroup: (request, signal) => service.compareGroup(request, untilClosed(signal)),
      findPatterns: (request, given) =>
        service.findPatterns(request, { ...given, signal: untilClosed(given?.signal) }),
      mapRuns: (request, given) => service.mapRuns(request, { ...given, signal: untilClosed(given?.signal) }),
      listMapRuns: (request, given) =>
        service.listMapRuns(request, { ...given, signal: untilClosed(given?.signal) }),
      importPaths: (request, given) =>
        withDiagnosis((onRun) => service.importPaths(request, { ...given, onRun })),
      importFiles: (files, given, earlier) =>
        withDiagnosis((onRun) => service.importFiles(files, { ...given, onRun }, earlier)),
    },
    runImport: (work, request) => enqueue(() => work({ signal: AbortSignal.any([request, closing.signal]) })),
    isBusy: () => isRecovering || live.isBusy() || live.health().pendingRuns > 0,
    async idle() {
      await recovering;
      await live.idle();
      await diagnosis.idle();
      await preparing;
    },
    async close() {
      closing.abort();
      await recovering;
      await live.close();
      await diagnosis.stop();
      await preparing;
      await enqueue(async () => undefined);
    },
  };
}
