/**
 * Everything the HTTP API and the command line can ask, over one open store. The shapes are those of `Client` in core, so
 * that the command line works the same on a server and on the file itself.
 */
import { buildSpanTree, buildSteps, buildStepTree, locateSteps, planReplay } from '@tracewright/analysis';
import {
  type AskOpinionRequest,
  type ChangeMemoryRequest,
  type Client,
  type CompareGroupRequest,
  type Diagnosis,
  type DiagnosisJson,
  type FacetsRequest,
  type Filter,
  type Finding,
  type HealthResponse,
  type FormatJson,
  type ImportPathsRequest,
  type ImportReportJson,
  isRunId,
  type ListTasksRequest,
  type Order,
  type Opinion,
  parseFilter,
  type PatternsJson,
  type PatternsRequest,
  type Problem,
  type RetentionPolicy,
  type RetentionReportJson,
  type RetentionRequest,
  RUN_FIELDS,
  type RunField,
  type RunId,
  type SpanStore,
  toDiagnosisJson,
  toRunDetailJson,
  toRunJson,
  TraceError,
} from '@tracewright/core';
import {
  createMasker,
  describeMasking,
  type ImportAdapter,
  type Masker,
  mergePrices,
  type PriceTable,
  readAdapter,
  readMaskingPolicy,
  readPriceTable,
  type SourceFile,
  toImportFormat,
  withAdapters,
} from '@tracewright/importers';
import { findAdapterFolder, readAdapterFolder } from '../adapters/adapter-folder.ts';
import { importFiles, type ImportFilesOptions, importPaths } from '../ingest/import-files.ts';
import { createRetention } from '../retention/retention.ts';
import type { Durability, WriteHealth } from '../live/live-ingest.ts';
import { createComparer } from '../comparing/comparer.ts';
import { createMemories } from '../memory/memories.ts';
import { createModelAccess, type ModelAccess } from '../opinion/model-access.ts';
import { type AskOptions, createOpinions } from '../opinion/opinions.ts';
import { readVersion } from '../version.ts';
import { aggregate } from './aggregate.ts';
import { createAnnotations } from './annotations.ts';
import { checkLimit } from './check-limit.ts';
import { countFindings } from './count-findings.ts';
import { countFacets } from './facets.ts';
import { listTasks } from './list-tasks.ts';
import { ensureDiagnoses, ensureDiagnosis } from './diagnoses.ts';
import { findEach, listAllRuns } from './list-runs.ts';
import { compare, compareGroup } from './compare.ts';
import { deleteRuns } from './delete-runs.ts';
import { getRunByPrefix } from './find-run.ts';
import { createRunViews } from '../run-views/run-views.ts';
import { createRunWindows } from './run-windows.ts';
import { makeRunReport } from './run-report.ts';
import { createPatternFinder, type PatternsOptions } from './patterns.ts';
import { createProcessMapper, type ProcessMapper } from './process-map.ts';
import { createLiveRuns } from './live-runs.ts';
import { search } from './search.ts';
import { shareSpans } from './share-spans.ts';
import { toSpanJson } from './span-json.ts';
import { describeStorage } from './storage.ts';

export interface Service
  extends
    Omit<
      Client,
      | 'importForm'
      | 'importPaths'
      | 'listProjects'
      | 'createProject'
      | 'deleteProject'
      | 'listKeys'
      | 'createKey'
      | 'revokeKey'
      | 'runRetention'
      | 'askOpinion'
      | 'changeMemory'
      | 'compare'
      | 'compareGroup'
      | 'countFacets'
      | 'listTasks'
      | 'findPatterns'
      | keyof ProcessMapper
    >,
    ProcessMapper {
  countFacets(request: FacetsRequest, signal?: AbortSignal): ReturnType<Client['countFacets']>;
  listTasks(request: ListTasksRequest): ReturnType<Client['listTasks']>;
  askOpinion(run: string, request: AskOpinionRequest, options?: AskOptions): Promise<Opinion>;
  changeMemory(request: ChangeMemoryRequest, signal?: AbortSignal): ReturnType<Client['changeMemory']>;
  compare(a: string, b: string, signal?: AbortSignal): ReturnType<Client['compare']>;
  compareGroup(request: CompareGroupRequest, signal?: AbortSignal): ReturnType<Client['compareGroup']>;
  runRetention(request: RetentionRequest, signal?: AbortSignal): Promise<RetentionReportJson>;
  findPatterns(request: PatternsRequest, options?: PatternsOptions): Promise<PatternsJson>;
  importPaths(request: ImportPathsRequest, options?: ImportFilesOptions): Promise<ImportReportJson>;
  /** Files that are open already, with the problems met while opening them. */
  importFiles(
    files: readonly SourceFile[],
    /** `induce`: adapters for those that no format knows. */
    options?: ImportFilesOptions & { readonly induce?: boolean },
    earlier?: readonly Problem[],
  ): Promise<ImportReportJson>;
  /** Derives what readers of a large run ask for, so that the first of them does not wait for it. */
  prepareRun(runId: RunId): Promise<void>;
}

export interface ServiceOptions {
  /** The store cannot be written: diagnoses are made and not kept. */
  readonly isReadOnly?: boolean;
  /** For imports that do not say; one with the default policy when absent. */
  readonly masker?: Masker | 'off' | undefined;
  /** For imports that do not say; the bundled ones when absent. */
  readonly prices?: PriceTable | undefined;
  /** How long runs are kept; for ever when absent. */
  readonly retentionPolicy?: () => Promise<RetentionPolicy>;
  /** How live ingest is, where the store is served. */
  readonly ingest?: () => WriteHealth & { readonly durability: Durability };
  /** Who may be asked for a second opinion; nobody when absent. */
  readonly models?: ModelAccess | undefined;
  /** Told of runs that are gone. */
  readonly onDeleted?: (runIds: readonly RunId[]) => void;
}

/** Runs on a page when the request does not say. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

export function createService(store: SpanStore, options: ServiceOptions = {}): Service {
  const isReadOnly = options.isReadOnly ?? false;
  const { retentionPolicy = async () => ({}), models = createModelAccess({}) } = options;
  const readSpans = shareSpans(store);
  const views = createRunViews(store, readSpans);
  const comparer = createComparer();
  const memories = createMemories({ store, models, comparer, isReadOnly });
  const opinions = createOpinions({ store, models, isReadOnly, notes: (run) => memories.contextFor(run) });
  let removal: Promise<unknown> = Promise.resolve();
  const onDeleted = (runIds: readonly RunId[]): void => {
    // What cannot be removed is read by nobody: it stands under a run that is no more.
    removal = Promise.allSettled([removal, views.forget(runIds), opinions.remove(runIds)]);
    options.onDeleted?.(runIds);
  };
  /** A deletion is done when what went with the runs is gone, too. */
  const removed = async <T>(deletion: Promise<T>): Promise<T> => {
    try {
      return await deletion;
    } finally {
      await removal;
    }
  };
  const importing = async <T>(
    given: ImportFilesOptions | undefined,
    work: (options: ImportFilesOptions) => Promise<T>,
  ): Promise<T> => {
    const changed: RunId[] = [];
    try {
      return await work({
        ...given,
        onRun(runId) {
          changed.push(runId);
          given?.onRun?.(runId);
        },
      });
    } finally {
      await views.forget(changed);
    }
  };
  const findLiveRuns = createLiveRuns(store);
  const patterns = createPatternFinder(store, { isReadOnly, comparer });
  const mapper = createProcessMapper(store, { comparer });
  const readAdapters = async (): ReturnType<typeof readAdapterFolder> =>
    readAdapterFolder(await findAdapterFolder(store));
  const readOtherFindings = async (diagnosis: Diagnosis): Promise<readonly Finding[]> => {
    const [reported, thought] = await Promise.all([
      store.readReportedFindings(diagnosis.runId),
      opinions.list(diagnosis),
    ]);
    return [...reported, ...thought.flatMap(({ findings }) => findings)];
  };
  const masker = options.masker ?? createMasker();
  const annotations = createAnnotations(store, {
    isReadOnly,
    // Masked as what comes in is.
    masker,
    async findFindings(run) {
      const diagnosis = await ensureDiagnosis(store, run, { readSpans: () => readSpans(run), isReadOnly });
      return [...diagnosis.findings, ...(await readOtherFindings(diagnosis))];
    },
    findStep: async (run, index) => locateSteps(await readSpans(run))[index],
  });
  const retention = createRetention({ store, policy: retentionPolicy, onDeleted });
  return {
    async health() {
      const info = await store.info();
      const ingest = options.ingest?.();
      return {
        status: ingest?.failure === undefined ? 'ok' : 'degraded',
        version: readVersion(),
        store: {
          engine: info.engine,
          path: info.path ?? null,
          runs: info.counts.runs,
          spans: info.counts.spans,
          sizeBytes: info.sizeBytes,
        },
        model: modelOf(models),
        ingest: ingest === undefined ? null : toIngestJson(ingest),
      };
    },
    async listRuns(request) {
      const where =
        request.where === undefined || request.where.trim() === ''
          ? undefined
          : parseFilter(request.where, RUN_FIELDS);
      const orderBy =
        request.order === undefined || request.order === '' ? undefined : parseOrder(request.order);
      const limit = checkLimit(request.limit, DEFAULT_LIMIT, MAX_LIMIT);
      const filter: { where?: Filter } = where === undefined ? {} : { where };
      const [page, total] = await Promise.all([
        store.queryRuns({
          ...filter,
          limit,
          ...(orderBy === undefined ? {} : { orderBy }),
          ...(request.cursor === undefined || request.cursor === '' ? {} : { cursor: request.cursor }),
        }),
        store.countRuns(where),
      ]);
      return { runs: page.items.map((run) => toRunJson(run, Date.now())), total, next: page.next ?? null };
    },
    async getRun(id) {
      // A whole id needs no record to be looked up: both are read at once.
      const early = isRunId(id) ? store.readSpans(id) : undefined;
      early?.catch(() => undefined);
      const run = await getRunByPrefix(store, id);
      const reading = early ?? store.readSpans(run.runId);
      const findings = async (): Promise<readonly [Diagnosis, readonly Finding[]]> => {
        const diagnosis = await ensureDiagnosis(store, run, { readSpans: () => reading, isReadOnly });
        return [diagnosis, await readOtherFindings(diagnosis)];
      };
      const [spans, [diagnosis, others]] = await Promise.all([reading, findings()]);
      const detail = toRunDetailJson(run, buildSteps(spans), diagnosis, others, Date.now());
      return { ...detail, run: { ...detail.run, onsetStep: diagnosis.onset?.stepIndex ?? null } };
    },
    ...createRunWindows(store, { views, readSpans, readOtherFindings, isReadOnly }),
    async getRunTree(id) {
      const run = await getRunByPrefix(store, id);
      const spans = await store.readSpans(run.runId);
      const steps = buildSteps(spans);
      return { spans: buildSpanTree(spans, steps), steps: buildStepTree(steps) };
    },
    async getSpan(id, spanId) {
      const run = await getRunByPrefix(store, id);
      const compare = (field: string, value: string): Filter => ({
        kind: 'compare',
        field,
        operator: '=',
        value,
      });
      const page = await store.querySpans({
        where: { kind: 'and', filters: [compare('run', run.runId), compare('span', spanId)] },
        limit: 1,
      });
      const [span] = page.items;
      if (span !== undefined) return toSpanJson(span);
      throw new TraceError('span-not-found', {
        message: `run ${run.runId} has no span "${spanId.slice(0, 40)}"`,
        fix: `see \`tracewright show ${run.runId} --json\``,
      });
    },
    getRunReport: (id, request) => makeRunReport(store, id, request, { isReadOnly, nowMs: Date.now() }),
    async getReplayPlan(id, { step, maxSteps } = {}) {
      const run = await getRunByPrefix(store, id);
      const reading = store.readSpans(run.runId);
      const diagnosis = await ensureDiagnosis(store, run, { readSpans: () => reading, isReadOnly });
      const createdAt = new Date().toISOString();
      return planReplay(run, await reading, diagnosis, { createdAt, step, maxSteps });
    },
    compare: (a, b, signal) => compare(store, comparer, [a, b], signal),
    compareGroup: (request, signal) => compareGroup(store, comparer, request, signal),
    search: (request) => search(store, request),
    aggregate: (request) => aggregate(store, request),
    countFindings: (request) => countFindings(store, request),
    countFacets: (request, signal) => countFacets(store, request, signal),
    listTasks: (request) => listTasks(store, request),
    async diagnose(ids) {
      const diagnoses: DiagnosisJson[] = [];
      const chosen = await Promise.all(ids.map(async (id) => (await getRunByPrefix(store, id)).runId));
      await ensureDiagnoses(store, ids.length === 0 ? listAllRuns(store) : findEach(store, chosen), {
        isReadOnly,
        onDiagnosis: (diagnosis, { outcome }) => diagnoses.push(toDiagnosisJson(diagnosis, outcome)),
      });
      return diagnoses;
    },
    ...annotations,
    listLiveRuns: () => findLiveRuns(Date.now()),
    getStorage: () => describeStorage(store),
    async getMasking() {
      if (masker === 'off') return { isOn: false, patterns: [], fields: [], allowed: 0 };
      return { isOn: true, ...describeMasking(masker.policy) };
    },
    async maskText(text) {
      if (masker === 'off') return { text, masks: [] };
      const { value, masks } = masker.maskValue(text, 'text');
      return { text: value, masks: masks.map(({ kind, count }) => ({ kind, count })) };
    },
    getOpinions: (run, { estimate = false } = {}) => opinions.state(run, { wantsEstimate: estimate }),
    askOpinion: (run, request, asking) => opinions.ask(run, request, asking),
    getMemory: (agent) => memories.list(agent),
    changeMemory: (request, signal) => memories.change(request, signal),
    findPatterns: (request, patternOptions) => patterns(request, patternOptions),
    ...mapper,
    async importPaths(
      { paths, format, cwd, only, masking, prices: own, induce, withModel, adapter },
      importOptions,
    ) {
      const masker =
        masking === undefined
          ? options.masker
          : masking === false
            ? 'off'
            : createMasker(readMaskingPolicy(masking));
      const prices = own === undefined ? options.prices : mergePrices(readPriceTable(own));
      const stored = await readAdapters();
      const adapters = {
        stored,
        induce,
        model:
          withModel === undefined
            ? undefined
            : models.open(models.choose(withModel.model), {
                maxUsd: withModel.budgetUsd ?? INDUCTION_BUDGET_USD,
                maxCalls: 100,
                // The same sample gives the same question: what was answered once is paid for once.
                cacheFolder: stored.folder === undefined ? undefined : `${stored.folder}/answers`,
              }),
        only: adapter === undefined ? undefined : readAdapter(adapter, 'adapter'),
      };
      return importing(importOptions, (given) =>
        importPaths(store, paths, { format, cwd, only, masker, prices, adapters, ...given }),
      );
    },
    async importFiles(files, { induce, ...importOptions } = {}, earlier) {
      const adapters = { stored: await readAdapters(), induce };
      const { masker, prices } = options;
      return importing(importOptions, (given) =>
        importFiles(store, files, { masker, prices, adapters, ...given }, earlier),
      );
    },
    listFormats: async () => describeFormats((await readAdapters()).adapters),
    deleteRun: (run) => removed(deleteRuns(store, { runs: [run] }, onDeleted)),
    deleteRuns: (request) => removed(deleteRuns(store, request, onDeleted)),
    getRetention: () => retention.state(),
    runRetention: (request, signal) => removed(retention.run(request, signal)),
    async prepareRun(runId) {
      const [run] = await store.findRuns(runId);
      if (run?.runId === runId) await views.prepare(run);
    },
  };
}

/** What improving the adapters of one import may cost. */
const INDUCTION_BUDGET_USD = 1;

function modelOf(models: ModelAccess): string | null {
  const described = models.describe();
  return 'model' in described ? described.model : null;
}

function toIngestJson({
  durability,
  queuedBytes,
  pendingRuns,
  refusedAfterAcknowledge,
  notKept,
  failure,
}: WriteHealth & { readonly durability: Durability }): HealthResponse['ingest'] {
  return {
    durability,
    queuedBytes,
    pendingRuns,
    refusedAfterAcknowledge,
    notKept,
    failure:
      failure === undefined
        ? null
        : { message: failure.message, fix: failure.fix, since: new Date(failure.sinceMs).toISOString() },
  };
}

/** Those of the product, and a user's adapters where they are asked. */
function describeFormats(adapters: readonly ImportAdapter[]): readonly FormatJson[] {
  return withAdapters(adapters.map((adapter) => toImportFormat(adapter))).map(
    ({ name, title, versions, kept, dropped, specification }) => ({
      name,
      title,
      versions,
      kept,
      dropped,
      specification,
    }),
  );
}

/** `steps` ascending, `-steps` descending. */
function parseOrder(text: string): Order<RunField> {
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const field = (Object.keys(RUN_FIELDS) as RunField[]).find((known) => known === name);
  if (field !== undefined) return { field, descending: isDescending };
  throw new TraceError('request-invalid', {
    where: 'order',
    message: `runs cannot be ordered by "${name.slice(0, 40)}"`,
    fix: `use one of ${Object.keys(RUN_FIELDS).join(', ')}, with - before it for descending`,
  });
}
