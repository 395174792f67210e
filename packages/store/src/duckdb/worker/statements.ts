import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Columns, SqlParameter, SqlValue, Statement } from '../protocol.ts';
import { duckdb } from './engine-module.ts';

const { DOUBLE, HUGEINT, INTEGER, LIST, listValue, VARCHAR } = duckdb;

const TYPES: Readonly<Record<SqlParameter['type'], DuckDBType>> = {
  VARCHAR,
  DOUBLE,
  HUGEINT,
  'VARCHAR[]': LIST(VARCHAR),
  'INTEGER[]': LIST(INTEGER),
};

/** Runs a statement and gives its rows as they come, up to 2,048 at a time. */
export async function* streamStatement(
  connection: DuckDBConnection,
  statement: Statement,
): AsyncGenerator<Columns> {
  const { sql, parameters } = statement;
  const result = await connection.stream(
    sql,
    parameters.map(({ value }) => (typeof value === 'object' ? listValue([...value]) : value)),
    parameters.map(({ type }) => TYPES[type]),
  );
  for (;;) {
    const chunk: DuckDBDataChunk | null = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    // Statements select text, numbers and integers only, which the engine's binding gives as plain values.
    yield chunk.getColumns() as readonly (readonly DuckDBValue[])[] as Columns;
  }
}

/** All rows at once, for small answers. */
export async function readRows(connection: DuckDBConnection, statement: Statement): Promise<SqlValue[][]> {
  const rows: SqlValue[][] = [];
  for await (const columns of streamStatement(connection, statement)) {
    const count = columns[0]?.length ?? 0;
    for (let index = 0; index < count; index += 1) rows.push(columns.map((column) => column[index] ?? null));
  }
  return rows;
}
