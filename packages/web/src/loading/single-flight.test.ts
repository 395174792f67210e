import { expect, it } from 'vitest';
import { singleFlight } from './single-flight.ts';

it('runs one at a time, and once more for all that was asked meanwhile', async () => {
  const ends: (() => void)[] = [];
  const start = singleFlight(() => new Promise<void>((resolve) => ends.push(resolve)));
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  for (let count = 0; count < 5; count += 1) start();
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await settle();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await settle();
  expect(ends).toHaveLength(2);
  start();
  expect(ends).toHaveLength(3);
});
