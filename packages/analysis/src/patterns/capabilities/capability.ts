import type { Finding } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../../detect/context.ts';

/** TRACE's three labels: the run did not need the capability, had it, or lacked it. */
export type CapabilityLabel = 'not-applicable' | 'present' | 'lacking';

export interface Judgement {
  readonly label: CapabilityLabel;
  /** Where it is seen to be lacking. */
  readonly stepIndex?: number;
}

/** What the rules look at; the outcome is not among it. */
export interface Conduct {
  readonly context: RunContext;
  readonly findings: readonly Finding[];
  /** Steps of agents that call a tool, in order. */
  readonly calls: readonly JudgedStep[];
}

/** Something an agent must be able to do, with the rule that tells from a run's steps and findings whether it did. */
export interface Capability {
  readonly id: string;
  readonly title: string;
  /** When a run counts as lacking it, in words. */
  readonly lacking: string;
  readonly judge: (conduct: Conduct) => Judgement;
}

export const NOT_APPLICABLE: Judgement = { label: 'not-applicable' };
export const PRESENT: Judgement = { label: 'present' };

/** Lacking at the step where it shows, or present. */
export function lackingAt(step: { readonly index: number } | undefined): Judgement {
  return step === undefined ? PRESENT : { label: 'lacking', stepIndex: step.index };
}

/** Lacking where a finding of one of the categories stands, `info` aside unless asked for. */
export function lackingByFinding(
  { findings }: Conduct,
  categories: readonly string[],
  countsInfo = false,
): Judgement {
  const found = findings.find(
    ({ category, severity, stepIndex }) =>
      categories.includes(category) && stepIndex !== undefined && (countsInfo || severity !== 'info'),
  );
  return lackingAt(found?.stepIndex === undefined ? undefined : { index: found.stepIndex });
}
