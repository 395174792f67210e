import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../bench/workload.ts';
import { BloomFilter } from './bloom-filter.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });

describe('the Bloom filter', () => {
  it('has everything that was added', () => {
    const ids = fc.array(fc.tuple(word, word), { maxLength: 300 });
    const property = fc.property(ids, (added) => {
      const filter = new BloomFilter();
      for (const [high, low] of added) filter.add(high, low);
      expect(added.every(([high, low]) => filter.mayHave(high, low))).toBe(true);
    });
    fc.assert(property, { seed: 20_260_131, numRuns: 200 });
  });

  it('takes few new ids for old ones, and grows by about four bytes an id', () => {
    const random = makeRandom(5);
    const draw = (): [number, number] => [(random() * 2 ** 32) | 0, (random() * 2 ** 32) | 0];
    const filter = new BloomFilter();
    for (let count = 0; count < 500_000; count += 1) filter.add(...draw());
    let mistaken = 0;
    for (let count = 0; count < 500_000; count += 1) if (filter.mayHave(...draw())) mistaken += 1;
    expect(mistaken).toBeLessThan(50);
    expect(filter.sizeBytes).toBeLessThan(500_000 * 8.1);
  });
});
