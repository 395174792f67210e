import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HeightMap } from './height-map.ts';

it('places rows as adding up their heights does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 900 }),
      fc.array(fc.tuple(fc.nat(899), fc.integer({ min: 1, max: 900 })), { maxLength: 20 }),
      fc.nat(500_000),
      (heights, changes, offset) => {
        const map = new HeightMap(heights.length, (index) => heights[index] ?? 0);
        const plain = [...heights];
        for (const [at, height] of changes) {
          const index = at % plain.length;
          expect(map.set(index, height)).toBe(height - (plain[index] ?? 0));
          plain[index] = height;
        }
        const starts = plain.map((_, index) => plain.slice(0, index).reduce((sum, own) => sum + own, 0));
        expect(plain.map((_, index) => map.offsetOf(index))).toEqual(starts);
        expect(map.total).toBe(plain.reduce((sum, own) => sum + own, 0));
        expect(map.indexAt(offset)).toBe(starts.findLastIndex((start) => start <= offset));
      },
    ),
    { numRuns: 60 },
  );
});

it('keeps what was measured when rows are added, and when rows go', () => {
  const map = new HeightMap(3, () => 10);
  map.set(1, 25);
  map.grow(5, () => 7);
  expect([0, 1, 2, 3, 4].map((index) => map.heightOf(index))).toEqual([10, 25, 10, 7, 7]);
  map.grow(2, () => 7);
  expect(map.total).toBe(35);
  expect(new HeightMap(0, () => 1).indexAt(100)).toBe(0);
});
