import { describe, expect, it } from 'vitest';
import type { AggregateQuery } from '@tracewright/core';
import { makeDiagnosis, makeFinding, makeRun, makeSpan, runId } from './builders.ts';
import { findErrorCode, useStore, type OpenEmptyStore } from './describe.ts';

const HOUR = 3_600_000_000_000n;

export function describeAggregating(openEmpty: OpenEmptyStore): void {
  describe('aggregating', () => {
    const store = useStore(openEmpty);

    it('measures each group, keys in order, missing keys last', async () => {
      const costs: readonly (readonly [string | undefined, number | undefined])[] = [['b', 1], ['a', 4], ['a', 2], [undefined, 9], ['b', undefined], ['c', undefined], ['a', 1]]; // prettier-ignore
      await store().write({
        spans: costs.map(([agent, costUsd], index) =>
          makeSpan(index, {
            ...(agent === undefined ? {} : { agent }),
            ...(costUsd === undefined ? {} : { costUsd }),
          }),
        ),
      });
      const operations = ['sum', 'average', 'minimum', 'maximum'] as const;
      const rows = await store().aggregate({
        from: 'spans',
        groupBy: ['agent'],
        measures: [{ operation: 'count' }, ...operations.map((operation) => ({ operation, field: 'cost' }))],
      });
      expect(rows).toStrictEqual([
        { keys: ['a'], values: [3, 7, 7 / 3, 1, 4] },
        { keys: ['b'], values: [2, 1, 1, 1, 1] },
        { keys: ['c'], values: [1, undefined, undefined, undefined, undefined] },
        { keys: [undefined], values: [1, 9, 9, 9, 9] },
      ]);
    });

    it('interpolates percentiles as numpy does', async () => {
      await store().write({ spans: [15, 20, 35, 40, 50].map((sequence) => makeSpan(sequence)) });
      const measures = [0, 0.25, 0.4, 0.5, 0.9, 1].map(
        (p) => ({ operation: 'percentile', field: 'sequence', p }) as const,
      );
      const [row] = await store().aggregate({ from: 'spans', groupBy: [], measures });
      // By hand: p 0.4 has rank 0.4 * 4 = 1.6, so 20 + 0.6 * (35 - 20).
      const expected = [15, 20, 29, 35, 46, 50];
      for (const [index, value] of expected.entries()) expect(row?.values[index]).toBeCloseTo(value, 9);
    });

    it('puts times into buckets, before 1970 too', async () => {
      const times = [-1n, 0n, HOUR - 1n, HOUR, 2n ** 63n + 1n];
      await store().write({
        runs: [...times.map((startTime, index) => makeRun(index, { startTime })), makeRun(9)],
      });
      const rows = await store().aggregate({
        from: 'runs',
        groupBy: [{ field: 'start', bucket: 'hour' }],
        measures: [{ operation: 'count' }],
      });
      expect(rows).toStrictEqual([
        { keys: [-HOUR], values: [1] },
        { keys: [0n], values: [2] },
        { keys: [HOUR], values: [1] },
        { keys: [((2n ** 63n + 1n) / HOUR) * HOUR], values: [1] },
        { keys: [undefined], values: [1] },
      ]);
    });

    it('has one row without group keys, also over nothing', async () => {
      const query: AggregateQuery = {
        from: 'runs',
        groupBy: [],
        measures: [{ operation: 'count' }, { operation: 'sum', field: 'cost' }],
      };
      expect(await store().aggregate(query)).toStrictEqual([{ keys: [], values: [0, undefined] }]);
      expect(await store().aggregate({ ...query, groupBy: ['agent'] })).toStrictEqual([]);
    });

    it('groups by several fields, attributes among them, up to the limit', async () => {
      await store().write({
        spans: [1, 2, 3, 4].map((number) => makeSpan(number, { attributes: { n: number % 2, 'a/b': 'x' } })),
      });
      const groupBy = ['attributes.n', 'attributes.a/b', 'sequence'];
      const rows = await store().aggregate({ from: 'spans', groupBy, measures: [], limit: 3 });
      expect(rows.map(({ keys }) => keys)).toStrictEqual([
        ['0', 'x', 2],
        ['0', 'x', 4],
        ['1', 'x', 1],
      ]);
    });

    it('puts the largest first where asked, ties by key', async () => {
      const agents = ['b', 'c', 'a', 'c', undefined, undefined, 'd'];
      await store().write({
        runs: agents.map((agent, index) => makeRun(index, agent === undefined ? {} : { agent })),
      });
      const query: AggregateQuery = {
        from: 'runs',
        groupBy: ['agent'],
        measures: [{ operation: 'count' }],
        largestFirst: true,
        limit: 4,
      };
      expect((await store().aggregate(query)).map(({ keys, values }) => [keys[0], values[0]])).toStrictEqual([
        ['c', 2],
        [undefined, 2],
        ['a', 1],
        ['b', 1],
      ]);
      expect(await findErrorCode(store().aggregate({ ...query, measures: [] }))).toBe('filter-invalid');
    });

    it('counts a run in the group of each category of its findings', async () => {
      const [one, two] = [runId(1), runId(2)];
      await store().write({
        runs: [makeRun(1), makeRun(2), makeRun(3)],
        diagnoses: [
          makeDiagnosis(one, ['loop', 'loop', 'guess'].map((category, index) => makeFinding(one, `${index}`, { category }))),
        ],
        findings: [
          makeFinding(one, 'same', { category: 'loop' }),
          makeFinding(two, 'other', { category: 'loop' }),
          makeFinding(runId(9), 'of no run', { category: 'stray' }),
        ],
      }); // prettier-ignore
      const rows = await store().aggregate({
        from: 'runs',
        groupBy: ['category'],
        measures: [{ operation: 'count' }],
      });
      expect(rows).toStrictEqual([
        { keys: ['guess'], values: [1] },
        { keys: ['loop'], values: [2] },
        { keys: [undefined], values: [1] },
      ]);
    });

    it('refuses what it cannot measure', async () => {
      const queries: Partial<AggregateQuery>[] = [
        { measures: [] }, { groupBy: ['colour'] }, { groupBy: [{ field: 'agent', bucket: 'hour' }] }, { groupBy: [{ field: 'start', bucket: 'year' as 'day' }] },
        { measures: [{ operation: 'sum' }] }, { measures: [{ operation: 'sum', field: 'agent' }] }, { measures: [{ operation: 'count', field: 'cost' }] },
        { measures: [{ operation: 'percentile', field: 'cost' }] }, { measures: [{ operation: 'percentile', field: 'cost', p: 1.5 }] },
        { measures: [{ operation: 'median' as 'sum', field: 'cost' }] }, { from: 'messages' as 'runs' },
      ]; // prettier-ignore
      for (const query of queries) {
        const whole: AggregateQuery = {
          from: 'spans',
          groupBy: [],
          measures: [{ operation: 'count' }],
          ...query,
        };
        expect([query, await findErrorCode(store().aggregate(whole))]).toStrictEqual([
          query,
          'filter-invalid',
        ]);
      }
      const limited: AggregateQuery = { from: 'spans', groupBy: ['agent'], measures: [], limit: 10_001 };
      await expect(store().aggregate(limited)).rejects.toMatchObject({ code: 'request-invalid' });
    });
  });
}
