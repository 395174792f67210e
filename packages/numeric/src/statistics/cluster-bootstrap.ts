import type { Random } from '../random/random.ts';

/**
 * Values of a statistic over resamples of whole clusters, such as tasks with all their attempts: attempts at one task are
 * alike, so that resampling single attempts would make every interval too narrow.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application" (1997), section 3.8.
 *
 * @param statistic Of one resample, clusters repeated as often as they were drawn; undefined where it cannot be computed,
 *   and then left out.
 * @returns The statistic's values in the order drawn; `percentileInterval` makes an interval of numbers.
 */
export function clusterBootstrap<Cluster, Value>(
  clusters: readonly Cluster[],
  statistic: (resample: readonly Cluster[]) => Value | undefined,
  { resamples, random }: { readonly resamples: number; readonly random: Random },
): Value[] {
  const values: Value[] = [];
  if (clusters.length === 0) return values;
  for (let round = 0; round < resamples; round += 1) {
    const resample: Cluster[] = [];
    for (let draw = 0; draw < clusters.length; draw += 1) {
      const cluster = clusters[Math.floor(random() * clusters.length)];
      if (cluster !== undefined) resample.push(cluster);
    }
    const value = statistic(resample);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** The middle 95 % of the values; undefined when there are none. */
export function percentileInterval(values: readonly number[]): [low: number, high: number] | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    const high = sorted[Math.ceil(place)] ?? low;
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at(0.025), at(0.975)];
}
