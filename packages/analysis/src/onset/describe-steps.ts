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

export function describeSteps(context: RunContext, findings: readonly Finding[]): RunDescription {
  const agents = context.steps.filter(({ step }) => step.role === 'agent').length;
  const values = new Float32Array(agents * FEATURES.length);
  const candidates: number[] = [];
  let shape: RunShape = 'peers';
  for (const view of viewSteps(context, findings)) {
    if (view.step.step.role !== 'agent') continue;
    shape = view.shape;
    const offset = candidates.length * FEATURES.length;
    for (const [column, { read }] of FEATURES.entries()) values[offset + column] = read(view);
    candidates.push(view.step.index);
  }
  return { shape, candidates, values };
}
