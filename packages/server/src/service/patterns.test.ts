import { checkEvidence } from '@tracewright/analysis';
import type { RunId, SpanStore } from '@tracewright/core';
import { memoryFile } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMAS } from '../http/schemas/index.ts';
import { importFiles } from '../ingest/import-files.ts';
import { createService, type Service } from './service.ts';

let store: SpanStore;
let service: Service;

const call = (id: string, name: string, content: string): object[] => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"W12"}' } }],
  },
  { role: 'tool', tool_call_id: id, name, content },
];

/** Two failing and two passing attempts a task, as tau-bench writes them; the failing ones cancel without looking. */
function results(tasks: number, trials: number): ReturnType<typeof memoryFile> {
  const records = Array.from({ length: tasks * trials }, (_, at) => {
    const failed = at % 2 === 0;
    return {
      task_id: Math.floor(at / trials),
      trial: at % trials,
      reward: failed ? 0 : 1,
      info: {},
      traj: [
        { role: 'system', content: 'Help the customer.' },
        { role: 'user', content: 'Cancel order W12' },
        ...(failed ? [] : call('a', 'get_order', 'paid')),
        ...call('b', 'cancel_order', 'done'),
        { role: 'assistant', content: 'Done.' },
      ],
    };
  });
  return memoryFile('results.json', JSON.stringify(records));
}

/** Two attempts that say the same until the end. */
function longRuns(messages: number): ReturnType<typeof memoryFile> {
  const records = ['Sent.', 'It cannot be found anywhere, sorry.'].map((last, trial) => ({
    task_id: 'long',
    trial,
    reward: trial,
    info: {},
    traj: [
      ...Array.from({ length: messages }, (_, at) => ({
        role: at % 2 === 0 ? 'user' : 'assistant',
        content: `Parcel ${at}?`,
      })),
      { role: 'assistant', content: last },
    ],
  }));
  return memoryFile('long.json', JSON.stringify(records));
}

beforeEach(async () => {
  store = openMemoryStore();
  service = createService(store);
  await importFiles(store, [results(8, 4)]);
});
afterEach(() => store.close());

describe('patterns', () => {
  it('are found, with quoted steps, in the shape the API promises', async () => {
    const seen: string[] = [];
    const patterns = await service.findPatterns(
      {},
      { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) },
    );
    expect(seen).toHaveLength(32);
    expect(seen.at(-1)).toBe('32/32');
    expect(SCHEMAS['Patterns']?.parse(JSON.parse(JSON.stringify(patterns)))).toEqual(patterns);
    expect(patterns.counts).toEqual({
      runs: 32,
      success: 16,
      failure: 16,
      unknown: 0,
      tasks: 8,
      mixedTasks: 8,
    });
    const claims = patterns.contrasts.filter(({ marks }) => marks !== null);
    const looks = claims.find(({ label, same }) => [label, ...same].includes('calls get_order'));
    expect(looks).toMatchObject({
      marks: 'success',
      failing: { with: 0, of: 16 },
      passing: { with: 16, of: 16 },
    });
    expect(claims.some(({ label, same }) => [label, ...same].includes('calls cancel_order'))).toBe(false);
    const [place] = looks?.examples.passing ?? [];
    expect(place?.evidence.length).toBeGreaterThan(0);
    const spans = await store.readSpans((place?.runId ?? '') as RunId);
    for (const evidence of place?.evidence ?? [])
      expect(spans.some((span) => checkEvidence(span, evidence))).toBe(true);
  });

  it('keep the diagnoses they made, and need them once', async () => {
    const first = await service.findPatterns({});
    expect((await store.info()).counts.diagnoses).toBe(32);
    expect(await service.findPatterns({})).toEqual(first);
  });

  it('are of the runs asked for, against others', async () => {
    const { counts, trend } = await service.findPatterns({
      where: 'outcome = success',
      against: 'outcome = failure',
    });
    expect(counts).toMatchObject({ runs: 16, failure: 0 });
    expect(trend).toMatchObject({ isPaired: true, matchedTasks: 8, outcome: { direction: 'fewer' } });
  });

  it('of no runs are empty', async () => {
    expect(await service.findPatterns({ where: 'steps > 1000' })).toMatchObject({
      counts: { runs: 0, mixedTasks: 0 },
      contrasts: [],
      clusters: [],
      trend: null,
    });
  });

  it('refuse a filter with a mistake, naming which', async () => {
    await expect(service.findPatterns({ against: 'steps >' })).rejects.toMatchObject({
      code: 'filter-invalid',
      where: expect.stringMatching(/^against, column \d+/) as string,
    });
  });

  it('can be stopped', async () => {
    const asked = service.findPatterns({}, { signal: AbortSignal.abort() });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('can be stopped while they are compared', async () => {
    const stop = new AbortController();
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      if (done === total) setImmediate(() => stop.abort());
    };
    const asked = service.findPatterns({}, { signal: stop.signal, onProgress });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await service.findPatterns({})).toMatchObject({ counts: { mixedTasks: 8 } });
  });

  it('of a task are compared in a group, which can be stopped, too', async () => {
    expect(await service.compareGroup({ task: '3' })).toMatchObject({ passed: 2, failed: 2 });
    const asked = service.compareGroup({ task: '3' }, AbortSignal.abort());
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('of a task are compared in a group, with many steps too', async () => {
    await importFiles(store, [results(1, 150)], {});
    const group = await service.compareGroup({ task: '0' });
    expect(group).toMatchObject({
      passed: group.failed,
      separation: { tool: 'get_order', p: expect.any(Number) as number },
    });
    expect(group.runs.length).toBeGreaterThan(100);
  });

  it('are compared two by two, long ones too, which can be stopped', async () => {
    await importFiles(store, [longRuns(300)], {});
    const where = { kind: 'compare', field: 'task', operator: '=', value: 'long' } as const;
    const [a = '', b = ''] = (await store.queryRuns({ where, limit: 2 })).items.map(({ runId }) => runId);
    expect(await service.compare(a, b)).toMatchObject({
      firstDivergence: { a: 300, b: 300, difference: 'message' },
    });
    await expect(service.compare(a, b, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
