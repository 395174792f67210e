/**
 * What of a run goes into a directly-follows graph (W. van der Aalst, "Process Mining", 2016): which nodes it takes and which
 * follows which, counted, at every level. Small, and without the outcome.
 */
import { MAP_LEVELS, type MapLevel, type Span } from '@tracewright/core';
import { type BlindRun, buildContext, type JudgedStep } from '../detect/context.ts';
import { buildSpanForest } from '../steps/span-forest.ts';
import { findStages } from '../tree/stages.ts';
import { FlowCounter, type RunFlow } from './flow-counter.ts';
import { createNodeNamer, nameStage, type NodeNamer } from './name-step.ts';
import { countTurnsBefore, type Thread, threadSteps, type Turn } from './thread-steps.ts';

export type RunFlows = Readonly<Record<MapLevel, RunFlow>>;

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
  const [start, end] = [flow.node('start'), flow.node('end')];
  const turns = threads.map((thread) => (level === 'stages' ? cutStages(thread, steps) : thread.turns));
  const nodeOf = countNodes(flow, turns.flat(), steps, { level, nameOf: createNodeNamer(steps, threads) });
  /** The nodes of a turn, each with its first step. */
  const take = (turn: Turn): ReadonlyMap<number, number> => {
    const taken = new Map<number, number>();
    for (const at of turn) {
      const node = nodeOf[at] ?? start;
      if (!taken.has(node)) taken.set(node, at);
    }
    return taken;
  };
  for (const [index, thread] of threads.entries()) {
    const own = turns[index] ?? [];
    const [first = 0] = own[0] ?? [];
    const last = own.at(-1)?.at(-1) ?? 0;
    const { before, after } = findAround(thread, first, last);
    if (before === undefined) flow.visit(start, 0, first);
    if (after === undefined) flow.visit(end, 0, last);
    let from = before === undefined ? new Map([[start, first]]) : take(before);
    for (const turn of own) {
      const to = take(turn);
      flow.follow(from, to);
      from = to;
    }
    flow.follow(from, after === undefined ? new Map([[end, last]]) : take(after));
  }
  return flow.finish();
}

interface Naming {
  readonly level: MapLevel;
  readonly nameOf: NodeNamer;
}

/** Counts the nodes of all turns, and tells the node of each step. A stage is one node, whatever its steps. */
function countNodes(
  flow: FlowCounter,
  turns: readonly Turn[],
  steps: readonly JudgedStep[],
  { level, nameOf }: Naming,
): Int32Array {
  const nodeOf = new Int32Array(steps.length);
  for (const turn of turns) {
    const parts = turn.flatMap((at) => steps[at] ?? []);
    if (level === 'stages') {
      const node = flow.node(nameStage(parts, nameOf));
      for (const at of turn) nodeOf[at] = node;
      flow.visit(node, parts.filter(({ failure }) => failure !== undefined).length, turn[0] ?? 0);
      continue;
    }
    for (const step of parts) {
      const node = flow.node(nameOf(step, level));
      nodeOf[step.index] = node;
      flow.visit(node, step.failure === undefined ? 0 : 1, step.index);
    }
  }
  return nodeOf;
}

/** What in the thread around it a thread comes from and goes back to; nothing where it is a run's own start or end. */
function findAround(
  { parent }: Thread,
  first: number,
  last: number,
): { readonly before: Turn | undefined; readonly after: Turn | undefined } {
  if (parent === undefined) return { before: undefined, after: undefined };
  const { thread, step } = parent;
  return {
    before: step === undefined ? thread.turns[countTurnsBefore(thread, first) - 1] : [step],
    after: thread.turns[countTurnsBefore(thread, last)],
  };
}

/** The stages of a thread, each as one turn. */
function cutStages({ turns }: Thread, steps: readonly JudgedStep[]): Turn[] {
  const indices = turns.flat();
  const starts = findStages(indices.flatMap((at) => steps[at]?.step ?? []));
  return starts.map((start, index) => indices.slice(start, starts[index + 1]));
}
