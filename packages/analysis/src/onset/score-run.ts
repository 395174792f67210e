/**
 * The ranking of a run and what explains it, from one pass over its steps: features are read, weighed and dropped, for those of a long run
 * would take as much room as a tenth of its spans. Kept are one number a step, the mean of each feature, and the features of the steps
 * that may be explained.
 */
import type { Finding } from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';
import { countCandidates, readCandidates } from './describe-steps.ts';
import { FEATURES } from './features/registry.ts';
import type { RunShape } from './features/step-view.ts';
import { rankScores, type RankedStep, type RankingModel, weigh, weightsFor } from './ranking.ts';

export interface ScoredRun {
  readonly shape: RunShape;
  readonly ranked: readonly RankedStep[];
  /** Over all candidates, one of FEATURES each. */
  readonly means: Float64Array;
  /** Of the first step of the ranking, and of those asked for. */
  readonly featuresOf: ReadonlyMap<number, Float32Array>;
}

/** @param alsoKept a step that may be explained although the ranking has another one first */
export function scoreRun(
  context: RunContext,
  findings: readonly Finding[],
  model: RankingModel,
  alsoKept?: number,
): ScoredRun {
  const candidates: number[] = [];
  const scores = new Float64Array(countCandidates(context));
  const means = new Float64Array(FEATURES.length);
  const featuresOf = new Map<number, Float32Array>();
  let weights: Float64Array | undefined;
  let shape: RunShape = 'peers';
  let best:
    | { readonly stepIndex: number; readonly score: number; readonly features: Float32Array }
    | undefined;
  for (const { stepIndex, shape: own, features } of readCandidates(context, findings)) {
    shape = own;
    weights ??= weightsFor(model, shape);
    const score = weigh(weights, features);
    scores[candidates.length] = score;
    candidates.push(stepIndex);
    for (let column = 0; column < means.length; column += 1)
      means[column] = (means[column] ?? 0) + (features[column] ?? 0) / scores.length;
    if (best === undefined || score > best.score) best = { stepIndex, score, features: features.slice() };
    if (stepIndex === alsoKept) featuresOf.set(stepIndex, features.slice());
  }
  if (best !== undefined) featuresOf.set(best.stepIndex, best.features);
  return { shape, ranked: rankScores(candidates, scores, model.temperatures[shape]), means, featuresOf };
}
