/** Connections for reading, apart from the writer's: a read sees the last commit and waits for no write. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Columns, Statement } from '../protocol.ts';
import { streamStatement } from './statements.ts';

/** Queries at once; the engine's calls share four threads with the writer. */
const CONNECTIONS = 3;

export class Readers {
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];

  private constructor(connections: DuckDBConnection[]) {
    this.#free = connections;
  }

  static async create(connect: () => Promise<DuckDBConnection>): Promise<Readers> {
    return new Readers(await Promise.all(Array.from({ length: CONNECTIONS }, connect)));
  }

  async query(statement: Statement, onRows: (columns: Columns) => Promise<void>): Promise<void> {
    const connection =
      this.#free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    try {
      await inTransaction(connection, async () => {
        for await (const columns of streamStatement(connection, statement)) await onRows(columns);
      });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    }
  }

  close(): void {
    for (const connection of this.#free) connection.closeSync();
  }
}

/**
 * A statement is planned first and run then. Without a transaction around both, a commit may come between
 * them, and the engine runs a plan that is made for what was there before: as of 1.5.6 its sorting then cuts texts
 * that are longer than any it had planned for, or ends the process.
 */
async function inTransaction(connection: DuckDBConnection, read: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN');
  try {
    await read();
  } finally {
    // Fails only where the engine has given up; the first error is the one to tell.
    await connection.run('ROLLBACK').catch(() => undefined);
  }
}
