import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

it('draws the same numbers from the same seed, others from another', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('fills [0, 1) evenly', () => {
  const random = createRandom(1);
  const counts = Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const bin = Math.floor(random() * 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
