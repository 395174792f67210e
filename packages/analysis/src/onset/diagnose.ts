import type { Diagnosis, Finding, Span } from '@tracewright/core';
import { type BlindRun, buildContext, type RunContext } from '../detect/context.ts';
import { detectAll } from '../detect/detect-all.ts';
import { makeFinding, nameAction, quoteAction, quoteResult } from '../detect/finding.ts';
import { describeSteps, type StepFeatures } from './features.ts';
import { rankProved } from './proven-onset.ts';
import { FIRST_ACT, type RankedStep, type RankingModel, rankSteps } from './ranking.ts';

/** Changes whenever the same run could be diagnosed differently: stored diagnoses of another version are made anew. */
export const DIAGNOSIS_VERSION = 'onset@1';

/**
 * Says where a run went wrong, if it did: findings of every detector, and the likeliest onset of failure.
 *
 * Never sees the outcome: the onset is what it would be, given that the run failed. It is null only for a run without a
 * step of an agent and for one whose reasoning is verified line by line; its confidence is its share of the ranking. Linear in the steps, plus sorting.
 */
export function diagnose(run: BlindRun, spans: readonly Span[], model: RankingModel = FIRST_ACT): Diagnosis {
  const context = buildContext(run, spans);
  const findings = detectAll(context);
  const features = describeSteps(context, findings);
  const ranked = rankProved(context, rankSteps(features, model));
  const version = model === FIRST_ACT ? DIAGNOSIS_VERSION : `${DIAGNOSIS_VERSION}+${model.id}`;
  const [first] = ranked;
  const onset = first === undefined ? undefined : context.steps[first.stepIndex];
  const base = { runId: run.runId, version, spans: spans.length, ranked };
  if (first === undefined || onset === undefined) return { ...base, onset: null, findings };
  return {
    ...base,
    onset: { stepIndex: first.stepIndex, agent: onset.step.agent, confidence: first.score },
    findings: [explainOnset(context, first, features[first.stepIndex], findings, version), ...findings],
  };
}

function explainOnset(
  context: RunContext,
  { stepIndex, score }: RankedStep,
  features: StepFeatures | undefined,
  findings: readonly Finding[],
  version: string,
): Finding {
  const step = context.steps[stepIndex];
  if (step === undefined || features === undefined)
    throw new Error('unreachable: a ranked step is a step of the run');
  const here = findings.filter((finding) => finding.stepIndex === stepIndex && finding.severity !== 'info');
  const reasons = [
    ...(features.isUncontestedLastAct
      ? ['it brought the last evidence before an answer that nobody questioned']
      : []),
    ...(features.isFirstAct ? ['it is the first step that commits the run to something'] : []),
    ...here.map(({ message }) => message),
  ];
  const why = reasons.length > 0 ? reasons.join('; ') : 'nothing stands out, and early steps carry on';
  return makeFinding(context, step, {
    detector: version,
    category: 'onset',
    severity: 'warning',
    confidence: score,
    message: `If this run failed, it most likely began here, with ${nameAction(step)}: ${why}`,
    evidence: [quoteAction(step), quoteResult(step)],
  });
}
