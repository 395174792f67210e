/**
 * Which exact tests can speak at all: those whose smallest possible p could pass the correction for their own number. The
 * others need not be counted, however many they are, and it is known without looking at an outcome.
 * Source: R. E. Tarone, "A modified Bonferroni method for discrete data" (Biometrics 1990); Gilbert (JRSS C 2005) for using
 * its selection before Benjamini and Hochberg.
 *
 * @param smallestPs The smallest p each test could give, see `exactOddsRatio`.
 * @returns indices, ascending, of those that can reach level / K, for the smallest K that no more than K can reach
 */
export function findTestable(smallestPs: readonly number[], level = 0.05): number[] {
  const sorted = smallestPs.toSorted((a, b) => a - b);
  const counted = (count: number): number => sorted.filter((p) => p <= level / count).length;
  let count = 1;
  while (counted(count) > count) count += 1;
  return smallestPs.flatMap((p, index) => (p <= level / count ? [index] : []));
}
