import { expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

it.each([
  // R: prop.test(x, n, correct = FALSE)$conf.int
  [0, 10, 0, 0.2775],
  [5, 10, 0.2366, 0.7634],
  [26, 57, 0.3337, 0.5842],
])('of %i in %i is %f to %f', (successes, trials, low, high) => {
  const [from, to] = wilsonInterval(successes, trials);
  expect(from).toBeCloseTo(low, 3);
  expect(to).toBeCloseTo(high, 3);
});
