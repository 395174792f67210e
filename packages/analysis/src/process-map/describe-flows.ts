/**
 * What of a run goes into a directly-follows graph (W. van der Aalst, "Process Mining", 2016): which nodes it takes and which
 * follows which, counted, at every level. Small, and without the outcome.
 */
import { MAP_LEVELS, type MapLevel, type Span } from '@tracewright/core';
import { type BlindRun, buildContext, type JudgedStep } from '../detect/context.ts';
import { buildSpanForest } from '../steps/span-forest.ts';
import { findStages } from '../tree/stages.ts';
import { toNodeId } from './node-id.ts';
import { createNodeNamer, nameStage } from './name-step.ts';
import { countTurnsBefore, type Thread, threadSteps, type Turn } from './thread-steps.ts';

export interface RunFlow {
  /** Ids of the nodes it takes. */
  readonly nodes: readonly string[];
  /** For each node: times, steps that failed, its first step. */
  readonly nodeCounts: Uint32Array;
  /** For each edge: from and to as indices of nodes, times, the first step at `to`. */
  readonly edges: Uint32Array;
}

export type RunFlows = Readonly<Record<MapLevel, RunFlow>>;

/** Numbers kept of a node and of an edge. */
export const NODE_SIZE = 3;
export const EDGE_SIZE = 4;
/** Further kinds of nodes of one run are thrown together: edges grow with the square. */
const MAX_NODES = 200;

/** Linear in the run's steps and texts. */
export function describeFlows(run: BlindRun, spans: readonly Span[]): RunFlows {
  const { steps } = buildContext(run, spans);
  const threads = threadSteps(steps, buildSpanForest(spans));
  const flows = MAP_LEVELS.map((level) => [level, describeFlow(steps, threads, level)] as const);
  // Every level is there: the keys are those of MAP_LEVELS.
  return Object.fromEntries(flows) as Record<MapLevel, RunFlow>;
}

function describeFlow(steps: readonly JudgedStep[], threads: readonly Thread[], level: MapLevel): RunFlow {
  const flow = new FlowCounter();
  const start = flow.node(toNodeId({ kind: 'start', name: '', agent: undefined }));
  const end = flow.node(toNodeId({ kind: 'end', name: '', agent: undefined }));
  const moments = threads.map((thread) => (level === 'stages' ? cutStages(thread, steps) : thread.turns));
  const nodeOf = new Int32Array(steps.length);
  const nameOf = createNodeNamer(steps, threads);
  const failed = (step: number): number => (steps[step]?.failure === undefined ? 0 : 1);
  for (const moment of moments.flat()) {
    if (level === 'stages') {
      const parts = moment.flatMap((at) => steps[at] ?? []);
      const node = flow.node(nameStage(parts, nameOf));
      for (const at of moment) nodeOf[at] = node;
      flow.visit(
        node,
        moment.reduce((sum, at) => sum + failed(at), 0),
        moment[0] ?? 0,
      );
      continue;
    }
    for (const at of moment) {
      const step = steps[at];
      if (step === undefined) continue;
      const node = flow.node(nameOf(step, level));
      nodeOf[at] = node;
      flow.visit(node, failed(at), at);
    }
  }
  /** The nodes of a turn, each with its first step. */
  const take = (turn: Turn): Map<number, number> => {
    const taken = new Map<number, number>();
    for (const at of turn) {
      const node = nodeOf[at] ?? start;
      if (!taken.has(node)) taken.set(node, at);
    }
    return taken;
  };
  for (const [index, thread] of threads.entries()) {
    const turns = moments[index] ?? [];
    const [first = 0] = turns[0] ?? [];
    const last = turns.at(-1)?.at(-1) ?? 0;
    const { parent } = thread;
    const called = parent?.step === undefined ? undefined : [parent.step];
    const before = called ?? parent?.thread.turns[countTurnsBefore(parent.thread, first) - 1];
    const after = parent?.thread.turns[countTurnsBefore(parent.thread, last)];
    if (before === undefined) flow.visit(start, 0, first);
    if (after === undefined) flow.visit(end, 0, last);
    let from = before === undefined ? new Map([[start, first]]) : take(before);
    for (const turn of turns) {
      const to = take(turn);
      flow.follow(from, to);
      from = to;
    }
    flow.follow(from, after === undefined ? new Map([[end, last]]) : take(after));
  }
  return flow.finish();
}

/** The stages of a thread, each as one turn. */
function cutStages({ turns }: Thread, steps: readonly JudgedStep[]): Turn[] {
  const indices = turns.flat();
  const starts = findStages(indices.flatMap((at) => steps[at]?.step ?? []));
  return starts.map((start, index) => indices.slice(start, starts[index + 1]));
}

class FlowCounter {
  readonly #nodes = new Map<string, number>();
  readonly #nodeCounts: number[] = [];
  /** By from and to; where each stands in `#edges`. */
  readonly #places = new Map<number, number>();
  readonly #edges: number[] = [];

  node(id: string): number {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    if (this.#nodes.size >= MAX_NODES && id !== 'other') return this.node('other');
    const index = this.#nodes.size;
    this.#nodes.set(id, index);
    this.#nodeCounts.push(0, 0, 0);
    return index;
  }

  visit(node: number, errors: number, step: number): void {
    const at = node * NODE_SIZE;
    const times = this.#nodeCounts[at] ?? 0;
    this.#nodeCounts[at] = times + 1;
    this.#nodeCounts[at + 1] = (this.#nodeCounts[at + 1] ?? 0) + errors;
    if (times === 0) this.#nodeCounts[at + 2] = step;
  }

  follow(from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>): void {
    for (const source of from.keys()) {
      for (const [target, step] of to) {
        const key = source * (MAX_NODES + 1) + target;
        const at = this.#places.get(key);
        if (at !== undefined) {
          this.#edges[at + 2] = (this.#edges[at + 2] ?? 0) + 1;
          continue;
        }
        this.#places.set(key, this.#edges.length);
        this.#edges.push(source, target, 1, step);
      }
    }
  }

  finish(): RunFlow {
    return {
      nodes: [...this.#nodes.keys()],
      nodeCounts: Uint32Array.from(this.#nodeCounts),
      edges: Uint32Array.from(this.#edges),
    };
  }
}
