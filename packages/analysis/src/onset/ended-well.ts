/**
 * The option "no onset": the run itself shows that its work holds. After the last change a check passed, the last thing that ran worked, and
 * no mistake stands there in so many words.
 *
 * What was tried and is not used: learning from the trace as a whole whether the run failed. Trained on all graded runs but those of one
 * source, it did not tell failing from passing runs of that source (see docs/models/onset.md).
 */
import type { Finding } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../detect/context.ts';
import { isCheckStep } from '../steps/is-check.ts';

/** The passing check, where the run ended well. */
export function findLastWord({ steps }: RunContext, findings: readonly Finding[]): JudgedStep | undefined {
  if (findings.some(({ severity }) => severity === 'error')) return undefined;
  const own = steps.filter(({ step }) => step.role === 'agent');
  if (own.findLast(({ result }) => result !== undefined)?.failure !== undefined) return undefined;
  const lastChange = own.findLastIndex(({ step }) => step.kind === 'change');
  return own
    .slice(Math.max(0, lastChange))
    .findLast((step) => step.result !== undefined && step.failure === undefined && isCheckStep(step.step));
}
