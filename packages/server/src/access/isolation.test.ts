/** Two projects with a key each, over real HTTP: every route is tried with the other's key, ids and names. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createClient, type RunDetailJson } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../http/app.ts';
import { type Route, ROUTES } from '../http/routes.ts';
import { openProjectHost, type ProjectHost } from '../project-host.ts';
import { type Access, createAccess } from './access.ts';
import { changeKeyFile, keyFilePath } from './key-file.ts';
import { openKeyRing } from './key-ring.ts';
import { createKey, type Scope, SCOPES } from './key.ts';
import { createProjects, type Projects } from './projects.ts';

const OTLP_PATHS: readonly string[] = [
  '/v1/traces',
  '/v1/logs',
  '/v1/metrics',
  '/api/public/otel/v1/traces',
  '/otel/v1/traces',
  '/agents/otel/v1/traces',
  '/api/v1/private/otel/v1/traces',
];
/** What is in the bank's runs alone. */
const SECRET = 'vault combination 4711';
const UNKNOWN_RUN = 'f'.repeat(16);

let folder: string;
let server: Server;
let port: number;
let access: Access;
let projects: Projects<ProjectHost>;
const keys: Record<string, string> = {};
let bank: RunDetailJson;
let before: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-isolation-'));
  const dbPath = join(folder, 'traces.duckdb');
  const onError = (error: unknown): void => {
    throw error;
  };
  projects = createProjects({
    dbPath,
    open: async (path) => {
      const store = await openStore({ path });
      const host = await openProjectHost(store, {
        durability: 'disk',
        queueBytes: 1_000_000,
        maxSpansPerRun: 1000,
        onError,
      });
      return {
        ...host,
        close: async () => {
          await host.close();
          await store.close();
        },
      };
    },
  });
  access = createAccess({ keys: openKeyRing({ path: keyFilePath(dbPath) }) });
  const app = createApp({
    access,
    useProject: (project, work, options) => projects.use(project, work, options),
    listProjects: () => projects.list(),
    staticFiles: { find: () => undefined },
    onError,
  });
  server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;

  const all: readonly Scope[] = SCOPES;
  const wanted: readonly (readonly [name: string, project: string, scopes: readonly Scope[]])[] = [
    ['shop', 'shop', all],
    ['bank', 'bank', all],
    ['ingest', 'bank', ['ingest']],
    ['read', 'bank', ['read']],
    ['every', '*', all],
  ];
  for (const [name, project, scopes] of wanted) {
    const { key, record } = createKey({ name, project, scopes }, Date.now());
    keys[name] = key;
    await changeKeyFile(keyFilePath(dbPath), (known) => [...known, record]);
  }
  // The same file in both, but for what is said in it: ids are made of names and places, and so are the same.
  await importRuns('bank', SECRET);
  await importRuns('shop', 'nothing special');
  bank = await client({ key: 'bank' }).getRun(await firstRun('bank'));
  before = await contentsOf('bank');
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
  await projects.close();
  await access.close();
  await rm(folder, { recursive: true, force: true });
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
    const outgoing = request({ port, host: '127.0.0.1', path, method, headers: given }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
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

async function firstRun(key: string): Promise<string> {
  const { runs } = await client({ key }).listRuns({});
  return runs[0]?.runId ?? '';
}

/** Everything that can be seen of a project from inside. */
function contentsOf(project: string): Promise<unknown> {
  return projects.use(project, async ({ store, service, idle }) => {
    await idle();
    const { runs } = await service.listRuns({});
    const spans = await Promise.all(
      runs.map(({ runId }) =>
        store.readSpans(bank.run.runId === runId ? (runId as never) : (runId as never)),
      ),
    );
    return { runs, spans, counts: (await store.info()).counts };
  });
}

/** A request to the route about a run, valid but for who asks. */
function fill(route: Route, runId: string, spanId: string): { path: string; body?: string } {
  const path = route.path.replace(':run', runId).replace(':span', spanId);
  const bodies: Readonly<Record<string, object>> = {
    diagnose: { runs: [runId] },
    importPaths: { paths: ['/etc/hostname'] },
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
    const asked = (runId = bank.run.runId): { path: string; body?: string } =>
      fill(route, runId, bank.steps[0]?.spanId ?? '');

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

    it("answers the other's id as one that is nobody's", async () => {
      // Those delete or import for the key's own project: below.
      if (route.id === 'runRetention' || route.id === 'importForm') return;
      const theirs = await uniqueRunOf('bank');
      const a = await ask(method, asked(theirs).path, { ...asked(theirs), key: 'shop' });
      const b = await ask(method, asked(UNKNOWN_RUN).path, { ...asked(UNKNOWN_RUN), key: 'shop' });
      expect(a.status).toBe(b.status);
      expect(a.text.replaceAll(theirs, UNKNOWN_RUN)).toBe(b.text);
      expect(a.text).not.toContain(SECRET);
    });
  },
);

/** A run that only the bank has. */
async function uniqueRunOf(project: string): Promise<string> {
  const own = new Set((await client({ key: 'shop' }).listRuns({})).runs.map(({ runId }) => runId));
  const { runs } = await client({ key: project }).listRuns({});
  const found = runs.find(({ runId }) => !own.has(runId));
  return found?.runId ?? 'e'.repeat(16);
}

it.each(OTLP_PATHS)('%s refuses the key of another project, and none at all', async (path) => {
  const headers = { 'x-project-name': 'bank' };
  expect(await ask('POST', path, { body: '{}', key: 'shop', headers })).toMatchObject({ status: 403 });
  expect(await ask('POST', path, { body: '{}' })).toMatchObject({ status: 401 });
});

it('shows a key its own project only, and the key of every project all', async () => {
  expect((await client({ key: 'shop' }).listProjects()).map(({ name }) => name)).toEqual(['shop']);
  expect((await client({ key: 'every' }).listProjects()).map(({ name }) => name)).toEqual([
    'default',
    'bank',
    'shop',
  ]);
  expect((await client({ key: 'every', project: 'bank' }).listRuns({})).total).toBe(2);
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

it('deletes in the own project only, though the ids are the same, and leaves the other as it was', async () => {
  await client({ key: 'shop' }).deleteRuns({ where: 'steps >= 0' });
  await client({ key: 'shop' }).runRetention({ maxBytes: 1 });
  expect((await client({ key: 'shop' }).listRuns({})).total).toBe(0);
  expect(await contentsOf('bank')).toEqual(before);
  expect(
    JSON.stringify(before, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ).toContain(SECRET);
});
