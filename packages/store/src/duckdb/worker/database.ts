/** Opens the file: the engine's settings, the schema's version, the migrations. */
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TraceError } from '@tracewright/core';
import type { Migration } from '../schema.ts';
import { duckdb } from './engine-module.ts';
import { isLockConflict } from './errors.ts';
import { assertLogBegins } from './log-header.ts';

export interface Database {
  readonly engineVersion: string;
  readonly schemaVersion: number;
  /** A connection whose statements mean the file's tables. */
  readonly connect: () => Promise<DuckDBConnection>;
  readonly close: () => void;
}

export interface DatabaseOptions {
  readonly path: string;
  readonly readOnly: boolean;
  readonly migrations: readonly Migration[];
}

/**
 * A quarter of the machine, at most 512 MiB. The engine keeps what it read and wrote of the file until it gets there, 160 MiB a million
 * spans, beside the pages that the system keeps anyway; what a query needs beyond is spilled to disk.
 */
const MEMORY_MIB = Math.min(512, Math.floor(totalmem() / 4 / 2 ** 20));
/** What of that is kept while much is written: else memory grows with the spans for hours. */
const KEPT_MIB = Math.min(64, MEMORY_MIB);

/**
 * A checkpoint puts the last, incomplete groups of rows together anew, uncompressed. With the engine's own size, 122,880, each took
 * some 400 MiB and a third of all CPU time under load. An even share of its vectors of 2,048.
 */
const ROWS_A_GROUP = 16_384;

/** A file in which nothing stands has its own header and two of the database. */
const HEADERS_BYTES = 3 * 4096;

/** @throws TraceError `store-version`, `store-corrupt`, or what the engine says, to be read by `toErrorData` */
export async function openDatabase({ path, readOnly, migrations }: DatabaseOptions): Promise<Database> {
  if (readOnly && !existsSync(path)) {
    throw new TraceError('store-failed', {
      message: 'there is no store to read',
      where: path,
      fix: 'import something first: `tracewright import PATH`',
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  assertLogBegins(path);
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    // Checkpoints are the writer's business (checkpoint.ts): the engine's own would hold up commits for seconds.
    wal_autocheckpoint: '1TB',
    memory_limit: `${MEMORY_MIB}MiB`,
    temp_directory: `${path}.tmp`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    await attach(instance, path, readOnly);
    const connect = async (): Promise<DuckDBConnection> => {
      const connection = await instance.connect();
      await connection.run('USE store');
      return connection;
    };
    const connection = await connect();
    const engineVersion = String((await rows(connection, 'SELECT version()'))[0]?.[0]);
    const schemaVersion = await migrate(connection, path, readOnly, migrations);
    connection.closeSync();
    return { engineVersion, schemaVersion, connect, close: () => instance.closeSync() };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Gives back what the engine keeps of the file, as far as nobody reads it. */
export async function trimMemory(connection: DuckDBConnection, keptMib: number = KEPT_MIB): Promise<void> {
  // Where questions under way hold more, it refuses.
  await connection.run(`SET memory_limit = '${keptMib}MiB'`).catch(() => undefined);
  await connection.run(`SET memory_limit = '${MEMORY_MIB}MiB'`);
}

/** Only a file that is attached takes a size of row groups, and only for as long as it is. */
async function attach(instance: DuckDBInstance, path: string, readOnly: boolean): Promise<void> {
  const isNew = !existsSync(path);
  const connection = await instance.connect();
  // Writers of older versions know no zstd for strings, and DuckDB then drops it without a word.
  const options = readOnly ? 'READ_ONLY' : `STORAGE_VERSION 'latest', ROW_GROUP_SIZE ${ROWS_A_GROUP}`;
  try {
    await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS store (TYPE duckdb, ${options})`);
  } catch (error) {
    if (isNew && !isLockConflict(error)) removeUnbegun(path);
    throw error;
  }
  // For good: the engine refuses to switch it on again.
  await connection.run('SET enable_external_access = false');
  connection.closeSync();
}

/** One that could not be begun, as on a full disk, would be called damaged from then on. Whatever holds more, or is a link, is left alone. */
function removeUnbegun(path: string): void {
  try {
    const found = lstatSync(path);
    if (found.isFile() && found.size <= HEADERS_BYTES) rmSync(path);
  } catch {
    // What the engine said is what went wrong.
  }
}

async function migrate(
  connection: DuckDBConnection,
  path: string,
  readOnly: boolean,
  migrations: readonly Migration[],
): Promise<number> {
  const newest = Math.max(...migrations.map(({ version }) => version));
  const found = await readVersion(connection, path);
  if (found === newest) return found;
  if (found > newest) {
    throw new TraceError('store-version', {
      message: `the store has schema version ${found}, this Tracewright knows up to ${newest}`,
      where: path,
      fix: 'update Tracewright, or choose another file with --db',
    });
  }
  if (readOnly) {
    throw new TraceError('store-version', {
      message: `the store has schema version ${found}, version ${newest} is needed`,
      where: path,
      fix: 'open it once for writing, which brings it up to date: `tracewright serve`',
    });
  }
  // All in one transaction: a crash leaves the old schema or the new one.
  await connection.run('BEGIN');
  await connection.run('CREATE TABLE IF NOT EXISTS tracewright_schema (version INTEGER NOT NULL)');
  for (const { version, statements } of migrations.filter((migration) => migration.version > found)) {
    for (const statement of statements) await connection.run(statement);
    await connection.run('INSERT INTO tracewright_schema VALUES ($1)', [version]);
  }
  await connection.run('COMMIT');
  return newest;
}

/** 0 for a file without anything in it. */
async function readVersion(connection: DuckDBConnection, path: string): Promise<number> {
  const tables = (await rows(connection, 'SELECT table_name FROM duckdb_tables()')).map(([name]) =>
    String(name),
  );
  if (tables.includes('tracewright_schema')) {
    return Number((await rows(connection, 'SELECT max(version) FROM tracewright_schema'))[0]?.[0] ?? 0);
  }
  if (tables.length === 0) return 0;
  throw new TraceError('store-corrupt', {
    message: `the file is a DuckDB database, but no Tracewright store (it has the tables ${tables.slice(0, 5).join(', ')})`,
    where: path,
    fix: 'choose another file with --db',
  });
}

async function rows(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
