import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

it('never lets more through than burst plus rate times the time, and never starves', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 200 }),
      (rate, burst, gaps) => {
        let nowMs = 0;
        const buckets = createTokenBuckets({ rate, burst, now: () => nowMs });
        let taken = 0;
        for (const gap of gaps) {
          nowMs += gap;
          const wait = buckets.waitSeconds('a');
          if (wait > 0) {
            nowMs += wait * 1000;
            if (buckets.waitSeconds('a') !== 0) return false;
          }
          buckets.take('a', 1);
          taken += 1;
        }
        return taken <= burst + (rate * nowMs) / 1000 + 1e-6;
      },
    ),
    { seed: 3 },
  );
});

it('keeps names apart, and forgets the least recently used beyond its limit', () => {
  const buckets = createTokenBuckets({ rate: 1, burst: 1, now: () => 0, maxBuckets: 2 });
  buckets.take('a', 1);
  expect(buckets.waitSeconds('a')).toBe(1);
  expect(buckets.waitSeconds('b')).toBe(0);
  buckets.waitSeconds('c');
  expect(buckets.waitSeconds('a')).toBe(0);
});

it('lets a debt be paid before the next', () => {
  let nowMs = 0;
  const buckets = createTokenBuckets({ rate: 10, burst: 20, now: () => nowMs });
  buckets.take('a', 120);
  expect(buckets.waitSeconds('a')).toBeCloseTo(10.1);
  nowMs = 10_100;
  expect(buckets.waitSeconds('a')).toBe(0);
});
