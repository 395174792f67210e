import { describe, expect, it } from 'vitest';
import {
  conditionalDistribution,
  detectableOddsRatio,
  exactOddsRatio,
  exactPower,
  type Table2x2,
} from './exact-odds-ratio.ts';
import { fisherExact } from './fisher-exact.ts';
import { signTest } from './sign-test.ts';

const table = (
  casesWith: number,
  casesWithout: number,
  controlsWith: number,
  controlsWithout: number,
): Table2x2 => ({ casesWith, casesWithout, controlsWith, controlsWithout });

/** The penicillin and rabbits data that R documents `mantelhaen.test` with: cured and died, by delay and dose. */
const RABBITS = [
  table(0, 6, 0, 5),
  table(3, 3, 0, 6),
  table(6, 0, 2, 4),
  table(5, 1, 6, 0),
  table(2, 0, 5, 0),
];

describe('the stratified exact test', () => {
  it('gives what R gives for its own example', () => {
    // R: mantelhaen.test(Rabbits, exact = TRUE): p-value = 0.03994; mantelhaen.test(Rabbits): common odds ratio 7.
    const { p, oddsRatio, interval } = exactOddsRatio(RABBITS);
    expect(p).toBeCloseTo(0.0399449, 6);
    expect(oddsRatio).toBeCloseTo(7, 10);
    // SciPy 1.17: roots of the tails of numpy.convolve of hypergeom.pmf, weighted with psi^x.
    expect(interval[0]).toBeCloseTo(1.0773877, 5);
    expect(interval[1]).toBeCloseTo(531.51278, 3);
  });

  it.each([
    // SciPy 1.17: fisher_exact(t).pvalue, odds_ratio(t, kind='conditional').confidence_interval(0.95)
    [table(2, 10, 15, 3), 0.000536724, 0.0033171, 0.3631896],
    [table(3, 1, 1, 3), 0.485714286, 0.2117356, 626.24353],
    [table(8, 2, 1, 5), 0.034965035, 1.0088492, 1059.63949],
    [table(0, 5, 6, 4), 0.043956044, 0, 1.2787375],
  ])('of one stratum is Fisher’s', (counts, p, low, high) => {
    const found = fisherExact(counts);
    expect(found.p).toBeCloseTo(p, 8);
    expect(found.interval[0]).toBeCloseTo(low, 5);
    expect(found.interval[1] / high).toBeCloseTo(1, 5);
  });

  it.each([
    [11, 0],
    [15, 5],
    [10, 7],
  ])('of matched pairs, %i against %i, is McNemar’s', (plus, minus) => {
    const pairs = [
      ...Array.from({ length: plus }, () => table(1, 0, 0, 1)),
      ...Array.from({ length: minus }, () => table(0, 1, 1, 0)),
      table(1, 0, 1, 0),
    ];
    expect(exactOddsRatio(pairs).p).toBeCloseTo(signTest(plus, minus), 10);
    expect(exactOddsRatio(pairs).oddsRatio).toBe(minus === 0 ? Infinity : plus / minus);
  });

  it('gives what counting every arrangement gives', () => {
    const strata = [
      { cases: 2, exposed: [true, true, false] },
      { cases: 1, exposed: [true, false, false, false] },
      { cases: 3, exposed: [true, true, false, false, true] },
    ];
    const counts = enumerate(strata);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const { weights, low } = conditionalDistribution([
      table(2, 0, 0, 1),
      table(0, 1, 1, 2),
      table(1, 2, 2, 0),
    ]);
    for (const [index, weight] of weights.entries())
      expect(weight).toBeCloseTo((counts[low + index] ?? 0) / total, 12);
  });

  it('says nothing where no stratum tells anything', () => {
    const { p, smallestP, oddsRatio } = exactOddsRatio([table(3, 0, 2, 0), table(0, 0, 0, 4)]);
    expect({ p, smallestP, oddsRatio }).toEqual({ p: 1, smallestP: 1, oddsRatio: undefined });
  });
});

it('adds up to one over many strata', () => {
  const many = Array.from({ length: 400 }, (_, index) => table(index % 3, 2, 1, index % 4));
  const { weights } = conditionalDistribution(many);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
});

describe('what the test could have shown', () => {
  const pairs = (count: number): Table2x2[] => Array.from({ length: count }, () => table(1, 0, 0, 1));

  it('is nothing with too few strata', () => {
    // Five discordant pairs give p = 0.0625 at best.
    expect(detectableOddsRatio(conditionalDistribution(pairs(5)), 'above')).toBeUndefined();
  });

  it('has the power asked for, just so', () => {
    const distribution = conditionalDistribution(pairs(20));
    for (const direction of ['above', 'below'] as const) {
      const smallest = detectableOddsRatio(distribution, direction) ?? 1;
      expect(exactPower(distribution, Math.log(smallest), 0.05)).toBeCloseTo(0.8, 6);
      expect(smallest > 1).toBe(direction === 'above');
    }
  });

  it('shrinks with more strata', () => {
    const of = (count: number): number =>
      detectableOddsRatio(conditionalDistribution(pairs(count)), 'above') ?? Infinity;
    expect(of(40)).toBeLessThan(of(20));
    expect(of(20)).toBeLessThan(of(10));
  });
});

it('the sign test is exact', () => {
  // SciPy 1.17: binomtest(a, a + b).pvalue
  expect(signTest(11, 0)).toBeCloseTo(0.0009765625, 12);
  expect(signTest(15, 5)).toBeCloseTo(0.0413894653, 9);
  expect(signTest(10, 7)).toBeCloseTo(0.6290588379, 9);
  expect(signTest(3, 3)).toBe(1);
  expect(signTest(0, 0)).toBe(1);
});

/** Arrangements of the cases over each stratum's attempts, by how many cases are exposed in all. */
function enumerate(strata: readonly { cases: number; exposed: readonly boolean[] }[]): number[] {
  let counts = [1];
  for (const { cases, exposed } of strata) {
    const own: number[] = [];
    for (let chosen = 0; chosen < 2 ** exposed.length; chosen += 1) {
      const members = exposed.filter((_, at) => (chosen >> at) % 2 === 1);
      if (members.length !== cases) continue;
      const hits = members.filter(Boolean).length;
      own[hits] = (own[hits] ?? 0) + 1;
    }
    const next: number[] = [];
    for (const [a, left] of counts.entries())
      for (const [b, right] of own.entries()) next[a + b] = (next[a + b] ?? 0) + left * (right ?? 0);
    counts = next;
  }
  return counts;
}
