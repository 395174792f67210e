import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { clusterByAverageLinkage, type DistanceMatrix } from './average-linkage.ts';

function onLine(points: readonly number[]): DistanceMatrix {
  return {
    n: points.length,
    distances: Float32Array.from(points.flatMap((a) => points.map((b) => Math.abs(a - b)))),
  };
}
const ones = (points: readonly unknown[]): number[] => points.map(() => 1);

describe('average linkage', () => {
  it('finds groups that lie apart', () => {
    const points = [0, 10, 0.2, 20, 10.3, 0.1, 20.2];
    const { labels, clusters, silhouette } = clusterByAverageLinkage(onLine(points), ones(points), 6);
    expect(labels).toEqual([0, 1, 0, 2, 1, 0, 2]);
    expect(clusters).toBe(3);
    // SciPy 1.17 and its documented formula: linkage(pdist(x), 'average'), silhouette by hand.
    expect(silhouette).toBeCloseTo(0.9797, 3);
  });

  it('takes a weight for so many equal points', () => {
    const random = createRandom(3);
    const points = Array.from({ length: 30 }, () => Math.floor(random() * 12));
    const distinct = [...new Set(points)];
    const weights = distinct.map((value) => points.filter((point) => point === value).length);
    const each = clusterByAverageLinkage(onLine(points), ones(points), 5);
    const weighted = clusterByAverageLinkage(onLine(distinct), weights, 5);
    expect(weighted.silhouette).toBeCloseTo(each.silhouette, 5);
    expect(points.map((point) => weighted.labels[distinct.indexOf(point)])).toEqual(each.labels);
  });

  it('merges the nearest pair of clusters each time, as the slow way does', () => {
    const random = createRandom(11);
    const points = Array.from({ length: 40 }, () => random() * 100);
    const { labels, clusters } = clusterByAverageLinkage(onLine(points), ones(points), 8);
    expect(labels).toEqual(mergeSlowly(points, clusters));
  });

  it('makes one cluster of what has no structure to cut', () => {
    expect(clusterByAverageLinkage(onLine([]), [], 4)).toMatchObject({ labels: [], clusters: 0 });
    expect(clusterByAverageLinkage(onLine([1, 1, 1]), [1, 1, 1], 4)).toMatchObject({ clusters: 1 });
  });
});

function mergeSlowly(points: readonly number[], count: number): number[] {
  let groups = points.map((_, index) => [index]);
  const between = (a: readonly number[], b: readonly number[]): number =>
    a.flatMap((i) => b.map((j) => Math.abs((points[i] ?? 0) - (points[j] ?? 0)))).reduce((x, y) => x + y, 0) /
    (a.length * b.length);
  while (groups.length > count) {
    let best: [number, number, number] = [0, 1, Infinity];
    for (const [i, a] of groups.entries())
      for (const [j, b] of groups.entries())
        if (i < j && between(a, b) < best[2]) best = [i, j, between(a, b)];
    const [i, j] = best;
    groups = [
      ...groups.filter((_, at) => at !== i && at !== j),
      [...(groups[i] ?? []), ...(groups[j] ?? [])],
    ];
  }
  const first = groups.toSorted((a, b) => Math.min(...a) - Math.min(...b));
  return points.map((_, index) => first.findIndex((group) => group.includes(index)));
}
