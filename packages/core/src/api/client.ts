/**
 * The typed client of the HTTP API, shared by the page and the command line.
 *
 *     const client = createClient({ baseUrl: '', fetch });
 *     const { runs, next, total } = await client.listRuns({ where: 'outcome = failure', limit: 100 });
 */
import { TraceError, TRACE_ERROR_CODES, type TraceErrorCode } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ReplayPlan } from '../replay-plan.ts';
import type { AggregateRequest, AggregateResponse } from './aggregate.ts';
import type { AnnotateRequest, ListAnnotationsRequest, ListAnnotationsResponse } from './annotations.ts';
import type { CountFindingsRequest, CountFindingsResponse } from './count-findings.ts';
import type { FacetsRequest, FacetsResponse } from './facets.ts';
import type { ListTasksRequest, ListTasksResponse } from './tasks.ts';
import type { CompareGroupRequest, ComparisonJson, GroupComparisonJson } from './comparison.ts';
import type {
  DeleteReportJson,
  DeleteRequest,
  ProjectJson,
  RetentionReportJson,
  RetentionRequest,
  RetentionStateJson,
} from './keeping.ts';
import type { LiveRunsJson } from './live.ts';
import type {
  CreatedKeyJson,
  CreateKeyRequest,
  CreateProjectRequest,
  KeyJson,
  MaskingJson,
  MaskTextResponse,
  StorageJson,
} from './settings.ts';
import type { RunReportJson, RunReportRequest } from './run-report.ts';
import type { Opinion } from '../opinion.ts';
import type { AgentNotesJson, ChangeMemoryRequest } from './memory.ts';
import type { AskOpinionRequest, OpinionStateJson } from './opinion.ts';
import type { PatternsJson, PatternsRequest } from './patterns.ts';
import type {
  MapProgressJson,
  MapRunsRequest,
  MapRunsResponse,
  ProcessMapJson,
  ProcessMapRequest,
} from './process-map.ts';
import type {
  RangeRequest,
  RunOutlineJson,
  RunSummaryJson,
  StepsWindowJson,
  TextPieceJson,
  TextRequest,
  TreeKind,
  RunGraphJson,
  TreeOutlineJson,
  TreeRowsJson,
} from './run-windows.ts';
import type { SearchRequest, SearchResponse } from './search.ts';
import type {
  DiagnosisJson,
  ErrorJson,
  FindingJson,
  FormatJson,
  ImportReportJson,
  RunDetailJson,
  RunJson,
  RunTreeJson,
  SpanJson,
} from './shapes.ts';

export interface ListRunsRequest {
  /** The filter language, see docs/filter-language.md. */
  readonly where?: string;
  /** A run field, `-field` for descending. */
  readonly order?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ReplayRequest {
  /** The step that is not to be taken again; the diagnosed onset when absent. */
  readonly step?: number;
  /** Steps the agent may take after the checkpoint; 30 when absent. */
  readonly maxSteps?: number;
}

export interface ListRunsResponse {
  readonly runs: readonly RunJson[];
  /** Runs that match, over all pages. */
  readonly total: number;
  readonly next: string | null;
}

export interface HealthResponse {
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly store: {
    readonly engine: string;
    readonly path: string | null;
    readonly runs: number;
    readonly spans: number;
    readonly sizeBytes: number;
  };
  /** The language model that may be asked, `provider/model`; null where none is set up. */
  readonly model: string | null;
  /** Null where nobody listens for exporters. */
  readonly ingest: {
    /** What an acknowledgement promises: `disk` or `memory`. */
    readonly durability: string;
    /** Of requests that are not stored yet. */
    readonly queuedBytes: number;
    /** Runs whose counts are not exact yet. */
    readonly pendingRuns: number;
    /** Records acknowledged with `--durability memory` and then refused, such as spans of a run that is full. */
    readonly refusedAfterAcknowledge: number;
    /** Acknowledged and not kept: metrics, and log records of no agent; of all projects since the server started. */
    readonly notKept: { readonly dataPoints: number; readonly logRecords: number };
    /** Why nothing can be written, since when, and what to do. */
    readonly failure: { readonly message: string; readonly fix: string; readonly since: string } | null;
  } | null;
}

export interface ImportPathsRequest {
  /** On the server's machine. */
  readonly paths: readonly string[];
  readonly format?: string;
  /** An absolute folder that relative paths are relative to; the files keep the names given. */
  readonly cwd?: string;
  /** Import only what these files belong to; the rest of `paths` gives context. */
  readonly only?: readonly string[];
  /** `false` masks nothing, an object is a masking policy (docs/masking.md); as the server is set up when absent. */
  readonly masking?: false | JsonObject;
  /** A price table (docs/dialects.md), before the bundled one; as the server is set up when absent. */
  readonly prices?: JsonObject;
  /** Induce adapters for files that no format knows, keep them beside the store and import with them (docs/induction.md). */
  readonly induce?: boolean;
  /** Of the induced adapters: a language model is shown some records and may improve them (docs/induction.md). */
  readonly withModel?: { readonly model?: string; readonly budgetUsd?: number };
  /** Read all files with this adapter, an `import-adapter` artifact, and with nothing else. */
  readonly adapter?: JsonObject;
}

/** What the client needs of fetch and FormData: injected, so that core touches no platform. */
export interface ClientPlatform {
  readonly baseUrl: string;
  /** The project asked about; that of the key, or the default one, when absent. */
  readonly project?: string | undefined;
  /** Where the server wants one. */
  readonly key?: string | undefined;
  readonly fetch: (
    url: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: unknown },
  ) => Promise<{
    readonly ok: boolean;
    readonly status: number;
    text(): Promise<string>;
  }>;
}

export interface CallOptions {
  /** Handed to fetch: an AbortSignal. */
  readonly signal?: unknown;
}

export interface Client {
  health(): Promise<HealthResponse>;
  /** GET /api/runs */
  listRuns(request: ListRunsRequest, options?: CallOptions): Promise<ListRunsResponse>;
  /** GET /api/runs/:run */
  getRun(run: string): Promise<RunDetailJson>;
  /** GET /api/runs/:run/summary: the run without its steps. */
  getRunSummary(run: string): Promise<RunSummaryJson>;
  /** GET /api/runs/:run/outline: a few bytes a step. */
  getRunOutline(run: string): Promise<RunOutlineJson>;
  /** GET /api/runs/:run/steps: at most 1,000, long texts cut. */
  getSteps(run: string, range: RangeRequest): Promise<StepsWindowJson>;
  /** GET /api/runs/:run/text: a piece of a text that was cut. */
  getText(run: string, request: TextRequest): Promise<TextPieceJson>;
  /** GET /api/runs/:run/tree/outline: the shape of a tree. */
  /** Who worked when, and where work passed on. */
  getRunGraph(run: string): Promise<RunGraphJson>;
  getTreeOutline(run: string, tree: TreeKind): Promise<TreeOutlineJson>;
  /** GET /api/runs/:run/tree/rows: what the rows of the outline are called. */
  getTreeRows(run: string, tree: TreeKind, range: RangeRequest): Promise<TreeRowsJson>;
  /** POST /api/runs/:run/report */
  getRunReport(run: string, request: RunReportRequest): Promise<RunReportJson>;
  /** GET /api/runs/:run/tree */
  getRunTree(run: string): Promise<RunTreeJson>;
  /** GET /api/runs/:run/spans/:span */
  getSpan(run: string, span: string): Promise<SpanJson>;
  /** GET /api/search. Who types on does not want the answer to what stood there before: the signal calls it off. */
  search(request: SearchRequest, options?: CallOptions): Promise<SearchResponse>;
  /** GET /api/runs/:run/replay: from before the diagnosed onset, or before `step`. */
  getReplayPlan(run: string, request?: ReplayRequest): Promise<ReplayPlan>;
  /** GET /api/compare */
  compare(a: string, b: string): Promise<ComparisonJson>;
  /** GET /api/compare/group */
  compareGroup(request: CompareGroupRequest): Promise<GroupComparisonJson>;
  /** POST /api/aggregate */
  aggregate(request: AggregateRequest): Promise<AggregateResponse>;
  /** GET /api/findings/counts */
  countFindings(request: CountFindingsRequest): Promise<CountFindingsResponse>;
  /** GET /api/facets: who narrows on does not want the counts of before, the signal calls them off. */
  countFacets(request: FacetsRequest, options?: CallOptions): Promise<FacetsResponse>;
  /** GET /api/tasks */
  listTasks(request: ListTasksRequest, options?: CallOptions): Promise<ListTasksResponse>;
  /** POST /api/diagnose with `{ runs: [] }`: all runs when empty. */
  diagnose(runs: readonly string[]): Promise<readonly DiagnosisJson[]>;
  /** GET /api/live: the runs in flight, what arrived last first. */
  listLiveRuns(): Promise<LiveRunsJson>;
  /** GET /api/annotations: what people marked, in the runs that match. */
  listAnnotations(request: ListAnnotationsRequest): Promise<ListAnnotationsResponse>;
  /** POST /api/runs/:run/annotations: what the same person said of the same before is replaced. */
  annotate(run: string, request: AnnotateRequest): Promise<FindingJson>;
  /** DELETE /api/runs/:run/annotations/:annotation: by id, or the beginning of one. */
  removeAnnotation(run: string, annotation: string): Promise<FindingJson>;
  /** GET /api/runs/:run/opinion: who may be asked, and what was answered. */
  getOpinions(run: string, options?: { readonly estimate?: boolean }): Promise<OpinionStateJson>;
  /** POST /api/runs/:run/opinion: asks a language model, which takes a while and costs money; stops when the signal aborts. */
  askOpinion(run: string, request: AskOpinionRequest, options?: CallOptions): Promise<Opinion>;
  /** GET /api/memory: notes on one agent, or on all. */
  getMemory(agent?: string): Promise<readonly AgentNotesJson[]>;
  /** POST /api/memory */
  changeMemory(request: ChangeMemoryRequest): Promise<readonly AgentNotesJson[]>;
  /** GET /api/patterns: reads every run once, which takes a while; stops when the signal aborts. */
  findPatterns(request: PatternsRequest, options?: CallOptions): Promise<PatternsJson>;
  /** GET /api/map: reads every run once, which takes a while; stops when the signal aborts. */
  mapRuns(request: ProcessMapRequest, options?: CallOptions): Promise<ProcessMapJson>;
  /** GET /api/map/runs: the runs that take an edge or a node. */
  listMapRuns(request: MapRunsRequest, options?: CallOptions): Promise<MapRunsResponse>;
  /** GET /api/map/progress: how far the map of these runs is, while it is being made. */
  getMapProgress(request: Pick<ProcessMapRequest, 'where'>): Promise<MapProgressJson>;
  /**
   * POST /api/import: multipart form, one part `file` a file, its file name being the path; with a part `induce` that is `true`, adapters
   * are induced for files that no format knows (docs/induction.md).
   */
  importForm(form: unknown): Promise<ImportReportJson>;
  /** POST /api/import/paths: paths on the server's machine; refused to callers from elsewhere. */
  importPaths(request: ImportPathsRequest): Promise<ImportReportJson>;
  /** GET /api/formats */
  listFormats(): Promise<readonly FormatJson[]>;
  /** GET /api/projects: those that the key may see. */
  listProjects(): Promise<readonly ProjectJson[]>;
  /** POST /api/projects: on the machine of the server. */
  createProject(request: CreateProjectRequest): Promise<ProjectJson>;
  /** DELETE /api/projects/:name: with its runs; on the machine of the server. */
  deleteProject(name: string): Promise<ProjectJson>;
  /** GET /api/storage: what the project's store takes. */
  getStorage(): Promise<StorageJson>;
  /** GET /api/masking: what is taken out of whatever comes in. */
  getMasking(): Promise<MaskingJson>;
  /** POST /api/masking/try: what a text would become; it is kept nowhere. */
  maskText(text: string): Promise<MaskTextResponse>;
  /** GET /api/keys: those of the projects that the key may see. */
  listKeys(): Promise<readonly KeyJson[]>;
  /** POST /api/keys: for programs of the server's machine. */
  createKey(request: CreateKeyRequest): Promise<CreatedKeyJson>;
  /** DELETE /api/keys/:key: for programs of the server's machine. */
  revokeKey(id: string): Promise<KeyJson>;
  /** DELETE /api/runs/:run */
  deleteRun(run: string): Promise<DeleteReportJson>;
  /** POST /api/delete */
  deleteRuns(request: DeleteRequest): Promise<DeleteReportJson>;
  /** GET /api/retention */
  getRetention(): Promise<RetentionStateJson>;
  /** POST /api/retention/run: by the project's policy where the request gives no limit. */
  runRetention(request: RetentionRequest): Promise<RetentionReportJson>;
}

export function createClient(platform: ClientPlatform): Client {
  const { project, key } = platform;
  const ownHeaders = {
    ...(project === undefined ? {} : { 'x-tracewright-project': project }),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    { signal }: CallOptions = {},
  ): Promise<T> => {
    const url = platform.baseUrl + path;
    const isForm =
      body !== undefined && typeof body === 'object' && body !== null && Symbol.toStringTag in body;
    const fail = (cause: unknown): never => {
      throw new TraceError('network-failed', {
        message: 'the Tracewright server does not answer',
        where: url,
        fix: 'start it with `tracewright serve`',
        cause,
      });
    };
    const response = await platform
      .fetch(url, {
        method,
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        headers: {
          ...ownHeaders,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
      })
      .catch(fail);
    const text = await response.text().catch(fail);
    if (!response.ok) throw toTraceError(text, response.status, url);
    try {
      // The server's answers are typed by the same contract; both ends ship together.
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new TraceError('network-failed', {
        message: 'what answers is no Tracewright server: its answer is not JSON',
        where: url,
        fix: 'check the address',
        cause,
      });
    }
  };
  const segment = encodeURIComponent;
  return {
    health: () => call('GET', '/healthz'),
    listRuns: (request, options) => call('GET', `/api/runs${toQuery({ ...request })}`, undefined, options),
    getRun: (run) => call('GET', `/api/runs/${segment(run)}`),
    getRunSummary: (run) => call('GET', `/api/runs/${segment(run)}/summary`),
    getRunOutline: (run) => call('GET', `/api/runs/${segment(run)}/outline`),
    getSteps: (run, range) => call('GET', `/api/runs/${segment(run)}/steps${toQuery({ ...range })}`),
    getText: (run, request) => call('GET', `/api/runs/${segment(run)}/text${toQuery({ ...request })}`),
    getRunGraph: (run) => call('GET', `/api/runs/${segment(run)}/graph`),
    getTreeOutline: (run, tree) => call('GET', `/api/runs/${segment(run)}/tree/outline${toQuery({ tree })}`),
    getTreeRows: (run, tree, range) =>
      call('GET', `/api/runs/${segment(run)}/tree/rows${toQuery({ tree, ...range })}`),
    getRunReport: (run, request) => call('POST', `/api/runs/${segment(run)}/report`, request),
    getRunTree: (run) => call('GET', `/api/runs/${segment(run)}/tree`),
    getSpan: (run, span) => call('GET', `/api/runs/${segment(run)}/spans/${segment(span)}`),
    search: (request, options) => call('GET', `/api/search${toQuery({ ...request })}`, undefined, options),
    getReplayPlan: (run, request) =>
      call('GET', `/api/runs/${segment(run)}/replay${toQuery({ ...request })}`),
    compare: (a, b) => call('GET', `/api/compare${toQuery({ a, b })}`),
    compareGroup: ({ runs, task }) =>
      call('GET', `/api/compare/group${toQuery({ runs: runs?.join(','), task })}`),
    aggregate: (request) => call('POST', '/api/aggregate', request),
    countFindings: (request) => call('GET', `/api/findings/counts${toQuery({ ...request })}`),
    countFacets: (request, options) =>
      call('GET', `/api/facets${toQuery({ ...request })}`, undefined, options),
    listTasks: (request, options) => call('GET', `/api/tasks${toQuery({ ...request })}`, undefined, options),
    diagnose: (runs) => call('POST', '/api/diagnose', { runs }),
    listLiveRuns: () => call('GET', '/api/live'),
    listAnnotations: (request) => call('GET', `/api/annotations${toQuery({ ...request })}`),
    annotate: (run, request) => call('POST', `/api/runs/${segment(run)}/annotations`, request),
    removeAnnotation: (run, annotation) =>
      call('DELETE', `/api/runs/${segment(run)}/annotations/${segment(annotation)}`),
    getOpinions: (run, { estimate = false } = {}) =>
      call('GET', `/api/runs/${segment(run)}/opinion${estimate ? '?estimate=true' : ''}`),
    askOpinion: (run, request, options) =>
      call('POST', `/api/runs/${segment(run)}/opinion`, request, options),
    getMemory: (agent) => call('GET', `/api/memory${toQuery({ agent })}`),
    changeMemory: (request) => call('POST', '/api/memory', request),
    findPatterns: (request, options) =>
      call('GET', `/api/patterns${toQuery({ ...request })}`, undefined, options),
    mapRuns: (request, options) => call('GET', `/api/map${toQuery({ ...request })}`, undefined, options),
    listMapRuns: (request, options) =>
      call('GET', `/api/map/runs${toQuery({ ...request })}`, undefined, options),
    getMapProgress: (request) => call('GET', `/api/map/progress${toQuery({ ...request })}`),
    importForm: (form) => call('POST', '/api/import', form),
    importPaths: (request) => call('POST', '/api/import/paths', request),
    listFormats: () => call('GET', '/api/formats'),
    listProjects: () => call('GET', '/api/projects'),
    createProject: (request) => call('POST', '/api/projects', request),
    deleteProject: (name) => call('DELETE', `/api/projects/${segment(name)}`),
    getStorage: () => call('GET', '/api/storage'),
    getMasking: () => call('GET', '/api/masking'),
    maskText: (text) => call('POST', '/api/masking/try', { text }),
    listKeys: () => call('GET', '/api/keys'),
    createKey: (request) => call('POST', '/api/keys', request),
    revokeKey: (id) => call('DELETE', `/api/keys/${segment(id)}`),
    deleteRun: (run) => call('DELETE', `/api/runs/${segment(run)}`),
    deleteRuns: (request) => call('POST', '/api/delete', request),
    getRetention: () => call('GET', '/api/retention'),
    runRetention: (request) => call('POST', '/api/retention/run', request),
  };
}

function toQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function toTraceError(text: string, status: number, url: string): TraceError {
  try {
    const error = JSON.parse(text) as Partial<ErrorJson>;
    const code = TRACE_ERROR_CODES.find((known) => known === error.code);
    if (code !== undefined) {
      return new TraceError(code satisfies TraceErrorCode, {
        message: error.message ?? `HTTP ${status}`,
        where: error.where === '' ? undefined : error.where,
        fix: error.fix === '' ? undefined : error.fix,
      });
    }
  } catch {
    // Not our JSON: a proxy or another server answered.
  }
  return new TraceError('network-failed', { message: `the server answers HTTP ${status}`, where: url });
}
