import { expect, it } from 'vitest';
import { softmax } from '../models/conditional-logit.ts';
import { createRandom } from '../random/random.ts';
import { calibrationError, reliabilityBins } from './reliability.ts';
import { fitTemperature, type ScoredGroup } from './temperature.ts';

it('tells an honest forecaster from one who is too sure', () => {
  const random = createRandom(4);
  const honest = Array.from({ length: 4000 }, random);
  const isRight = honest.map((stated) => (random() < stated ? 1 : 0));
  const sure = honest.map((stated) => (stated > 0.5 ? 0.99 : 0.01));
  expect(calibrationError(reliabilityBins(honest, isRight, 10))).toBeLessThan(0.03);
  expect(calibrationError(reliabilityBins(sure, isRight, 10))).toBeGreaterThan(0.15);
  expect(reliabilityBins(honest, isRight, 10).map(({ count }) => count)).toEqual(Array(10).fill(400));
});

it('finds the temperature by which scores were sharpened', () => {
  const random = createRandom(8);
  const groups = Array.from({ length: 3000 }, (): ScoredGroup => {
    const plain = Float64Array.from({ length: 5 }, () => random() * 3);
    let left = random();
    const chosen = softmax(plain).findIndex((share) => (left -= share) <= 0);
    return { scores: plain.map((score) => score * 4), target: plain.map((_, at) => (at === chosen ? 1 : 0)) };
  });
  expect(Math.abs(fitTemperature(groups) - 4)).toBeLessThan(0.4);
  expect(fitTemperature([])).toBe(1);
});
