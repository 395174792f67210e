/** Two projects with a key each, over real HTTP: every route is tried with the other's key, ids and names. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { createClient, type SpanStore } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, ROUTES } from '../http/routes.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { changeKeyFile, keyFilePath } from './key-file.ts';
import { createKey, type Scope, SCOPES } from './key.ts';

const OTLP_PATHS: readonly string[] = [
  '/v1/traces',
  '/v1/logs',
  '/v1/metrics',
  '/api/public/otel',
  '/api/public/otel/v1/traces',
  '/otel/v1/traces',
  '/agents/otel/v1/traces',
  '/api/v1/private/otel/v1/traces',
];
/** What is in the bank's runs alone. */
const SECRET = 'vault combination 4711';
const UNKNOWN_RUN = 'f'.repeat(16);
const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);

/** Without what one's own store says differently from one moment to the next: the time, and its size, which falls when its log moves into the file. */
const withoutNow = (text: string): string =>
  text.replace(/"now":"[^"]*"/, '').replaceAll(/"(?:size|used)Bytes":\d+/g, '');

let folder: string;
let store: SpanStore;
let server: RunningServer;
const failures: unknown[] = [];
const keys: Record<string, string> = {};
/** A run that only the bank has, and one of its spans. */
let theirs: { readonly runId: string; readonly spanId: string };
let before: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-isolation-'));
  const path = join(folder, 'traces.duckdb');
  const wanted: readonly (readonly [name: string, project: string, scopes: readonly Scope[]])[] = [
    ['shop', 'shop', SCOPES],
    ['bank', 'bank', SCOPES],
    ['ingest', 'bank', ['ingest']],
    ['read', 'bank', ['read']],
    ['every', '*', SCOPES],
  ];
  for (const [name, project, scopes] of wanted) {
    const { key, record } = createKey({ name, project, scopes }, Date.now());
    keys[name] = key;
    await changeKeyFile(keyFilePath(path), (known) => [...known, record]);
  }
  store = await openStore({ path });
  server = await startServer({
    store,
    port: 0,
    grpcPort: 0,
    webFolder: join(folder, 'nowhere'),
    // Thousands of refusals are what this file is about.
    rateLimits: { failuresPerMinute: Infinity },
    onError: (error) => failures.push(error),
  });
  await importRuns('bank', SECRET);
  await importRuns('shop', 'nothing special');
  // One trace with the same ids in both, and something else behind them.
  await sendSpan('bank', SECRET);
  await sendSpan('shop', 'nothing special');
  await server.idle();
  const { runs } = await client({ key: 'bank' }).listRuns({ where: 'path ~ runs.json' });
  const runId = runs[0]?.runId ?? '';
  const { steps } = await client({ key: 'bank' }).getRun(runId);
  theirs = { runId, spanId: steps[0]?.spanId ?? '' };
  before = await contentsOf('bank');
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  if (failures.length > 0) throw new AggregateError(failures, 'the server failed on a request');
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** As a proxy on this machine passes it on, unless `isLocal`. */
function ask(
  method: string,
  path: string,
  options: {
    key?: string | undefined;
    headers?: Record<string, string>;
    body?: string;
    isLocal?: boolean;
  } = {},
): Promise<Answer> {
  const { key, headers = {}, body, isLocal = false } = options;
  const given = {
    ...(isLocal ? {} : { 'x-forwarded-for': '10.0.0.9', host: 'traces.example' }),
    ...(key === undefined ? {} : { authorization: `Bearer ${keys[key] ?? key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const outgoing = request({ port, host: '127.0.0.1', path, method, headers: given }, (answer) => {
      let text = '';
      const done = (): void => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers });
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        // It would go on until the server closes.
        if (answer.headers['content-type'] === 'text/event-stream') done();
      });
      answer.on('end', done);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function client({ key, project }: { key: string; project?: string }): ReturnType<typeof createClient> {
  return createClient({
    baseUrl: '',
    key: keys[key],
    project,
    fetch: async (path, { method = 'GET', headers = {}, body } = {}) => {
      const text = typeof body === 'string' ? body : undefined;
      const answer = await ask(method, path, { headers, ...(text === undefined ? {} : { body: text }) });
      return { ok: answer.status === 200, status: answer.status, text: async () => answer.text };
    },
  });
}

async function importRuns(project: string, content: string): Promise<void> {
  const records = [1, 2].map((task) => ({
    task_id: task,
    reward: 1,
    info: {},
    trial: 0,
    traj: [
      { role: 'user', content },
      { role: 'assistant', content: 'Done.' },
    ],
  }));
  const boundary = 'boundary';
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="runs.json"\r\n\r\n${JSON.stringify(records)}\r\n--${boundary}--\r\n`;
  const { status, text } = await ask('POST', '/api/import', {
    isLocal: true,
    body,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'x-tracewright-project': project,
    },
  });
  if (status !== 200) throw new Error(text);
}

async function sendSpan(key: string, name: string): Promise<void> {
  const span = {
    traceId: TRACE,
    spanId: SPAN,
    name,
    startTimeUnixNano: '1780000000000000000',
    endTimeUnixNano: '1780000000000000001',
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const { status, text } = await ask('POST', '/v1/traces', { key, body });
  if (status !== 200) throw new Error(text);
}

/** Everything that can be seen of a project with its own key. */
async function contentsOf(key: string): Promise<unknown> {
  await server.idle();
  const own = client({ key });
  const { runs } = await own.listRuns({ order: 'run' });
  const details = await Promise.all(runs.map(({ runId }) => own.getRun(runId)));
  const spans = details.flatMap(({ run, steps }) =>
    steps.map(({ spanId }) => own.getSpan(run.runId, spanId)),
  );
  return { runs, details, spans: await Promise.all(spans) };
}

/** A request to the route about a run, valid but for who asks. */
function fill(route: Route, runId: string, spanId: string): { path: string; body?: string } {
  const queries: Readonly<Record<string, string>> = {
    search: `?query=${encodeURIComponent('4711')}&where=${encodeURIComponent(`run = ${runId}`)}`,
  };
  const path = route.path.replace(':run', runId).replace(':span', spanId) + (queries[route.id] ?? '');
  const bodies: Readonly<Record<string, object>> = {
    diagnose: { runs: [runId] },
    aggregate: {
      from: 'spans',
      where: `run = ${runId}`,
      groupBy: ['run'],
      measures: [{ operation: 'count' }],
    },
    importPaths: { paths: [join(folder, 'traces.duckdb')] },
    deleteRuns: { runs: [runId] },
    runRetention: { maxAgeDays: 0.0001 },
  };
  const body = bodies[route.id];
  return { path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

describe.each(ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    const method = route.method.toUpperCase();
    const asked = (runId = theirs.runId): { path: string; body?: string } =>
      fill(route, runId, theirs.spanId);

    it('needs a key from elsewhere, and one with its scope', async () => {
      const { path, ...body } = asked(UNKNOWN_RUN);
      const without = await ask(method, path, body);
      expect(without).toMatchObject({ status: 401 });
      expect(without.headers['www-authenticate']).toMatch(/^Basic realm=/);
      expect(await ask(method, path, { ...body, key: 'tw_guess' })).toMatchObject({ status: 401 });
      expect(await ask(method, path, { ...body, key: 'ingest' })).toMatchObject({ status: 403 });
      const { status } = await ask(method, path, { ...body, key: 'read' });
      expect(status === 403).toBe(route.scope !== 'read');
    });

    it('refuses a key that names the other project, in every way it can be named', async () => {
      const { path, ...body } = asked();
      const separator = path.includes('?') ? '&' : '?';
      const answers = [
        await ask(method, `${path}${separator}project=bank`, { ...body, key: 'shop' }),
        await ask(method, path, { ...body, key: 'shop', headers: { 'x-tracewright-project': 'bank' } }),
        await ask(method, path, { ...body, key: 'shop', headers: { 'x-bt-parent': 'project_name:Bank' } }),
      ];
      for (const { status, text } of answers) {
        expect(status).toBe(403);
        expect(text).toMatch(/project shop, .* names bank/);
      }
    });

    // Those go by no id, and change the key's own project: below.
    it.skipIf(['runRetention', 'importForm'].includes(route.id))(
      "answers the other's id as one that is nobody's",
      async () => {
        const known = await ask(method, asked().path, { ...asked(), key: 'shop' });
        const unknown = await ask(method, asked(UNKNOWN_RUN).path, { ...asked(UNKNOWN_RUN), key: 'shop' });
        expect(known.status).toBe(unknown.status);
        expect(withoutNow(known.text).replaceAll(theirs.runId, UNKNOWN_RUN)).toBe(withoutNow(unknown.text));
        expect(known.text).not.toContain(SECRET);
      },
    );
  },
);

it.each(OTLP_PATHS)('%s refuses the key of another project, and none at all', async (path) => {
  const headers = { 'x-project-name': 'bank' };
  expect(await ask('POST', path, { body: '{}', key: 'shop', headers })).toMatchObject({ status: 403 });
  expect(await ask('POST', path, { body: '{}' })).toMatchObject({ status: 401 });
});

/** @returns the status of an empty export; 0 is OK */
function exportOverGrpc(metadata: Readonly<Record<string, string>>): Promise<number> {
  const caller = new Client(`127.0.0.1:${server.grpcPort}`, credentials.createInsecure());
  const given = new Metadata();
  for (const [name, value] of Object.entries(metadata)) given.set(name, value);
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    caller.makeUnaryRequest(path, same, same, Buffer.alloc(0), given, (error: ServiceError | null) => {
      caller.close();
      resolve(error?.code ?? 0);
    });
  });
}

it('holds gRPC to the same rules', async () => {
  const elsewhere = { 'x-forwarded-for': '10.0.0.9' };
  const authorization = `Bearer ${keys['shop'] ?? ''}`;
  expect(await exportOverGrpc({})).toBe(0);
  expect(await exportOverGrpc(elsewhere)).toBe(16);
  expect(await exportOverGrpc({ authorization: 'Bearer tw_guess' })).toBe(16);
  expect(await exportOverGrpc({ ...elsewhere, authorization })).toBe(0);
  expect(await exportOverGrpc({ ...elsewhere, authorization, 'x-project-name': 'bank' })).toBe(7);
  expect(await exportOverGrpc({ ...elsewhere, authorization: `Bearer ${keys['read'] ?? ''}` })).toBe(7);
});

it('shows a key its own project only, and the key of every project all', async () => {
  expect((await client({ key: 'shop' }).listProjects()).map(({ name }) => name)).toEqual(['shop']);
  expect((await client({ key: 'every' }).listProjects()).map(({ name }) => name)).toEqual([
    'default',
    'bank',
    'shop',
  ]);
  expect((await client({ key: 'every', project: 'bank' }).listRuns({})).total).toBe(3);
  await expect(client({ key: 'every', project: 'nowhere' }).listRuns({})).rejects.toMatchObject({
    code: 'project-not-found',
  });
});

it('finds nothing of the other by any filter', async () => {
  for (const where of ['run ~ ""', 'path ~ runs', 'not has session', 'steps >= 0']) {
    const { runs } = await client({ key: 'shop' }).listRuns({ where });
    const details = await Promise.all(runs.map(({ runId }) => client({ key: 'shop' }).getRun(runId)));
    expect(JSON.stringify(details)).not.toContain(SECRET);
  }
});

it('reads no path of the server for a key, and none for a page of another host', async () => {
  const body = JSON.stringify({ paths: ['/etc/hostname'] });
  expect(await ask('POST', '/api/import/paths', { body, key: 'every' })).toMatchObject({ status: 403 });
  expect(
    await ask('POST', '/api/import/paths', { body, isLocal: true, headers: { host: 'evil.example' } }),
  ).toMatchObject({ status: 400 });
});

it('keeps other origins out: no header allows one, and a preflight is refused', async () => {
  const preflight = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
  for (const path of ['/api/runs', '/api/delete', '/v1/traces', '/', '/healthz']) {
    const answers = [
      await ask('OPTIONS', path, { isLocal: true, headers: preflight }),
      await ask('GET', path, { isLocal: true, headers: { origin: 'http://evil.example' } }),
      await ask('OPTIONS', path, { key: 'every', headers: preflight }),
    ];
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400);
    expect(answers[2]?.status).toBeGreaterThanOrEqual(400);
    for (const { headers } of answers)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

it("sends spans to the key's project, whatever the resource says", async () => {
  const attributes = [{ key: 'openinference.project.name', value: { stringValue: 'bank' } }];
  const span = { traceId: 'c'.repeat(32), spanId: SPAN, name: 'stray' };
  const body = JSON.stringify({
    resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }],
  });
  expect(await ask('POST', '/v1/traces', { key: 'shop', body })).toMatchObject({ status: 200 });
  await server.idle();
  expect(await contentsOf('bank')).toEqual(before);
  expect(JSON.stringify(await contentsOf('shop'))).toContain('c'.repeat(32));
});

it('deletes in the own project only, though the ids are the same, and leaves the other as it was', async () => {
  const shop = client({ key: 'shop' });
  const { runs } = await shop.listRuns({});
  await shop.deleteRun(runs[0]?.runId ?? '');
  await shop.runRetention({ maxBytes: 1 });
  await shop.deleteRuns({ where: 'spans >= 0' });
  expect((await shop.listRuns({})).total).toBe(0);
  expect(await contentsOf('bank')).toEqual(before);
  expect(JSON.stringify(before)).toContain(SECRET);
});
