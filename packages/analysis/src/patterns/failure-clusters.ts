/**
 * Groups of failed runs that fail alike, by where and how: the features of `describeFailure`, compared as sets.
 *
 * Distance is Jaccard's, clusters are merged by average linkage, and the tree is cut where the mean silhouette is greatest.
 * Runs with the same features are one point that weighs more, which keeps thousands of runs small; beyond `MAX_SHAPES`
 * different sets the rarest are put where they are nearest. A cluster's name is what marks it off from the others.
 */
import type { ClusterJson } from '@tracewright/core';
import { clusterByAverageLinkage } from '@tracewright/numeric';
import type { Attempt } from './attempts.ts';
import { placeAt } from './place.ts';

export interface FailureClusters {
  /** Largest first; runs that resemble no other are in none. */
  readonly groups: readonly FailureGroup[];
  readonly silhouette: number | null;
}

export interface FailureGroup {
  readonly attempts: readonly Attempt[];
  readonly cluster: ClusterJson;
}

/** Different sets that are clustered: their distances take 4 bytes a pair, 4 MB. */
const MAX_SHAPES = 1000;
const MAX_CLUSTERS = 12;
/** Features that fewer runs have, or all but fewer, tell no groups apart. */
const MIN_SUPPORT = 2;
/** Names are made of so many features that at least this share of a cluster has. */
const NAME_FEATURES = 3;
const NAMING_SHARE = 0.6;
const SHOWN_FEATURES = 8;
const SHOWN_RUNS = 500;

interface Shape {
  readonly features: ReadonlySet<string>;
  readonly attempts: Attempt[];
}

export function clusterFailures(attempts: readonly Attempt[]): FailureClusters {
  const failed = attempts.filter(({ outcome }) => outcome === 'failure');
  const shapes = listShapes(failed);
  if (shapes.length < 2) return { groups: [], silhouette: null };
  const clustered = shapes.slice(0, MAX_SHAPES);
  const n = clustered.length;
  const distances = new Float32Array(n * n);
  for (const [i, a] of clustered.entries())
    for (const [j, b] of clustered.entries())
      if (j > i) distances[i * n + j] = distances[j * n + i] = jaccard(a.features, b.features);
  const weights = clustered.map((shape) => shape.attempts.length);
  const { labels, silhouette } = clusterByAverageLinkage({ n, distances }, weights, MAX_CLUSTERS);
  const members = new Map<number, Shape[]>();
  for (const [at, shape] of shapes.entries()) {
    const label = labels[at] ?? labels[nearestOf(shape, clustered)] ?? 0;
    const own = members.get(label) ?? [];
    members.set(label, own);
    own.push(shape);
  }
  return {
    groups: [...members.values()]
      .map((own) => ({ own, attempts: own.flatMap((shape) => shape.attempts) }))
      .filter(({ attempts: inside }) => inside.length > 1)
      .map(({ own, attempts: inside }) => ({
        attempts: inside,
        cluster: describeCluster(own, inside, failed),
      }))
      .toSorted((a, b) => b.cluster.runs - a.cluster.runs || (a.cluster.name < b.cluster.name ? -1 : 1)),
    silhouette,
  };
}

/** Runs with the same features together, the most frequent first. */
function listShapes(failed: readonly Attempt[]): Shape[] {
  const support = countFeatures(failed);
  const tells = (feature: string): boolean => {
    const count = support.get(feature) ?? 0;
    return count >= MIN_SUPPORT && failed.length - count >= MIN_SUPPORT;
  };
  const shapes = new Map<string, Shape>();
  for (const attempt of failed) {
    const features = attempt.profile.failure.features.filter(tells).toSorted();
    const key = features.join('\u001F');
    const shape = shapes.get(key) ?? { features: new Set(features), attempts: [] };
    shapes.set(key, shape);
    shape.attempts.push(attempt);
  }
  return [...shapes.values()].toSorted((a, b) => b.attempts.length - a.attempts.length);
}

function describeCluster(
  shapes: readonly Shape[],
  own: readonly Attempt[],
  failed: readonly Attempt[],
): ClusterJson {
  const outside = failed.length - own.length;
  const everywhere = countFeatures(failed);
  const features = [...countFeatures(own)]
    .map(([label, count]) => ({
      label,
      inside: { with: count, of: own.length },
      outside: { with: (everywhere.get(label) ?? 0) - count, of: outside },
    }))
    .filter(({ inside, outside: others }) => lead(inside, others) > 0)
    .toSorted(
      (a, b) => lead(b.inside, b.outside) - lead(a.inside, a.outside) || (a.label < b.label ? -1 : 1),
    );
  const naming = features.filter(({ inside }) => inside.with / inside.of >= NAMING_SHARE);
  const name = withoutRepeats((naming.length > 0 ? naming : features).map(({ label }) => label));
  const medoid = findMedoid(shapes);
  return {
    name: name.length === 0 ? 'nothing in common that others lack' : name.join(', '),
    runs: own.length,
    example: placeAt(medoid, medoid.profile.failure.onsetStep),
    runIds: own.slice(0, SHOWN_RUNS).map(({ profile }) => profile.runId),
    features: features.slice(0, SHOWN_FEATURES),
  };
}

/** The first labels, those left out that quote what an earlier one quotes. */
function withoutRepeats(labels: readonly string[]): string[] {
  const quoted = new Set<string>();
  return labels
    .filter((label) => {
      const quote = /“.*”/s.exec(label)?.[0];
      if (quote === undefined) return true;
      const isNew = !quoted.has(quote);
      quoted.add(quote);
      return isNew;
    })
    .slice(0, NAME_FEATURES);
}

type Share = ClusterJson['features'][number]['inside'];

/** How much more often inside than outside. */
function lead(inside: Share, outside: Share): number {
  return inside.with / inside.of - (outside.of === 0 ? 0 : outside.with / outside.of);
}

/** A run of the set that is nearest to all others. */
function findMedoid(shapes: readonly Shape[]): Attempt {
  let best: Shape | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const shape of shapes.slice(0, MAX_SHAPES)) {
    let sum = 0;
    for (const other of shapes.slice(0, MAX_SHAPES))
      sum += other.attempts.length * jaccard(shape.features, other.features);
    if (sum < least) [best, least] = [shape, sum];
  }
  const [medoid] = best?.attempts ?? [];
  if (medoid === undefined) throw new Error('unreachable: a cluster has a run');
  return medoid;
}

function nearestOf({ features }: Shape, clustered: readonly Shape[]): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, shape] of clustered.entries()) {
    const distance = jaccard(features, shape.features);
    if (distance < least) [nearest, least] = [at, distance];
  }
  return nearest;
}

/** 0 for equal sets, 1 for sets without a common member. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const feature of a) if (b.has(feature)) common += 1;
  const union = a.size + b.size - common;
  return union === 0 ? 0 : 1 - common / union;
}

function countFeatures(attempts: readonly Attempt[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { profile } of attempts)
    for (const feature of profile.failure.features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}
