/**
 * Why a step is taken for the onset, in findings and quotes only: what was found there, then the features that speak for it more than for the
 * other steps of the run, each with the words it rests on where one place shows them.
 */
import { type Evidence, type Finding, readSpanText } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../detect/context.ts';
import {
  makeFinding,
  nameAction,
  QUOTE_LIMIT,
  quoteAction,
  quotePlace,
  quoteResult,
} from '../detect/finding.ts';
import { checkRunReasoning } from '../reasoning/check-run.ts';
import type { Feature } from './features/feature.ts';
import { FEATURES } from './features/registry.ts';
import { LOOKED_AT } from './features/step-view.ts';
import { PROOF_CONFIDENCE } from './proven-onset.ts';
import { type RankedStep, type RankingModel, weightsFor } from './ranking.ts';
import type { ScoredRun } from './score-run.ts';
import { saysSomething } from '../text/quote.ts';
import { widenRange } from '../text/widen.ts';

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
    evidence: chooseQuotes(
      [
        quoteAction(step),
        quoteResult(step),
        ...reasons.map(({ feature }) => quoteFeature(step, feature)),
        ...found.flatMap(({ evidence }) => evidence.slice(0, 1)),
      ],
      // A call without arguments shows nothing: what the agent thought or said then does.
      [...step.said, ...step.reasoned].map((place) => quotePlace(place)),
    ),
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
    const text = (readSpanText(place.span, place.path) ?? '').slice(0, LOOKED_AT);
    const match = pattern.exec(text);
    if (match === null) continue;
    const range = { start: match.index, end: match.index + match[0].length };
    return quotePlace(place, widenRange(text, range, QUOTE_LIMIT));
  }
  return undefined;
}

type Quotes = readonly (Evidence | undefined)[];

/** Quotes that say something, none that stands inside another; else others, else what there is. */
function chooseQuotes(wanted: Quotes, others: Quotes): Evidence[] {
  const [first, second] = [wanted, others].map((quotes) => quotes.filter((item) => item !== undefined));
  const telling = [first, second].map((quotes) => quotes?.filter(({ quote }) => saysSomething(quote)) ?? []);
  const kept = telling.find((quotes) => quotes.length > 0) ?? first?.slice(0, 1) ?? [];
  return kept.filter(
    (item, at) => !kept.some((other, place) => place !== at && covers(other, item, place < at)),
  );
}

/** Whether one quote holds all of another; of two alike the earlier does. */
function covers(outer: Evidence, inner: Evidence, isEarlier: boolean): boolean {
  if (outer.spanId !== inner.spanId || outer.path !== inner.path) return false;
  const isSame = outer.start === inner.start && outer.end === inner.end;
  return isSame ? isEarlier : outer.start <= inner.start && inner.end <= outer.end;
}
