import type { MapLevel, MapNodeKind } from '@tracewright/core';
import type { JudgedStep } from '../detect/context.ts';
import { findProgram } from '../steps/find-program.ts';
import { isCheckStep } from '../steps/is-check.ts';
import { type NodeName, toNodeId } from './node-id.ts';
import type { Thread } from './thread-steps.ts';

/** The id of the node that a step is. */
export type NodeNamer = (step: JudgedStep, level: MapLevel) => string;

const UNNAMED_AGENT = 'sub-agent';

/** Main agents are named only where a run has several. */
export function createNodeNamer(steps: readonly JudgedStep[], threads: readonly Thread[]): NodeNamer {
  const main = new Set(
    steps.flatMap(({ step }) => (step.depth === 0 && step.role === 'agent' ? (step.agent ?? '') : [])),
  );
  const addressees = findAddressees(steps, threads);
  const agentOf = ({ step, index }: JudgedStep): string | undefined => {
    if (step.depth > 0) return (step.role === 'agent' ? step.agent : addressees.get(index)) ?? UNNAMED_AGENT;
    return step.role === 'agent' && main.size > 1 ? step.agent : undefined;
  };
  return (step, level) => toNodeId({ ...describe(step, level), agent: agentOf(step) });
}

/** Whom sub-agents' instructions are for: who acts next in the thread, or last. */
function findAddressees(
  steps: readonly JudgedStep[],
  threads: readonly Thread[],
): ReadonlyMap<number, string | undefined> {
  const addressees = new Map<number, string | undefined>();
  for (const { turns } of threads.filter(({ depth }) => depth > 0)) {
    const inside = turns.flat().flatMap((at) => steps[at] ?? []);
    let next = inside.findLast(({ step }) => step.role === 'agent')?.step.agent;
    for (const { step, index } of inside.toReversed()) {
      if (step.role === 'agent') next = step.agent;
      else addressees.set(index, next);
    }
  }
  return addressees;
}

function describe(judged: JudgedStep, level: MapLevel): Omit<NodeName, 'agent'> {
  const { step } = judged;
  if (step.role === 'user') return { kind: 'person', name: '' };
  if (step.role === 'environment') return { kind: 'environment', name: '' };
  const { tool } = step.action;
  if (level === 'kinds' || level === 'stages') return { kind: kindOf(judged), name: '' };
  if (tool === undefined) return { kind: 'message', name: '' };
  const program = level === 'programs' ? findProgram(step) : undefined;
  return { kind: 'tool', name: program === undefined ? tool : `${tool} ${program}` };
}

/** What an agent's step does. */
function kindOf({ step }: JudgedStep): MapNodeKind {
  if (isCheckStep(step)) return 'check';
  if (step.kind === 'change') return 'change';
  return step.action.tool === undefined ? 'message' : 'explore';
}

/** The node of a stage: what most of its agent's steps do; where no agent acts, what its first step is. */
export function nameStage(stage: readonly JudgedStep[], nameOf: NodeNamer): string {
  const counts = new Map<string, number>();
  const acts = stage.filter((each) => each.step.role === 'agent' && kindOf(each) !== 'message');
  const said = acts.length > 0 ? acts : stage.filter(({ step }) => step.role === 'agent');
  for (const step of said.length > 0 ? said : stage.slice(0, 1)) {
    const id = nameOf(step, 'kinds');
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? 'other';
}
