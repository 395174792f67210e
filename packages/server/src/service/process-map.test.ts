import { isTraceError, type SpanStore } from '@tracewright/core';
import { memoryFile } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMAS } from '../http/schemas/index.ts';
import { importFiles } from '../ingest/import-files.ts';
import { createService, type Service } from './service.ts';

let store: SpanStore;
let service: Service;

const call = (id: string, name: string): object[] => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"W12"}' } }],
  },
  { role: 'tool', tool_call_id: id, name, content: 'done' },
];

/** Two failing and two passing attempts a task, as tau-bench writes them; the failing ones cancel without looking. */
function results(tasks: number): ReturnType<typeof memoryFile> {
  const records = Array.from({ length: tasks * 4 }, (_, at) => ({
    task_id: Math.floor(at / 4),
    trial: at % 4,
    reward: at % 2,
    info: {},
    traj: [
      { role: 'user', content: 'Cancel order W12' },
      ...(at % 2 === 0 ? [] : call('a', 'get_order')),
      ...call('b', 'cancel_order'),
      { role: 'assistant', content: 'Done.' },
    ],
  }));
  return memoryFile('results.json', JSON.stringify(records));
}

beforeEach(async () => {
  store = openMemoryStore();
  service = createService(store);
  await importFiles(store, [results(7)]);
});
afterEach(() => store.close());

const PATH = { from: 'tool:get_order', to: 'tool:cancel_order' };

describe('a map', () => {
  it('is made in the shape the API promises, told run by run', async () => {
    const seen: string[] = [];
    const map = await service.mapRuns({}, { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) });
    expect(seen).toHaveLength(28);
    expect(seen.at(-1)).toBe('28/28');
    expect(SCHEMAS['ProcessMap']?.parse(JSON.parse(JSON.stringify(map)))).toEqual(map);
    expect(map.counts).toMatchObject({ runs: 28, success: 14, failure: 14, mixedTasks: 7 });
    expect(map.edges.find(({ from, to }) => from === PATH.from && to === PATH.to)).toMatchObject({
      times: 14,
      runs: 14,
      success: 14,
      failure: 0,
    });
    const claim = map.separation.contrasts.find(({ about }) =>
      about.some((place) => 'from' in place && place.from === PATH.from && place.to === PATH.to),
    );
    expect(claim?.marks).toBe('success');
    expect(await service.getMapProgress({})).toEqual({ done: 0, total: 0 });
  });

  it('is of the runs and the level asked for', async () => {
    const map = await service.mapRuns({ where: 'outcome = failure', level: 'kinds' });
    expect(map.counts.runs).toBe(14);
    expect(map.nodes.map(({ id }) => id).toSorted()).toEqual(['change', 'end', 'message', 'person', 'start']);
    expect((await service.mapRuns({ where: 'steps > 1000' })).nodes).toEqual([]);
  });

  it('reads a run again when it has grown', async () => {
    await service.mapRuns({});
    const [stored] = (await store.queryRuns({ limit: 1 })).items;
    const spans = stored === undefined ? [] : await store.readSpans(stored.runId);
    const span = spans.find(({ operation }) => operation === 'tool');
    if (stored === undefined || span === undefined) throw new Error('unreachable: runs were imported');
    const { stats, ...run } = stored;
    await store.write({
      runs: [{ run, stats: { ...stats, spans: stats.spans + 1 } }],
      spans: [
        { ...span, spanId: 'ffffffffffffffff' as typeof span.spanId, sequence: 999, tool: { name: 'later' } },
      ],
    });
    const { nodes } = await service.mapRuns({});
    expect(nodes.find(({ id }) => id === 'tool:later')?.runs).toBe(1);
  });

  it('of more runs is made on a thread of its own', async () => {
    await importFiles(store, [results(9)]);
    const { counts, separation } = await service.mapRuns({});
    expect(counts.runs).toBe(36);
    expect(separation.contrasts.some(({ marks }) => marks === 'success')).toBe(true);
  });

  it('stops when nobody waits', async () => {
    const control = new AbortController();
    const asked = service.mapRuns({}, { signal: control.signal, onProgress: () => control.abort() });
    await expect(asked).rejects.toSatisfy((error) => isTraceError(error) && error.code === 'cancelled');
    expect(await service.getMapProgress({})).toEqual({ done: 0, total: 0 });
  });
});

describe('the runs of an edge', () => {
  it('come page by page, each once, with the step where it happens', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await service.listMapRuns({ ...PATH, limit: 5, ...(cursor === null ? {} : { cursor }) });
      expect(SCHEMAS['MapRunsPage']?.parse(JSON.parse(JSON.stringify(page)))).toEqual(page);
      for (const { run, stepIndex, times } of page.runs) {
        expect([run.outcome.status, stepIndex, times]).toEqual(['success', 2, 1]);
        const { steps } = await service.getRun(run.runId);
        expect(steps[stepIndex ?? -1]?.action.tool).toBe('cancel_order');
        seen.push(run.runId);
      }
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(14);
    expect(seen).toHaveLength(14);
  });

  it('and of a node may be those with one outcome', async () => {
    const node = 'tool:cancel_order';
    expect((await service.listMapRuns({ node, limit: 100 })).runs).toHaveLength(28);
    const failed = await service.listMapRuns({ node, outcome: 'failure', where: 'task = 3', limit: 100 });
    expect(failed.runs.map(({ run }) => [run.task, run.outcome.status])).toEqual([
      ['3', 'failure'],
      ['3', 'failure'],
    ]);
    expect((await service.listMapRuns({ node: 'tool:none' })).runs).toEqual([]);
  });

  it('may be those that take rarer steps', async () => {
    const traj = Array.from({ length: 150 }, (_, at) => call(`c${at}`, `rare_${at}`)).flat();
    const rare = { task_id: 99, trial: 0, reward: 0, info: {}, traj };
    await importFiles(store, [memoryFile('rare.json', JSON.stringify([rare]))]);
    const map = await service.mapRuns({});
    const other = map.nodes.find(({ id }) => id === 'other');
    const { runs } = await service.listMapRuns({ node: 'other' });
    expect(runs).toHaveLength(1);
    expect(runs[0]?.times).toBe(other?.times);
  });
});

it.each([
  [{ level: 'files' }, 'request-invalid'],
  [{ where: 'steps >' }, 'filter-invalid'],
] as const)('refuses %o', async (request, code) => {
  await expect(service.mapRuns(request)).rejects.toSatisfy(
    (error) => isTraceError(error) && error.code === code,
  );
  await expect(service.listMapRuns({ ...request, node: 'x' })).rejects.toSatisfy(
    (error) => isTraceError(error) && error.code === code,
  );
});

it.each([
  {},
  { from: 'start' },
  { node: 'x', from: 'a', to: 'b' },
  { node: 'x', outcome: 'great' },
  { node: 'x', limit: 0 },
])('refuses the runs of %o', async (request) => {
  await expect(service.listMapRuns(request)).rejects.toSatisfy(
    (error) => isTraceError(error) && error.code === 'request-invalid' && error.fix !== undefined,
  );
});
