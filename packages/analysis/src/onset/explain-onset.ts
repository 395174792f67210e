/**
 * Why a step is taken for the onset, in findings and quotes only: what was found there, then the features that speak for it more than for the
 * other steps of the run, each with the words it rests on where one place shows them.
 */
import { type Evidence, type Finding, readSpanText } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../detect/context.ts';
import { makeFinding, nameAction, quoteAction, quotePlace, quoteResult } from '../detect/finding.ts';
import { checkRunReasoning } from '../reasoning/check-run.ts';
import type { Feature } from './features/feature.ts';
import { FEATURES } from './features/registry.ts';
import { LOOKED_AT } from './features/step-view.ts';
import { PROOF_CONFIDENCE } from './proven-onset.ts';
import { type RankedStep, type RankingModel, weightsFor } from './ranking.ts';
import type { ScoredRun } from './score-run.ts';

/** As many reasons as are read. */
const MAX_REASONS = 3;
/** Of the likelihood of a step, on the scale of the logarithm, before a feature is called a reason. */
const MIN_CONTRIBUTION = 0.15;

/** What a first act, or the message of a finding about the step, says more precisely. */
const SAID_BETTER: ReadonlySet<string> = new Set(['act', 'trouble', 'blunder', 'failed']);

interface OnsetReason {
  readonly feature: Feature;
  /** By how much the feature raises the logarithm of the step's odds over the mean step of the run. */
  readonly contribution: number;
}

export function explainOnset(
  context: RunContext,
  scored: ScoredRun,
  { stepIndex, score }: RankedStep,
  model: RankingModel,
  findings: readonly Finding[],
  detector: string,
): Finding {
  const step = context.steps[stepIndex];
  if (step === undefined) throw new Error('unreachable: a ranked step is a step of the run');
  const found = findings
    .filter((finding) => finding.stepIndex === stepIndex && finding.severity !== 'info')
    .slice(0, MAX_REASONS);
  const reasons = listReasons(scored, stepIndex, model);
  const why = [
    ...reasons.map(({ feature }) => `it ${feature.meaning}`),
    ...found.map(({ message }) => message),
  ];
  return makeFinding(context, step, {
    detector,
    category: 'onset',
    severity: 'warning',
    confidence: score,
    message: `If this run failed, it most likely began here, with ${nameAction(step)}: ${why.length > 0 ? why.join('; ') : 'nothing stands out, and early steps carry on'}`,
    evidence: dedupe([
      quoteAction(step),
      quoteResult(step),
      ...reasons.map(({ feature }) => quoteFeature(step, feature)),
      ...found.flatMap(({ evidence }) => evidence.slice(0, 1)),
    ]),
  });
}

/** Why no step is taken for the onset, where the run ended well. */
export function explainNoOnset(context: RunContext, check: JudgedStep, detector: string): Finding {
  return makeFinding(context, check, {
    detector,
    category: 'no-onset',
    severity: 'info',
    confidence: 0.5,
    message: `No onset is named: after the last change ${nameAction(check)} checked the work and passed, and no failure was left open`,
    evidence: [quoteResult(check), quoteAction(check)],
  });
}

/** Why no step is taken for the onset, where every line of reasoning is proved right. */
export function explainProvedRight(context: RunContext, detector: string): Finding {
  const { verifiedSteps } = checkRunReasoning(context);
  const last = context.steps.findLast(({ index }) => verifiedSteps.has(index));
  if (last === undefined) throw new Error('unreachable: what is proved right has a step with a right line');
  return makeFinding(context, last, {
    detector,
    category: 'no-onset',
    severity: 'info',
    confidence: PROOF_CONFIDENCE,
    message:
      'No onset is named: every line of reasoning that makes a claim the checkers know is proved right',
    evidence: [quotePlace(last.said[0] ?? last.reasoned[0])],
  });
}

/** The features that speak for a step, strongest first. */
function listReasons(
  { shape, means, featuresOf }: ScoredRun,
  stepIndex: number,
  model: RankingModel,
): OnsetReason[] {
  const weights = weightsFor(model, shape);
  const features = featuresOf.get(stepIndex);
  return FEATURES.map((feature, column): OnsetReason => {
    const own = features?.[column] ?? 0;
    const contribution = ((weights[column] ?? 0) * (own - (means[column] ?? 0))) / model.temperatures[shape];
    // Absence speaks for a step too, but has no words.
    return { feature, contribution: own > 0.3 ? contribution : 0 };
  })
    .filter(({ feature, contribution }) => contribution >= MIN_CONTRIBUTION && !SAID_BETTER.has(feature.name))
    .toSorted((a, b) => b.contribution - a.contribution)
    .slice(0, MAX_REASONS);
}

function quoteFeature({ said, reasoned, asked }: JudgedStep, { pattern }: Feature): Evidence | undefined {
  if (pattern === undefined) return undefined;
  for (const place of [...reasoned, ...said, ...(asked === undefined ? [] : [asked])]) {
    const match = pattern.exec((readSpanText(place.span, place.path) ?? '').slice(0, LOOKED_AT));
    if (match !== null) return quotePlace(place, { start: match.index, end: match.index + match[0].length });
  }
  return undefined;
}

function dedupe(evidence: readonly (Evidence | undefined)[]): Evidence[] {
  const kept = new Map<string, Evidence>();
  for (const item of evidence)
    if (item !== undefined) kept.set(`${item.spanId} ${item.path} ${item.start} ${item.end}`, item);
  return [...kept.values()];
}
