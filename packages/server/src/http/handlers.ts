/** What each route of the table does: reads the request, asks the service, gives the answer's value. */
import {
  type FacetField,
  type ImportReportJson,
  type ListRunsRequest,
  type ProcessMapRequest,
  type ProjectJson,
  type RangeRequest,
  TraceError,
  type TreeKind,
} from '@tracewright/core';
import type { Context } from 'hono';
import type { KeyAdmin } from '../access/key-admin.ts';
import { ALL_PROJECTS } from '../access/key.ts';
import { normaliseProject } from '../access/project-name.ts';
import { openFormFiles } from '../files/open-form-files.ts';
import type { ImportFilesOptions } from '../ingest/import-files.ts';
import type { ChangeFeed } from '../live/change-feed.ts';
import type { Service } from '../service/service.ts';
import { streamChanges } from './changes.ts';
import { readImportForm } from './form-files.ts';
import { describeApi } from './openapi.ts';
import { readBody } from './read-body.ts';
import type { OperationId } from './routes.ts';
import { createKeyBodySchema, createProjectBodySchema, maskTextBodySchema } from './schemas/access.ts';
import { importPathsBodySchema } from './schemas/imports.ts';
import { deleteBodySchema, retentionBodySchema } from './schemas/keeping.ts';
import { annotateBodySchema, memoryBodySchema } from './schemas/notes.ts';
import { opinionBodySchema } from './schemas/opinion.ts';
import { aggregateBodySchema } from './schemas/questions.ts';
import { diagnoseBodySchema, runReportBodySchema } from './schemas/runs.ts';

/** What an answer is made of: the opened project. `ProjectHost` is one. */
export interface ServedProject {
  readonly service: Service;
  readonly changes: ChangeFeed;
  /** Runs imports one after the other, so that memory is bounded; the signal ends with the server. */
  runImport(
    work: (options: ImportFilesOptions) => Promise<ImportReportJson>,
    request: AbortSignal,
  ): Promise<ImportReportJson>;
}

export interface HandlerRequest {
  readonly c: Context;
  /** Opens the project that the request is about, for as long as the work takes. */
  readonly onProject: <R>(work: (project: ServedProject) => Promise<R>) => Promise<R>;
  /** The one project it may see, or `*`. */
  readonly sees: string;
  /** False once its key does not hold any more, for an answer that goes on. */
  readonly mayGoOn: () => boolean;
}

/** `Projects` are that. */
export interface ProjectAdmin {
  list(): Promise<readonly ProjectJson[]>;
  create(project: string): Promise<ProjectJson>;
  remove(project: string): Promise<ProjectJson>;
}

export type Handler = (request: HandlerRequest) => Promise<object>;

export function createHandlers(
  projects: ProjectAdmin,
  keys: KeyAdmin,
): Readonly<Record<OperationId, Handler>> {
  const description = describeApi();
  return {
    health: ask((service) => service.health()),
    describeApi: async () => description,
    listRuns: ask((service, c) => {
      const { order } = c.req.query();
      return service.listRuns({ ...readListing(c), ...(order === undefined ? {} : { order }) });
    }),
    getRun: ask((service, c) => service.getRun(parameter(c, 'run'))),
    getRunSummary: ask((service, c) => service.getRunSummary(parameter(c, 'run'))),
    getRunOutline: ask((service, c) => service.getRunOutline(parameter(c, 'run'))),
    getSteps: ask((service, c) => service.getSteps(parameter(c, 'run'), readRange(c))),
    getText: ask((service, c) =>
      service.getText(parameter(c, 'run'), {
        ...readRange(c),
        step: Number(c.req.query('step') ?? 'none'),
        pointer: c.req.query('pointer') ?? '',
      }),
    ),
    getRunGraph: ask((service, c) => service.getRunGraph(parameter(c, 'run'))),
    getTreeOutline: ask((service, c) => service.getTreeOutline(parameter(c, 'run'), readTreeKind(c))),
    getTreeRows: ask((service, c) => service.getTreeRows(parameter(c, 'run'), readTreeKind(c), readRange(c))),
    getRunReport: ask(async (service, c) =>
      service.getRunReport(parameter(c, 'run'), await readBody(c, runReportBodySchema)),
    ),
    getRunTree: ask((service, c) => service.getRunTree(parameter(c, 'run'))),
    getSpan: ask((service, c) => service.getSpan(parameter(c, 'run'), parameter(c, 'span'))),
    getReplayPlan: ask((service, c) => {
      const { step, maxSteps } = c.req.query();
      return service.getReplayPlan(parameter(c, 'run'), {
        ...(step === undefined || step === '' ? {} : { step: Number(step) }),
        ...(maxSteps === undefined || maxSteps === '' ? {} : { maxSteps: Number(maxSteps) }),
      });
    }),
    compare: ask((service, c) =>
      service.compare(c.req.query('a') ?? '', c.req.query('b') ?? '', c.req.raw.signal),
    ),
    compareGroup: ask((service, c) => {
      const { runs, task } = c.req.query();
      return service.compareGroup(
        {
          ...(runs === undefined ? {} : { runs: runs.split(',') }),
          ...(task === undefined ? {} : { task }),
        },
        c.req.raw.signal,
      );
    }),
    watchRuns: async ({ c, onProject, mayGoOn }) =>
      streamChanges(c, await onProject(async ({ changes }) => changes), mayGoOn),
    search: ask((service, c) => service.search({ ...readListing(c), query: c.req.query('query') ?? '' })),
    aggregate: ask(async (service, c) => service.aggregate(await readBody(c, aggregateBodySchema))),
    countFindings: ask((service, c) => {
      const { where } = c.req.query();
      return service.countFindings(where === undefined ? {} : { where });
    }),
    countFacets: ask((service, c) => {
      const { where, field, find, limit } = c.req.query();
      const request = {
        ...(where === undefined ? {} : { where }),
        // The cast: the service refuses what is none, and says which there are.
        ...(field === undefined || field === '' ? {} : { field: field as FacetField }),
        ...(find === undefined || find === '' ? {} : { find }),
        ...(limit === undefined || limit === '' ? {} : { limit: Number(limit) }),
      };
      return service.countFacets(request, c.req.raw.signal);
    }),
    listTasks: ask((service, c) => {
      const { order, attempts } = c.req.query();
      return service.listTasks({
        ...readListing(c),
        ...(order === undefined ? {} : { order }),
        ...(attempts === undefined || attempts === '' ? {} : { attempts: Number(attempts) }),
      });
    }),
    diagnose: ask(async (service, c) => service.diagnose((await readBody(c, diagnoseBodySchema)).runs)),
    listLiveRuns: ask((service) => service.listLiveRuns()),
    listAnnotations: ask((service, c) => service.listAnnotations(readListing(c))),
    annotate: ask(async (service, c) =>
      service.annotate(parameter(c, 'run'), await readBody(c, annotateBodySchema)),
    ),
    removeAnnotation: ask((service, c) =>
      service.removeAnnotation(parameter(c, 'run'), parameter(c, 'annotation')),
    ),
    getOpinions: ask((service, c) =>
      service.getOpinions(parameter(c, 'run'), { estimate: c.req.query('estimate') === 'true' }),
    ),
    askOpinion: ask(async (service, c) =>
      service.askOpinion(parameter(c, 'run'), await readBody(c, opinionBodySchema), {
        signal: c.req.raw.signal,
      }),
    ),
    getMemory: ask((service, c) => service.getMemory(c.req.query('agent'))),
    changeMemory: ask(async (service, c) =>
      service.changeMemory(await readBody(c, memoryBodySchema), c.req.raw.signal),
    ),
    findPatterns: ask((service, c) => {
      const { where, against } = c.req.query();
      return service.findPatterns(
        {
          ...(where === undefined ? {} : { where }),
          ...(against === undefined ? {} : { against }),
        },
        { signal: c.req.raw.signal },
      );
    }),
    mapRuns: ask((service, c) => service.mapRuns(readMapQuery(c), { signal: c.req.raw.signal })),
    listMapRuns: ask((service, c) => {
      const { from, to, node, outcome } = c.req.query();
      const { limit, cursor } = readListing(c);
      return service.listMapRuns(
        {
          ...readMapQuery(c),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(node === undefined ? {} : { node }),
          ...(outcome === undefined ? {} : { outcome }),
          ...(limit === undefined ? {} : { limit }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { signal: c.req.raw.signal },
      );
    }),
    getMapProgress: ask((service, c) => service.getMapProgress(readMapQuery(c))),
    importForm: async ({ c, onProject }) => {
      const { files, induce } = await readImportForm(c.req.raw);
      await using opened = await openFormFiles(files);
      return await onProject((project) =>
        project.runImport(
          (options) => project.service.importFiles(opened.files, { ...options, induce }, opened.problems),
          c.req.raw.signal,
        ),
      );
    },
    importPaths: async ({ c, onProject }) => {
      const request = await readBody(c, importPathsBodySchema);
      return onProject((project) =>
        project.runImport((options) => project.service.importPaths(request, options), c.req.raw.signal),
      );
    },
    listFormats: ask((service) => service.listFormats()),
    listProjects: async ({ sees }) => {
      const all = await projects.list();
      return all.filter(({ name }) => sees === ALL_PROJECTS || sees === name);
    },
    createProject: async ({ c, sees }) => {
      const name = normaliseProject((await readBody(c, createProjectBodySchema)).name, 'name');
      assertSees(sees, name);
      return projects.create(name);
    },
    deleteProject: async ({ c, sees }) => {
      const name = parameter(c, 'name');
      assertSees(sees, name);
      return projects.remove(name);
    },
    getStorage: ask((service) => service.getStorage()),
    getMasking: ask((service) => service.getMasking()),
    maskText: ask(async (service, c) => service.maskText((await readBody(c, maskTextBodySchema)).text)),
    listKeys: async ({ sees }) => keys.list(sees),
    createKey: async ({ c, sees }) => keys.create(await readBody(c, createKeyBodySchema), sees),
    revokeKey: async ({ c, sees }) => keys.revoke(parameter(c, 'key'), sees),
    deleteRun: ask((service, c) => service.deleteRun(parameter(c, 'run'))),
    deleteRuns: ask(async (service, c) => service.deleteRuns(await readBody(c, deleteBodySchema))),
    getRetention: ask((service) => service.getRetention()),
    runRetention: ask(async (service, c) =>
      service.runRetention(await readBody(c, retentionBodySchema), c.req.raw.signal),
    ),
  };
}

function assertSees(sees: string, project: string): void {
  if (sees === ALL_PROJECTS || sees === project) return;
  throw new TraceError('forbidden', {
    message: `a key of the project ${sees} neither makes nor deletes another`,
    fix: 'use a key of every project',
  });
}

function ask(question: (service: Service, c: Context) => Promise<object>): Handler {
  return ({ c, onProject }) => onProject(({ service }) => question(service, c));
}

function readListing(c: Context): Pick<ListRunsRequest, 'where' | 'limit' | 'cursor'> {
  const { where, limit, cursor } = c.req.query();
  return {
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined || limit === '' ? {} : { limit: Number(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function readMapQuery(c: Context): ProcessMapRequest {
  const { where, level } = c.req.query();
  return { ...(where === undefined ? {} : { where }), ...(level === undefined ? {} : { level }) };
}

function readRange(c: Context): RangeRequest {
  const { from, to } = c.req.query();
  return { from: Number(from ?? 0), to: Number(to ?? 'none') };
}

function readTreeKind(c: Context): TreeKind {
  const tree = c.req.query('tree') ?? 'spans';
  if (tree === 'spans' || tree === 'stages') return tree;
  throw new TraceError('request-invalid', {
    where: 'query tree',
    message: `there is no tree "${tree.slice(0, 40)}"`,
    fix: 'ask for spans or stages',
  });
}

function parameter(c: Context, name: string): string {
  return c.req.param(name) ?? '';
}
