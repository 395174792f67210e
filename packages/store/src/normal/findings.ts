import type { Finding, Outcome, OutcomeStatus, Run } from '@tracewright/core';

/**
 * The findings of several runs by run id, then step, those about no step last. Within a step those of a diagnosis keep its
 * order and come first, then the reported ones by id.
 *
 * @param diagnosed in the order of their diagnoses
 */
export function sortFindings(diagnosed: readonly Finding[], reported: readonly Finding[]): Finding[] {
  const step = ({ stepIndex }: Finding): number => stepIndex ?? Number.POSITIVE_INFINITY;
  return [...diagnosed, ...reported.toSorted((a, b) => compare(a.id, b.id))].toSorted(
    (a, b) => compare(a.runId, b.runId) || compare(step(a), step(b)),
  );
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The run with the outcome that a person set, if one did. */
export function judgedRun(
  run: Run,
  judged: OutcomeStatus | undefined,
): Run & { readonly recordedOutcome?: Outcome } {
  if (judged === undefined) return run;
  return { ...run, outcome: { status: judged, source: 'human' }, recordedOutcome: run.outcome };
}
