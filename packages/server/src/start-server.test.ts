import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SpanStore } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

let folder: string;
let store: SpanStore;
let server: RunningServer;
const errors: unknown[] = [];

beforeEach(async () => {
  errors.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'tracewright-start-'));
  store = await openStore({ path: join(folder, 'traces.duckdb') });
  server = await startServer({ store, port: 0, onError: (error) => errors.push(error) });
});
afterEach(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function post(path: string, body: unknown): Promise<number> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}

it('counts on /healthz what it acknowledges and does not keep', async () => {
  const dataPoints = [{ asInt: '1' }, { asInt: '2' }];
  const metrics = {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum: { dataPoints } }] }] }],
  };
  const logRecords = [{ body: { stringValue: 'GET /' } }, { eventName: 'codex.user_prompt' }];
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
  expect([await post('/v1/metrics', metrics), await post('/v1/logs', logs)]).toEqual([200, 200]);
  const { ingest } = await createClient({
    baseUrl: server.url,
    // The client hands over plain values; it knows no DOM types.
    fetch: (url, init) => fetch(url, init as RequestInit),
  }).health();
  expect(ingest?.notKept).toEqual({ dataPoints: 2, logRecords: 1 });
  expect(errors).toEqual([]);
});

it('serves the other projects while the file of one is damaged, and tells those who ask for that one', async () => {
  const damaged = join(folder, 'projects', 'damaged.duckdb');
  await mkdir(join(folder, 'projects'));
  const own = await openStore({ path: damaged });
  await own.close();
  await writeFile(damaged, Buffer.alloc(3 * 4096, 0x55), { flag: 'r+' });
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'one' };
  const traces = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  expect(await post('/v1/traces?project=damaged', traces)).toBe(503);
  expect(await post('/v1/traces', traces)).toBe(200);
  await server.idle();
  expect((await store.info()).counts).toMatchObject({ runs: 1, spans: 1 });
  expect(errors).toEqual([expect.objectContaining({ code: 'store-corrupt', where: damaged })]);
});

it('says on /healthz that its own file is damaged, and serves it once it is replaced', async () => {
  const path = join(folder, 'own', 'traces.duckdb');
  await (await openStore({ path })).close();
  await writeFile(path, Buffer.alloc(3 * 4096, 0x55), { flag: 'r+' });
  await server.close();
  server = await startServer({ store: { path }, port: 0, onError: (error) => errors.push(error) });
  const health = await fetch(`${server.url}/healthz`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ code: 'store-corrupt', where: path });
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'one' };
  const traces = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  expect(await post('/v1/traces', traces)).toBe(503);
  expect(errors).toContainEqual(expect.objectContaining({ code: 'store-corrupt', where: path }));

  await rm(path);
  await expect.poll(() => post('/v1/traces', traces), { timeout: 10_000, interval: 250 }).toBe(200);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

it('answers while it looks for runs that a crash left, and waits for that before it closes', async () => {
  await server.close();
  let find = (): void => undefined;
  const looking = new Promise<void>((resolve) => (find = resolve));
  const slow = new Proxy(store, {
    get(target, name: keyof SpanStore) {
      if (name === 'findStaleRuns') return () => looking.then(() => target.findStaleRuns());
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  server = await startServer({ store: slow, port: 0, onError: (error) => errors.push(error) });
  expect((await fetch(`${server.url}/api/runs`)).status).toBe(200);
  let isClosed = false;
  const closing = server.close().then(() => (isClosed = true));
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  find();
  await closing;
  expect(errors).toEqual([]);
});
