import { openMemoryStore } from '@tracewright/store';
import { makeRun, makeSpan, runId, traceId } from '@tracewright/store/testing';
import { expect, it } from 'vitest';
import { createLiveRuns } from './live-runs.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const MINUTE_MS = 60_000;

it('lists what runs and what went quiet within a day, the last to speak first, with what each did last', async () => {
  await using store = openMemoryStore();
  const live = (number: number, quietMs: number, openSpans: number, format = 'otlp') =>
    makeRun(number, {
      source: { path: 'otlp', format },
      live: { openSpans, lastArrivalMs: NOW - quietMs },
    });
  await store.write({
    runs: [
      live(1, 5 * MINUTE_MS, 1),
      live(2, 1000, 2),
      live(3, 40 * MINUTE_MS, 1),
      live(4, 30 * 60 * MINUTE_MS, 1),
      live(5, 1000, 0),
      live(6, 30_000, 0, 'otlp-logs'),
      makeRun(7),
    ],
    spans: [
      makeSpan(1, { runId: runId(2), traceId: traceId(2), name: 'first', endTime: 1n }),
      makeSpan(2, {
        runId: runId(2),
        traceId: traceId(2),
        name: 'execute_tool find',
        operation: 'tool',
        status: 'error',
        tool: { name: 'find' },
        endTime: 2n,
      }),
      makeSpan(3, { runId: runId(2), traceId: traceId(2), name: 'without a time' }),
    ],
  });
  const listLiveRuns = createLiveRuns(store);
  const { now, runs, total } = await listLiveRuns(NOW);
  expect(now).toBe('2026-01-02T12:00:00.000Z');
  expect(total).toBe(4);
  expect(runs.map(({ run, lastArrival }) => [run.runId, run.state, lastArrival])).toEqual([
    [runId(2), 'running', '2026-01-02T11:59:59.000Z'],
    [runId(6), 'running', '2026-01-02T11:59:30.000Z'],
    [runId(1), 'running', '2026-01-02T11:55:00.000Z'],
    [runId(3), 'interrupted', '2026-01-02T11:20:00.000Z'],
  ]);
  const last = { operation: 'tool', name: 'execute_tool find', agent: null, tool: 'find', status: 'error' };
  expect(runs.map((each) => each.last)).toEqual([last, null, null, null]);

  await store.write({
    runs: [live(2, 0, 1)],
    spans: [makeSpan(4, { runId: runId(2), traceId: traceId(2), name: 'ask', endTime: 3n })],
  });
  const [first] = (await listLiveRuns(NOW)).runs;
  expect(first?.last).toMatchObject({ name: 'ask', operation: 'model', tool: null });
});
