import type { Diagnosis } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../../detect/context.ts';
import { findProgram } from '../../steps/find-program.ts';
import { isCheckStep } from '../../steps/is-check.ts';
import type { Conduct, Judgement } from '../capabilities/capability.ts';
import { errorSignature } from './error-signature.ts';
import { SEPARATOR, type TraitFamily, type TraitId } from './trait.ts';

/** Orders are taken of so many tools, those called first: pairs grow with the square. */
const ORDERED_TOOLS = 12;

/** The traits of a run, each with the step where it first shows. */
export function listTraits(
  { context, findings, calls }: Conduct,
  judgements: ReadonlyMap<string, Judgement>,
  onset: Diagnosis['onset'],
): Map<TraitId, number | undefined> {
  const traits = new Map<TraitId, number | undefined>();
  const add = (family: TraitFamily, parts: readonly string[], stepIndex: number | undefined): void => {
    const id: TraitId = `${family}:${parts.join(SEPARATOR)}`;
    if (!traits.has(id)) traits.set(id, stepIndex);
  };
  const firstCalls = new Map<string, number>();
  for (const { step, index } of calls) {
    const { tool = '' } = step.action;
    if (!firstCalls.has(tool)) firstCalls.set(tool, index);
    const program = findProgram(step);
    if (program !== undefined) add('calls', [`${program} with ${tool}`], index);
  }
  for (const [tool, index] of firstCalls) add('calls', [tool], index);
  const ordered = [...firstCalls].slice(0, ORDERED_TOOLS);
  for (const [at, [tool, index]] of ordered.entries()) {
    if (at === 0) add('order', ['first', tool], index);
    for (const [before] of ordered.slice(0, at)) add('order', ['before', before, tool], index);
  }
  for (const { category, severity, stepIndex } of findings)
    if (category !== 'onset' && (severity !== 'info' || category === 'giving-up'))
      add('findings', ['finding', category], stepIndex);
  for (const step of context.steps) {
    const signature = step.step.role === 'agent' ? errorSignature(step) : undefined;
    if (signature !== undefined)
      add('findings', ['error', signature, step.step.action.tool ?? ''], step.index);
  }
  const begins = onset === null ? undefined : context.steps[onset.stepIndex];
  if (begins !== undefined) add('findings', ['onset', nameStep(begins, context)], begins.index);
  for (const [id, { label, stepIndex }] of judgements)
    if (label === 'lacking') add('conduct', [id], stepIndex);
  return traits;
}

/** What a step does, in a few words: the tool it calls, the program it runs, or who speaks where there are several agents. */
export function nameStep({ step }: JudgedStep, { steps }: RunContext): string {
  const { tool } = step.action;
  if (tool !== undefined) {
    const program = findProgram(step);
    return program === undefined ? tool : `${program} with ${tool}`;
  }
  const isAlone = steps.every(({ step: other }) => other.role !== 'agent' || other.agent === step.agent);
  return isAlone || step.agent === undefined ? 'a message' : `a message of ${step.agent}`;
}

/** Of what there is more or less in a run; compared with the other attempts at its task. */
export const AMOUNTS = [
  'steps',
  'tool calls',
  'changes',
  'checks',
  'failed results',
  'repeated actions',
  'turns of the person',
] as const;
export type Amount = (typeof AMOUNTS)[number];

export function countAmounts({ context, calls }: Conduct): Readonly<Record<Amount, number>> {
  const keys = context.steps.flatMap(({ actionKey }) => actionKey ?? []);
  const count = (isCounted: (step: JudgedStep) => boolean): number => context.steps.filter(isCounted).length;
  return {
    steps: context.steps.length,
    'tool calls': calls.length,
    changes: calls.filter(({ step }) => step.kind === 'change').length,
    checks: count(({ step }) => step.role === 'agent' && isCheckStep(step)),
    'failed results': count(({ failure }) => failure !== undefined),
    'repeated actions': keys.length - new Set(keys).size,
    'turns of the person': count(({ step }) => step.role === 'user'),
  };
}
