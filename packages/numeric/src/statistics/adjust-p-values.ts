/**
 * Corrects p-values for how many questions were asked at once. Both take weights, so that a family of questions can be
 * given a share of the error it may make: p is compared as p divided by its weight, weights averaging 1.
 */

/** A p-value and its weight; weights are scaled to average 1, equal when absent. */
export interface WeightedP {
  readonly p: number;
  readonly weight?: number;
}

/**
 * Holm's step-down correction: the chance of any false claim at all stays below the level.
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure" (Scand. J. Statist. 1979), section 4 for weights.
 */
export function adjustHolm(values: readonly WeightedP[]): number[] {
  const weights = scaledWeights(values);
  const order = orderByRatio(values, weights);
  const adjusted = values.map(() => 1);
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  let least = 0;
  for (const at of order) {
    const weight = weights[at] ?? 1;
    least = Math.max(least, Math.min(1, ((values[at]?.p ?? 1) * left) / weight));
    adjusted[at] = least;
    left -= weight;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up correction: of the claims made at q, a share of at most q is false on average.
 * Source: Benjamini and Hochberg (JRSS B 1995); Genovese, Roeder and Wasserman (Biometrika 2006) for weights.
 */
export function adjustBenjaminiHochberg(values: readonly WeightedP[]): number[] {
  const weights = scaledWeights(values);
  const order = orderByRatio(values, weights).toReversed();
  const adjusted = values.map(() => 1);
  let least = 1;
  for (const [passed, at] of order.entries()) {
    const rank = values.length - passed;
    least = Math.min(least, ((values[at]?.p ?? 1) * values.length) / ((weights[at] ?? 1) * rank));
    adjusted[at] = least;
  }
  return adjusted;
}

function scaledWeights(values: readonly WeightedP[]): number[] {
  const total = values.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return values.map(({ weight = 1 }) => (weight * values.length) / total);
}

/** Indices by p over weight, smallest first. */
function orderByRatio(values: readonly WeightedP[], weights: readonly number[]): number[] {
  const ratio = (at: number): number => (values[at]?.p ?? 1) / (weights[at] ?? 1);
  return values.map((_, at) => at).toSorted((a, b) => ratio(a) - ratio(b) || a - b);
}
