import { expect, it } from 'vitest';
import { createGate, type Pass } from './gate.ts';

async function isAdmitted({ admitted }: Pass): Promise<boolean> {
  return Promise.race([admitted.then(() => true), Promise.resolve().then(() => false)]);
}

it('admits so many at once, then one for each that leaves, in order', async () => {
  const enter = createGate(2);
  const [a, b, c, d] = [enter(), enter(), enter(), enter()];
  expect(await Promise.all([a, b, c, d].map(isAdmitted))).toEqual([true, true, false, false]);
  b.leave();
  b.leave();
  expect(await Promise.all([c, d].map(isAdmitted))).toEqual([true, false]);
  a.leave();
  c.leave();
  expect(await isAdmitted(d)).toBe(true);
  d.leave();
  expect(await Promise.all([enter(), enter(), enter()].map(isAdmitted))).toEqual([true, true, false]);
});

it('lets one go who waits', async () => {
  const enter = createGate(1);
  const [a, b, c] = [enter(), enter(), enter()];
  b.leave();
  a.leave();
  expect(await Promise.all([b, c].map(isAdmitted))).toEqual([false, true]);
});
