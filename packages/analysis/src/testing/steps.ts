/** Builders of steps for tests of what starts from steps. */
import type { Step } from '@tracewright/core';
import { RUN_ID, spanId } from './spans.ts';

export type StepInit = Partial<Step> & Pick<Step, 'action'>;

export function makeStep(init: StepInit): Step {
  return { index: 0, runId: RUN_ID, spanId: spanId('s'), role: 'agent', kind: 'explore', depth: 0, ...init };
}

/** Steps of one run, numbered, each with a span of its own. */
export function makeSteps(inits: readonly StepInit[]): Step[] {
  return inits.map((init, index) => ({ ...makeStep(init), index, spanId: spanId(`s${index}`) }));
}
