import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { MIGRATIONS, type Migration } from '../schema.ts';
import { openDatabase, trimMemory } from './database.ts';
import { readRows } from './statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-schema-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LATEST = MIGRATIONS.length;
const NEXT: Migration = {
  version: LATEST + 1,
  statements: ['ALTER TABLE runs ADD COLUMN owner VARCHAR', "UPDATE runs SET owner = 'nobody'"],
};
const BROKEN: Migration = {
  version: LATEST + 1,
  statements: ['ALTER TABLE runs ADD COLUMN owner VARCHAR', 'ALTER TABLE no_such_table ADD COLUMN x INTEGER'],
};

async function open(
  path: string,
  migrations: readonly Migration[],
  statements: readonly string[],
): Promise<unknown[][]> {
  const database = await openDatabase({ path, readOnly: false, migrations });
  const connection = await database.connect();
  let rows: unknown[][] = [];
  for (const sql of statements) rows = await readRows(connection, { sql, parameters: [] });
  connection.closeSync();
  database.close();
  return rows;
}

const ROWS_OF_GROUPS = `SELECT sum(count)::INTEGER AS rows FROM pragma_storage_info('traces')
  WHERE segment_type = 'VARCHAR' GROUP BY row_group_id`;
const addTraces = (count: number): string =>
  `INSERT INTO traces SELECT 'trace ' || range FROM range(${count})`;

const ADD_RUN = `INSERT INTO runs (version, hash, run_id, format, path, outcome, steps, spans, document) VALUES (0, 0, 'r', 'f', 'p', 'unknown', 0, 0, '{}')`;

describe('migrations', () => {
  it('bring an older file up to date and keep its rows', async () => {
    const path = join(folder, 'older.duckdb');
    await open(path, MIGRATIONS, [ADD_RUN]);
    expect(await open(path, [...MIGRATIONS, NEXT], ['SELECT run_id, owner FROM runs'])).toStrictEqual([
      ['r', 'nobody'],
    ]);
    expect(
      await open(path, [...MIGRATIONS, NEXT], ['SELECT version FROM tracewright_schema ORDER BY 1']),
    ).toStrictEqual([...MIGRATIONS, NEXT].map(({ version }) => [version]));
  });

  it('open a file of the first version', async () => {
    const path = join(folder, 'first.duckdb');
    const diagnose = "INSERT INTO diagnoses VALUES (1, 0, 'r', 2, 3, '{}')";
    await open(path, MIGRATIONS.slice(0, 1), [ADD_RUN, diagnose]);
    const read = 'SELECT run_id, findings, onset_step, session_id, user_id FROM diagnosed_runs';
    expect(await open(path, MIGRATIONS, [read])).toStrictEqual([['r', 2, 3, null, null]]);
    const report = "INSERT INTO findings (version, hash, id, run_id, document) VALUES (2, 0, 'f', 'r', '{}')";
    expect(await open(path, MIGRATIONS, [report, read])).toStrictEqual([['r', 3, 3, null, null]]);
  });

  it('count the categories of findings that older versions wrote', async () => {
    const path = join(folder, 'categories.duckdb');
    const findings = '[{"category":"loop"},{"category":"a \\"b\\""},{"category":"loop"}]';
    await open(path, MIGRATIONS.slice(0, 3), [
      `INSERT INTO diagnoses VALUES (1, 0, 'r', 3, 3, '{"findings":${findings}}'), (2, 0, 's', 0, NULL, '{"findings":[]}')`,
      `INSERT INTO findings VALUES (3, 0, 'f', 's', '{"category":"secret"}')`,
    ]);
    const read =
      'SELECT version::INTEGER, run_id, category, is_reported FROM finding_categories ORDER BY 1, 3';
    expect(await open(path, MIGRATIONS, [read])).toStrictEqual([
      [1, 'r', 'a "b"', false],
      [1, 'r', 'loop', false],
      [3, 's', 'secret', true],
    ]);
  });

  it('refuse a file that is newer than they are', async () => {
    const path = join(folder, 'newer.duckdb');
    await open(path, [...MIGRATIONS, NEXT], []);
    await expect(open(path, MIGRATIONS, [])).rejects.toMatchObject({ code: 'store-version', where: path });
  });

  it('ask for a writer when an older file is opened for reading', async () => {
    const path = join(folder, 'read.duckdb');
    await open(path, MIGRATIONS, []);
    const reading = openDatabase({ path, readOnly: true, migrations: [...MIGRATIONS, NEXT] });
    await expect(reading).rejects.toMatchObject({ code: 'store-version' });
  });

  it('leave the old schema when they fail half way', async () => {
    const path = join(folder, 'broken.duckdb');
    await open(path, MIGRATIONS, [ADD_RUN]);
    await expect(open(path, [...MIGRATIONS, BROKEN], [])).rejects.toThrow('no_such_table');
    expect(await open(path, MIGRATIONS, ['SELECT run_id FROM runs'])).toStrictEqual([['r']]);
  });
});

describe('a file', () => {
  it('is written in small groups of rows', async () => {
    const path = join(folder, "it's small.duckdb");
    const sql = `SELECT max(rows), sum(rows)::INTEGER FROM (${ROWS_OF_GROUPS})`;
    expect(await open(path, MIGRATIONS, [addTraces(40_000), 'CHECKPOINT', sql])).toStrictEqual([
      [16_384, 40_000],
    ]);
  });

  it('with the large groups that older versions wrote is read and grows', async () => {
    const path = join(folder, 'large.duckdb');
    await open(path, MIGRATIONS, []);
    const instance = await DuckDBInstance.create(path, { storage_compatibility_version: 'latest' });
    const connection = await instance.connect();
    await connection.run(addTraces(150_000));
    connection.closeSync();
    instance.closeSync();
    const check = 'SELECT count(*)::INTEGER, count(DISTINCT trace_id)::INTEGER FROM traces';
    for (let round = 1; round <= 3; round += 1)
      expect(await open(path, MIGRATIONS, [addTraces(150_000 + round), 'CHECKPOINT', check])).toStrictEqual([
        [150_000 * (round + 1) + (round * (round + 1)) / 2, 150_000 + round],
      ]);
    expect(await open(path, MIGRATIONS, [`SELECT max(rows) FROM (${ROWS_OF_GROUPS})`])).toStrictEqual([
      [122_880],
    ]);
  });

  it('leaves little in memory once that is trimmed, and what a question needs can still be had', async () => {
    const path = join(folder, 'kept.duckdb');
    const database = await openDatabase({ path, readOnly: false, migrations: MIGRATIONS });
    const connection = await database.connect();
    const read = async (sql: string): Promise<unknown> =>
      (await readRows(connection, { sql, parameters: [] }))[0]?.[0];
    const readMemory = (): Promise<unknown> =>
      read('SELECT (sum(memory_usage_bytes) / 1048576)::INTEGER FROM duckdb_memory()');
    const readLimit = (): Promise<unknown> => read("SELECT current_setting('memory_limit')");
    const limit = await readLimit();
    await read(`INSERT INTO traces SELECT repeat(md5(range::VARCHAR), 3) FROM range(200000)`);
    await connection.run('CHECKPOINT');
    await read('SELECT max(length(trace_id)) FROM traces');
    expect(await readMemory()).toBeGreaterThan(8);
    await trimMemory(connection, 8);
    expect(await readMemory()).toBeLessThanOrEqual(8);
    expect(await readLimit()).toBe(limit);
    connection.closeSync();
    database.close();
  });

  it('lets no statement reach other files', async () => {
    const path = join(folder, 'alone.duckdb');
    for (const sql of ["SELECT * FROM read_text('/etc/hostname')", 'SET enable_external_access = true'])
      await expect(open(path, MIGRATIONS, [sql])).rejects.toThrow(/disabled|Cannot enable/);
  });
});
