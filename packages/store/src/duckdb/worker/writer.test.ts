import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, expect, it } from 'vitest';
import { makeMessage, makeSpan } from '../../conformance/builders.ts';
import { planListing } from '../../queries/ordering.ts';
import type { SqlValue, WriteSlice } from '../protocol.ts';
import { MIGRATIONS } from '../schema.ts';
import { sliceBatch } from '../slices.ts';
import { EVERYTHING } from '../sql-queries.ts';
import { searchSpans } from '../text-search.ts';
import { openDatabase } from './database.ts';
import { readRows } from './statements.ts';
import { Writer } from './writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Less than a block, so that every failure meets one that is being filled. */
const SPANS_PER_SLICE = 300;

function makeSlice(first: number): WriteSlice {
  const spans = Array.from({ length: SPANS_PER_SLICE }, (_, index) =>
    makeSpan(first + index, {
      name: `named-${first + index}-so`,
      input: [makeMessage(`asked-${first + index}-so`)],
    }),
  );
  const [slice, ...others] = sliceBatch({ spans });
  if (slice === undefined || others.length > 0) throw new Error('one slice was expected');
  return slice;
}

/** Its last span cannot be appended. */
function makeBadSlice(first: number): WriteSlice {
  const slice = makeSlice(first);
  const columns = slice.spans.columns.map((column) =>
    column.type === 'time' ? { ...column, values: column.values.with(-1, 1n << 200n) } : column,
  );
  return { ...slice, spans: { ...slice.spans, columns } };
}

/** Whether each slice was written. */
async function commit(writer: Writer, ...slices: readonly WriteSlice[]): Promise<boolean[]> {
  const results: boolean[] = [];
  const writes = slices.map((slice, index) => ({
    slice,
    resolve: () => void (results[index] = true),
    reject: () => void (results[index] = false),
  }));
  await writer.commit(writes);
  return results;
}

async function expectFound(connection: DuckDBConnection, numbers: readonly number[]): Promise<void> {
  const ask = (statement: Parameters<typeof readRows>[1]): Promise<SqlValue[][]> =>
    readRows(connection, statement);
  const listing = planListing('spans', { limit: 10 });
  for (const number of numbers)
    for (const text of [`named-${number}-so`, `asked-${number}-so`]) {
      const found = await searchSpans(text, EVERYTHING, listing, ask);
      expect({ text, found: found.length }).toEqual({ text, found: 1 });
    }
}

it('keeps every row findable through failed slices, failed commits and restarts', async () => {
  const path = join(folder, 'store.duckdb');
  const written: number[] = [];
  let next = 0;
  for (let session = 0; session < 3; session += 1) {
    const database = await openDatabase({ path, readOnly: false, migrations: MIGRATIONS });
    const connection = await database.connect();
    const writer = await Writer.create(connection);
    for (let round = 0; round < 3; round += 1) {
      const [good, bad, other] = [next, next + SPANS_PER_SLICE, next + 2 * SPANS_PER_SLICE];
      next += 3 * SPANS_PER_SLICE;
      const results = await commit(writer, makeSlice(good), makeBadSlice(bad), makeSlice(other));
      expect(results).toEqual([true, false, true]);
      written.push(good, good + SPANS_PER_SLICE - 1, other, other + SPANS_PER_SLICE - 1);
    }
    // The disk is full, while a block is completed.
    const run = connection.run.bind(connection);
    connection.run = (sql, ...rest) =>
      sql === 'COMMIT' ? Promise.reject(new Error('no room')) : run(sql, ...rest);
    const lost = [0, 1, 2, 3].map((count) => makeSlice(next + count * SPANS_PER_SLICE));
    expect(await commit(writer, ...lost)).toEqual([false, false, false, false]);
    connection.run = run;
    next += 4 * SPANS_PER_SLICE;
    expect(await commit(writer, makeSlice(next))).toEqual([true]);
    written.push(next, next + SPANS_PER_SLICE - 1);
    next += SPANS_PER_SLICE;
    await expectFound(connection, written);
    const [[blocks] = []] = await readRows(connection, {
      sql: 'SELECT count(*)::DOUBLE FROM text_blocks',
      parameters: [],
    });
    expect(blocks).toBeGreaterThan(session);
    connection.closeSync();
    database.close();
  }
}, 60_000);
