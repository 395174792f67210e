import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FingerprintSet } from './fingerprint-set.ts';
import { fingerprint } from './hash-text.ts';

it('holds what a Set holds', () => {
  // Few different low bits: values meet at the same places.
  const value = fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }).map((high) => high * 2 ** 40),
    fc.maxSafeNat(),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), value, (values, other) => {
      const [set, expected] = [new FingerprintSet(), new Set(values)];
      for (const each of values) set.add(each);
      return (
        set.size === expected.size &&
        values.every((each) => set.has(each)) &&
        set.has(other) === expected.has(other)
      );
    }),
  );
});

it('gives texts of one letter more or less fingerprints of their own', () => {
  const texts = Array.from({ length: 50_000 }, (_, index) => `file${index}.txt`);
  expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  expect(texts.map(fingerprint).every((each) => Number.isSafeInteger(each) && each >= 0)).toBe(true);
});
