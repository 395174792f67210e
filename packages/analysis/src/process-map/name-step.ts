import type { MapLevel, MapNodeKind } from '@tracewright/core';
import type { JudgedStep } from '../detect/context.ts';
import { findProgram } from '../steps/find-program.ts';
import { isCheckStep } from '../steps/is-check.ts';
import { type NodeName, toNodeId } from './node-id.ts';

/** The id of the node that a step is. */
export type NodeNamer = (step: JudgedStep, level: MapLevel) => string;

const UNNAMED_AGENT = 'sub-agent';

/** Main agents are named only where a run has several. */
export function createNodeNamer(steps: readonly JudgedStep[]): NodeNamer {
  const main = new Set(
    steps.flatMap(({ step }) => (step.depth === 0 && step.role === 'agent' ? (step.agent ?? '') : [])),
  );
  /** Who speaks in a span: what stands in its history was said to that agent. */
  const spoken = new Map(
    steps.flatMap(({ step, spanAt }) =>
      step.depth > 0 && step.role === 'agent' ? [[spanAt, step.agent] as const] : [],
    ),
  );
  const agentOf = ({ step, spanAt }: JudgedStep): string | undefined => {
    if (step.depth > 0) return (step.role === 'agent' ? step.agent : spoken.get(spanAt)) ?? UNNAMED_AGENT;
    return step.role === 'agent' && main.size > 1 ? step.agent : undefined;
  };
  return (step, level) => toNodeId({ ...describe(step, level), agent: agentOf(step) });
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
