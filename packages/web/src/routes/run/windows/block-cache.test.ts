import { expect, it } from 'vitest';
import { BlockCache } from './block-cache.ts';

const SIZE = 10;

/** @param answer what the server gives for a range: fewer items where it knows fewer */
function makeCache(answer: (from: number, to: number) => number): {
  readonly cache: BlockCache<number>;
  readonly asked: (readonly [number, number])[];
} {
  const asked: (readonly [number, number])[] = [];
  const cache = new BlockCache<number>({
    size: SIZE,
    most: 3,
    load: async (from, to) => {
      asked.push([from, to]);
      // A cache that asks without end is to fail the test, not to hang it.
      if (asked.length > 50) throw new Error('asks without end');
      return { version: '1', items: Array.from({ length: answer(from, to) }, (_, index) => from + index) };
    },
  });
  return { cache, asked };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const all = (from: number, to: number): number => to - from;

it('does not load what is there from the beginning, until the list is another one', async () => {
  const asked: number[] = [];
  const cache = new BlockCache<string>({
    size: SIZE,
    most: 3,
    load: async (from) => {
      asked.push(from);
      return { version: '2', items: Array.from({ length: SIZE }, () => 'loaded') };
    },
    ready: { from: 20, asked: SIZE, version: '1', items: Array.from({ length: SIZE }, () => 'ready') },
  });
  expect([cache.get(25), cache.get(5)]).toEqual(['ready', undefined]);
  cache.setList('1', 100);
  cache.want([25, 31]);
  await settle();
  expect(asked).toEqual([30]);
  cache.setList('2', 100);
  expect(cache.get(25)).toBe('ready');
  await settle();
  expect([asked.includes(20), cache.get(25)]).toEqual([true, 'loaded']);
});

it('loads the blocks of what is wanted, and nothing in between', async () => {
  const { cache, asked } = makeCache(all);
  cache.setList('1', 10_000);
  cache.want([0, 1, 9_000]);
  await settle();
  expect(asked).toEqual([
    [0, 10],
    [9_000, 9_010],
  ]);
  expect([cache.get(1), cache.get(9_000), cache.get(50)]).toEqual([1, 9_000, undefined]);
});

it('loads each block once when more are wanted than it holds otherwise', async () => {
  const { cache, asked } = makeCache(all);
  cache.setList('1', 1_000);
  cache.want([0, 100, 200, 300, 400, 500]);
  await settle();
  expect(asked).toHaveLength(6);
  expect([0, 100, 200, 300, 400, 500].map((index) => cache.get(index))).toEqual([0, 100, 200, 300, 400, 500]);
});

it('asks once for items that are no more, and again of another version', async () => {
  const { cache, asked } = makeCache(() => 4);
  cache.setList('1', 10);
  cache.want([0, 9]);
  await settle();
  expect([asked.length, cache.get(3), cache.get(9)]).toEqual([1, 3, undefined]);
  cache.setList('2', 10);
  await settle();
  expect(asked).toHaveLength(2);
});

it('forgets what was wanted longest ago', async () => {
  const { cache } = makeCache(all);
  cache.setList('1', 1_000);
  for (const index of [0, 100, 200, 300]) {
    cache.want([index]);
    await settle();
  }
  expect([0, 100, 200, 300].map((index) => cache.get(index))).toEqual([undefined, 100, 200, 300]);
});

it('asks no more after a failure until it is told to', async () => {
  const asked: number[] = [];
  const cache = new BlockCache<number>({
    size: SIZE,
    most: 3,
    load: async (from) => {
      asked.push(from);
      if (asked.length === 1) throw new Error('away');
      return { version: '1', items: [from] };
    },
  });
  cache.setList('1', 1);
  cache.want([0]);
  await settle();
  expect([asked.length, cache.failure instanceof Error]).toEqual([1, true]);
  cache.retry();
  await settle();
  expect([asked.length, cache.failure, cache.get(0)]).toEqual([2, undefined, 0]);
});
