import type { SpanStore, WriteBatch } from '@tracewright/core';
import { memoryFile, readPriceTable } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { describe, expect, it } from 'vitest';
import { importFiles, importPaths } from './import-files.ts';

/** One run in the shape of tau-bench results. */
function record(task: number, turns: number = 1): object {
  const talk = Array.from({ length: turns }, (_, index) => [
    { role: 'user', content: `question ${task}.${index}` },
    { role: 'assistant', content: `answer ${task}.${index}` },
  ]);
  return { task_id: task, reward: 1, info: {}, trial: 0, traj: talk.flat() };
}

const results = (path: string, ...records: readonly object[]): ReturnType<typeof memoryFile> =>
  memoryFile(path, JSON.stringify(records));

const LABELS = {
  'tracewright.run.task': 't-1',
  'tracewright.run.outcome.status': 'failure',
  'user.id': 'ada',
} as const;

/** One trace of one span with these attributes. */
function otlp(attributes: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { doubleValue: value } : { stringValue: value },
  }));
  const span = { name: 's', traceId: 'ab'.repeat(16), spanId: 'ab'.repeat(8), attributes: list };
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

describe('importFiles', () => {
  it('reports every file, and totals that are the sums', async () => {
    await using store = openMemoryStore();
    const report = await importFiles(store, [
      results('a.json', record(1), record(2)),
      memoryFile('empty.json', ''),
      memoryFile('noise.bin', new Uint8Array([0, 1, 2, 3])),
    ]);
    expect(report).toEqual({
      files: 3,
      imported: [
        { path: 'a.json', format: 'tau-bench', runs: 2, traces: 2, spans: 6, steps: 4, problems: 0 },
      ],
      skipped: [{ path: 'empty.json', reason: 'the file is empty' }],
      problems: [expect.objectContaining({ path: 'noise.bin', code: 'format-unknown' })],
      totals: { runs: 2, traces: 2, spans: 6, steps: 4, messages: 4, problems: 1 },
    });
    const { items } = await store.queryRuns({});
    expect(items.map(({ stats }) => stats)).toEqual([
      expect.objectContaining({ steps: 2, spans: 3 }),
      expect.objectContaining({ steps: 2, spans: 3 }),
    ]);
  });

  it('changes nothing when repeated', async () => {
    await using store = openMemoryStore();
    const files = [results('a.json', record(1), record(2, 5))];
    const first = await importFiles(store, files);
    const before = (await store.queryRuns({})).items;
    const second = await importFiles(store, files);
    expect(second).toEqual({ ...first, totals: { ...first.totals, messages: 0 } });
    expect((await store.queryRuns({})).items).toEqual(before);
    expect((await store.info()).counts).toMatchObject({ runs: 2, spans: first.totals.spans });
  });

  it('keeps what telemetry reports of its runs as findings, once however often it is imported, and as label the outcome', async () => {
    await using store = openMemoryStore();
    const trace = otlp({ 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.value': 0, ...LABELS });
    await importFiles(store, [memoryFile('t.json', trace)]);
    await importFiles(store, [memoryFile('again.json', trace)]);
    const [run] = (await store.queryRuns({})).items;
    expect(run).toMatchObject({ task: 't-1', outcome: { status: 'failure' }, user: 'ada' });
    const reported = run === undefined ? [] : await store.readReportedFindings(run.runId);
    expect(reported).toMatchObject([
      { detector: 'evaluation@1', severity: 'warning', message: 'tone: score 0' },
    ]);
    const spans = run === undefined ? [] : await store.readSpans(run.runId);
    expect(spans.map(({ attributes }) => attributes)).toEqual([{ 'user.id': 'ada' }]);
  });

  it('prices tokens by the table given', async () => {
    await using store = openMemoryStore();
    const usage = { 'gen_ai.usage.input_tokens': 1_000_000, 'gen_ai.usage.output_tokens': 1_000_000 };
    const file = memoryFile(
      't.json',
      otlp({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'own-1', ...usage }),
    );
    await importFiles(store, [file]);
    expect((await store.queryRuns({})).items[0]?.stats).not.toHaveProperty('costUsd');
    const prices = readPriceTable({ listed: 'ours', prices: [{ models: ['own-1'], input: 2, output: 3 }] });
    await importFiles(store, [file], { prices });
    expect((await store.queryRuns({})).items[0]?.stats.costUsd).toBe(5);
  });

  it('imports only what the named files belong to', async () => {
    await using store = openMemoryStore();
    const files = [
      results('x/a.json', record(1)),
      results('x/b.zip!c.json', record(2)),
      results('x/d.json', record(3)),
    ];
    const report = await importFiles(store, files, { only: ['x/b.zip', 'x/d.json'] });
    expect(report.files).toBe(2);
    expect(report.imported.map(({ path }) => path)).toEqual(['x/b.zip!c.json', 'x/d.json']);
    expect(await store.countRuns()).toBe(2);
  });

  it('keeps what was written when it is cancelled, and stores the rest the next time', async () => {
    await using store = openMemoryStore();
    const files = Array.from({ length: 6 }, (_, index) => results(`${index}.json`, record(index, 1000)));
    const stop = new AbortController();
    const cancelled = importFiles(store, files, {
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'importing' && done === 4) stop.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await store.info()).counts.spans).toBeLessThan(6 * 2001);
    await importFiles(store, files);
    expect((await store.info()).counts).toMatchObject({ runs: 6, spans: 6 * 2001 });
  });

  it('writes large imports in several bounded batches, one at a time', async () => {
    await using store = openMemoryStore();
    const sizes: number[] = [];
    let inFlight = 0;
    const watched: SpanStore = Object.assign(Object.create(store) as SpanStore, {
      async write(batch: WriteBatch) {
        inFlight += 1;
        expect(inFlight).toBe(1);
        sizes.push(batch.spans?.length ?? 0);
        const receipt = await store.write(batch);
        inFlight -= 1;
        return receipt;
      },
    });
    const report = await importFiles(watched, [
      results('a.json', ...Array.from({ length: 30 }, (_, index) => record(index, 200))),
    ]);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(5000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(report.totals.spans);
  });

  it('tells the runs it stored', async () => {
    await using store = openMemoryStore();
    const told: string[] = [];
    await importFiles(store, [results('a.json', record(1), record(2))], { onRun: (run) => told.push(run) });
    expect(told.toSorted()).toEqual((await store.queryRuns({})).items.map(({ runId }) => runId).toSorted());
  });
});

it('importPaths refuses a path that does not exist', async () => {
  await using store = openMemoryStore();
  await expect(importPaths(store, ['no/such/file.json'])).rejects.toMatchObject({ code: 'file-unreadable' });
});
