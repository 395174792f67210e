/**
 * The Wilson score interval of a share, at 95 %: [low, high] within [0, 1].
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (JASA 1927).
 *
 * @param successes 0 to `trials`; may be an expected count.
 * @param trials Above 0.
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  const share = successes / trials;
  const z = 1.959964;
  const centre = share + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
