/**
 * Many runs as one directly-follows graph, with how the runs that take each edge ended. The outcome is used to contrast, and
 * the rate of failure beside an edge is pooled over tasks: it describes. What is claimed is tested within tasks, as all
 * patterns are.
 */
import type {
  MapContrastJson,
  MapEdgeJson,
  MapLevel,
  MapNodeJson,
  MapPlaceJson,
  OutcomeStatus,
  ProcessMapJson,
  RunId,
  RunShareJson,
} from '@tracewright/core';
import { wilsonInterval } from '@tracewright/numeric';
import { type AttemptOf, findMixedTasks } from '../patterns/attempts.ts';
import { contrastTraits, type TraitProfile } from '../patterns/contrasts.ts';
import { countRuns } from '../patterns/count-runs.ts';
import { CLAIM_LEVEL } from '../patterns/exact-test.ts';
import { SEPARATOR, type TraitId } from '../patterns/traits/trait.ts';
import { EDGE_SIZE, NODE_SIZE, type RunFlow } from './flow-counter.ts';
import { labelNode, parseNodeId } from './node-id.ts';

/** What a map knows of a run. */
export interface FlowProfile {
  readonly runId: RunId;
  readonly flow: RunFlow;
}

/** Nodes shown by themselves: those that most runs take. The rest is thrown together. */
const MAX_NODES = 100;
/** Edges listed: those that most runs take. */
const MAX_EDGES = 1_500;

interface Taken {
  readonly times: number;
  readonly errors: number;
  readonly step: number;
}

/** Edges by their ends. */
type EdgeKey = `${string}${typeof SEPARATOR}${string}`;

/** A run's flow with rare nodes thrown together. */
interface FoldedFlow {
  readonly nodes: ReadonlyMap<string, Taken>;
  readonly edges: ReadonlyMap<EdgeKey, Taken>;
}

export function buildProcessMap(
  attempts: readonly AttemptOf<FlowProfile>[],
  level: MapLevel,
): ProcessMapJson {
  const common = findCommonNodes(attempts.map(({ profile }) => profile.flow));
  const nodes = new Map<string, Count>();
  const edges = new Map<EdgeKey, Count>();
  const folded = attempts.map((attempt) => ({ ...attempt, flow: foldFlow(attempt.profile.flow, common) }));
  for (const { flow, outcome } of folded) {
    addTo(nodes, flow.nodes, outcome);
    addTo(edges, flow.edges, outcome);
  }
  const listed = [...edges].toSorted(compareCounts);
  const shown = listed.slice(0, MAX_EDGES);
  const names = new Set(attempts.flatMap(({ profile }) => profile.flow.nodes));
  return {
    level,
    counts: countRuns(attempts),
    nodes: [...nodes].toSorted(compareCounts).map(([id, count]) => toNodeJson(id, count)),
    edges: shown.map(([key, count]) => toEdgeJson(key, count)),
    folded: { nodes: names.size - common.size, edges: listed.length - shown.length },
    separation: separate(folded, new Set(shown.map(([key]) => key))),
  };
}

/** The nodes that are shown by themselves. */
export function findCommonNodes(flows: Iterable<RunFlow>): ReadonlySet<string> {
  const runs = new Map<string, number>();
  for (const { nodes } of flows) for (const id of nodes) runs.set(id, (runs.get(id) ?? 0) + 1);
  const first = [...runs].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MAX_NODES);
  return new Set(first.map(([id]) => id));
}

export function foldFlow({ nodes, nodeCounts, edges }: RunFlow, common: ReadonlySet<string>): FoldedFlow {
  const names = nodes.map((id) => (common.has(id) ? id : 'other'));
  const taken = new Map<string, Taken>();
  for (const [index, name] of names.entries()) {
    const at = index * NODE_SIZE;
    const [times = 0, errors = 0, step = 0] = nodeCounts.subarray(at, at + NODE_SIZE);
    if (times > 0) merge(taken, name, { times, errors, step });
  }
  const followed = new Map<EdgeKey, Taken>();
  for (let at = 0; at < edges.length; at += EDGE_SIZE) {
    const [from = 0, to = 0, times = 0, step = 0] = edges.subarray(at, at + EDGE_SIZE);
    merge(followed, toEdgeKey(names[from] ?? 'other', names[to] ?? 'other'), { times, errors: 0, step });
  }
  return { nodes: taken, edges: followed };
}

/** Of an edge in a folded flow. */
export function toEdgeKey(from: string, to: string): EdgeKey {
  return `${from}${SEPARATOR}${to}`;
}

function merge<Key>(taken: Map<Key, Taken>, key: Key, more: Taken): void {
  const known = taken.get(key);
  taken.set(
    key,
    known === undefined
      ? more
      : {
          times: known.times + more.times,
          errors: known.errors + more.errors,
          step: Math.min(known.step, more.step),
        },
  );
}

interface Count {
  times: number;
  errors: number;
  readonly runs: Record<OutcomeStatus, number>;
}

function addTo<Key>(counts: Map<Key, Count>, taken: ReadonlyMap<Key, Taken>, outcome: OutcomeStatus): void {
  for (const [key, { times, errors }] of taken) {
    const count = counts.get(key) ?? { times: 0, errors: 0, runs: { success: 0, failure: 0, unknown: 0 } };
    counts.set(key, count);
    count.times += times;
    count.errors += errors;
    count.runs[outcome] += 1;
  }
}

function compareCounts<Key extends string>([a, x]: [Key, Count], [b, y]: [Key, Count]): number {
  return countAll(y) - countAll(x) || y.times - x.times || (a < b ? -1 : 1);
}

function countAll({ runs }: Count): number {
  return runs.success + runs.failure + runs.unknown;
}

function toShare(count: Count): RunShareJson {
  const { success, failure } = count.runs;
  const known = success + failure;
  return {
    runs: countAll(count),
    ...count.runs,
    failureRate: known === 0 ? null : failure / known,
    failureInterval: known === 0 ? null : wilsonInterval(failure, known),
  };
}

function toNodeJson(id: string, count: Count): MapNodeJson {
  const name = parseNodeId(id);
  return {
    id,
    kind: name.kind,
    label: labelNode(name),
    agent: name.agent ?? null,
    times: count.times,
    errors: count.errors,
    ...toShare(count),
  };
}

function toEdgeJson(key: EdgeKey, count: Count): MapEdgeJson {
  const [from, to] = splitEdge(key);
  const agents = [parseNodeId(from), parseNodeId(to)] as const;
  const isOfAgents = agents.every(
    ({ kind, agent }) => !WITHOUT_AGENT.has(kind) && (kind !== 'person' || agent !== undefined),
  );
  return {
    from,
    to,
    times: count.times,
    isHandover: isOfAgents && agents[0].agent !== agents[1].agent,
    ...toShare(count),
  };
}

const WITHOUT_AGENT: ReadonlySet<string> = new Set(['start', 'end', 'other', 'environment']);

function splitEdge(key: EdgeKey): [from: string, to: string] {
  const at = key.indexOf(SEPARATOR);
  return [key.slice(0, at), key.slice(at + SEPARATOR.length)];
}

/** Exact contrasts of the edges and nodes within tasks; which of them coincide is one question. */
function separate(
  attempts: readonly (AttemptOf<FlowProfile> & { readonly flow: FoldedFlow })[],
  shown: ReadonlySet<EdgeKey>,
): ProcessMapJson['separation'] {
  const { contrasts, ...counts } = contrastTraits(
    attempts.map(({ flow, profile: { runId }, ...attempt }): AttemptOf<TraitProfile> => {
      const traits = new Map<TraitId, number>();
      for (const [id, { step }] of flow.nodes)
        if (id !== 'start' && id !== 'end') traits.set(`nodes:${id}`, step);
      for (const [key, { step }] of flow.edges) if (shown.has(key)) traits.set(`edges:${key}`, step);
      return { ...attempt, profile: { runId, traits } };
    }),
  );
  return {
    contrasts: contrasts.map(({ contrast, ids }): MapContrastJson => ({
      ...contrast,
      about: ids.map(toPlace),
    })),
    ...counts,
    acrossAgents: findMixedTasks(attempts).acrossAgents,
    level: CLAIM_LEVEL,
  };
}

function toPlace(id: TraitId): MapPlaceJson {
  const [node = '', to] = id.slice(id.indexOf(':') + 1).split(SEPARATOR);
  return to === undefined ? { node } : { from: node, to };
}
