/** The strictest part of the suite: whatever is written and asked, the engine answers as the reference does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AggregateRow, Page, RunId, SpanStore } from '@tracewright/core';
import { MemoryStore } from '../memory/memory-store.ts';
import { aggregateQueries, batches, deletions, runQueries, spanQueries, taskQueries } from './arbitraries.ts';
import { runId, traceId } from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

/** Fixed, so that a failure is the same for everyone; printed by fast-check when it fails. */
const SEED = 20_260_131;
/** Each field of a run is asked for in ten queries and more. */
const ROUNDS = 20;
const QUERIES_A_ROUND = 6;

export function describeAgreement(openEmpty: OpenEmptyStore): void {
  describe('agreement with the reference', () => {
    const store = useStore(openEmpty);

    it('answers generated queries over generated data alike', async () => {
      const reference = new MemoryStore();
      const several = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
        fc.array(arbitrary, { minLength: 1, maxLength: QUERIES_A_ROUND });
      // Data piles up over the rounds: later queries meet more versions, more ties, more pages.
      const property = fc.asyncProperty(
        batches,
        deletions,
        several(runQueries),
        several(spanQueries),
        several(aggregateQueries),
        several(taskQueries),
        async (batch, gone, runs, spans, aggregates, tasks) => {
          expect(await store().write(batch)).toEqual(await reference.write(batch));
          const both = [store(), reference] as const;
          for (const ids of gone) {
            await expectSameDeletion(both, ids);
            const named = (batch.findings ?? []).slice(0, ids.length).map(({ id }) => id);
            expect(await store().deleteFindings(named)).toBe(await reference.deleteFindings(named));
          }
          for (const query of runs)
            await expectSamePages(both, (each, cursor) => each.queryRuns({ ...query, ...cursor }));
          for (const query of spans)
            await expectSamePages(both, (each, cursor) => each.querySpans({ ...query, ...cursor }));
          for (const query of tasks)
            await expectSamePages(both, (each, cursor) => each.queryTasks({ ...query, ...cursor }));
          for (const query of aggregates)
            expectSameRows(await store().aggregate(query), await reference.aggregate(query));
          for (const { where } of runs)
            expect(await store().countRuns(where)).toBe(await reference.countRuns(where));
          await expectSameRecords(both);
        },
      );
      await fc.assert(property, { seed: SEED, numRuns: ROUNDS });
    }, 300_000);
  });
}

/** Follows both to the last page. */
async function expectSamePages<T>(
  [store, reference]: readonly [SpanStore, SpanStore],
  ask: (store: SpanStore, cursor: { readonly cursor?: string }) => Promise<Page<T>>,
): Promise<void> {
  let cursor: { readonly cursor?: string } = {};
  for (;;) {
    const page = await ask(store, cursor);
    expect(page).toEqual(await ask(reference, cursor));
    if (page.next === undefined) return;
    cursor = { cursor: page.next };
  }
}

async function expectSameDeletion(
  [store, reference]: readonly [SpanStore, SpanStore],
  runIds: readonly RunId[],
): Promise<void> {
  expect(await store.deleteRuns(runIds)).toEqual(await reference.deleteRuns(runIds));
}

/** Sums depend on the order of adding in their last digits; everything else is exact. */
function expectSameRows(found: readonly AggregateRow[], expected: readonly AggregateRow[]): void {
  expect(found.map(({ keys }) => keys)).toEqual(expected.map(({ keys }) => keys));
  const values = (rows: readonly AggregateRow[]): (number | undefined)[] => rows.flatMap((row) => row.values);
  const others = values(expected);
  const different = values(found).filter((value, index) => !isNear(value, others[index]));
  expect({ different, of: values(found).length }).toEqual({ different: [], of: others.length });
}

function isNear(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  // Summands reach 1e6, and cancel out to anything.
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e6);
}

async function expectSameRecords([store, reference]: readonly [SpanStore, SpanStore]): Promise<void> {
  const ids = [0, 1, 2, 3, 4, 5, 6].map(runId);
  for (const id of ids) {
    expect(await store.readSpans(id)).toEqual(await reference.readSpans(id));
    expect(await store.findDiagnosis(id)).toEqual(await reference.findDiagnosis(id));
  }
  expect(await store.readSpansOf(ids)).toEqual(await reference.readSpansOf(ids));
  const traces = [0, 1, 2, 3].map(traceId);
  expect(await store.findRunsOfTraces(traces)).toEqual(await reference.findRunsOfTraces(traces));
  expect(await store.listFindings(ids)).toEqual(await reference.listFindings(ids));
  expect((await store.info()).counts).toEqual((await reference.info()).counts);
}
