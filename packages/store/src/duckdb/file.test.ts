import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import {
  makeDiagnosis,
  makeFinding,
  makeFullRun,
  makeFullSpan,
  makeMessage,
  makeRun,
  makeSpan,
  runId,
} from '../conformance/builders.ts';
import { withStore } from '../conformance/with-store.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = (): string => join(folder, `${(files += 1)}.duckdb`);

/** Runs SQL on a closed file and gives the rows. */
async function query(path: string, ...statements: readonly string[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  let rows: unknown[][] = [];
  for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** Many rows of long text, so that every column has segments to compress. */
async function writeSample(path: string): Promise<void> {
  await withStore(openStore({ path }), async (store) => {
    const text = 'the quick brown fox jumps over the lazy dog '.repeat(20);
    const spans = Array.from({ length: 3_000 }, (_, index) => ({
      ...makeFullSpan(),
      ...makeSpan(index, {
        statusMessage: text + index,
        attributes: { text, fraction: 0.5 + index },
        input: [makeMessage(text + index)],
      }),
      tool: { name: 't', arguments: { text, index }, result: [text, index] },
      output: [{ role: 'assistant', parts: [{ type: 'reasoning', content: text + index } as const] }],
    }));
    await store.write({
      spans,
      runs: [makeFullRun()],
      diagnoses: [makeDiagnosis(runId(1), [])],
      findings: [makeFinding(runId(1), text)],
    });
  });
}

describe('the DuckDB file', () => {
  it('keeps everything when closed and opened again', async () => {
    const path = join(folder, 'made', 'on the way', 'traces.duckdb');
    const [span, run] = [makeFullSpan(), makeFullRun()];
    await withStore(openStore({ path }), async (store) => {
      await store.write({ spans: [span, makeSpan(1, { name: 'old' })], runs: [run] });
      await store.write({ spans: [makeSpan(1, { name: 'new' })] });
    });
    expect(existsSync(`${path}.wal`)).toBe(false);
    await withStore(openStore({ path }), async (store) => {
      expect(await store.readSpans(runId(1))).toStrictEqual([makeSpan(1, { name: 'new' }), span]);
      expect(await store.info()).toMatchObject({
        engine: 'duckdb',
        engineVersion: 'v1.5.6',
        schemaVersion: 5,
        path,
        readOnly: false,
      });
      expect((await store.info()).sizeBytes).toBe(statSync(path).size);
      // Counting goes on where it ended: a version or key given twice would hide a record.
      const receipt = await store.write({
        spans: [makeSpan(1, { name: 'newest' }), makeSpan(2, { input: [makeMessage('another')] }), span],
      });
      expect(receipt).toMatchObject({
        spans: { added: 1, changed: 1, unchanged: 1 },
        messages: { added: 1 },
      });
      const names = (await store.readSpans(runId(1))).map(({ name }) => name);
      expect(names).toStrictEqual(['newest', 'span 2', span.name]);
    });
  });

  it('stores every long text column as zstd', async () => {
    const path = newPath();
    await writeSample(path);
    for (const [table, columns] of Object.entries({
      spans: [
        'attributes',
        'attributes_json',
        'status_message',
        'arguments',
        'arguments_json',
        'result',
        'result_json',
        'details',
        'input',
        'output',
      ],
      messages: ['content', 'content_json'],
      runs: ['document'],
      diagnoses: ['document'],
      findings: ['document'],
    })) {
      const rows = await query(
        path,
        `SELECT DISTINCT column_name, compression FROM pragma_storage_info('${table}') WHERE segment_type = 'VARCHAR'`,
      );
      for (const column of columns) {
        const used = rows.filter(([name]) => name === column).map(([, compression]) => compression);
        // A column of one repeated or absent value needs no text at all.
        expect(
          used.filter((compression) => !['Constant', 'Empty Validity'].includes(String(compression))),
          `${table}.${column}`,
        ).toStrictEqual(['ZSTD']);
      }
    }
    const [[tags] = []] = await query(
      path,
      "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal",
    );
    expect(tags).toBe('v1.5.0+');
  });

  it('has exactly the schema that is written down', async () => {
    const path = newPath();
    await (await openStore({ path })).close();
    const rows = await query(
      path,
      'SELECT table_name, count(*)::INTEGER FROM duckdb_columns() WHERE NOT internal GROUP BY 1 ORDER BY 1',
    );
    expect(rows).toStrictEqual([
      ['diagnosed_runs', 26],
      ['diagnoses', 6],
      ['finding_categories', 4],
      ['findings', 7],
      ['judged_runs', 22],
      ['message_uses', 2],
      ['messages', 6],
      ['runs', 22],
      ['spans', 31],
      ['text_blocks', 22],
      ['traces', 1],
      ['tracewright_schema', 1],
    ]);
  });

  it('is refused a second time in the same process, whatever it is called', async () => {
    const path = newPath();
    const link = `${path}.link`;
    await withStore(openStore({ path }), async () => {
      symlinkSync(path, link);
      for (const name of [path, link, join(folder, '.', 'x', '..', path.slice(folder.length))]) {
        await expect(openStore({ path: name })).rejects.toMatchObject({
          code: 'store-locked',
          fix: expect.stringContaining('close'),
        });
      }
    });
    await (await openStore({ path: link })).close();
  });

  it('is refused while another process has it', async () => {
    const path = newPath();
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD_FILE], {
      env: { ...process.env, HELD_FILE: path },
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      for (const readOnly of [false, true]) {
        await expect(openStore({ path, readOnly })).rejects.toMatchObject({
          code: 'store-locked',
          where: path,
          fix: expect.stringContaining('server'),
        });
      }
    } finally {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await (await openStore({ path })).close();
  });

  it('can be read by several when none writes', async () => {
    const path = newPath();
    await expect(openStore({ path, readOnly: true })).rejects.toMatchObject({
      code: 'store-failed',
      where: path,
    });
    await writeSample(path);
    const before = statSync(path).mtimeMs;
    await withStore(openStore({ path, readOnly: true }), async (store) => {
      expect((await store.info()).readOnly).toBe(true);
      expect(await store.readSpans(runId(1))).toHaveLength(3_000);
      await expect(store.write({ runs: [makeRun(5)] })).rejects.toMatchObject({ code: 'store-failed' });
    });
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it.each([
    ['text', (path: string) => writeFileSync(path, 'this is not a database\n'.repeat(1_000))],
    ['cut short', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096)],
    [
      'overwritten at the start',
      (path: string) => writeFileSync(path, Buffer.alloc(3 * 4096, 0x55), { flag: 'r+' }),
    ],
  ])('is called damaged when it is %s', async (_, damage) => {
    const path = newPath();
    await writeSample(path);
    damage(path);
    await expect(openAndRead(path)).rejects.toMatchObject({
      code: 'store-corrupt',
      where: path,
      fix: expect.stringContaining('--db'),
    });
  });

  it('opens without its log, which alone is called damaged, when that is overwritten', async () => {
    const path = newPath();
    const copy = newPath();
    await withStore(openStore({ path }), (store) => store.write({ runs: [makeRun(1)] }));
    await withStore(openStore({ path }), async (store) => {
      await store.write({ runs: [makeRun(2, { taskText: 'a text in the log' })] });
      await store.write({ runs: [makeRun(3)] });
      // As a crash leaves them.
      for (const end of ['', '.wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    });
    const log = readFileSync(`${copy}.wal`);
    log.write('something else', log.indexOf('a text in the log'));
    writeFileSync(`${copy}.wal`, log);
    await expect(openStore({ path: copy })).rejects.toMatchObject({
      code: 'store-corrupt',
      summary: expect.stringContaining('the log'),
      fix: expect.stringContaining('move the .wal away'),
    });
    rmSync(`${copy}.wal`);
    await withStore(openStore({ path: copy }), async (store) => expect(await store.countRuns()).toBe(1));
  });

  it('opens with its log whole, or not at all, wherever the beginning of the log is damaged', async () => {
    const path = newPath();
    const copy = newPath();
    await withStore(openStore({ path }), async (store) => {
      await store.write({ runs: [makeRun(1), makeRun(2)] });
      for (const end of ['', '.wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    });
    const log = readFileSync(`${copy}.wal`);
    const file = readFileSync(copy);
    const damaged = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(log);
      change(bytes);
      return bytes;
    };
    const headerEnd = log.indexOf(Buffer.from([0xff, 0xff]));
    expect(headerEnd).toBeGreaterThan(20);
    const logs = [
      damaged((bytes) => (bytes[0] = 0)),
      damaged((bytes) => (bytes[10] = ~(log[10] ?? 0))),
      damaged((bytes) => (bytes[headerEnd] = 0)),
      damaged((bytes) => bytes.fill(0, 0, 4096)),
      damaged((bytes) => bytes.fill('x')),
    ];
    for (const bytes of logs) {
      writeFileSync(copy, file);
      writeFileSync(`${copy}.wal`, bytes);
      const opened = await openStore({ path: copy }).catch((error: unknown) => error);
      expect(opened).toMatchObject({
        code: 'store-corrupt',
        fix: expect.stringContaining('move the .wal away'),
      });
      expect(readFileSync(`${copy}.wal`).equals(bytes)).toBe(true);
    }
  });

  it('opens with a log that was never flushed, or of which a crash left less than the beginning', async () => {
    const path = newPath();
    const copy = newPath();
    await withStore(openStore({ path }), async (store) => {
      await store.write({ runs: [makeRun(1)] });
      copyFileSync(`${path}.wal`, copy);
    });
    const log = readFileSync(copy);
    const torn = [1, 10, 30].map((length) => log.subarray(0, length));
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(10_000), ...torn]) {
      writeFileSync(`${path}.wal`, bytes);
      await withStore(openStore({ path }), async (store) => expect(await store.countRuns()).toBe(1));
    }
  });

  it('leaves a link alone whose file is not there, such as on a disk that is not mounted', async () => {
    const path = newPath();
    const target = join(path, '..', 'not-mounted', 'store.duckdb');
    symlinkSync(target, path);
    await expect(openStore({ path })).rejects.toMatchObject({ code: 'store-failed' });
    expect(readlinkSync(path)).toBe(target);
  });

  it('is called foreign when it holds other tables', async () => {
    const path = newPath();
    await query(path, 'CREATE TABLE orders (id INTEGER)');
    await expect(openStore({ path })).rejects.toMatchObject({
      code: 'store-corrupt',
      summary: expect.stringContaining('orders'),
    });
  });

  it('is refused when a newer Tracewright wrote it', async () => {
    const path = newPath();
    await (await openStore({ path })).close();
    await query(path, 'INSERT INTO tracewright_schema VALUES (99)');
    await expect(openStore({ path })).rejects.toMatchObject({
      code: 'store-version',
      where: path,
      fix: expect.stringContaining('update'),
    });
  });

  it('is refused when the path is a folder or lies in a file', async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(`${path}.txt`, 'x');
    await expect(openStore({ path })).rejects.toMatchObject({ isTraceError: true });
    await expect(openStore({ path: join(`${path}.txt`, 'a.duckdb') })).rejects.toMatchObject({
      code: 'store-failed',
    });
  });

  it('opens with what a copy made while it was stopped holds', async () => {
    const path = newPath();
    await writeSample(path);
    copyFileSync(path, `${path}.copy`);
    await withStore(openStore({ path: `${path}.copy` }), async (store) => {
      expect((await store.info()).counts).toMatchObject({ spans: 3_000, runs: 1, diagnoses: 1 });
    });
  });

  it('does not keep a program alive that forgot to close it', async () => {
    const path = newPath();
    const child = fork(
      fileURLToPath(new URL('../../bench/crash-writer.ts', import.meta.url)),
      [path, '0', '2'],
      {
        execArgv: ['--conditions=@tracewright/source', '--import', 'tsx'],
        silent: true,
      },
    );
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    await withStore(openStore({ path }), async (store) => {
      expect((await store.info()).counts.runs).toBe(2);
    });
  });
});

/** A damaged table shows itself only when it is read. */
async function openAndRead(path: string): Promise<void> {
  await withStore(openStore({ path }), async (store) => {
    await store.readSpans(runId(1));
  });
}

const HOLD_FILE = `
  import { DuckDBInstance } from '@duckdb/node-api';
  const instance = await DuckDBInstance.create(process.env.HELD_FILE);
  globalThis.connection = await instance.connect();
  process.stdout.write('open');
  setInterval(() => instance, 1000);
`;

it('tells who asked that a row cannot be read, and answers the next question', async () => {
  const path = newPath();
  await withStore(openStore({ path }), async (store) => {
    await store.write({ spans: [makeSpan(1)] });
  });
  await query(path, "UPDATE spans SET details = '{broken'");
  await withStore(openStore({ path }), async (store) => {
    await expect(store.readSpans(makeSpan(1).runId)).rejects.toThrow(SyntaxError);
    expect(await store.countRuns()).toBe(0);
  });
});
