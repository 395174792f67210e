import { describe, expect, it } from 'vitest';
import type { OutcomeStatus, TaskGroup, TaskQuery } from '@tracewright/core';
import { makeRun, runId } from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

export function describeGrouping(openEmpty: OpenEmptyStore): void {
  describe('grouping by task', () => {
    const store = useStore(openEmpty);
    /** One letter an attempt, oldest first: p passed, f failed, u unknown. */
    const attempt = async (task: string | undefined, letters: string, first: number): Promise<void> => {
      const outcomes: Readonly<Record<string, OutcomeStatus>> = { p: 'success', f: 'failure' };
      await store().write({
        runs: Array.from(letters, (letter, index) =>
          makeRun(first + index, {
            ...(task === undefined ? {} : { task }),
            outcome: { status: outcomes[letter] ?? 'unknown' },
            startTime: BigInt(first + index),
          }),
        ),
      });
    };
    const tasks = async (query: TaskQuery): Promise<string[]> =>
      (await store().queryTasks(query)).items.map(({ task }) => task);

    it('counts the attempts at each task, the flakiest first, and gives the newest', async () => {
      await attempt('steady', 'ppp', 10);
      await attempt('flaky', 'pfpu', 20);
      await attempt('ungraded', 'u', 30);
      await attempt(undefined, 'pf', 40);
      const { items, next } = await store().queryTasks({ attempts: 3 });
      expect(next).toBeUndefined();
      expect(items.map(({ task }) => task)).toStrictEqual(['flaky', 'steady', 'ungraded']);
      expect(items[0]).toStrictEqual({
        task: 'flaky',
        runs: 4,
        successes: 2,
        failures: 1,
        newest: 23n,
        attempts: [
          { runId: runId(21), outcome: 'failure', startTime: 21n },
          { runId: runId(22), outcome: 'success', startTime: 22n },
          { runId: runId(23), outcome: 'unknown', startTime: 23n },
        ],
      } satisfies TaskGroup);
    });

    it('orders and pages by each field, ties by task, and counts only what matches', async () => {
      await attempt('a', 'pf', 10);
      await attempt('b', 'ff', 20);
      await attempt('c', 'pfff', 30);
      await attempt('d', 'pp', 40);
      expect(await tasks({ orderBy: { field: 'failures', descending: true } })).toStrictEqual(['c', 'b', 'a', 'd']);
      expect(await tasks({ orderBy: { field: 'passRate' } })).toStrictEqual(['b', 'c', 'a', 'd']);
      expect(await tasks({ orderBy: { field: 'newest', descending: true } })).toStrictEqual(['d', 'c', 'b', 'a']);
      expect(await tasks({ orderBy: { field: 'runs' } })).toStrictEqual(['a', 'b', 'd', 'c']);
      const first = await store().queryTasks({ limit: 3 });
      expect(first.items.map(({ task }) => task)).toStrictEqual(['a', 'c', 'b']);
      expect(await tasks({ limit: 3, cursor: first.next ?? '' })).toStrictEqual(['d']);
      const failed = { kind: 'compare', field: 'outcome', operator: '=', value: 'failure' } as const;
      const { items } = await store().queryTasks({ where: failed, orderBy: { field: 'task' } });
      expect(items.map(({ task, runs, successes }) => [task, runs, successes])).toStrictEqual([['a', 1, 0], ['b', 2, 0], ['c', 3, 0]]);
    }); // prettier-ignore

    it('refuses orders, limits and cursors that it does not know', async () => {
      const broken: TaskQuery[] = [
        { orderBy: { field: 'colour' as 'task' } },
        { limit: 0 },
        { limit: 201 },
        { attempts: 201 },
        { cursor: 'x' },
      ];
      for (const query of broken)
        await expect(store().queryTasks(query)).rejects.toMatchObject({ code: 'request-invalid' });
    });
  });
}
