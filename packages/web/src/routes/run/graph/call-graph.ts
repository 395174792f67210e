/** Agents and tools as nodes, calls and hand-overs as edges with their counts: counted from the columns of the run. */
import { STEP_FLAGS } from '@tracewright/core';
import type { RunOutline } from '../windows/run-outline.ts';
import { type AgentGraph, kindOf } from './agent-graph.ts';

export interface CallNode {
  readonly name: string;
  readonly isTool: boolean;
  /** Steps taken by the agent, or calls of the tool. */
  count: number;
  errors: number;
}

export interface CallEdge {
  readonly kind: 'tool' | 'call' | 'hand-over';
  /** Indices of the nodes. */
  readonly from: number;
  readonly to: number;
  count: number;
  errors: number;
}

export interface CallGraph {
  /** Agents by their first step, then tools by calls. */
  readonly nodes: readonly CallNode[];
  /** The most frequent first. */
  readonly edges: readonly CallEdge[];
  /** The edge of a step's tool call, from 1. */
  readonly edgeOfSteps: Uint32Array;
  /** The edge of each link, from 1; 0 for returns. */
  readonly edgeOfLinks: Uint32Array;
}

/** O(steps + links). Agents of one name are one node, however many worked at once. */
export function buildCallGraph(outline: RunOutline, graph: AgentGraph): CallGraph {
  const nodes: CallNode[] = [];
  const edges: CallEdge[] = [];
  const nodeIds = new Map<string, number>();
  const edgeIds = new Map<string, number>();
  const nodeOf = (name: string, isTool: boolean): number => {
    const key = `${isTool ? 'tool' : 'agent'} ${name}`;
    const known = nodeIds.get(key);
    if (known !== undefined) return known;
    nodeIds.set(key, nodes.length);
    nodes.push({ name, isTool, count: 0, errors: 0 });
    return nodes.length - 1;
  };
  const count = (kind: CallEdge['kind'], from: number, to: number, isError: boolean): number => {
    const key = `${kind} ${from} ${to}`;
    let at = edgeIds.get(key);
    if (at === undefined) {
      at = edges.length;
      edgeIds.set(key, at);
      edges.push({ kind, from, to, count: 0, errors: 0 });
    }
    const edge = edges[at];
    if (edge !== undefined) {
      edge.count += 1;
      if (isError) edge.errors += 1;
    }
    return at;
  };
  const nodeOfLanes = graph.lanes.map(({ name, role, number }) =>
    nodeOf(number === 0 ? 'further agents' : (name ?? role), false),
  );
  const agentAt = (step: number): number => nodeOfLanes[graph.laneOfSteps[step] ?? 0] ?? 0;
  const edgeOfSteps = new Uint32Array(outline.steps);
  for (let step = 0; step < outline.steps; step += 1) {
    const isError = ((outline.flags[step] ?? 0) & STEP_FLAGS.error) !== 0;
    const agent = agentAt(step);
    visit(nodes[agent], isError);
    const tool = outline.toolNames[(outline.tools[step] ?? 0) - 1];
    if (tool === undefined) continue;
    const node = nodeOf(tool, true);
    visit(nodes[node], isError);
    edgeOfSteps[step] = count('tool', agent, node, isError) + 1;
  }
  const edgeOfLinks = Uint32Array.from(graph.from, (from, link) => {
    const kind = kindOf(graph, link);
    return kind === 'return' ? 0 : count(kind, agentAt(from), agentAt(graph.to[link] ?? 0), false) + 1;
  });
  return arrange({ nodes, edges, edgeOfSteps, edgeOfLinks });
}

function visit(node: CallNode | undefined, isError: boolean): void {
  if (node === undefined) return;
  node.count += 1;
  if (isError) node.errors += 1;
}

/** The next step of an edge after a step, from the beginning again behind the last. */
export function findNextOf(
  { edgeOfSteps, edgeOfLinks }: CallGraph,
  graph: AgentGraph,
  edge: number,
  after: number,
): number | undefined {
  const later = (from: number): number | undefined => {
    const step = edgeOfSteps.indexOf(edge + 1, from);
    let link = edgeOfLinks.indexOf(edge + 1);
    while (link !== -1 && (graph.to[link] ?? 0) < from) link = edgeOfLinks.indexOf(edge + 1, link + 1);
    const found = [step, link === -1 ? -1 : (graph.to[link] ?? -1)].filter((place) => place >= 0);
    return found.length === 0 ? undefined : Math.min(...found);
  };
  return later(after + 1) ?? later(0);
}

/** Sorted as they are shown, and what counts by place follows. */
function arrange({ nodes, edges, edgeOfSteps, edgeOfLinks }: CallGraph): CallGraph {
  const nodeOrder = [...nodes.keys()].toSorted((a, b) => {
    const [one, other] = [nodes[a], nodes[b]];
    if (one === undefined || other === undefined) return 0;
    if (one.isTool !== other.isTool) return one.isTool ? 1 : -1;
    return one.isTool ? other.count - one.count : a - b;
  });
  const edgeOrder = [...edges.keys()].toSorted((a, b) => (edges[b]?.count ?? 0) - (edges[a]?.count ?? 0));
  const nodePlace = invert(nodeOrder);
  const edgePlace = invert(edgeOrder);
  const place = (edge: number): number => (edge === 0 ? 0 : (edgePlace[edge - 1] ?? 0) + 1);
  return {
    nodes: nodeOrder.flatMap((node) => nodes[node] ?? []),
    edges: edgeOrder.flatMap((at) => {
      const edge = edges[at];
      if (edge === undefined) return [];
      return { ...edge, from: nodePlace[edge.from] ?? 0, to: nodePlace[edge.to] ?? 0 };
    }),
    edgeOfSteps: edgeOfSteps.map(place),
    edgeOfLinks: edgeOfLinks.map(place),
  };
}

function invert(order: readonly number[]): Uint32Array {
  const place = new Uint32Array(order.length);
  for (const [at, value] of order.entries()) place[value] = at;
  return place;
}
