/**
 * Removes runs in transactions of bounded size, each of whole runs; then, in one more, the traces and messages that no
 * remaining span names, and what the text index says of them. A crash in between leaves such leftovers for the next deletion to clear, and never half a run.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DeleteReceipt } from '@tracewright/core';
import type { SqlValue } from '../protocol.ts';
import { readRows } from './statements.ts';

/** Spans removed in one transaction, unless one run has more. */
const SPANS_AT_ONCE = 250_000;
/** Runs removed in one transaction. */
const RUNS_AT_ONCE = 10_000;

export async function deleteRuns(
  connection: DuckDBConnection,
  runIds: readonly string[],
  sweeps: boolean,
): Promise<DeleteReceipt> {
  let [runs, spans, messages] = [0, 0, 0];
  for (const ids of await portion(connection, runIds)) {
    await inTransaction(connection, async () => {
      for (const table of ['finding_categories', 'findings', 'diagnoses'])
        await remove(connection, table, ids);
      spans += await remove(connection, 'spans', ids);
      runs += await remove(connection, 'runs', ids);
    });
  }
  if (!sweeps) return { runs, spans, messages };
  await inTransaction(connection, async () => {
    await change(connection, 'DELETE FROM traces WHERE trace_id NOT IN (SELECT trace_id FROM spans)');
    messages = await change(connection, DELETE_UNNAMED_MESSAGES);
    for (const sql of DELETE_UNUSED_INDEX) await change(connection, sql);
  });
  return { runs, spans, messages };
}

/** All or none. @returns how many there were */
export async function deleteFindings(connection: DuckDBConnection, ids: readonly string[]): Promise<number> {
  const chosen = 'findings WHERE id IN (SELECT unnest($1))';
  let count = 0;
  await inTransaction(connection, async () => {
    await change(
      connection,
      `DELETE FROM finding_categories WHERE version IN (SELECT version FROM ${chosen})`,
      ids,
    );
    count = await change(connection, `DELETE FROM ${chosen}`, ids);
  });
  return count;
}

const DELETE_UNNAMED_MESSAGES =
  'DELETE FROM messages WHERE NOT EXISTS (SELECT 1 FROM ' +
  "(SELECT DISTINCT unnest(string_split(concat_ws(',', input, output), ','))::INTEGER AS key FROM spans " +
  'WHERE input IS NOT NULL OR output IS NOT NULL) named WHERE named.key = messages.key)';

/** Blocks of the text index without rows, except the last, which says how far the index has come; then what named either. */
const DELETE_UNUSED_INDEX = [
  deleteEmptyBlocks('messages', 'key'),
  deleteEmptyBlocks('spans', 'version'),
  "DELETE FROM message_uses WHERE first NOT IN (SELECT first FROM text_blocks WHERE subject = 'spans') " +
    'OR message NOT IN (SELECT key FROM messages)',
];

function deleteEmptyBlocks(subject: 'messages' | 'spans', id: string): string {
  const blocks = `(SELECT first, last FROM text_blocks WHERE subject = '${subject}')`;
  return (
    `DELETE FROM text_blocks WHERE subject = '${subject}' AND last < (SELECT max(last) FROM ${blocks}) ` +
    `AND first NOT IN (SELECT first FROM ${subject} ASOF JOIN ${blocks} blocks ON ${subject}.${id} >= blocks.first)`
  );
}

async function portion(connection: DuckDBConnection, runIds: readonly string[]): Promise<string[][]> {
  const rows = await readRows(connection, {
    sql: 'SELECT run_id, count(*)::DOUBLE FROM spans WHERE run_id IN (SELECT unnest($1)) GROUP BY run_id',
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  });
  const counts = new Map(rows.map(([id, count]) => [id, Number(count)]));
  const portions: string[][] = [];
  let portionSpans = Number.POSITIVE_INFINITY;
  for (const id of new Set(runIds)) {
    const count = counts.get(id) ?? 0;
    const last = portions.at(-1);
    if (last === undefined || portionSpans + count > SPANS_AT_ONCE || last.length >= RUNS_AT_ONCE) {
      portions.push([id]);
      portionSpans = count;
    } else {
      last.push(id);
      portionSpans += count;
    }
  }
  return portions;
}

async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    // A failed COMMIT has already ended the transaction; the first error is the one to tell.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Rows removed. */
async function remove(
  connection: DuckDBConnection,
  table: string,
  runIds: readonly string[],
): Promise<number> {
  return change(connection, `DELETE FROM ${table} WHERE run_id IN (SELECT unnest($1))`, runIds);
}

async function change(connection: DuckDBConnection, sql: string, ids?: readonly string[]): Promise<number> {
  const parameters = ids === undefined ? [] : [{ type: 'VARCHAR[]', value: ids } as const];
  const [[count] = []]: SqlValue[][] = await readRows(connection, { sql, parameters });
  return Number(count ?? 0);
}
