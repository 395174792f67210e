/** What the attempt that passed did otherwise: the first place at which it parts from the one that failed, in the words of both. */
import type { Evidence } from '@tracewright/core';
import { quotePlace } from '../detect/finding.ts';
import type { Comparison } from '../diff/compare-runs.ts';
import type { LocatedStep } from '../steps/locate-steps.ts';

export interface Parting {
  /** Undefined where the run leaves out what the other one does. */
  readonly failed: PartedStep | undefined;
  readonly passed: PartedStep | undefined;
  /** They do the same, and something else comes of it. */
  readonly isSameAction: boolean;
}

export interface PartedStep {
  readonly stepIndex: number;
  /** The tool called; undefined for a message. */
  readonly tool: string | undefined;
  readonly action: Evidence | undefined;
  readonly result: Evidence | undefined;
}

/**
 * @param comparison of the failed run with the one that passed
 * @returns undefined where they do not differ in substance
 */
export function findParting(
  failed: readonly LocatedStep[],
  passed: readonly LocatedStep[],
  { firstDivergence }: Pick<Comparison, 'firstDivergence'>,
): Parting | undefined {
  if (firstDivergence === null) return undefined;
  const { type, a, b } = firstDivergence;
  return {
    failed: type === 'event_missing_in_a' ? undefined : describeStep(failed[a]),
    passed: type === 'event_missing_in_b' ? undefined : describeStep(passed[b]),
    isSameAction: type === 'different_result' || type === 'tool_success_failure_change',
  };
}

function describeStep(located: LocatedStep | undefined): PartedStep | undefined {
  if (located === undefined) return undefined;
  const { step, asked, said, observed } = located;
  return {
    stepIndex: step.index,
    tool: step.action.tool,
    action: quotePlace(asked ?? said[0]),
    result: quotePlace(observed),
  };
}
