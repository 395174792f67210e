import { get as ask } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, brotliCompressSync, gzipSync } from 'node:zlib';
import { openMemoryStore } from '@tracewright/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../start-server.ts';

const PROGRAM = 'console.log(1);\n'.repeat(200);
let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-static-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Page</title>');
  await writeFile(join(folder, 'assets', 'a-1234.js'), PROGRAM);
  await writeFile(join(folder, 'assets', 'a-1234.js.br'), brotliCompressSync(PROGRAM));
  await writeFile(join(folder, 'assets', 'a-1234.js.gz'), gzipSync(PROGRAM));
  server = await startServer({ store: openMemoryStore(), port: 0, webFolder: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Node's own client, which decompresses nothing. */
async function get(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}> {
  return new Promise((resolve, reject) => {
    ask(server.url + path, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
    }).on('error', reject);
  });
}

it('gives a file as the reader can take it, and says that it depends on that', async () => {
  const plain = await get('/assets/a-1234.js');
  expect([plain.body.toString(), plain.headers['content-encoding'], plain.headers['vary']]).toEqual([
    PROGRAM,
    undefined,
    'accept-encoding',
  ]);
  const packed = await get('/assets/a-1234.js', { 'accept-encoding': 'gzip, deflate, br' });
  expect([packed.headers['content-encoding'], brotliDecompressSync(packed.body).toString()]).toEqual([
    'br',
    PROGRAM,
  ]);
  expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
  expect(packed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const zipped = await get('/assets/a-1234.js', { 'accept-encoding': 'br;q=0, gzip;q=0.5' });
  expect([zipped.headers['content-encoding'], gunzipSync(zipped.body).toString()]).toEqual(['gzip', PROGRAM]);
  expect((await get('/assets/a-1234.js', { 'accept-encoding': 'zstd' })).body.toString()).toBe(PROGRAM);
  expect(new Set([plain, packed, zipped].map(({ headers }) => headers['etag'])).size).toBe(3);
});

it('answers 304 for the form that the reader has, and knows the compressed ones under no name of their own', async () => {
  const accepting = { 'accept-encoding': 'gzip' };
  const first = await get('/assets/a-1234.js', accepting);
  const again = await get('/assets/a-1234.js', {
    ...accepting,
    'if-none-match': String(first.headers['etag']),
  });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  const other = await get('/assets/a-1234.js', { 'if-none-match': String(first.headers['etag']) });
  expect(other.status).toBe(200);
  expect((await get('/assets/a-1234.js.gz')).status).toBe(404);
});

it('sends what was not compressed as it is', async () => {
  const page = await get('/runs/1', { 'accept-encoding': 'br' });
  expect([page.headers['content-encoding'], page.headers['vary'], page.body.toString()]).toEqual([
    undefined,
    undefined,
    '<!doctype html><title>Page</title>',
  ]);
});
