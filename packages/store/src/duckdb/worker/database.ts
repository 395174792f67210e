/** Opens the file: the engine's settings, the schema's version, the migrations. */
import { existsSync, mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TraceError } from '@tracewright/core';
import type { Migration } from '../schema.ts';
import { duckdb } from './engine-module.ts';

export interface Database {
  readonly instance: DuckDBInstance;
  readonly engineVersion: string;
  readonly schemaVersion: number;
}

export interface DatabaseOptions {
  readonly path: string;
  readonly readOnly: boolean;
  readonly migrations: readonly Migration[];
}

/** A quarter of the machine, at most 4 GiB: the engine spills to disk beyond. */
function memoryLimit(): string {
  return `${Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20))}MiB`;
}

/** @throws TraceError `store-version`, or what the engine says, to be read by `toErrorData` */
export async function openDatabase({ path, readOnly, migrations }: DatabaseOptions): Promise<Database> {
  if (readOnly && !existsSync(path)) {
    throw new TraceError('store-failed', {
      message: 'there is no store to read',
      where: path,
      fix: 'import something first: `tracewright import PATH`',
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  const instance = await duckdb.DuckDBInstance.create(path, {
    // Writers of older versions know no zstd for strings, and DuckDB then drops it without a word.
    ...(readOnly ? { access_mode: 'READ_ONLY' } : { storage_compatibility_version: 'latest' }),
    // Checkpoints are the writer's business (checkpoint.ts): the engine's own would hold up commits for seconds.
    wal_autocheckpoint: '1TB',
    memory_limit: memoryLimit(),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
    lock_configuration: 'true',
  });
  try {
    const connection = await instance.connect();
    const engineVersion = String((await rows(connection, 'SELECT version()'))[0]?.[0]);
    const schemaVersion = await migrate(connection, path, readOnly, migrations);
    connection.closeSync();
    return { instance, engineVersion, schemaVersion };
  } catch (error) {
    instance.closeSync();
    throw error;
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
