import { expect, it } from 'vitest';
import { DURATION_STEPS, nameRoundDuration, WHOLE_STEPS } from './axis-steps.ts';

it('steps grow, never by much at once, without a half run', () => {
  for (const steps of [WHOLE_STEPS, DURATION_STEPS])
    expect([...steps]).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
  for (const [index, step] of DURATION_STEPS.slice(1).entries())
    expect(step / (DURATION_STEPS[index] ?? 0)).toBeLessThan(2.6);
  expect(WHOLE_STEPS.every(Number.isInteger)).toBe(true);
  expect(DURATION_STEPS[0]).toBeCloseTo(0.0001);
});

it('names round times without an empty rest', () => {
  expect([0.0005, 0.2, 10, 90, 300, 3600, 5400, 2_592_000].map(nameRoundDuration)).toEqual([
    '0.5 ms',
    '200 ms',
    '10 s',
    '1 m 30 s',
    '5 m',
    '1 h',
    '1 h 30 m',
    '30 d',
  ]);
});
