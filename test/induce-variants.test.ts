/** Formats drawn at random are drawn again from the same seed, and those that induction was worked on stay read (docs/induction-measured.md). */
import { expect, it } from 'vitest';
import { measureShape } from '../bench/induce-shapes.ts';
import { drawVariant } from '../bench/induce-variants/draw-variant.ts';
import { makeVariant } from '../bench/induce-variants/make-variant.ts';
import { FIELD_NAMES, wordsOf } from '../bench/induce-variants/words.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

it('draws the same format from the same seed, and another from another', () => {
  const texts = SEEDS.map((seed) => filesOf(seed).map(({ text }) => text));
  expect(SEEDS.map((seed) => filesOf(seed).map(({ text }) => text))).toEqual(texts);
  expect(new Set(texts.map(([first]) => first)).size).toBe(SEEDS.length);
});

it('keeps words of one half from the other', () => {
  for (const field of FIELD_NAMES) {
    const [dev, held] = [wordsOf(field, 'dev'), wordsOf(field, 'held')];
    expect(dev.some((word) => !held.includes(word))).toBe(true);
    expect(held.some((word) => !dev.includes(word))).toBe(true);
  }
});

it.each(SEEDS)('reads format %i', async (seed) => {
  const { share } = await measureShape(String(seed), makeVariant(drawVariant(seed, 'dev'), seed));
  expect(share).toBeGreaterThanOrEqual(0.9);
});

function filesOf(seed: number): ReturnType<ReturnType<typeof makeVariant>['files']> {
  return makeVariant(drawVariant(seed, 'dev'), seed).files();
}
