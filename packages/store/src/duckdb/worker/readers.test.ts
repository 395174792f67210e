import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, it } from 'vitest';
import { Readers } from './readers.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROUNDS = 20;
const WRITES = 30;
const READS_AT_ONCE = 3;

const textOf = (key: number): string => `${key}: ${'count the books '.repeat(key % 40)}end`;

it('gives sorted texts whole while longer ones are written', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const instance = await DuckDBInstance.create(join(folder, `${round}.duckdb`));
    const writer = await instance.connect();
    await writer.run('CREATE TABLE texts (key INTEGER, content VARCHAR)');
    const readers = await Readers.create(() => instance.connect());
    let isWriting = true;
    const read = async (): Promise<void> => {
      const statement = { sql: 'SELECT key, content FROM texts ORDER BY key', parameters: [] };
      while (isWriting)
        await readers.query(statement, async ([keys = [], contents = []]) =>
          expect(contents).toEqual(keys.map((key) => textOf(Number(key)))),
        );
    };
    const write = async (): Promise<void> => {
      try {
        for (let key = 0; key < WRITES; key += 1)
          await writer.run('INSERT INTO texts VALUES ($1, $2)', [key, textOf(key)]);
      } finally {
        isWriting = false;
      }
    };
    await Promise.all([write(), ...Array.from({ length: READS_AT_ONCE }, read)]);
    readers.close();
    writer.closeSync();
    instance.closeSync();
  }
}, 60_000);
