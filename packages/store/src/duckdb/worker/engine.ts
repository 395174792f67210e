/** The engine's instance with everything that works on it; made anew when the engine gives the instance up. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { TraceError } from '@tracewright/core';
import type { Opened, WorkerOptions } from '../protocol.ts';
import { MIGRATIONS } from '../schema.ts';
import { openDatabase, type Database } from './database.ts';
import { Readers } from './readers.ts';
import { WriteQueue } from './write-queue.ts';
import { Writer } from './writer.ts';

export class Engine {
  readonly #database: Database;
  readonly #connection: DuckDBConnection;
  readonly #queue: WriteQueue | undefined;
  readonly #path: string;
  readonly readers: Readers;

  private constructor(
    database: Database,
    connection: DuckDBConnection,
    readers: Readers,
    queue: WriteQueue | undefined,
    path: string,
  ) {
    this.#database = database;
    this.#connection = connection;
    this.readers = readers;
    this.#queue = queue;
    this.#path = path;
  }

  /** @throws what `openDatabase` throws */
  static async open({ path, readOnly }: WorkerOptions): Promise<Engine> {
    const database = await openDatabase({ path, readOnly, migrations: MIGRATIONS });
    try {
      const readers = await Readers.create(database.connect);
      const connection = await database.connect();
      const queue = readOnly ? undefined : new WriteQueue(connection, await Writer.create(connection), path);
      return new Engine(database, connection, readers, queue, path);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get opened(): Opened {
    const { engineVersion, schemaVersion } = this.#database;
    return { engineVersion, schemaVersion };
  }

  /** @throws TraceError `store-failed` when it is open for reading only */
  get queue(): WriteQueue {
    if (this.#queue !== undefined) return this.#queue;
    throw new TraceError('store-failed', {
      message: 'the store is open for reading only',
      where: this.#path,
    });
  }

  /** Those of the traces that may be in the store: all of them where nothing is written. */
  traceCandidates(traceIds: readonly string[]): readonly string[] {
    return this.#queue?.traceCandidates(traceIds) ?? traceIds;
  }

  /** Finishes what waits and moves the log into the file, where there is room. */
  async close(): Promise<void> {
    try {
      await this.#queue?.close();
    } finally {
      this.#release();
    }
  }

  /** After `isGivenUp`: the log holds whatever was acknowledged, and the next instance reads it. */
  abandon(): void {
    this.#queue?.stop();
    this.#release();
  }

  #release(): void {
    this.readers.close();
    this.#connection.closeSync();
    this.#database.close();
  }
}

/** After a failed checkpoint the engine refuses everything until it is opened again. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && /database has been invalidated|must be restarted/i.test(error.message);
}
