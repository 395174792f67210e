import { mkdtemp, rm } from 'node:fs/promises';
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
