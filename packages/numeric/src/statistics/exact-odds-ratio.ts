/**
 * The exact conditional test of a common odds ratio over 2x2 tables, one a stratum, and what it could have shown.
 *
 * Given the margins of every table, the number of successes among the exposed is a sum of hypergeometric counts; under no
 * association its distribution is their convolution, and under an odds ratio psi each value x gains the weight psi^x.
 * One stratum makes it Fisher's exact test, matched pairs make it McNemar's.
 * Source: Mantel and Haenszel (JNCI 1959) for the estimate; Gart (Biometrika 1970), Mehta, Patel and Gray (JASA 1985) for the
 * exact distribution; the two-sided p adds the values no likelier than the one seen, as R's `mantelhaen.test(exact = TRUE)`.
 */
import { logFactorials } from './log-factorials.ts';

/** Counts of one stratum: cases and controls, each with and without the trait. */
export interface Table2x2 {
  readonly casesWith: number;
  readonly casesWithout: number;
  readonly controlsWith: number;
  readonly controlsWithout: number;
}

export interface ExactOddsRatio {
  /** Mantel-Haenszel estimate; infinite where no control differs, undefined where no stratum tells anything. */
  readonly oddsRatio: number | undefined;
  /** 95 % exact conditional interval; 0 and Infinity where the data sets no bound. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided. */
  readonly p: number;
  /** The smallest p that any outcome with these margins could give: above the level, the test cannot speak. */
  readonly smallestP: number;
}

/** The null distribution of the sum of `casesWith`, given the margins: weights from `low` on, summing to 1. */
export interface ConditionalDistribution {
  readonly low: number;
  readonly weights: Float64Array;
  readonly observed: number;
}

/** Values this close to the observed probability count as no likelier: rounding, as in R. */
const TIE = 1 + 1e-7;
/** Odds ratios are looked for between exp(-LIMIT) and exp(LIMIT). */
const LIMIT = 12;
const BISECTIONS = 44;

/** @param distribution that of the tables, where it is at hand */
export function exactOddsRatio(
  tables: readonly Table2x2[],
  distribution: ConditionalDistribution = conditionalDistribution(tables),
): ExactOddsRatio {
  const { weights, low, observed } = distribution;
  const ps = twoSidedPs(weights);
  return {
    oddsRatio: mantelHaenszel(tables),
    interval: exactInterval(distribution),
    p: ps[observed - low] ?? 1,
    smallestP: Math.min(...[ps[0], ps.at(-1)].map((p) => p ?? 1)),
  };
}

/** Sum of ad/n over sum of bc/n. */
export function mantelHaenszel(tables: readonly Table2x2[]): number | undefined {
  let up = 0;
  let down = 0;
  for (const { casesWith: a, casesWithout: b, controlsWith: c, controlsWithout: d } of tables) {
    const total = a + b + c + d;
    if (total === 0) continue;
    up += (a * d) / total;
    down += (b * c) / total;
  }
  if (down > 0) return up / down;
  return up > 0 ? Number.POSITIVE_INFINITY : undefined;
}

export function conditionalDistribution(tables: readonly Table2x2[]): ConditionalDistribution {
  let weights = new Float64Array([1]);
  let low = 0;
  let observed = 0;
  for (const { casesWith, casesWithout, controlsWith, controlsWithout } of tables) {
    const cases = casesWith + casesWithout;
    const controls = controlsWith + controlsWithout;
    const exposed = casesWith + controlsWith;
    const from = Math.max(0, exposed - controls);
    const to = Math.min(exposed, cases);
    observed += casesWith;
    low += from;
    if (from < to) weights = convolve(weights, hypergeometric(cases, controls, exposed, from, to));
  }
  return { low, weights, observed };
}

/**
 * The probability that the test, at this level, would come out on the side of `exp(logOddsRatio)` if that were the odds
 * ratio. Exact, by enumeration over the conditional distribution.
 */
export function exactPower(
  { weights }: Pick<ConditionalDistribution, 'weights'>,
  logOddsRatio: number,
  level: number,
): number {
  const region = criticalRegion(weights, twoSidedPs(weights), level, logOddsRatio > 0);
  return massUnder(weights.map(Math.log), logOddsRatio, region);
}

/**
 * The odds ratio nearest to 1 that the test would have shown at this level with this power, above 1 or below it; undefined
 * where none would: the strata are too few or too much alike.
 */
export function detectableOddsRatio(
  { weights }: Pick<ConditionalDistribution, 'weights'>,
  direction: 'above' | 'below',
  { level = 0.05, power = 0.8 }: { readonly level?: number; readonly power?: number } = {},
): number | undefined {
  const sign = direction === 'above' ? 1 : -1;
  const region = criticalRegion(weights, twoSidedPs(weights), level, sign > 0);
  if (!region.includes(1)) return undefined;
  const logs = weights.map(Math.log);
  const isShown = (log: number): boolean => massUnder(logs, sign * log, region) >= power;
  return isShown(LIMIT) ? Math.exp(sign * bisect(isShown, 0, LIMIT)) : undefined;
}

/** Where the test comes out on one side: 1 for the values that are significant there. */
function criticalRegion(
  weights: Float64Array,
  ps: Float64Array,
  level: number,
  isAbove: boolean,
): Uint8Array {
  const mean = weights.reduce((sum, weight, index) => sum + weight * index, 0);
  return Uint8Array.from(ps, (p, index) => (p <= level && (isAbove ? index > mean : index < mean) ? 1 : 0));
}

function exactInterval({ weights, low, observed }: ConditionalDistribution): [number, number] {
  const at = observed - low;
  const last = weights.length - 1;
  const logs = weights.map(Math.log);
  const upwards = Uint8Array.from(weights, (_, index) => (index >= at ? 1 : 0));
  const downwards = Uint8Array.from(weights, (_, index) => (index <= at ? 1 : 0));
  // Where one tail reaches 2.5 %: Clopper and Pearson's construction.
  const lower =
    at === 0 ? 0 : Math.exp(bisect((log) => massUnder(logs, log, upwards) >= 0.025, -LIMIT, LIMIT));
  const upper =
    at === last
      ? Number.POSITIVE_INFINITY
      : Math.exp(bisect((log) => massUnder(logs, log, downwards) <= 0.025, -LIMIT, LIMIT));
  return [lower, upper];
}

/** The least value at which a condition that once true stays true. */
function bisect(isReached: (value: number) => boolean, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let round = 0; round < BISECTIONS; round += 1) {
    const middle = (low + high) / 2;
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The two-sided p of every value: what it and all values no likelier add up to. O(n log n). */
function twoSidedPs(weights: Float64Array): Float64Array {
  const sorted = weights.toSorted();
  const sums = new Float64Array(sorted.length + 1);
  for (const [at, weight] of sorted.entries()) sums[at + 1] = (sums[at] ?? 0) + weight;
  return weights.map((weight) => Math.min(1, sums[countUpTo(sorted, weight * TIE)] ?? 1));
}

/** How many of the ascending values are at most `limit`. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The probability of a region under another odds ratio. @param logs of the null weights */
function massUnder(logs: Float64Array, logOddsRatio: number, region: Uint8Array): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logs.length; index += 1)
    greatest = Math.max(greatest, (logs[index] ?? 0) + index * logOddsRatio);
  let total = 0;
  let inside = 0;
  for (let index = 0; index < logs.length; index += 1) {
    const mass = Math.exp((logs[index] ?? 0) + index * logOddsRatio - greatest);
    total += mass;
    if (region[index] === 1) inside += mass;
  }
  return inside / total;
}

function hypergeometric(
  cases: number,
  controls: number,
  exposed: number,
  from: number,
  to: number,
): Float64Array {
  const logs = logFactorials(cases + controls);
  const choose = (n: number, k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  const all = choose(cases + controls, exposed);
  return Float64Array.from({ length: to - from + 1 }, (_, offset) =>
    Math.exp(choose(cases, from + offset) + choose(controls, exposed - from - offset) - all),
  );
}

function convolve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i += 1) {
    const left = a[i] ?? 0;
    if (left === 0) continue;
    for (let j = 0; j < b.length; j += 1) sums[i + j] = (sums[i + j] ?? 0) + left * (b[j] ?? 0);
  }
  return sums;
}
