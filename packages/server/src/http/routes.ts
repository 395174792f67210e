/**
 * The routes of the HTTP API, once: the application registers its handlers from this table, and the OpenAPI description is
 * made from it.
 */
import type { TraceErrorCode } from '@tracewright/core';
import type { Scope } from '../access/key.ts';

export type OperationId =
  | 'health'
  | 'describeApi'
  | 'listRuns'
  | 'getRun'
  | 'getRunSummary'
  | 'getRunOutline'
  | 'getSteps'
  | 'getText'
  | 'getRunGraph'
  | 'getTreeOutline'
  | 'getTreeRows'
  | 'getRunReport'
  | 'getRunTree'
  | 'getSpan'
  | 'getReplayPlan'
  | 'compare'
  | 'compareGroup'
  | 'watchRuns'
  | 'search'
  | 'aggregate'
  | 'countFindings'
  | 'countFacets'
  | 'listTasks'
  | 'diagnose'
  | 'listLiveRuns'
  | 'listAnnotations'
  | 'annotate'
  | 'removeAnnotation'
  | 'getOpinions'
  | 'askOpinion'
  | 'getMemory'
  | 'changeMemory'
  | 'findPatterns'
  | 'mapRuns'
  | 'listMapRuns'
  | 'getMapProgress'
  | 'importForm'
  | 'importPaths'
  | 'listFormats'
  | 'listProjects'
  | 'createProject'
  | 'deleteProject'
  | 'getStorage'
  | 'getMasking'
  | 'maskText'
  | 'listKeys'
  | 'createKey'
  | 'revokeKey'
  | 'deleteRun'
  | 'deleteRuns'
  | 'getRetention'
  | 'runRetention';

interface Parameter {
  readonly description: string;
  readonly type: 'string' | 'integer';
}

export interface Route {
  readonly id: OperationId;
  readonly method: 'get' | 'post' | 'delete';
  /** `:name` marks a parameter. */
  readonly path: string;
  readonly summary: string;
  /** What a key must allow. */
  readonly scope: Scope;
  /** It is about no project: none is named, and none is opened. */
  readonly isGlobal?: true;
  /** It makes the project when there is none. */
  readonly makesProject?: true;
  /** Only for programs of the server's own machine, whatever the key. */
  readonly isLocalOnly?: true;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly query?: Readonly<Record<string, Parameter>>;
  /** Name of the body's schema, or what stands in a form. */
  readonly body?:
    | { readonly kind: 'json'; readonly schema: string }
    | {
        readonly kind: 'form';
        /** The part that is given once or more: a file. */
        readonly field: string;
        readonly description: string;
        /** Parts `true` or `false`, and what they say. */
        readonly flags: Readonly<Record<string, string>>;
      };
  /** Name of the answer's schema, `Name[]` for a list; any JSON object when absent. */
  readonly answer?: string;
  /** The answer is no JSON but goes on as server-sent events, which are described here. */
  readonly events?: string;
  /** The errors that are peculiar to this route. */
  readonly errors: readonly TraceErrorCode[];
}

const MAP_QUERY: Readonly<Record<string, Parameter>> = {
  where: { description: 'the runs looked at, such as: agent = shop; all when absent', type: 'string' },
  level: {
    description:
      'what a node stands for: tools (when absent), programs (tools, and what command lines run), kinds, or stages',
    type: 'string',
  },
};

/** Of every route that is about a project; the header goes where a query is in the way. */
export const PROJECT_QUERY: Parameter = {
  description: 'the project, as the header x-tracewright-project; that of the key, or default, when absent',
  type: 'string',
};

const RUN: Parameter = { description: 'a run id, or the beginning of one that is unique', type: 'string' };

const TREE: Parameter = { description: 'spans, as recorded, or stages, the steps by stage', type: 'string' };
const RANGE = {
  from: { description: 'the first, from 0', type: 'integer' },
  to: { description: 'the first not asked for', type: 'integer' },
} as const;

export const ROUTES: readonly Route[] = [
  {
    id: 'health',
    method: 'get',
    path: '/healthz',
    summary: 'Whether the server and its store work',
    scope: 'read',
    answer: 'Health',
    errors: ['store-failed'],
  },
  {
    id: 'describeApi',
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This description',
    scope: 'read',
    isGlobal: true,
    errors: [],
  },
  {
    id: 'listRuns',
    method: 'get',
    path: '/api/runs',
    summary: 'The runs, a page at a time',
    scope: 'read',
    query: {
      where: { description: 'a filter, such as: outcome = failure and steps > 20', type: 'string' },
      order: {
        description: 'a run field, with - before it for descending; newest first when absent',
        type: 'string',
      },
      limit: { description: '1 to 1000, 100 when absent', type: 'integer' },
      cursor: { description: 'the `next` of the page before', type: 'string' },
    },
    answer: 'RunsPage',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'getRun',
    method: 'get',
    path: '/api/runs/:run',
    summary: 'One run: outcome, steps, findings',
    scope: 'read',
    parameters: { run: RUN },
    answer: 'RunDetail',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getRunSummary',
    method: 'get',
    path: '/api/runs/:run/summary',
    summary: 'One run without its steps: outcome, findings, the likeliest onset',
    scope: 'read',
    parameters: { run: RUN },
    answer: 'RunSummary',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getRunOutline',
    method: 'get',
    path: '/api/runs/:run/outline',
    summary: 'A few bytes for each step of a run, in columns',
    scope: 'read',
    parameters: { run: RUN },
    answer: 'RunOutline',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getSteps',
    method: 'get',
    path: '/api/runs/:run/steps',
    summary: 'Steps of a run by range, at most 1,000, their long texts cut',
    scope: 'read',
    parameters: { run: RUN },
    query: RANGE,
    answer: 'StepsWindow',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'getText',
    method: 'get',
    path: '/api/runs/:run/text',
    summary: 'A piece of a text that was cut in a window of steps',
    scope: 'read',
    parameters: { run: RUN },
    query: {
      step: { description: 'the index of a step', type: 'integer' },
      pointer: { description: 'one of its cuts, as the steps give them', type: 'string' },
      from: { description: 'the first character (UTF-16 unit), from 0', type: 'integer' },
      to: { description: 'the first not asked for, at most 1,000,000 later', type: 'integer' },
    },
    answer: 'TextPiece',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'getRunGraph',
    method: 'get',
    path: '/api/runs/:run/graph',
    summary: 'Which agent took each step, and where work passed from one to another, in columns',
    scope: 'read',
    parameters: { run: RUN },
    answer: 'RunGraph',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getTreeOutline',
    method: 'get',
    path: '/api/runs/:run/tree/outline',
    summary: 'The shape of a tree of a run, in columns',
    scope: 'read',
    parameters: { run: RUN },
    query: { tree: TREE },
    answer: 'TreeOutline',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'getTreeRows',
    method: 'get',
    path: '/api/runs/:run/tree/rows',
    summary: 'Names of rows of a tree, at most 1,000',
    scope: 'read',
    parameters: { run: RUN },
    query: { tree: TREE, ...RANGE },
    answer: 'TreeRows',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'getRunReport',
    method: 'post',
    path: '/api/runs/:run/report',
    summary: 'One run as an HTML page for a bug report, with secrets masked once more',
    scope: 'read',
    parameters: { run: RUN },
    body: { kind: 'json', schema: 'RunReportRequest' },
    answer: 'RunReport',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getRunTree',
    method: 'get',
    path: '/api/runs/:run/tree',
    summary: 'The tree of spans and the tree of steps of a run',
    scope: 'read',
    parameters: { run: RUN },
    answer: 'RunTree',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'getSpan',
    method: 'get',
    path: '/api/runs/:run/spans/:span',
    summary: 'One span with its messages',
    scope: 'read',
    parameters: { run: RUN, span: { description: 'a span id', type: 'string' } },
    answer: 'Span',
    errors: ['run-not-found', 'span-not-found', 'usage-invalid'],
  },
  {
    id: 'getReplayPlan',
    method: 'get',
    path: '/api/runs/:run/replay',
    summary: 'What an agent needs to go on from before the step where the run went wrong',
    scope: 'read',
    parameters: { run: RUN },
    query: {
      step: {
        description: 'the step that is not taken again; the diagnosed onset when absent',
        type: 'integer',
      },
      maxSteps: { description: 'steps that may follow the checkpoint, 30 when absent', type: 'integer' },
    },
    answer: 'ReplayPlan',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'compare',
    method: 'get',
    path: '/api/compare',
    summary: 'Where two runs part, how they go on, and what that changed',
    scope: 'read',
    query: { a: RUN, b: RUN },
    answer: 'Comparison',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'compareGroup',
    method: 'get',
    path: '/api/compare/group',
    summary: 'Where passing and failing attempts separate, as far as their number can show it',
    scope: 'read',
    query: {
      runs: { description: 'run ids, with commas between; or else `task`', type: 'string' },
      task: { description: 'all attempts at this task, named exactly', type: 'string' },
    },
    answer: 'GroupComparison',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'watchRuns',
    method: 'get',
    path: '/api/changes',
    summary: 'News of the runs that change, as long as somebody listens',
    scope: 'read',
    events: '`open` first; then `runs` with a list of run ids as JSON, or `all` when any may have changed',
    errors: [],
  },
  {
    id: 'search',
    method: 'get',
    path: '/api/search',
    summary: 'Where a text stands in spans: names, status messages, tool calls, messages; newest first',
    scope: 'read',
    query: {
      query: { description: 'the text, taken literally, ignoring case', type: 'string' },
      where: {
        description: 'a filter over spans, such as: operation = tool and status = error',
        type: 'string',
      },
      limit: {
        description: 'spans on a page, each with its first few places: 1 to 100, 20 when absent',
        type: 'integer',
      },
      cursor: { description: 'the `next` of the page before', type: 'string' },
    },
    answer: 'SearchPage',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'aggregate',
    method: 'post',
    path: '/api/aggregate',
    summary: 'Groups and measures over runs or spans, such as the p95 latency by model and hour',
    scope: 'read',
    body: { kind: 'json', schema: 'AggregateRequest' },
    answer: 'AggregateRows',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'countFindings',
    method: 'get',
    path: '/api/findings/counts',
    summary: 'What the findings of the newest runs are about, by category',
    scope: 'read',
    query: { where: { description: 'a filter over runs, such as: outcome = failure', type: 'string' } },
    answer: 'FindingCounts',
    errors: ['filter-invalid'],
  },
  {
    id: 'countFacets',
    method: 'get',
    path: '/api/facets',
    summary:
      'How many runs have each outcome, agent, model, task, format and finding category, and when they started',
    scope: 'read',
    query: {
      where: {
        description: 'a filter over runs; what it chooses of a field does not narrow that field',
        type: 'string',
      },
      field: {
        description: 'only this one: outcome, agent, model, task, format or category',
        type: 'string',
      },
      find: {
        description: 'of that one, only the values that contain this text, ignoring case',
        type: 'string',
      },
      limit: { description: 'values of each, most runs first: 1 to 500, 8 when absent', type: 'integer' },
    },
    answer: 'Facets',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'listTasks',
    method: 'get',
    path: '/api/tasks',
    summary: 'Runs by the task they were attempts at, with the outcomes of the newest, a page at a time',
    scope: 'read',
    query: {
      where: { description: 'a filter over runs: only the attempts that match count', type: 'string' },
      order: {
        description:
          'task, runs, failures, passRate, flakiness or newest, with - before it for descending; the flakiest first when absent',
        type: 'string',
      },
      attempts: {
        description: 'attempts given of each task, the newest: 1 to 200, 40 when absent',
        type: 'integer',
      },
      limit: { description: '1 to 200, 50 when absent', type: 'integer' },
      cursor: { description: 'the `next` of the page before', type: 'string' },
    },
    answer: 'TasksPage',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'diagnose',
    method: 'post',
    path: '/api/diagnose',
    summary: 'Findings and the likeliest onset of failure, of the runs named or of all',
    scope: 'read',
    body: { kind: 'json', schema: 'DiagnoseRequest' },
    answer: 'Diagnosis[]',
    errors: ['run-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'listLiveRuns',
    method: 'get',
    path: '/api/live',
    summary: 'The runs in flight and those gone quiet within a day, with what each did last',
    scope: 'read',
    answer: 'LiveRuns',
    errors: [],
  },
  {
    id: 'listAnnotations',
    method: 'get',
    path: '/api/annotations',
    summary: 'What people marked in the runs that match, some runs at a time',
    scope: 'read',
    query: {
      where: { description: 'a filter over runs, such as: outcome = failure', type: 'string' },
      limit: { description: 'runs on a page: 1 to 1000, 100 when absent', type: 'integer' },
      cursor: { description: 'the `next` of the page before', type: 'string' },
    },
    answer: 'AnnotationsPage',
    errors: ['filter-invalid', 'request-invalid'],
  },
  {
    id: 'annotate',
    method: 'post',
    path: '/api/runs/:run/annotations',
    summary:
      'Keeps what a person says of a run: where it went wrong, a note, a verdict on a finding, the outcome; in place of what the same person said of the same before',
    scope: 'admin',
    parameters: { run: RUN },
    body: { kind: 'json', schema: 'AnnotateRequest' },
    answer: 'Finding',
    errors: ['run-not-found', 'finding-not-found', 'request-invalid', 'usage-invalid'],
  },
  {
    id: 'removeAnnotation',
    method: 'delete',
    path: '/api/runs/:run/annotations/:annotation',
    summary: 'Takes back what a person said of a run',
    scope: 'admin',
    parameters: {
      run: RUN,
      annotation: { description: 'its id, or the beginning of one that is unique', type: 'string' },
    },
    answer: 'Finding',
    errors: ['run-not-found', 'finding-not-found', 'usage-invalid'],
  },
  {
    id: 'getOpinions',
    method: 'get',
    path: '/api/runs/:run/opinion',
    summary: 'Who may be asked for a second opinion on a run, and what was answered',
    scope: 'read',
    parameters: { run: RUN },
    query: { estimate: { description: 'true: say what asking may cost', type: 'string' } },
    answer: 'OpinionState',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'askOpinion',
    method: 'post',
    path: '/api/runs/:run/opinion',
    summary:
      'Asks a language model for a second opinion: sends parts of the run to its provider, may take minutes, costs money; stops when the caller hangs up',
    scope: 'admin',
    parameters: { run: RUN },
    body: { kind: 'json', schema: 'AskOpinionRequest' },
    answer: 'Opinion',
    errors: [
      'run-not-found',
      'usage-invalid',
      'limit-exceeded',
      'model-failed',
      'network-failed',
      'overloaded',
      'cancelled',
    ],
  },
  {
    id: 'getMemory',
    method: 'get',
    path: '/api/memory',
    summary: "Notes on agents: what goes wrong often in their runs. They know the runs' outcomes",
    scope: 'read',
    query: { agent: { description: 'one agent, by its name; all when absent', type: 'string' } },
    answer: 'AgentNotes[]',
    errors: ['artifact-not-found'],
  },
  {
    id: 'changeMemory',
    method: 'post',
    path: '/api/memory',
    summary: 'Makes notes on agents anew from their runs, writes them, or switches them on or off',
    scope: 'admin',
    body: { kind: 'json', schema: 'ChangeMemoryRequest' },
    answer: 'AgentNotes[]',
    errors: ['artifact-not-found', 'request-invalid', 'usage-invalid', 'model-failed', 'network-failed'],
  },
  {
    id: 'findPatterns',
    method: 'get',
    path: '/api/patterns',
    summary:
      'What runs share: contrasts within tasks, capabilities, groups and kinds of failure, and what changed',
    scope: 'read',
    query: {
      where: { description: 'the runs looked at, such as: agent = shop; all when absent', type: 'string' },
      against: {
        description: 'the runs they are compared with, such as: start < 2026-05-01',
        type: 'string',
      },
    },
    answer: 'Patterns',
    errors: ['filter-invalid', 'limit-exceeded'],
  },
  {
    id: 'mapRuns',
    method: 'get',
    path: '/api/map',
    summary:
      'Many runs as one directly-follows graph: what follows what, how the runs that do so ended, and what separates failures',
    scope: 'read',
    query: MAP_QUERY,
    answer: 'ProcessMap',
    errors: ['filter-invalid', 'request-invalid', 'limit-exceeded', 'cancelled'],
  },
  {
    id: 'listMapRuns',
    method: 'get',
    path: '/api/map/runs',
    summary: 'The runs that take an edge or a node of the map, each with the step where they first do',
    scope: 'read',
    query: {
      ...MAP_QUERY,
      from: { description: 'of an edge: the id of the node it leaves', type: 'string' },
      to: { description: 'of an edge: the id of the node it enters', type: 'string' },
      node: { description: 'or the id of a node', type: 'string' },
      outcome: { description: 'success, failure or unknown; all when absent', type: 'string' },
      limit: { description: '1 to 1000; 50 when absent', type: 'integer' },
      cursor: { description: '`next` of the page before', type: 'string' },
    },
    answer: 'MapRunsPage',
    errors: ['filter-invalid', 'request-invalid', 'limit-exceeded', 'cancelled'],
  },
  {
    id: 'getMapProgress',
    method: 'get',
    path: '/api/map/progress',
    summary: 'How many runs are read of a map that is being made; both 0 when none is',
    scope: 'read',
    query: { where: { description: 'as the map was asked for', type: 'string' } },
    answer: 'MapProgress',
    errors: [],
  },
  {
    id: 'importForm',
    method: 'post',
    path: '/api/import',
    summary: 'Imports the files of a form, archives too; a file name may be a path',
    scope: 'admin',
    makesProject: true,
    body: {
      kind: 'form',
      field: 'file',
      description: 'one part a file',
      flags: {
        induce:
          'induce adapters for files that no format knows, keep them beside the store and import with them',
      },
    },
    answer: 'ImportReport',
    errors: ['request-invalid', 'limit-exceeded', 'cancelled'],
  },
  {
    id: 'importPaths',
    method: 'post',
    path: '/api/import/paths',
    summary: "Imports files and folders of the server's machine",
    scope: 'admin',
    isLocalOnly: true,
    makesProject: true,
    body: { kind: 'json', schema: 'ImportPathsRequest' },
    answer: 'ImportReport',
    errors: ['request-invalid', 'file-unreadable', 'usage-invalid', 'cancelled'],
  },
  {
    id: 'listFormats',
    method: 'get',
    path: '/api/formats',
    summary: 'What can be imported',
    scope: 'read',
    isGlobal: true,
    answer: 'Format[]',
    errors: [],
  },
  {
    id: 'listProjects',
    method: 'get',
    path: '/api/projects',
    summary: 'The projects that the key may see',
    scope: 'read',
    isGlobal: true,
    answer: 'Project[]',
    errors: [],
  },
  {
    id: 'createProject',
    method: 'post',
    path: '/api/projects',
    summary: 'A new project, empty; the first spans or files sent to one make it as well',
    scope: 'admin',
    isGlobal: true,
    isLocalOnly: true,
    body: { kind: 'json', schema: 'CreateProjectRequest' },
    answer: 'Project',
    errors: ['request-invalid', 'limit-exceeded', 'store-failed'],
  },
  {
    id: 'deleteProject',
    method: 'delete',
    path: '/api/projects/:name',
    summary: 'Deletes a project with its runs and all that lies beside its file; not the default one',
    scope: 'admin',
    isGlobal: true,
    isLocalOnly: true,
    parameters: { name: { description: 'its name', type: 'string' } },
    answer: 'Project',
    errors: ['request-invalid', 'project-not-found', 'overloaded', 'store-failed'],
  },
  {
    id: 'getStorage',
    method: 'get',
    path: '/api/storage',
    summary: "What the project's store takes, and from when to when its runs are",
    scope: 'read',
    answer: 'Storage',
    errors: ['store-failed'],
  },
  {
    id: 'getMasking',
    method: 'get',
    path: '/api/masking',
    summary: 'What is taken out of whatever comes in',
    scope: 'read',
    answer: 'Masking',
    errors: [],
  },
  {
    id: 'maskText',
    method: 'post',
    path: '/api/masking/try',
    summary: 'What masking makes of a text, which is kept nowhere',
    scope: 'read',
    body: { kind: 'json', schema: 'MaskTextRequest' },
    answer: 'MaskedText',
    errors: ['request-invalid'],
  },
  {
    id: 'listKeys',
    method: 'get',
    path: '/api/keys',
    summary:
      'Who has which rights in the projects that the key may see; the keys themselves are kept nowhere',
    scope: 'admin',
    isGlobal: true,
    answer: 'Key[]',
    errors: ['store-failed'],
  },
  {
    id: 'createKey',
    method: 'post',
    path: '/api/keys',
    summary: 'A new key, which is said this once',
    scope: 'admin',
    isGlobal: true,
    isLocalOnly: true,
    body: { kind: 'json', schema: 'CreateKeyRequest' },
    answer: 'CreatedKey',
    errors: ['request-invalid', 'store-failed'],
  },
  {
    id: 'revokeKey',
    method: 'delete',
    path: '/api/keys/:key',
    summary: 'Ends a key within a second',
    scope: 'admin',
    isGlobal: true,
    isLocalOnly: true,
    parameters: { key: { description: 'its id', type: 'string' } },
    answer: 'Key',
    errors: ['request-invalid', 'store-failed'],
  },
  {
    id: 'deleteRun',
    method: 'delete',
    path: '/api/runs/:run',
    summary: 'Deletes a run, and the messages that no other run refers to',
    scope: 'admin',
    parameters: { run: RUN },
    answer: 'DeleteReport',
    errors: ['run-not-found', 'usage-invalid'],
  },
  {
    id: 'deleteRuns',
    method: 'post',
    path: '/api/delete',
    summary: 'Deletes the runs that are named, match a filter, or belong to a user or a session',
    scope: 'admin',
    body: { kind: 'json', schema: 'DeleteRequest' },
    answer: 'DeleteReport',
    errors: ['request-invalid', 'filter-invalid', 'run-not-found', 'usage-invalid'],
  },
  {
    id: 'getRetention',
    method: 'get',
    path: '/api/retention',
    summary: 'How long runs are kept, and what a pass under way and the last one deleted',
    scope: 'read',
    answer: 'RetentionState',
    errors: ['usage-invalid'],
  },
  {
    id: 'runRetention',
    method: 'post',
    path: '/api/retention/run',
    summary: "Deletes the oldest runs until the limits of the request are kept, or else the project's",
    scope: 'admin',
    body: { kind: 'json', schema: 'RetentionRequest' },
    answer: 'RetentionReport',
    errors: ['request-invalid', 'usage-invalid'],
  },
];
