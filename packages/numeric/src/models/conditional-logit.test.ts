import { expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import {
  type ChoiceGroup,
  choiceShares,
  conditionalLogitLoss,
  fitConditionalLogit,
} from './conditional-logit.ts';

const WIDTH = 3;

/** Groups whose choosers follow the weights. */
function drawGroups(count: number, weights: readonly number[], seed: number): ChoiceGroup[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const rows = 2 + Math.floor(random() * 5);
    const features = Float64Array.from({ length: rows * WIDTH }, () => random() * 2 - 1);
    const shares = choiceShares(features, Float64Array.from(weights));
    let left = random();
    const chosen = shares.findIndex((share) => (left -= share) <= 0);
    return { features, target: shares.map((_, row) => (row === chosen ? 1 : 0)) };
  });
}

it('has the gradient and the curvature that finite differences give', () => {
  const groups = drawGroups(20, [1, -2, 0.5], 3);
  const options = { l2: 0.7, prior: Float64Array.of(0.1, 0, -0.2) };
  const weights = Float64Array.of(0.3, -0.4, 0.2);
  const gradient = new Float64Array(WIDTH);
  const hessian = new Float64Array(WIDTH * WIDTH);
  conditionalLogitLoss(groups, weights, options, gradient, hessian);
  const step = 1e-5;
  for (let at = 0; at < WIDTH; at += 1) {
    const [up, down] = [step, -step].map((by) =>
      weights.map((weight, index) => weight + (index === at ? by : 0)),
    );
    if (up === undefined || down === undefined) throw new Error('two sides');
    const slope =
      (conditionalLogitLoss(groups, up, options) - conditionalLogitLoss(groups, down, options)) / (2 * step);
    expect(gradient[at]).toBeCloseTo(slope, 6);
    const [above, below] = [new Float64Array(WIDTH), new Float64Array(WIDTH)];
    conditionalLogitLoss(groups, up, options, above);
    conditionalLogitLoss(groups, down, options, below);
    for (let other = 0; other <= at; other += 1)
      expect(hessian[at * WIDTH + other]).toBeCloseTo(
        ((above[other] ?? 0) - (below[other] ?? 0)) / (2 * step),
        5,
      );
  }
});

it('finds the weights that the choosers followed', () => {
  const fitted = fitConditionalLogit(drawGroups(4000, [1, -2, 0.5], 5), WIDTH, { l2: 0.01 });
  for (const [at, weight] of [1, -2, 0.5].entries())
    expect(Math.abs((fitted[at] ?? 0) - weight)).toBeLessThan(0.15);
});

it('stays at the prior where the penalty is great, and whatever the data cannot tell', () => {
  const prior = Float64Array.of(3, 1, -1);
  const groups = drawGroups(50, [0, 0, 0], 1);
  const fitted = fitConditionalLogit(groups, WIDTH, { l2: 1e6, prior });
  for (const [at, weight] of prior.entries()) expect(fitted[at]).toBeCloseTo(weight, 3);
  expect(fitConditionalLogit([], WIDTH, { l2: 1, prior })).toEqual(prior);
});

it('does not care about a constant added within a group', () => {
  const groups = drawGroups(60, [1, 0, -1], 9);
  const moved = groups.map(({ features, ...rest }, index) => ({
    ...rest,
    features: features.map((value) => value + index),
  }));
  const [one, two] = [groups, moved].map((each) => fitConditionalLogit(each, WIDTH, { l2: 1 }));
  for (const [at, weight] of (one ?? []).entries()) expect(two?.[at]).toBeCloseTo(weight, 5);
});
