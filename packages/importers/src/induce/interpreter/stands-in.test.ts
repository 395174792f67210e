import fc from 'fast-check';
import { expect, it } from 'vitest';
import { standsIn } from './stands-in.ts';

it('finds a list in another', () => {
  const list = fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 });
  fc.assert(
    fc.property(list, list, (part, all) => {
      expect(standsIn(part, all)).toBe(all.join('').includes(part.join('')));
    }),
  );
});

it('looks at each of many that are alike a few times only', () => {
  const many = (count: number): string[] => Array.from({ length: count }, () => 'a');
  const start = performance.now();
  expect(standsIn([...many(100_000), 'b'], many(300_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(2_000);
});
