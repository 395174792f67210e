/**
 * What the ranking looks at: for each step of an agent, the features of the registry. What people and the environment say cannot be the
 * onset and is left out. Nothing here sees a label.
 */
import type { Finding } from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';
import { FEATURES } from './features/registry.ts';
import { type RunShape, viewSteps } from './features/step-view.ts';

export interface RunDescription {
  readonly shape: RunShape;
  /** The steps that can be the onset, in order. */
  readonly candidates: readonly number[];
  /** [candidates × FEATURES], row-major. */
  readonly values: Float32Array;
}

/** All of it, to learn from; a diagnosis reads candidates one by one. */
export function describeSteps(context: RunContext, findings: readonly Finding[]): RunDescription {
  const values = new Float32Array(countCandidates(context) * FEATURES.length);
  const candidates: number[] = [];
  let shape: RunShape = 'peers';
  for (const candidate of readCandidates(context, findings)) {
    shape = candidate.shape;
    values.set(candidate.features, candidates.length * FEATURES.length);
    candidates.push(candidate.stepIndex);
  }
  return { shape, candidates, values };
}

export interface Candidate {
  readonly stepIndex: number;
  readonly shape: RunShape;
  /** One of FEATURES each; written over by the next candidate. */
  readonly features: Float32Array;
}

export function* readCandidates(context: RunContext, findings: readonly Finding[]): Generator<Candidate> {
  const features = new Float32Array(FEATURES.length);
  for (const view of viewSteps(context, findings)) {
    if (view.step.step.role !== 'agent') continue;
    for (const [column, { read }] of FEATURES.entries()) features[column] = read(view);
    yield { stepIndex: view.step.index, shape: view.shape, features };
  }
}

export function countCandidates({ steps }: RunContext): number {
  return steps.reduce((sum, { step }) => sum + (step.role === 'agent' ? 1 : 0), 0);
}
