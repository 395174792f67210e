/**
 * Agglomerative clustering by average linkage, and the cut with the best silhouette. Deterministic: ties go to the lower
 * index. Points may weigh more than one, for points that occur several times.
 *
 * O(n^2) time and space by chains of nearest neighbours.
 * Source: Sokal and Michener (1958) for the linkage; Murtagh (1983) for the chain, Lance and Williams (1967) for its update;
 * Rousseeuw (1987) for the silhouette.
 */

/** Symmetric, row by row: `distances[i * n + j]`. */
export interface DistanceMatrix {
  readonly n: number;
  readonly distances: Float32Array;
}

interface Merge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

export interface Clustering {
  /** The cluster of each point, numbered from 0 in the order of their first points. */
  readonly labels: readonly number[];
  readonly clusters: number;
  /** Mean over the points, by weight: 1 far apart and tight, 0 no structure. */
  readonly silhouette: number;
}

/** @param maxClusters at most so many; with fewer than three points there is no cut to choose, and all is one cluster */
export function clusterByAverageLinkage(
  matrix: DistanceMatrix,
  weights: readonly number[],
  maxClusters: number,
): Clustering {
  let best: Clustering = { labels: weights.map(() => 0), clusters: Math.min(1, matrix.n), silhouette: 0 };
  if (matrix.n < 3) return best;
  const merges = linkAverage(matrix, weights);
  for (let clusters = 2; clusters <= Math.min(maxClusters, matrix.n - 1); clusters += 1) {
    const labels = cutTree(merges, matrix.n, clusters);
    const silhouette = meanSilhouette(matrix, weights, labels, clusters);
    if (silhouette > best.silhouette + 1e-9) best = { labels, clusters, silhouette };
  }
  return best;
}

/** The merges by height; each names a point of either side. */
function linkAverage({ n, distances }: DistanceMatrix, weights: readonly number[]): Merge[] {
  const between = Float64Array.from(distances);
  const sizes = Float64Array.from(weights);
  const isGone = new Uint8Array(n);
  const chain: number[] = [];
  const merges: Merge[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(isGone.indexOf(0));
    const top = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    const nearest = findNearest(between, isGone, n, top, before);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [a, b] = top < nearest ? [top, nearest] : [nearest, top];
    merges.push({ a, b, height: between[a * n + b] ?? 0 });
    const [sizeA, sizeB] = [sizes[a] ?? 0, sizes[b] ?? 0];
    for (let other = 0; other < n; other += 1) {
      if (other === a || other === b || isGone[other] === 1) continue;
      const mean =
        (sizeA * (between[a * n + other] ?? 0) + sizeB * (between[b * n + other] ?? 0)) / (sizeA + sizeB);
      between[a * n + other] = mean;
      between[other * n + a] = mean;
    }
    sizes[a] = sizeA + sizeB;
    isGone[b] = 1;
  }
  return merges.toSorted((a, b) => a.height - b.height);
}

/** The nearest that is left; the one before in the chain wins ties, so that chains end. */
function findNearest(
  between: Float64Array,
  isGone: Uint8Array,
  n: number,
  from: number,
  before: number | undefined,
): number {
  let nearest = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (between[from * n + before] ?? 0);
  for (let other = 0; other < n; other += 1) {
    if (other === from || isGone[other] === 1) continue;
    const distance = between[from * n + other] ?? 0;
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}

function cutTree(merges: readonly Merge[], n: number, clusters: number): number[] {
  const parent = Array.from({ length: n }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  for (const { a, b } of merges.slice(0, n - clusters)) {
    const [left, right] = [root(a), root(b)];
    parent[Math.max(left, right)] = Math.min(left, right);
  }
  const numbers = new Map<number, number>();
  return parent.map((_, index) => {
    const of = root(index);
    const known = numbers.get(of) ?? numbers.size;
    numbers.set(of, known);
    return known;
  });
}

/** A point alone in its cluster counts 0. */
function meanSilhouette(
  { n, distances }: DistanceMatrix,
  weights: readonly number[],
  labels: readonly number[],
  clusters: number,
): number {
  const sizes = new Float64Array(clusters);
  for (const [at, label] of labels.entries()) sizes[label] = (sizes[label] ?? 0) + (weights[at] ?? 0);
  const sums = new Float64Array(clusters);
  let total = 0;
  let mean = 0;
  for (let at = 0; at < n; at += 1) {
    sums.fill(0);
    for (let other = 0; other < n; other += 1) {
      const label = labels[other] ?? 0;
      sums[label] = (sums[label] ?? 0) + (weights[other] ?? 0) * (distances[at * n + other] ?? 0);
    }
    const own = labels[at] ?? 0;
    const weight = weights[at] ?? 0;
    total += weight;
    const others = (sizes[own] ?? 0) - 1;
    if (others <= 0) continue;
    const inside = (sums[own] ?? 0) / others;
    let outside = Number.POSITIVE_INFINITY;
    for (let label = 0; label < clusters; label += 1)
      if (label !== own) outside = Math.min(outside, (sums[label] ?? 0) / (sizes[label] ?? 1));
    const widest = Math.max(inside, outside);
    if (widest > 0) mean += (weight * (outside - inside)) / widest;
  }
  return total === 0 ? 0 : mean / total;
}
