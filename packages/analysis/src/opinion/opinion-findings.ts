import type { Finding, Opinion } from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';

export const OPINION_VERSION = 'opinion@2';

/** The statements of an opinion that point at a step, as findings that say whose they are. One a step: onset, decision, verdict. */
export function toOpinionFindings(
  { run, steps }: RunContext,
  model: string,
  { onset, rootCause, verdicts }: Pick<Opinion, 'onset' | 'rootCause' | 'verdicts'>,
): readonly Finding[] {
  const found = new Map<number, Finding>();
  const add = (
    stepIndex: number,
    statement: Pick<Finding, 'category' | 'severity' | 'confidence' | 'message' | 'evidence'>,
    fix = '',
  ): void => {
    const step = steps[stepIndex]?.step;
    if (step === undefined || found.has(stepIndex)) return;
    found.set(stepIndex, {
      ...statement,
      message: `${model} thinks: ${statement.message}`,
      id: [run.runId, 'opinion', stepIndex, model].join(':'),
      runId: run.runId,
      stepIndex,
      spanId: step.spanId,
      detector: OPINION_VERSION,
      ...(fix === '' ? {} : { fix }),
    });
  };
  if (onset !== null) {
    const { stepIndex, evidence, confidence, category, reasoning } = onset;
    const message = `the failure began here (${category}): ${reasoning}`;
    add(stepIndex, { category: 'opinion-onset', severity: 'warning', confidence, message, evidence });
  }
  for (const { stepIndex, decision, shouldHave, evidence } of rootCause.criticalDecisionPoints)
    add(
      stepIndex,
      { category: 'opinion-decision', severity: 'warning', confidence: UNSAID, message: decision, evidence },
      shouldHave,
    );
  for (const { stepIndex, verdict, deviationType, reasoning, reward, evidence } of verdicts) {
    if (verdict !== 'incorrect') continue;
    const message = `${deviationType === '' ? 'a wrong step' : deviationType}: ${reasoning}`;
    const confidence = Math.abs(reward);
    add(stepIndex, { category: 'opinion-incorrect', severity: 'warning', confidence, message, evidence });
  }
  return [...found.values()].toSorted((a, b) => (a.stepIndex ?? 0) - (b.stepIndex ?? 0));
}

/** The model gives no confidence of a decision point. */
const UNSAID = 0.5;
