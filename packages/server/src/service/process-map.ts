/** The map of the runs of a store: each run is read once and what is kept of it is small, so that thousands fit in memory. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AttemptOf,
  describeFlows,
  findCommonNodes,
  type FlowProfile,
  foldFlow,
  type RunFlows,
  toAttempt,
  toEdgeKey,
} from '@tracewright/analysis';
import {
  type Filter,
  MAP_LEVELS,
  type MapLevel,
  type MapProgressJson,
  type MapRunJson,
  type MapRunsRequest,
  type MapRunsResponse,
  parseFilter,
  type ProcessMapJson,
  type ProcessMapRequest,
  RUN_FIELDS,
  type SpanStore,
  type StoredRun,
  toRunJson,
  TraceError,
} from '@tracewright/core';
import { cancelled, type Comparer } from '../comparing/comparer.ts';
import { checkLimit } from './check-limit.ts';
import { createRunDeriver } from './derive-runs.ts';
import { withoutLabels } from './diagnoses.ts';
import { groupRuns, listAllRuns } from './list-runs.ts';

export interface MapOptions {
  /** Told after each run. */
  readonly onProgress?: (progress: MapProgressJson) => void;
  readonly signal?: AbortSignal;
}

export interface ProcessMapper {
  mapRuns(request: ProcessMapRequest, options?: MapOptions): Promise<ProcessMapJson>;
  listMapRuns(request: MapRunsRequest, options?: MapOptions): Promise<MapRunsResponse>;
  getMapProgress(request: Pick<ProcessMapRequest, 'where'>): Promise<MapProgressJson>;
}

/** Runs whose flows are kept for the next question: a few kB each. */
const KEPT_FLOWS = 10_000;
/** More runs are refused, as for patterns. */
const MAX_RUNS = 100_000;
/** Runs of an edge on a page when the request does not say. */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/** A run with its flow at the level asked for. */
interface ReadRun {
  readonly run: StoredRun;
  readonly flow: FlowProfile['flow'];
}

export function createProcessMapper(
  store: SpanStore,
  { comparer }: { readonly comparer: Comparer },
): ProcessMapper {
  const readFlows = createRunDeriver<RunFlows>(store, KEPT_FLOWS, (run, spans) =>
    describeFlows(withoutLabels(run), spans),
  );
  /** Maps that are being made, by their filter. */
  const making = new Map<string, MapProgressJson>();

  /** In the order of their ids. */
  async function* readRuns(
    where: Filter | undefined,
    level: MapLevel,
    { signal, after = '' }: { readonly signal: AbortSignal | undefined; readonly after?: string },
  ): AsyncGenerator<ReadRun> {
    for await (const group of groupRuns(listAllRuns(store, where))) {
      if (signal?.aborted === true) throw cancelled();
      const read = await readFlows(group.filter(({ runId }) => runId > after));
      // Long runs take a while: others are answered in between.
      await nextTurn();
      for (const { run, derived } of read) yield { run, flow: derived[level] };
    }
  }

  const countRuns = async (where: Filter | undefined): Promise<number> => {
    const total = await store.countRuns(where);
    if (total <= MAX_RUNS) return total;
    throw new TraceError('limit-exceeded', {
      message: `${total} runs are mapped, more than ${MAX_RUNS}`,
      fix: 'narrow the runs with where',
    });
  };

  return {
    async mapRuns({ where = '', level: asked }, { onProgress, signal } = {}) {
      const level = parseLevel(asked);
      const filter = parseWhere(where);
      const total = await countRuns(filter);
      const attempts: AttemptOf<FlowProfile>[] = [];
      try {
        for await (const { run, flow } of readRuns(filter, level, { signal })) {
          attempts.push(toAttempt(run, { runId: run.runId, flow }));
          const progress = { done: attempts.length, total };
          making.set(where, progress);
          onProgress?.(progress);
        }
        return await comparer.map(attempts, level, signal);
      } finally {
        making.delete(where);
      }
    },
    async listMapRuns(request, { signal } = {}) {
      const { where = '', outcome, cursor = '' } = request;
      const level = parseLevel(request.level);
      const limit = checkLimit(request.limit, DEFAULT_LIMIT, MAX_LIMIT);
      const isOf = chooseTest(request);
      const all = parseWhere(where);
      await countRuns(all);
      const filter = withOutcome(all, outcome);
      const common = asksForOther(request)
        ? findCommonNodes(await collectFlows(readRuns(all, level, { signal })))
        : undefined;
      const runs: MapRunJson[] = [];
      for await (const { run, flow } of readRuns(filter, level, { signal, after: cursor })) {
        const taken = isOf(foldFlow(flow, common ?? new Set(flow.nodes)));
        if (taken === undefined) continue;
        if (runs.length === limit) return { runs, next: runs.at(-1)?.run.runId ?? null };
        runs.push({ run: toRunJson(run, Date.now()), stepIndex: taken.step, times: taken.times });
      }
      return { runs, next: null };
    },
    getMapProgress: async ({ where = '' }) => making.get(where) ?? { done: 0, total: 0 },
  };
}

type Folded = ReturnType<typeof foldFlow>;
type Taken = { readonly times: number; readonly step: number } | undefined;

/** How often a run takes the edge or the node that is asked for. */
function chooseTest({ from, to, node }: MapRunsRequest): (flow: Folded) => Taken {
  if (node !== undefined && from === undefined && to === undefined) return ({ nodes }) => nodes.get(node);
  if (node === undefined && from !== undefined && to !== undefined)
    return ({ edges }) => edges.get(toEdgeKey(from, to));
  throw new TraceError('request-invalid', {
    message: 'the runs of an edge or of a node are asked for, and neither or both are named',
    fix: 'name an edge by from and to, or a node: ids as in the answer of GET /api/map',
  });
}

function asksForOther({ from, to, node }: MapRunsRequest): boolean {
  return [from, to, node].includes('other');
}

async function collectFlows(runs: AsyncIterable<ReadRun>): Promise<FlowProfile['flow'][]> {
  const flows: FlowProfile['flow'][] = [];
  for await (const { flow } of runs) flows.push(flow);
  return flows;
}

const OUTCOMES: readonly string[] = ['success', 'failure', 'unknown'];

function withOutcome(filter: Filter | undefined, outcome: string | undefined): Filter | undefined {
  if (outcome === undefined || outcome === '') return filter;
  if (!OUTCOMES.includes(outcome))
    throw new TraceError('request-invalid', {
      where: 'outcome',
      message: `"${outcome.slice(0, 40)}" is no outcome`,
      fix: `the outcomes are ${OUTCOMES.join(', ')}`,
    });
  const own: Filter = { kind: 'compare', field: 'outcome', operator: '=', value: outcome };
  return filter === undefined ? own : { kind: 'and', filters: [filter, own] };
}

function parseWhere(where: string): Filter | undefined {
  return where.trim() === '' ? undefined : parseFilter(where, RUN_FIELDS);
}

function parseLevel(level: string | undefined): MapLevel {
  const known = MAP_LEVELS.find((each) => each === (level === undefined || level === '' ? 'tools' : level));
  if (known !== undefined) return known;
  throw new TraceError('request-invalid', {
    where: 'level',
    message: `"${(level ?? '').slice(0, 40)}" is no level of a map`,
    fix: `the levels are ${MAP_LEVELS.join(', ')}`,
  });
}
