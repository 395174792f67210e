/**
 * Ranks the steps of a run by how likely the failure began there, given that the run failed. A ranking is data: a weight a feature.
 *
 * `FIRST_ACT` needs no training; its weights are set by hand for this order. An early mistake carries on, and a run that gets stuck
 * got stuck by how it set out: the likeliest onset is the first step that commits the run to something. Only where a coordinator checked
 * every result and went on to an answer without ever starting anew does the last evidence come first. A mistake that stands in the trace in
 * so many words outweighs an ordinary act.
 */
import { softmax } from '@tracewright/numeric';
import type { RunDescription } from './describe-steps.ts';
import { FEATURES } from './features/registry.ts';
import type { RunShape } from './features/step-view.ts';

export interface RankingModel {
  /** `name@version`. */
  readonly id: string;
  /** By the name of a feature, or `shape/name` for what is added in runs of one shape only. */
  readonly weights: Readonly<Record<string, number>>;
  /** By shape of run; scores are divided by it, so that shares are probabilities. */
  readonly temperatures: Readonly<Record<RunShape, number>>;
}

export const UNSCALED: RankingModel['temperatures'] = { peers: 1, coordinated: 1, tools: 1 };

export const FIRST_ACT: RankingModel = {
  id: 'first-act@2',
  weights: {
    act: 1,
    'first-act': 2,
    'uncontested-last-act': 3,
    note: -1,
    request: -1,
    early: 1,
    blunder: 1.5,
    trouble: 0.5,
  },
  temperatures: UNSCALED,
};

/** Longer rankings are cut: a reader looks at the first few. */
export const MAX_RANKED = 20;

export interface RankedStep {
  readonly stepIndex: number;
  /** Probability that the failure began here, given that the run failed. */
  readonly score: number;
}

/** The likeliest steps first; only the first are listed. */
export function rankSteps(
  description: RunDescription,
  model: RankingModel,
  limit: number = MAX_RANKED,
): RankedStep[] {
  const scores = scoreSteps(description, model);
  return rankScores(description.candidates, scores, model.temperatures[description.shape], limit);
}

/** The weighted sum of the features of each candidate. */
export function scoreSteps({ shape, candidates, values }: RunDescription, model: RankingModel): Float64Array {
  const weights = weightsFor(model, shape);
  return Float64Array.from(candidates, (_, row) =>
    weigh(weights, values.subarray(row * weights.length, (row + 1) * weights.length)),
  );
}

export function weigh(weights: Float64Array, features: Float32Array): number {
  let score = 0;
  for (let column = 0; column < weights.length; column += 1)
    score += (weights[column] ?? 0) * (features[column] ?? 0);
  return score;
}

/** The likeliest first, earlier ones first among equals. Shares of all candidates sum to 1; only the first are listed. */
export function rankScores(
  candidates: readonly number[],
  scores: Float64Array,
  temperature: number,
  limit: number = MAX_RANKED,
): RankedStep[] {
  const shares = softmax(scores, temperature);
  return [...shares.keys()]
    .toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b)
    .slice(0, limit)
    .map((row) => ({ stepIndex: candidates[row] ?? -1, score: shares[row] ?? 0 }));
}

/** The weight of each feature in runs of a shape. */
export function weightsFor({ weights }: RankingModel, shape: RunShape): Float64Array {
  return Float64Array.from(FEATURES, ({ name }) => (weights[name] ?? 0) + (weights[`${shape}/${name}`] ?? 0));
}
