import { parseFilter, RUN_FIELDS } from '@tracewright/core';
import { afterEach, expect, it, vi } from 'vitest';
import { loadOverview } from './load-overview.ts';
import { readOverviewState } from './overview-state.ts';

afterEach(() => vi.unstubAllGlobals());

it.each(['', '&range=7d', '&from=2026-01-01&to=2026-01-03'])(
  'asks everything with the filter in one pair of brackets: %s',
  async (time) => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string, init?: { readonly body?: string }) => {
      const { where } = JSON.parse(init?.body ?? '{}') as { readonly where?: string };
      asked.push(where ?? new URL(url, 'http://host').searchParams.get('where') ?? '');
      return Promise.resolve(Response.json({ rows: [], runs: [], next: null, total: 0, counts: [] }));
    });
    await loadOverview(readOverviewState(`?group=task&filter=agnt = x${time}`), Date.UTC(2026, 0, 9));
    // Without a time the first two questions tell of a wrong filter: the others come after them.
    const first = time === '' ? asked.slice(0, 2) : asked;
    expect(first.length).toBeGreaterThan(1);
    for (const where of first) expect(where).toMatch(/^\(agnt = x\) and /);
  },
);

it('draws the largest of thousands of groups, and asks for the others as one', async () => {
  const asked: { groupBy: readonly unknown[]; where: string; largestFirst?: boolean }[] = [];
  const tasks = Array.from({ length: 10_000 }, (_, index) => ({
    keys: [index === 1 ? 'x'.repeat(9000) : `task "${index}"`],
    values: [10_000 - index],
  }));
  vi.stubGlobal('fetch', (url: string, init?: { readonly body?: string }) => {
    const request = JSON.parse(init?.body ?? '{"groupBy":[],"where":""}') as (typeof asked)[number];
    if (url.includes('/aggregate')) asked.push(request);
    const { groupBy } = request;
    const isOthers = groupBy.length === 2 && groupBy[1] === 'outcome';
    const rows = groupBy[0] === 'task' ? tasks : [];
    const week = { keys: ['2026-01-01T00:00:00Z', 'failure'], values: [1] };
    const answer = isOthers ? Array.from({ length: 10_000 }, () => week) : rows;
    return Promise.resolve(Response.json({ rows: answer, runs: [], next: null, total: 0, counts: [] }));
  });
  const overview = await loadOverview(readOverviewState('?group=task&range=7d'), Date.UTC(2026, 0, 9));
  expect(overview.groupKeys).toEqual(['task "0"', 'task "2"', 'task "3"', 'task "4"', 'task "5"']);
  const groups = asked.filter(({ groupBy }) => groupBy[0] === 'task');
  expect(groups.map(({ largestFirst }) => largestFirst)).toEqual([true, true, true]);
  const series = asked.filter(({ groupBy }) => groupBy.length > 1);
  expect(series).toHaveLength(3);
  for (const { groupBy, where } of series) {
    expect(parseFilter(where, RUN_FIELDS)).toBeDefined();
    expect(where).toContain(groupBy.includes('task') ? ' and (task = ' : ' and not (task = ');
  }
  expect(overview.isTimelineCut).toBe(true);
});
