import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownRecords } from './known-records.ts';

type Step =
  | { readonly kind: 'load'; readonly ids: readonly string[] }
  | { readonly kind: 'write'; readonly id: string; readonly value: number }
  | { readonly kind: 'delete'; readonly id: string };

const id = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz'));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('load' as const), ids: fc.array(id, { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('write' as const), id, value: fc.nat() }),
  fc.record({ kind: fc.constant('delete' as const), id }),
);

describe('known records', () => {
  it('are those that a plain look into the store gives', async () => {
    const property = fc.asyncProperty(
      fc.array(id),
      fc.integer({ min: 1, max: 8 }),
      fc.array(step, { maxLength: 80 }),
      async (before, capacity, steps) => {
        const stored = new Map(before.map((name, index) => [name, index]));
        const find = (ids: readonly string[]): Map<string, number> =>
          new Map(
            ids.flatMap((name) => {
              const value = stored.get(name);
              return value === undefined ? [] : [[name, value] as const];
            }),
          );
        const known = new KnownRecords<number>({ capacity, read: async (ids) => find(ids) });
        for (const name of stored.keys()) known.addStored(name);
        const found: Map<string, number>[] = [];
        const expected: Map<string, number>[] = [];
        for (const each of steps) {
          if (each.kind === 'load') {
            found.push(await known.load(each.ids));
            expected.push(find(each.ids));
          } else if (each.kind === 'write') {
            known.set(each.id, each.value, !stored.has(each.id));
            stored.set(each.id, each.value);
          } else {
            stored.delete(each.id);
            known.forgetRecent();
          }
        }
        expect(found).toStrictEqual(expected);
      },
    );
    await fc.assert(property, { seed: 20_260_131, numRuns: 300 });
  });

  it('ask the store for old ids only', async () => {
    const asked: string[] = [];
    const known = new KnownRecords<number>({
      capacity: 2,
      read: async (ids) => {
        asked.push(...ids);
        return new Map(ids.map((name) => [name, 0]));
      },
    });
    known.addStored('old');
    await known.load(['new', 'old']);
    await known.load(['old']);
    expect(asked).toStrictEqual(['old']);
    for (const name of ['a', 'b', 'c', 'd', 'e']) known.set(name, 1, true);
    await known.load(['old', 'e']);
    expect(asked).toStrictEqual(['old', 'old']);
  });
});
