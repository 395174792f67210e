/** How well stated probabilities agree with what happened. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean of what was stated. */
  readonly stated: number;
  /** Share of what was right. */
  readonly observed: number;
}

/**
 * Forecasts in bins of equal size by what was stated, from low to high: bins of equal width would leave most of them empty on few
 * cases.
 *
 * @param stated probabilities
 * @param isRight 1 where the forecast came true; as many as `stated`
 */
export function reliabilityBins(
  stated: readonly number[],
  isRight: readonly number[],
  bins: number,
): ReliabilityBin[] {
  const order = stated
    .map((_, index) => index)
    .toSorted((a, b) => (stated[a] ?? 0) - (stated[b] ?? 0) || a - b);
  return Array.from({ length: bins }, (_, bin) => {
    const members = order.slice(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    const meanOf = (values: readonly number[]): number =>
      members.reduce((sum, index) => sum + (values[index] ?? 0), 0) / members.length;
    return { count: members.length, stated: meanOf(stated), observed: meanOf(isRight) };
  }).filter(({ count }) => count > 0);
}

/**
 * Expected calibration error: the mean distance of what was stated from what was observed, over bins by their size.
 * Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (AAAI 2015); differs:
 * bins of equal size.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, stated, observed }) => sum + (count / total) * Math.abs(stated - observed),
    0,
  );
}
