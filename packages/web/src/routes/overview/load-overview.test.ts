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
