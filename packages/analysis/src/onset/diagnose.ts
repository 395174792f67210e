import type { Diagnosis, Span } from '@tracewright/core';
import { type BlindRun, buildContext } from '../detect/context.ts';
import { detectAll } from '../detect/detect-all.ts';
import { FINISH_REASONS } from '../detect/detectors/truncated-output.ts';
import { checkRunReasoning } from '../reasoning/check-run.ts';
import { QUALIFIER } from './acts.ts';
import { findLastWord } from './ended-well.ts';
import { explainNoOnset, explainOnset, explainProvedRight } from './explain-onset.ts';
import { ONSET_RANKING } from './onset-ranking.ts';
import { findProvenStep, putFirst } from './proven-onset.ts';
import type { RankingModel } from './ranking.ts';
import { scoreRun } from './score-run.ts';

/** Changes whenever the same run could be diagnosed differently: stored diagnoses of another version are made anew. */
export const DIAGNOSIS_VERSION: string = `onset@8.${ONSET_RANKING.version}`;

/** The attributes of spans that a diagnosis looks at: the others need not be read. */
export const DIAGNOSED_ATTRIBUTES: readonly string[] = [QUALIFIER, FINISH_REASONS];

/**
 * Says where a run went wrong, if it did: findings of every detector, and the likeliest onset of failure.
 *
 * Never sees the outcome: the ranking is what it would be, given that the run failed; a score is the probability that the failure
 * began at the step; what the checkers of reasoning prove goes first. The onset is null for a run without a step of an agent, for one with a single
 * such step and no finding (it would be named for want of another), and where the run itself shows that its work holds (see
 * `findLastWord`) or its reasoning is proved right line by line; the ranking is given all the same. Linear in the steps, plus sorting.
 *
 * @param model the learnt ranking by default; `FIRST_ACT` needs no training
 */
export function diagnose(
  run: BlindRun,
  spans: readonly Span[],
  model: RankingModel = ONSET_RANKING.body,
): Diagnosis {
  const context = buildContext(run, spans);
  const findings = detectAll(context);
  const proven = findProvenStep(context);
  const scored = scoreRun(context, findings, model, proven);
  const ranked = proven === undefined ? scored.ranked : putFirst(scored.ranked, proven);
  const version = model === ONSET_RANKING.body ? DIAGNOSIS_VERSION : `${DIAGNOSIS_VERSION}+${model.id}`;
  const [first] = ranked;
  const onset = first === undefined ? undefined : context.steps[first.stepIndex];
  const base = { runId: run.runId, version, spans: spans.length, ranked };
  const lastWord = findLastWord(context, findings);
  if (lastWord !== undefined)
    return { ...base, onset: null, findings: [explainNoOnset(context, lastWord, version), ...findings] };
  if (first === undefined || onset === undefined) return { ...base, onset: null, findings };
  if (checkRunReasoning(context).isVerified)
    return { ...base, onset: null, findings: [explainProvedRight(context, version), ...findings] };
  if (ranked.length === 1 && findings.length === 0) return { ...base, onset: null, findings };
  return {
    ...base,
    onset: { stepIndex: first.stepIndex, agent: onset.step.agent, confidence: first.score },
    findings: [explainOnset(context, scored, first, model, findings, version), ...findings],
  };
}
