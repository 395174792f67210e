import { expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { clusterBootstrap, percentileInterval } from './cluster-bootstrap.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

it('is wider over clusters than over their members', () => {
  const clusters = Array.from({ length: 20 }, (_, index) => Array.from({ length: 10 }, () => index % 2));
  const width = (groups: readonly (readonly number[])[]): number => {
    const means = clusterBootstrap(groups, (drawn) => mean(drawn.flat()), {
      resamples: 500,
      random: createRandom(1),
    });
    const [low, high] = percentileInterval(means) ?? [0, 0];
    return high - low;
  };
  expect(width(clusters)).toBeGreaterThan(2 * width(clusters.flat().map((value) => [value])));
});

it('gives the normal interval of a mean, and the same one for the same seed', () => {
  const values = Array.from({ length: 400 }, (_, index) => Math.sin(index * 12.9898) * 3);
  const draw = (): number[] => clusterBootstrap(values, mean, { resamples: 1000, random: createRandom(7) });
  const [low, high] = percentileInterval(draw()) ?? [0, 0];
  const spread = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / values.length);
  expect((high - low) / (2 * 1.96 * spread)).toBeGreaterThan(0.9);
  expect((high - low) / (2 * 1.96 * spread)).toBeLessThan(1.1);
  expect(draw()).toEqual(draw());
});

it('leaves out resamples without a value', () => {
  expect(clusterBootstrap([1], () => undefined, { resamples: 5, random: createRandom(1) })).toEqual([]);
  expect(percentileInterval([])).toBeUndefined();
});
