/**
 * Conditional logit: which of the candidates of a group is chosen. The probability of a candidate is the softmax, over its
 * group, of a weighted sum of its features.
 *
 * Fitted by Newton's method with halved steps on the penalised likelihood, which is convex: the same data give the same
 * weights whatever their order, up to rounding. Weights are drawn towards `prior` (zero by default) by L2. A constant added to a
 * feature over a whole group changes nothing, so that features need no centring, and there is no intercept.
 *
 * Source: D. McFadden, "Conditional logit analysis of qualitative choice behavior" (1974).
 */
import { solveCholesky } from './cholesky.ts';

export interface ChoiceGroup {
  /** [candidates × width], row-major. */
  readonly features: Float64Array;
  /** One a candidate, from 0, summing to 1: the share of choosers that chose it. */
  readonly target: Float64Array;
  /** How much the group counts; 1 by default. */
  readonly weight?: number;
}

export interface ConditionalLogitOptions {
  /** Penalty on half the squared distance of each weight from its prior; above 0. */
  readonly l2: number | Float64Array;
  readonly prior?: Float64Array;
}

const MAX_ITERATIONS = 50;
/** Done when a Newton step would gain less than this. */
const TOLERANCE = 1e-7;
const MAX_HALVINGS = 30;

/** The weights that fit best, one a feature. O(iterations × candidates × width²). */
export function fitConditionalLogit(
  groups: readonly ChoiceGroup[],
  width: number,
  options: ConditionalLogitOptions,
): Float64Array {
  const weights = Float64Array.from(options.prior ?? new Float64Array(width));
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    const loss = conditionalLogitLoss(groups, weights, options, gradient, hessian);
    const step = Float64Array.from(gradient);
    if (!solveCholesky(hessian, step)) break;
    const gain = step.reduce((sum, value, at) => sum + value * (gradient[at] ?? 0), 0) / 2;
    if (gain < TOLERANCE) break;
    let scale = 1;
    const trial = new Float64Array(width);
    for (let halving = 0; halving < MAX_HALVINGS; halving += 1, scale /= 2) {
      for (let at = 0; at < width; at += 1) trial[at] = (weights[at] ?? 0) - scale * (step[at] ?? 0);
      if (conditionalLogitLoss(groups, trial, options) < loss) break;
    }
    weights.set(trial);
  }
  return weights;
}

/** The penalised negative log likelihood; fills the gradient and the lower triangle of the Hessian when they are given. */
export function conditionalLogitLoss(
  groups: readonly ChoiceGroup[],
  weights: Float64Array,
  { l2, prior }: ConditionalLogitOptions,
  gradient?: Float64Array,
  hessian?: Float64Array,
): number {
  const width = weights.length;
  const mean = new Float64Array(width);
  const nonZero = new Int32Array(width);
  gradient?.fill(0);
  hessian?.fill(0);
  let loss = 0;
  for (const { features, target, weight = 1 } of groups) {
    const shares = choiceShares(features, weights);
    mean.fill(0);
    for (let row = 0; row < target.length; row += 1) {
      const share = shares[row] ?? 0;
      const aim = target[row] ?? 0;
      if (aim > 0) loss -= weight * aim * Math.log(Math.max(share, Number.MIN_VALUE));
      if (gradient === undefined) continue;
      // Features are mostly zero: only the others are multiplied with each other.
      const offset = row * width;
      let count = 0;
      for (let at = 0; at < width; at += 1) {
        const value = features[offset + at] ?? 0;
        if (value === 0) continue;
        gradient[at] = (gradient[at] ?? 0) + weight * (share - aim) * value;
        mean[at] = (mean[at] ?? 0) + share * value;
        nonZero[count] = at;
        count += 1;
      }
      if (hessian === undefined) continue;
      for (let one = 0; one < count; one += 1) {
        const at = nonZero[one] ?? 0;
        const scaled = weight * share * (features[offset + at] ?? 0);
        for (let two = 0; two <= one; two += 1) {
          const other = nonZero[two] ?? 0;
          hessian[at * width + other] =
            (hessian[at * width + other] ?? 0) + scaled * (features[offset + other] ?? 0);
        }
      }
    }
    if (hessian === undefined) continue;
    for (let at = 0; at < width; at += 1) {
      if (mean[at] === 0) continue;
      for (let other = 0; other <= at; other += 1)
        hessian[at * width + other] =
          (hessian[at * width + other] ?? 0) - weight * (mean[at] ?? 0) * (mean[other] ?? 0);
    }
  }
  for (let at = 0; at < width; at += 1) {
    const penalty = typeof l2 === 'number' ? l2 : (l2[at] ?? 0);
    const away = (weights[at] ?? 0) - (prior?.[at] ?? 0);
    loss += (penalty * away * away) / 2;
    if (gradient !== undefined) gradient[at] = (gradient[at] ?? 0) + penalty * away;
    if (hessian !== undefined) hessian[at * width + at] = (hessian[at * width + at] ?? 0) + penalty;
  }
  return loss;
}

/** The probability of each candidate of a group. */
export function choiceShares(features: Float64Array, weights: Float64Array): Float64Array {
  const width = weights.length;
  const scores = new Float64Array(width === 0 ? 0 : features.length / width);
  for (let row = 0; row < scores.length; row += 1) {
    let score = 0;
    for (let at = 0; at < width; at += 1) score += (features[row * width + at] ?? 0) * (weights[at] ?? 0);
    scores[row] = score;
  }
  return softmax(scores);
}

/** exp(scores / temperature), scaled to sum to 1; in a new array. */
export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  const highest = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
  const shares = scores.map((score) => Math.exp((score - highest) / temperature));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
