import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeRun } from '../conformance/builders.ts';
import { describeSpanStore } from '../conformance.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-store-'));
let opened = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeSpanStore('DuckDB', () => openStore({ path: join(folder, `${(opened += 1)}.duckdb`) }));

describe('the list of runs', () => {
  it('is whole while runs are written anew', async () => {
    await using store = await openStore({ path: join(folder, 'changing.duckdb') });
    const write = (steps: number): Promise<unknown> =>
      store.write({ runs: Array.from({ length: 8 }, (_, number) => makeRun(number, {}, { steps })) });
    await write(1);
    const lists: Promise<number[]>[] = [];
    const writes: Promise<unknown>[] = [];
    for (let steps = 2; steps < 40; steps += 1) {
      writes.push(write(steps));
      lists.push(store.queryRuns({}).then(({ items }) => items.map((run) => run.stats.steps)));
    }
    await Promise.all(writes);
    const lengths = (await Promise.all(lists)).map(({ length }) => length);
    expect(new Set(lengths)).toEqual(new Set([8]));
    expect((await store.queryRuns({})).items.map((run) => run.stats.steps)).toEqual(Array(8).fill(39));
  });
});
