/** Exact tests corrected together: those that can come out are counted, families share the error alike. */
import type { ExactTestJson } from '@tracewright/core';
import {
  adjustBenjaminiHochberg,
  adjustHolm,
  conditionalDistribution,
  detectableOddsRatio,
  exactOddsRatio,
  findTestable,
  type Table2x2,
} from '@tracewright/numeric';

/** Of the claims made, this share may be false on average. */
export const CLAIM_LEVEL = 0.05;

export interface Question {
  /** Questions of one family share one part of the error. */
  readonly family: string;
  /** One a task; tables without a contrast may be left out. */
  readonly tables: readonly Table2x2[];
}

/**
 * The test of each question, in order. Which questions count is decided from the margins alone, before any outcome: those
 * that could be significant for their number and their family's share of the level.
 */
export function testTogether(questions: readonly Question[]): ExactTestJson[] {
  const distributions = questions.map(({ tables }) => conditionalDistribution(tables));
  const results = questions.map(({ tables }, at) => exactOddsRatio(tables, distributions[at]));
  const weights = weighFamilies(
    questions.map(({ family }, at) => ({ family, smallestP: results[at]?.smallestP ?? 1 })),
  );
  const counted = weights.flatMap((weight, at) =>
    weight === undefined ? [] : [{ at, weight, p: results[at]?.p ?? 1 }],
  );
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const qs = adjustBenjaminiHochberg(counted);
  const holms = adjustHolm(counted);
  const ranks = new Map(counted.map(({ at }, rank) => [at, rank]));
  return results.map(({ oddsRatio, interval, p, smallestP }, at): ExactTestJson => {
    const rank = ranks.get(at);
    const weight = weights[at];
    const distribution = weight === undefined ? undefined : distributions[at];
    const detect = (direction: 'above' | 'below'): number | null =>
      distribution === undefined || weight === undefined
        ? null
        : (detectableOddsRatio(distribution, direction, { level: (CLAIM_LEVEL * weight) / total }) ?? null);
    return {
      oddsRatio: finite(oddsRatio),
      interval: [finite(interval[0]), finite(interval[1])],
      p,
      smallestP,
      q: rank === undefined ? 1 : (qs[rank] ?? 1),
      holm: rank === undefined ? 1 : (holms[rank] ?? 1),
      isTestable: rank !== undefined,
      detectable: { above: detect('above'), below: detect('below') },
    };
  });
}

/** Whether the odds ratio is above 1; one that is infinite is null and has a lower bound. */
export function isAbove({ oddsRatio, interval, smallestP }: ExactTestJson): boolean {
  return oddsRatio === null ? smallestP < 1 && interval[1] === null : oddsRatio > 1;
}

/** The weight of each question that can come out: families share alike, and their questions share alike within them. */
function weighFamilies(
  questions: readonly { readonly family: string; readonly smallestP: number }[],
): (number | undefined)[] {
  const families = new Map<string, number[]>();
  for (const [at, { family }] of questions.entries()) {
    const members = families.get(family);
    if (members === undefined) families.set(family, [at]);
    else members.push(at);
  }
  const weights: (number | undefined)[] = questions.map(() => undefined);
  for (const members of families.values()) {
    const testable = findTestable(
      members.map((at) => questions[at]?.smallestP ?? 1),
      CLAIM_LEVEL / families.size,
    );
    for (const index of testable) weights[members[index] ?? 0] = 1 / testable.length;
  }
  return weights;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
