import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunId, runState, type SpanStore, type StoredRun } from '@tracewright/core';
import { openMemoryStore, openStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId, spanId, traceId } from '@tracewright/store/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAllRuns } from '../service/list-runs.ts';
import { applyRetention } from './apply-retention.ts';
import { lastHeardMs, oldestFirst } from './oldest-first.ts';
import { parseSize, policyOf, readRetentionPolicies } from './policy.ts';
import { startRetentionJob } from './retention-job.ts';
import { createRetention } from './retention.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const nanos = (ms: number): bigint => BigInt(ms) * 1_000_000n;

interface Sketch {
  readonly endDaysAgo?: number;
  readonly startDaysAgo?: number;
  readonly arrivalDaysAgo?: number;
  readonly openSpans?: number;
  readonly spans?: number;
}

async function fill(
  store: SpanStore,
  sketches: readonly Sketch[],
  textOf = (n: number) => `text ${n}`,
): Promise<void> {
  const runs = sketches.map(({ endDaysAgo, startDaysAgo, arrivalDaysAgo, openSpans = 0, spans = 1 }, index) =>
    makeRun(
      index + 1,
      {
        ...(endDaysAgo === undefined ? {} : { endTime: nanos(NOW - endDaysAgo * DAY) }),
        ...(startDaysAgo === undefined ? {} : { startTime: nanos(NOW - startDaysAgo * DAY) }),
        ...(arrivalDaysAgo === undefined
          ? {}
          : { live: { openSpans, lastArrivalMs: NOW - arrivalDaysAgo * DAY } }),
      },
      { spans },
    ),
  );
  const spans = sketches.flatMap(({ spans: count = 1 }, index) =>
    Array.from({ length: count }, (_, n) =>
      makeSpan(index * 1000 + n, {
        traceId: traceId(index + 1),
        spanId: spanId(index * 1000 + n + 1),
        runId: runId(index + 1),
        output: [makeMessage(textOf(index * 1000 + n))],
      }),
    ),
  );
  await store.write({ runs, spans });
}

async function left(store: SpanStore): Promise<number[]> {
  const runs: number[] = [];
  for await (const { runId: id } of listAllRuns(store)) runs.push(Number.parseInt(id, 16));
  return runs;
}

const options = { nowMs: NOW, isDryRun: false };

describe('by age', () => {
  it('takes the end, else the start, else the arrival, and keeps what has no time', async () => {
    await using store = openMemoryStore();
    await fill(store, [
      { endDaysAgo: 31, startDaysAgo: 90 },
      { endDaysAgo: 29, startDaysAgo: 90 },
      { startDaysAgo: 31 },
      { startDaysAgo: 29 },
      { arrivalDaysAgo: 31 },
      { arrivalDaysAgo: 29 },
      {},
    ]);
    const told: RunId[] = [];
    const report = await applyRetention(
      store,
      { maxAgeDays: 30 },
      { ...options, onDeleted: (ids) => told.push(...ids) },
    );
    expect(await left(store)).toEqual([2, 4, 6, 7]);
    expect(report).toMatchObject({
      dryRun: false,
      runs: 3,
      spans: 3,
      messages: 3,
      keptRunning: 0,
      state: 'done',
    });
    expect(told.toSorted()).toEqual([1, 3, 5].map(runId));
  });

  it('keeps a run that is still running, however old its spans', async () => {
    await using store = openMemoryStore();
    await fill(store, [
      { endDaysAgo: 40, arrivalDaysAgo: 0, openSpans: 1 },
      { endDaysAgo: 40, arrivalDaysAgo: 39, openSpans: 1 },
    ]);
    const report = await applyRetention(store, { maxAgeDays: 30 }, options);
    expect(await left(store)).toEqual([1]);
    expect(report).toMatchObject({ runs: 1, keptRunning: 1 });
  });
});

describe('by size', () => {
  it('deletes the oldest until the limit is kept, and no more', async () => {
    await using store = openMemoryStore();
    await fill(
      store,
      Array.from({ length: 60 }, (_, index) => ({ endDaysAgo: 100 - index, spans: 3 })),
    );
    const { usedBytes } = await store.info();
    const report = await applyRetention(store, { maxBytes: usedBytes / 2 }, options);
    const kept = await left(store);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 61 - kept.length + index));
    expect(kept.length).toBeGreaterThan(27);
    expect(kept.length).toBeLessThan(33);
    expect(report).toMatchObject({ state: 'done', usedBytesBefore: usedBytes });
    expect((await store.info()).usedBytes).toBeLessThan(usedBytes * 0.53);
  });

  it.each([0.9, 0.5, 0.1])(
    'keeps %d of many runs, in batches that the store fills by itself',
    async (share) => {
      await using store = openMemoryStore();
      const total = 1200;
      await fill(
        store,
        Array.from({ length: total }, (_, index) => ({ endDaysAgo: 2000 - index })),
      );
      const { usedBytes } = await store.info();
      const batches: number[] = [];
      const report = await applyRetention(
        store,
        { maxBytes: usedBytes * share },
        { ...options, onDeleted: (ids) => batches.push(ids.length) },
      );
      expect(report.state).toBe('done');
      expect(Math.abs((await left(store)).length - total * share)).toBeLessThan(total * 0.03);
      expect(Math.max(...batches)).toBeLessThanOrEqual(100);
    },
  );

  it('says when nothing is left that may go', async () => {
    await using store = openMemoryStore();
    await fill(store, [{ endDaysAgo: 1, arrivalDaysAgo: 0, openSpans: 2 }, { endDaysAgo: 9 }]);
    const report = await applyRetention(store, { maxBytes: 1 }, options);
    expect(await left(store)).toEqual([1]);
    expect(report).toMatchObject({ state: 'over-limit', keptRunning: 1, runs: 1 });
  });

  it('deletes nothing for the room that the log takes, several times that of its rows in the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-retention-'));
    try {
      const sketches = Array.from({ length: 60 }, (_, index) => ({ endDaysAgo: 300 - index, spans: 60 }));
      const openFilled = async (name: string): Promise<SpanStore> => {
        const store = await openStore({ path: join(folder, name) });
        await fill(store, sketches, (n) => `step ${n} `.repeat(200));
        return store;
      };
      await using compacted = await openFilled('compacted.duckdb');
      await compacted.compact();
      const { usedBytes } = await compacted.info();
      await using fresh = await openFilled('fresh.duckdb');
      expect((await fresh.info()).usedBytes).toBeGreaterThan(usedBytes * 1.5);
      const report = await applyRetention(fresh, { maxBytes: usedBytes * 1.1 }, options);
      expect([report.runs, report.state, (await left(fresh)).length]).toEqual([0, 'done', 60]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it('brings a file under its limit, and then leaves it alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-retention-'));
    try {
      const path = join(folder, 'traces.duckdb');
      const sketches = Array.from({ length: 120 }, (_, index) => ({ endDaysAgo: 300 - index, spans: 20 }));
      const full = await openStore({ path });
      await fill(full, sketches, createText());
      await full.close();
      await using store = await openStore({ path });
      const { usedBytes } = await store.info();
      const policy = { maxBytes: usedBytes / 2 };
      const report = await applyRetention(store, policy, options);
      expect(report).toMatchObject({ state: 'done', usedBytesBefore: usedBytes });
      const kept = await left(store);
      expect(kept).toEqual(kept.map((_, index) => 121 - kept.length + index));
      expect(kept.length).toBeGreaterThan(45);
      expect(kept.length).toBeLessThan(61);
      await store.close();
      // What the deletion left in the log is in the file now; what is small beside a run may differ.
      await using again = await openStore({ path });
      for (let pass = 0; pass < 3; pass += 1) await applyRetention(again, policy, options);
      expect((await left(again)).length).toBeGreaterThan(kept.length - 5);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

it('compacts the store before anything goes for its size, but not in a dry run', async () => {
  await using store = openMemoryStore();
  await fill(store, [{ endDaysAgo: 1 }]);
  let compacted = 0;
  const compact = store.compact.bind(store);
  store.compact = async () => {
    compacted += 1;
    await compact();
  };
  await applyRetention(store, { maxBytes: 1 }, { ...options, isDryRun: true });
  expect(compacted).toBe(0);
  await applyRetention(store, { maxBytes: 1 }, options);
  expect(compacted).toBe(1);
});

it('a dry run counts what a real one deletes, and deletes nothing', async () => {
  const sketch = fc.record(
    {
      endDaysAgo: fc.integer({ min: 0, max: 60 }),
      startDaysAgo: fc.integer({ min: 0, max: 60 }),
      arrivalDaysAgo: fc.integer({ min: 0, max: 60 }),
      openSpans: fc.nat(1),
      spans: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['spans'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(sketch, { maxLength: 40 }),
      fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      async (sketches, maxAgeDays) => {
        await using store = openMemoryStore();
        await fill(store, sketches);
        const policy = maxAgeDays === undefined ? { maxBytes: 1 } : { maxAgeDays };
        const all = await left(store);
        const dry = await applyRetention(store, policy, { ...options, isDryRun: true });
        expect(await left(store)).toEqual(all);
        const running = (await store.queryRuns({ limit: 1000 })).items.filter(
          (run) => runState(run, NOW) === 'running',
        );
        const real = await applyRetention(store, policy, options);
        const kept = await left(store);
        expect({ runs: dry.runs, spans: dry.spans, keptRunning: dry.keptRunning }).toEqual({
          runs: real.runs,
          spans: real.spans,
          keptRunning: real.keptRunning,
        });
        expect(all.length - kept.length).toBe(real.runs);
        expect(running.every((run) => kept.includes(Number.parseInt(run.runId, 16)))).toBe(true);
      },
    ),
    { seed: 17, numRuns: 60 },
  );
});

it('orders runs by when they were last heard of, those without a time last', async () => {
  await using store = openMemoryStore();
  await fill(
    store,
    Array.from({ length: 250 }, (_, index) =>
      index % 3 === 0
        ? { endDaysAgo: (index * 7) % 50 }
        : index % 3 === 1
          ? { startDaysAgo: (index * 11) % 50 }
          : {},
    ),
  );
  const runs: StoredRun[] = [];
  for await (const run of oldestFirst(store)) runs.push(run);
  const times = runs.map((run) => lastHeardMs(run) ?? Infinity);
  expect(runs).toHaveLength(250);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

it('stops when it is cancelled: what is deleted stays so', async () => {
  await using store = openMemoryStore();
  await fill(
    store,
    Array.from({ length: 300 }, (_, index) => ({ endDaysAgo: 400 - index })),
  );
  const stop = new AbortController();
  const report = await applyRetention(
    store,
    { maxAgeDays: 1 },
    { ...options, signal: stop.signal, onDeleted: () => stop.abort() },
  );
  expect(report).toMatchObject({ state: 'cancelled', runs: 100 });
  expect(await left(store)).toHaveLength(200);
});

describe('of a project', () => {
  it('goes by its policy, and tells its state', async () => {
    await using store = openMemoryStore();
    await fill(store, [{ endDaysAgo: 31 }, { endDaysAgo: 1 }]);
    const retention = createRetention({ store, policy: async () => ({ maxAgeDays: 30 }), now: () => NOW });
    expect(await retention.state()).toEqual({ policy: { maxAgeDays: 30 }, running: null, last: null });
    expect(await retention.run({ dryRun: true })).toMatchObject({ runs: 1, messages: null });
    const report = await retention.run({});
    expect(report.runs).toBe(1);
    expect(await retention.state()).toMatchObject({ running: null, last: report });
    expect(await retention.run({ maxBytes: 1 })).toMatchObject({ runs: 1 });
  });

  it('deletes nothing where no limit is given', async () => {
    await using store = openMemoryStore();
    const retention = createRetention({ store, policy: async () => ({}) });
    await expect(retention.run({})).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

describe('the job', () => {
  it('goes through the projects again and again; one that fails costs itself alone', async () => {
    const applied: string[] = [];
    const failed: unknown[] = [];
    let tick: () => void = () => undefined;
    let isEnded = false;
    const job = startRetentionJob({
      listProjects: async () => ['a', 'bad', 'b'],
      apply: async (project) => {
        if (project === 'bad') throw new Error('bad');
        applied.push(project);
      },
      onError: (error) => failed.push(error),
      every: (_intervalMs, callback) => {
        tick = callback;
        return () => void (isEnded = true);
      },
    });
    tick();
    tick();
    await job.runNow();
    expect(applied).toEqual(['a', 'b', 'a', 'b']);
    expect(failed).toHaveLength(2);
    await job.stop();
    expect(isEnded).toBe(true);
  });

  it('stops between two projects', async () => {
    const applied: string[] = [];
    const job = startRetentionJob({
      listProjects: async () => ['a', 'b'],
      apply: async (project, signal) => {
        applied.push(project);
        await new Promise((done) => signal.addEventListener('abort', done));
      },
      onError: (error) => {
        throw error;
      },
    });
    const pass = job.runNow();
    await new Promise(setImmediate);
    await job.stop();
    await pass;
    expect(applied).toEqual(['a']);
  });
});

describe('policies', () => {
  it.each([
    ['5GB', 5e9],
    ['512 MiB', 2 ** 29],
    ['1.5kb', 1500],
    ['1000', 1000],
    ['', undefined],
    ['5 furlongs', undefined],
    ['-5GB', undefined],
  ])('%j is %j bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it('come from a file: one for every project, others for those that are named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-policy-'));
    try {
      const path = join(folder, 'retention.json');
      expect(await readRetentionPolicies(path)).toEqual({ every: {}, projects: {} });
      await writeFile(
        path,
        '{"version":1,"every":{"maxAgeDays":90},"projects":{"shop":{"maxBytes":"20GB"}}}',
      );
      const policies = await readRetentionPolicies(path);
      expect(policyOf(policies, 'default')).toEqual({ maxAgeDays: 90 });
      expect(policyOf(policies, 'shop')).toEqual({ maxBytes: 20e9 });
      expect(policyOf(policies, 'constructor')).toEqual({ maxAgeDays: 90 });
      for (const text of [
        '{',
        '{"version":2}',
        '{"version":1,"every":{"maxAgeDays":-1}}',
        '{"version":1,"evry":{}}',
      ]) {
        await writeFile(path, text);
        await expect(readRetentionPolicies(path)).rejects.toMatchObject({
          code: 'usage-invalid',
          where: path,
        });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Texts of about 400 characters that do not compress well, and are the same in every run. */
function createText(): () => string {
  let state = 5;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return () => Array.from({ length: 60 }, () => next().toString(36)).join(' ');
}
