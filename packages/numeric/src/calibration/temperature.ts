/**
 * Temperature scaling: the one number by which the scores of a model are divided before the softmax so that its probabilities
 * fit what happened. Order is kept.
 *
 * Source: Guo et al., "On calibration of modern neural networks" (ICML 2017), section 4.2.
 */
import { softmax } from '../models/conditional-logit.ts';

export interface ScoredGroup {
  /** One a candidate. */
  readonly scores: Float64Array;
  /** One a candidate, summing to 1. */
  readonly target: Float64Array;
}

const LOWEST = 0.05;
const HIGHEST = 20;
const ROUNDS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The temperature of greatest likelihood, by golden section over its logarithm; 1 without groups. */
export function fitTemperature(groups: readonly ScoredGroup[]): number {
  if (groups.length === 0) return 1;
  let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (loss(groups, Math.exp(a)) < loss(groups, Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

function loss(groups: readonly ScoredGroup[], temperature: number): number {
  let total = 0;
  for (const { scores, target } of groups) {
    const shares = softmax(scores, temperature);
    for (const [at, aim] of target.entries())
      if (aim > 0) total -= aim * Math.log(Math.max(shares[at] ?? 0, Number.MIN_VALUE));
  }
  return total;
}
