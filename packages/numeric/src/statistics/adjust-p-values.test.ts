import { describe, expect, it } from 'vitest';
import { adjustBenjaminiHochberg, adjustHolm } from './adjust-p-values.ts';
import { findTestable } from './find-testable.ts';

const unweighted = (ps: readonly number[]): { p: number }[] => ps.map((p) => ({ p }));

it('Benjamini-Hochberg gives what SciPy gives, in any order', () => {
  // SciPy 1.17: false_discovery_control([...])
  const ps = [0.216, 0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212];
  const expected = [0.216, 0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216];
  for (const [at, q] of adjustBenjaminiHochberg(unweighted(ps)).entries())
    expect(q).toBeCloseTo(expected[at] ?? 0, 5);
});

it('Holm steps down', () => {
  // By hand: 0.01 x 4, 0.02 x 3, 0.03 x 2, 0.04 x 1, made monotone.
  expect(adjustHolm(unweighted([0.01, 0.04, 0.03, 0.02]))).toEqual([
    expect.closeTo(0.04),
    expect.closeTo(0.06),
    expect.closeTo(0.06),
    expect.closeTo(0.06),
  ]);
  expect(adjustHolm(unweighted([0.9, 0.8]))).toEqual([1, 1]);
});

describe('weights', () => {
  it('that are equal change nothing', () => {
    const ps = [0.01, 0.2, 0.03];
    const weighted = ps.map((p) => ({ p, weight: 7 }));
    for (const adjust of [adjustHolm, adjustBenjaminiHochberg])
      for (const [at, value] of adjust(weighted).entries())
        expect(value).toBeCloseTo(adjust(unweighted(ps))[at] ?? 0, 12);
  });

  it('give a small family the same share as a large one', () => {
    const large = Array.from({ length: 98 }, () => ({ p: 1, weight: 1 / 98 }));
    const small = [
      { p: 0.01, weight: 1 / 2 },
      { p: 0.5, weight: 1 / 2 },
    ];
    // Half of the budget over two questions: 0.01 x 2 x 2.
    expect(adjustHolm([...large, ...small])[98]).toBeCloseTo(0.04, 12);
    expect(adjustBenjaminiHochberg([...large, ...small])[98]).toBeCloseTo(0.04, 12);
  });
});

it('finds the tests that can speak for their number', () => {
  expect(findTestable([0.5, 0.2, 1])).toEqual([]);
  expect(findTestable([0.001, 0.02, 0.5, 0.3])).toEqual([0, 1]);
  // Three reach 0.05 / 2, which is one too many; only one reaches 0.05 / 3.
  expect(findTestable([0.001, 0.02, 0.5, 0.024])).toEqual([0]);
});
