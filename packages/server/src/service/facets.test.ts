import type { FacetsResponse, OutcomeStatus } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { makeDiagnosis, makeFinding, makeRun, runId } from '@tracewright/store/testing';
import { describe, expect, it } from 'vitest';
import { countFacets } from './facets.ts';
import { listTasks } from './list-tasks.ts';

const DAY = 86_400_000_000_000n;
const FIRST = 1_767_225_600_000_000_000n;

/** Twelve runs of three agents over six days; the last two without agent and time; every third failed, with a loop. */
const store = openMemoryStore();
await store.write({
  runs: Array.from({ length: 12 }, (_, index) => {
    const status: OutcomeStatus = index % 3 === 0 ? 'failure' : 'success';
    const known = { agent: `agent-${index % 3}`, startTime: FIRST + BigInt(Math.floor(index / 2)) * DAY };
    return makeRun(index, { outcome: { status }, task: `task-${index % 4}`, ...(index < 10 ? known : {}) });
  }),
  diagnoses: [0, 3, 6, 9].map((number) =>
    makeDiagnosis(runId(number), [
      makeFinding(runId(number), `a${number}`, { category: 'loop' }),
      makeFinding(runId(number), `b${number}`, { category: number === 0 ? 'guess' : 'loop' }),
    ]),
  ),
});

const valuesOf = ({ facets }: FacetsResponse, name: string): unknown =>
  facets
    .find(({ field }) => field === name)
    ?.values.map(({ value, runs, chosen }) => [value, runs, ...(chosen ? ['chosen'] : [])]);

describe('facets', () => {
  it('count each value, runs without one, and when runs started', async () => {
    const found = await countFacets(store, {});
    expect(found.facets.map(({ field }) => field)).toEqual(['outcome', 'agent', 'model', 'task', 'format', 'category']);
    expect(valuesOf(found, 'outcome')).toEqual([['success', 8], ['failure', 4]]);
    expect(valuesOf(found, 'agent')).toEqual([['agent-0', 4], ['agent-1', 3], ['agent-2', 3], [null, 2]]);
    expect(valuesOf(found, 'category')).toEqual([[null, 8], ['loop', 4], ['guess', 1]]);
    const { bars = [], untimed } = found.starts ?? {};
    expect(untimed).toBe(2);
    expect(bars.reduce((total, { runs }) => total + runs, 0)).toBe(10);
    expect(bars[0]?.from).toContain('2026-01-01');
    for (const [index, { from }] of bars.slice(1).entries()) expect(from).toBe(bars[index]?.to);
  }); // prettier-ignore

  it('divide the time of most runs, and join what lies far before and after', async () => {
    const far = openMemoryStore();
    const days = [0n, 1n, -20_000n, 9_000n];
    await far.write({
      runs: days.map((day, index) => makeRun(index, { startTime: FIRST + day * DAY })),
    });
    const { bars = [] } = (await countFacets(far, {})).starts ?? {};
    expect(bars.map(({ from, runs }) => [from.slice(0, 10), runs])).toEqual([
      ['1971-03-31', 1],
      ['2026-01-01', 1],
      ['2026-01-02', 1],
      ['2050-08-23', 1],
    ]);
    await far.close();
  });

  it('leave out their own choice and keep that of the others', async () => {
    const found = await countFacets(store, { where: 'agent = agent-1 and outcome = success' });
    expect(valuesOf(found, 'agent')).toEqual([['agent-1', 3, 'chosen'], ['agent-2', 3], [null, 2]]);
    expect(valuesOf(found, 'outcome')).toEqual([['success', 3, 'chosen']]);
    expect(valuesOf(found, 'task')).toEqual([['task-0', 1], ['task-1', 1], ['task-3', 1]]);
    const times = await countFacets(store, { where: 'start >= 2026-01-03 and agent = agent-0' });
    expect(times.starts?.bars.reduce((total, { runs }) => total + runs, 0)).toBe(4);
  }); // prettier-ignore

  it('always show what is chosen, also where nothing matches it', async () => {
    const found = await countFacets(store, { where: '(task = task-3 or task = gone)', field: 'task', limit: 2 });
    expect(valuesOf(found, 'task')).toEqual([['task-0', 3], ['task-1', 3], ['task-3', 3, 'chosen'], ['gone', 0, 'chosen']]);
    expect(found.facets[0]?.hasMore).toBe(true);
    expect(found.starts).toBeNull();
  }); // prettier-ignore

  it('are searched for a part of a value', async () => {
    expect(valuesOf(await countFacets(store, { field: 'agent', find: 'T-2' }), 'agent')).toEqual([['agent-2', 3]]);
    expect(valuesOf(await countFacets(store, { field: 'category', find: 'gue' }), 'category')).toEqual([['guess', 1]]);
    expect(valuesOf(await countFacets(store, { field: 'category', find: 'x' }), 'category')).toEqual([]);
  }); // prettier-ignore

  it('refuse filters, fields and limits that they do not know, and stop when nobody waits', async () => {
    await expect(countFacets(store, { where: 'agnt = a' })).rejects.toMatchObject({ code: 'filter-invalid' });
    for (const request of [{ field: 'cost' as 'agent' }, { find: 'x' }, { limit: 501 }])
      await expect(countFacets(store, request)).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(countFacets(store, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('tasks', () => {
  it('come with their rates and newest attempts, a page at a time', async () => {
    const first = await listTasks(store, { order: '-failures', limit: 3, attempts: 2 });
    expect(first.tasks[0]).toEqual({
      task: 'task-0',
      runs: 3,
      successes: 2,
      failures: 1,
      passRate: 2 / 3,
      flakiness: 1 / 3,
      newest: '2026-01-05T00:00:00.000Z',
      attempts: [
        { runId: runId(4), outcome: 'success', startTime: '2026-01-03T00:00:00.000Z' },
        { runId: runId(8), outcome: 'success', startTime: '2026-01-05T00:00:00.000Z' },
      ],
    });
    const { tasks, next } = await listTasks(store, {
      order: '-failures',
      limit: 3,
      cursor: first.next ?? '',
    });
    expect([...first.tasks, ...tasks].map(({ task }) => task)).toEqual([
      'task-0',
      'task-1',
      'task-2',
      'task-3',
    ]);
    expect(next).toBeNull();
    await expect(listTasks(store, { order: '-colour' })).rejects.toMatchObject({ code: 'request-invalid' });
  });
});
