/**
 * Boosted trees for choice: the score of a candidate is a sum of small trees over its features, its probability the softmax of the scores
 * over its group. The listwise counterpart of `fitConditionalLogit`, for what no weighted sum says: a feature that counts only beside another.
 *
 * Trees are symmetric: one question a level, the same in all its leaves, which holds small data back from asking too much. Each is fitted to the
 * gradient and the curvature of the likelihood, its leaves drawn towards zero. Nothing is drawn by lot: the same data give the same trees.
 *
 * Source: Friedman, "Greedy function approximation" (Annals of Statistics 2001); Chen and Guestrin, "XGBoost" (KDD 2016), equations 5 to 7;
 * symmetric trees after Prokhorenkova et al., "CatBoost" (NeurIPS 2018).
 */
import { type ChoiceGroup, softmax } from '@tracewright/numeric';

export interface BoostingOptions {
  /** Questions a tree. */
  readonly depth: number;
  readonly rounds: number;
  /** What each tree is scaled by. */
  readonly rate: number;
  /** Added to the curvature of a leaf. */
  readonly l2: number;
}

/** One question a level: is the feature above the threshold? The answers, as bits, number the leaf. */
export interface SymmetricTree {
  readonly questions: readonly { readonly feature: number; readonly threshold: number }[];
  readonly leaves: Float64Array;
}

export interface BoostedGroup extends ChoiceGroup {
  /** Scores that the trees are added to, one a candidate; zero by default. */
  readonly base?: Float64Array;
}

const MAX_THRESHOLDS = 15;

/** O(rounds × depth × candidates × width). */
export function fitBoostedChoice(
  groups: readonly BoostedGroup[],
  width: number,
  { depth, rounds, rate, l2 }: BoostingOptions,
): SymmetricTree[] {
  const rows = groups.reduce((sum, { target }) => sum + target.length, 0);
  const columns = binColumns(groups, width, rows);
  const scores = groups.map(({ base, target }) => Float64Array.from(base ?? target.map(() => 0)));
  const gradient = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  const trees: SymmetricTree[] = [];
  for (let round = 0; round < rounds; round += 1) {
    readSlopes(groups, scores, gradient, curvature);
    const leafOf = new Uint8Array(rows);
    const questions: { feature: number; threshold: number }[] = [];
    for (let level = 0; level < depth; level += 1) {
      const best = findQuestion(columns, leafOf, 1 << level, gradient, curvature, l2);
      if (best === undefined) break;
      const { bins, thresholds } = columns[best.feature] ?? { bins: leafOf, thresholds: [] };
      questions.push({ feature: best.feature, threshold: thresholds[best.cut] ?? 0 });
      for (let row = 0; row < rows; row += 1)
        leafOf[row] = (leafOf[row] ?? 0) * 2 + ((bins[row] ?? 0) > best.cut ? 1 : 0);
    }
    if (questions.length === 0) break;
    const leaves = fitLeaves(leafOf, 1 << questions.length, gradient, curvature, l2, rate);
    trees.push({ questions, leaves });
    let row = 0;
    for (const own of scores)
      for (let at = 0; at < own.length; at += 1, row += 1)
        own[at] = (own[at] ?? 0) + (leaves[leafOf[row] ?? 0] ?? 0);
  }
  return trees;
}

/** The sum of the trees for each candidate of a group. */
export function scoreBoosted(
  trees: readonly SymmetricTree[],
  features: ArrayLike<number>,
  width: number,
): Float64Array {
  const scores = new Float64Array(width === 0 ? 0 : features.length / width);
  for (let row = 0; row < scores.length; row += 1)
    for (const { questions, leaves } of trees) {
      let leaf = 0;
      for (const { feature, threshold } of questions)
        leaf = leaf * 2 + ((features[row * width + feature] ?? 0) > threshold ? 1 : 0);
      scores[row] = (scores[row] ?? 0) + (leaves[leaf] ?? 0);
    }
  return scores;
}

interface Column {
  /** For each row, how many thresholds its value is above. */
  readonly bins: Uint8Array;
  readonly thresholds: readonly number[];
}

function binColumns(groups: readonly ChoiceGroup[], width: number, rows: number): Column[] {
  return Array.from({ length: width }, (_, feature): Column => {
    const values = new Float64Array(rows);
    let row = 0;
    for (const { features, target } of groups)
      for (let at = 0; at < target.length; at += 1, row += 1)
        values[row] = features[at * width + feature] ?? 0;
    const thresholds = chooseThresholds(values);
    return {
      bins: Uint8Array.from(values, (value) => thresholds.filter((cut) => value > cut).length),
      thresholds,
    };
  });
}

/** Halfway between neighbouring values; where there are many, about as many rows between any two. */
function chooseThresholds(values: Float64Array): number[] {
  const sorted = values.toSorted();
  const cuts = new Set<number>();
  const distinct = [...new Set(sorted)];
  const steps = distinct.slice(1).map((value, at): number => (value + (distinct[at] ?? 0)) / 2);
  if (steps.length <= MAX_THRESHOLDS) return steps;
  for (let part = 1; part <= MAX_THRESHOLDS; part += 1) {
    const value = sorted[Math.floor((part * sorted.length) / (MAX_THRESHOLDS + 1))] ?? 0;
    const cut = steps.find((step) => step > value);
    if (cut !== undefined) cuts.add(cut);
  }
  return [...cuts];
}

/** First and second derivatives of the negative log likelihood by the score of each candidate. */
function readSlopes(
  groups: readonly ChoiceGroup[],
  scores: readonly Float64Array[],
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  let row = 0;
  for (const [index, { target, weight = 1 }] of groups.entries()) {
    const shares = softmax(scores[index] ?? target);
    for (let at = 0; at < target.length; at += 1, row += 1) {
      const share = shares[at] ?? 0;
      gradient[row] = weight * (share - (target[at] ?? 0));
      curvature[row] = weight * share * (1 - share);
    }
  }
}

/** The question that gains most over all leaves; undefined where none gains. */
function findQuestion(
  columns: readonly Column[],
  leafOf: Uint8Array,
  leaves: number,
  gradient: Float64Array,
  curvature: Float64Array,
  l2: number,
): { readonly feature: number; readonly cut: number } | undefined {
  let best: { feature: number; cut: number } | undefined;
  let bestGain = 1e-9;
  const bins = MAX_THRESHOLDS + 1;
  const slope = new Float64Array(leaves * bins);
  const bend = new Float64Array(leaves * bins);
  for (const [feature, column] of columns.entries()) {
    slope.fill(0);
    bend.fill(0);
    for (let row = 0; row < leafOf.length; row += 1) {
      const at = (leafOf[row] ?? 0) * bins + (column.bins[row] ?? 0);
      slope[at] = (slope[at] ?? 0) + (gradient[row] ?? 0);
      bend[at] = (bend[at] ?? 0) + (curvature[row] ?? 0);
    }
    for (let cut = 0; cut < column.thresholds.length; cut += 1) {
      let gain = 0;
      for (let leaf = 0; leaf < leaves; leaf += 1) {
        let [lowSlope, lowBend, highSlope, highBend] = [0, 0, 0, 0];
        for (let bin = 0; bin < bins; bin += 1) {
          const at = leaf * bins + bin;
          if (bin <= cut) {
            lowSlope += slope[at] ?? 0;
            lowBend += bend[at] ?? 0;
          } else {
            highSlope += slope[at] ?? 0;
            highBend += bend[at] ?? 0;
          }
        }
        gain +=
          lowSlope ** 2 / (lowBend + l2) +
          highSlope ** 2 / (highBend + l2) -
          (lowSlope + highSlope) ** 2 / (lowBend + highBend + l2);
      }
      if (gain > bestGain) [best, bestGain] = [{ feature, cut }, gain];
    }
  }
  return best;
}

function fitLeaves(
  leafOf: Uint8Array,
  leaves: number,
  gradient: Float64Array,
  curvature: Float64Array,
  l2: number,
  rate: number,
): Float64Array {
  const slope = new Float64Array(leaves);
  const bend = new Float64Array(leaves);
  for (let row = 0; row < leafOf.length; row += 1) {
    const leaf = leafOf[row] ?? 0;
    slope[leaf] = (slope[leaf] ?? 0) + (gradient[row] ?? 0);
    bend[leaf] = (bend[leaf] ?? 0) + (curvature[row] ?? 0);
  }
  return slope.map((sum, leaf) => (-rate * sum) / ((bend[leaf] ?? 0) + l2));
}
