/** The server over real HTTP on a free port: shapes, errors, guards, the page, imports. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, isTraceError, type SpanStore } from '@tracewright/core';
import { type RunningServer, startServer } from '@tracewright/server';
import { openMemoryStore } from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PAGE_SCRIPT = 'globalThis.early = true;';
const EXAMPLES = resolve(import.meta.dirname, '..', '..', 'examples', 'runs');

let folder: string;
let store: SpanStore;
let server: RunningServer;
const failures: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-server-'));
  const webFolder = join(folder, 'web');
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(webFolder, 'assets'), { recursive: true });
  await writeFile(
    join(webFolder, 'index.html'),
    `<!doctype html><title>page</title><script>${PAGE_SCRIPT}</script>`,
  );
  await writeFile(join(webFolder, 'assets', 'index-abc123.js'), 'export {};');
  store = openMemoryStore();
  server = await startServer({ store, port: 0, webFolder, onError: (error) => failures.push(error) });
  await client().importPaths({ paths: ['.'], cwd: EXAMPLES });
  await server.idle();
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  if (failures.length > 0) throw new AggregateError(failures, 'the server failed on a request');
});

function client(): ReturnType<typeof createClient> {
  return createClient({ baseUrl: server.url, fetch: (url, init) => fetch(url, init as RequestInit) });
}

async function get(
  path: string,
): Promise<{ status: number; headers: Headers; text: string; json: () => unknown }> {
  const response = await fetch(server.url + path);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
  };
}

/** fetch does not let a caller name another host or path as it stands; this does. */
function rawRequest(options: {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((done, reject) => {
    const outgoing = request(
      { hostname, port, path: options.path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

async function takePort(): Promise<AsyncDisposable & { readonly port: number }> {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const address = other.address();
  if (typeof address !== 'object' || address === null) throw new Error('it listens on no port');
  const stop = (): Promise<void> => new Promise((done) => void other.close(() => done()));
  return { port: address.port, [Symbol.asyncDispose]: stop };
}

const keysOf = (value: unknown): string[] => Object.keys(value as object);

describe('the API', () => {
  it('tells its health', async () => {
    const { status, json } = await get('/healthz');
    expect(status).toBe(200);
    expect(json()).toMatchObject({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      store: { engine: 'memory', path: null },
    });
  });

  it('lists runs page by page, filtered and ordered, diagnosed in the background', async () => {
    const all = await client().listRuns({ order: '-steps' });
    expect(all.total).toBeGreaterThan(4);
    expect(all.runs.length).toBe(all.total);
    expect(all.next).toBeNull();
    expect(all.runs.every(({ findings }) => findings !== null)).toBe(true);
    const steps = all.runs.map((run) => run.steps);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));

    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await client().listRuns({
        order: '-steps',
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.total).toBe(all.total);
      paged.push(...page.runs.map(({ runId }) => runId));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(all.runs.map(({ runId }) => runId));

    const failed = await client().listRuns({ where: 'outcome = failure' });
    expect(failed.total).toBe(all.runs.filter(({ outcome }) => outcome.status === 'failure').length);
  });

  it('finds text in spans, page by page', async () => {
    const { hits, next } = await client().search({ query: 'REFUND', limit: 1 });
    expect(keysOf(hits[0])).toEqual([
      'runId',
      'traceId',
      'spanId',
      'stepIndex',
      'agent',
      'tool',
      'time',
      'name',
      'where',
      'place',
      'role',
      'quote',
      'start',
      'end',
    ]);
    const { hits: others } = await client().search({ query: 'REFUND', cursor: next ?? '' });
    expect(others.map(({ spanId }) => spanId)).not.toContain(hits[0]?.spanId);
    for (const { quote, start, end } of [...hits, ...others])
      expect(quote.slice(start, end).toLowerCase()).toBe('refund');
    const [hit] = others.filter(({ where, stepIndex }) => where === 'output/0' && stepIndex !== null);
    const { steps } = await client().getRun(hit?.runId ?? '');
    const step = steps[hit?.stepIndex ?? -1];
    expect(`${step?.action.text} ${step?.thought}`.toLowerCase()).toContain('refund');
    const tools = await client().search({ query: 'refund', where: 'operation = tool' });
    expect(tools.hits.every(({ tool }) => tool !== null)).toBe(true);
    for (const query of ['', '?query=', '?query=a&limit=x', '?query=a&where=bogus', '?query=a&order=start'])
      expect((await get(`/api/search${query}`)).status).toBe(400);
  });

  it('groups and measures', async () => {
    const { total } = await client().listRuns({ limit: 1 });
    const { rows } = await client().aggregate({
      from: 'runs',
      groupBy: ['outcome', { field: 'start', bucket: 'day' }],
      measures: [{ operation: 'count' }, { operation: 'percentile', field: 'duration', p: 0.95 }],
    });
    expect(rows.reduce((sum, { values }) => sum + (values[0] ?? 0), 0)).toBe(total);
    const days = rows.flatMap(({ keys }) => (keys[1] === null ? [] : [String(keys[1])]));
    expect(days.length).toBeGreaterThan(0);
    expect(days.every((day) => /^\d{4}-\d\d-\d\dT00:00:00\.000Z$/.test(day))).toBe(true);
    const wrong = { from: 'spans', groupBy: [], measures: [{ operation: 'sum', field: 'name' }] } as const;
    await expect(client().aggregate(wrong)).rejects.toMatchObject({
      code: 'filter-invalid',
      where: 'measures/0/field',
    });
    // The schema's own words, for what it refuses before anything is looked up.
    await expect(client().aggregate({ ...wrong, measures: [] })).rejects.toMatchObject({
      code: 'request-invalid',
      where: 'body /measures',
    });
  });

  it('counts values under a filter, and gives runs by task in pages', async () => {
    const { total } = await client().listRuns({ where: 'outcome = failure', limit: 1 });
    const { facets } = await client().countFacets({ where: 'outcome = failure' });
    const { starts } = await client().countFacets({});
    const outcomes = facets.find(({ field }) => field === 'outcome')?.values ?? [];
    expect(outcomes.find(({ value }) => value === 'failure')).toEqual({
      value: 'failure',
      runs: total,
      chosen: true,
    });
    expect(outcomes.length).toBeGreaterThan(1);
    const formats = facets.find(({ field }) => field === 'format')?.values ?? [];
    expect(formats.length).toBeGreaterThan(0);
    expect(starts?.bars.length).toBeGreaterThan(0);
    for (const { value, runs } of facets.find(({ field }) => field === 'category')?.values ?? []) {
      const where = value === null ? 'not has category' : `category = ${JSON.stringify(value)}`;
      expect((await client().listRuns({ where: `outcome = failure and ${where}`, limit: 1 })).total).toBe(
        runs,
      );
    }
    const first = await client().listTasks({ order: 'task', limit: 1 });
    const second = await client().listTasks({ order: 'task', limit: 1, cursor: first.next ?? '' });
    const names = [...first.tasks, ...second.tasks].map(({ task }) => task);
    expect(new Set(names).size).toBe(2);
    const [task] = first.tasks;
    const where = `task = ${JSON.stringify(task?.task)}`;
    expect((await client().listRuns({ where, limit: 1 })).total).toBe(task?.runs);
    for (const path of [
      'facets?field=cost',
      'facets?find=x',
      'facets?where=x',
      'tasks?order=colour',
      'tasks?limit=0',
    ])
      expect((await get(`/api/${path}`)).status).toBe(400);
  });

  it('gives a run, its trees and its spans', async () => {
    const { runs } = await client().listRuns({ where: 'outcome = failure', limit: 1 });
    const runId = runs[0]?.runId ?? '';
    const detail = await client().getRun(runId.slice(0, 10));
    expect(keysOf(detail)).toEqual(['run', 'steps', 'findings', 'onset', 'ranked']);
    expect(detail.run).toMatchObject({
      runId,
      findings: detail.findings.length,
      onsetStep: detail.onset?.stepIndex ?? null,
    });
    expect(detail.steps.map(({ index }) => index)).toEqual(detail.steps.map((_, index) => index));

    const tree = await client().getRunTree(runId);
    expect(tree.steps).toHaveLength(detail.steps.length);
    const spanId = detail.steps[0]?.spanId ?? '';
    const span = await client().getSpan(runId, spanId);
    expect(span).toMatchObject({ runId, spanId });
    expect(keysOf(span)).toEqual([
      'traceId',
      'spanId',
      'parentSpanId',
      'runId',
      'name',
      'operation',
      'status',
      'statusMessage',
      'startTime',
      'endTime',
      'input',
      'output',
      'tool',
      'attributes',
      'events',
      'source',
    ]);
    const [diagnosis] = await client().diagnose([runId]);
    expect(diagnosis).toEqual({
      runId,
      outcome: detail.run.outcome.status,
      onset: detail.onset,
      ranked: detail.ranked,
      findings: detail.findings,
    });
  });

  it.each([
    ['/api/runs?where=agnt%20%3D%20x', 400, 'filter-invalid'],
    ['/api/runs?limit=0', 400, 'request-invalid'],
    ['/api/runs?limit=abc', 400, 'request-invalid'],
    ['/api/runs?order=sideways', 400, 'request-invalid'],
    ['/api/runs?cursor=broken', 400, 'request-invalid'],
    ['/api/runs?limits=3', 400, 'request-invalid'],
    ['/api/runs/ffffffffffffffff', 404, 'run-not-found'],
    ['/api/runs/..%2F..%2Fetc', 404, 'run-not-found'],
    ['/api/runs/ffffffffffffffff/tree', 404, 'run-not-found'],
    ['/api/runs/ffffffffffffffff/replay', 404, 'run-not-found'],
    ['/api/nothing', 404, 'request-invalid'],
  ])('%s answers %i %s', async (path, status, code) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(keysOf(answer.json())).toEqual(['code', 'message', 'where', 'fix']);
    expect(answer.json()).toMatchObject({ code });
  });

  it('gives the client the same errors', async () => {
    const error: unknown = await client()
      .getRun('ffffffffffffffff')
      .catch((thrown: unknown) => thrown);
    expect(isTraceError(error) && error.code).toBe('run-not-found');
    const { runs } = await client().listRuns({ limit: 1 });
    await expect(client().getSpan(runs[0]?.runId ?? '', 'ffffffffffffffff')).rejects.toMatchObject({
      code: 'span-not-found',
    });
  });

  it.each([
    ['not json', '{', 'application/json'],
    ['another type', '{"runs":[]}', 'text/plain'],
    ['a wrong shape', '{"runs":"all"}', 'application/json'],
    ['an unknown member', '{"runs":[],"all":true}', 'application/json'],
  ])('refuses a body that is %s', async (_what, body, type) => {
    const response = await fetch(`${server.url}/api/diagnose`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'request-invalid' });
  });

  it('refuses a body that is too large', async () => {
    const body = JSON.stringify({ paths: ['x'.repeat(5_000_000)] });
    const response = await fetch(`${server.url}/api/import/paths`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'limit-exceeded' });
  });
});

describe('imports', () => {
  it('takes dropped files, archives among them, under cleaned names', async () => {
    const form = new FormData();
    const records = [
      {
        task_id: 900,
        reward: 1,
        info: {},
        trial: 0,
        traj: [
          { role: 'user', content: 'Dropped?' },
          { role: 'assistant', content: 'Yes.' },
        ],
      },
    ];
    form.append('file', new Blob([JSON.stringify(records)]), '../../dropped/runs.json');
    form.append('file', new Blob(['nothing known']), 'note.xyz');
    const response = await fetch(`${server.url}/api/import`, { method: 'POST', body: form });
    expect(response.status).toBe(200);
    const report = (await response.json()) as object;
    expect(keysOf(report)).toEqual(['files', 'imported', 'skipped', 'problems', 'totals']);
    expect(report).toMatchObject({
      files: 2,
      imported: [{ path: 'dropped/runs.json', format: 'tau-bench', runs: 1 }],
      problems: [{ path: 'note.xyz', code: 'format-unknown' }],
    });
    await server.idle();
    const listed = await client().listRuns({ where: 'path ~ dropped' });
    expect(listed.runs[0]?.findings).not.toBeNull();
  });

  it('stops when the client goes away, and keeps what was written', async () => {
    const path = join(folder, 'many.json');
    const total = 1500;
    const traj = Array.from({ length: 40 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: `turn ${index}`,
    }));
    await writeFile(
      path,
      JSON.stringify(
        Array.from({ length: total }, (_, task) => ({
          task_id: `many-${task}`,
          reward: 1,
          info: {},
          trial: 0,
          traj,
        })),
      ),
    );
    const stop = new AbortController();
    const asked = fetch(`${server.url}/api/import/paths`, {
      method: 'POST',
      body: JSON.stringify({ paths: [path] }),
      headers: { 'content-type': 'application/json' },
      signal: stop.signal,
    });
    const gone = asked.then(
      () => false,
      () => true,
    );
    const countMany = async (): Promise<number> =>
      (await client().listRuns({ where: 'path ~ many.json', limit: 1 })).total;
    while ((await countMany()) === 0);
    stop.abort();
    expect(await gone).toBe(true);
    // Imports queue: when this one is done, the cancelled one is over.
    await client().importPaths({ paths: [join(EXAMPLES, 'bookshop-support.json')] });
    expect(await countMany()).toBeGreaterThan(0);
    expect(await countMany()).toBeLessThan(total);
  });

  it('says what is wrong with a path or a format', async () => {
    await expect(client().importPaths({ paths: ['/no/such/place'] })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(client().importPaths({ paths: [EXAMPLES], format: 'bogus' })).rejects.toMatchObject({
      code: 'usage-invalid',
    });
    await expect(client().importPaths({ paths: [] })).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

describe('who may ask', () => {
  it('answers to this machine by its own names only', async () => {
    expect((await rawRequest({ path: '/api/runs', headers: { host: 'rebound.example' } })).status).toBe(400);
    expect((await rawRequest({ path: '/', headers: { host: 'rebound.example' } })).text).not.toContain(
      '<title>',
    );
    expect((await rawRequest({ path: '/api/runs', headers: { host: 'localhost:1' } })).status).toBe(200);
  });

  it('takes no post from another page', async () => {
    const body = JSON.stringify({ paths: [EXAMPLES] });
    const headers = { 'content-type': 'application/json', origin: 'http://elsewhere.example' };
    const answer = await rawRequest({ method: 'POST', path: '/api/import/paths', headers, body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request-invalid', where: 'header Origin' });
  });

  it('refuses to listen where others reach it', async () => {
    await expect(startServer({ store, port: 0, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'usage-invalid',
    });
  });

  it('goes on without gRPC only where that is allowed', async () => {
    await using taken = await takePort();
    const own = openMemoryStore();
    const options = { store: own, port: 0, grpcPort: taken.port };
    await expect(startServer(options)).rejects.toMatchObject({
      code: 'network-failed',
      fix: expect.stringMatching(/--grpc-port 0.*--no-grpc/),
    });
    const without = await startServer({ ...options, isGrpcOptional: true });
    expect(without.grpcPort).toBeUndefined();
    await without.close();
    await own.close();
  });

  it('says which port is taken, and by what to go on', async () => {
    await using taken = await takePort();
    const { port } = taken;
    await expect(startServer({ store, port })).rejects.toMatchObject({
      code: 'network-failed',
      fix: expect.stringContaining(`--port ${port + 1}`),
    });
  });
});

describe('the page', () => {
  it('is served with its types, under a policy that runs no foreign script', async () => {
    for (const path of ['/', '/runs/0123456789abcdef', '/index.html']) {
      const page = await get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.text).toContain('<title>page</title>');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    }
    // A script in the page itself is allowed by its hash, and no other is.
    const inPage = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
    expect((await get('/')).headers.get('content-security-policy')).toContain(
      `script-src 'self' 'sha256-${inPage}'`,
    );
    const script = await get('/assets/index-abc123.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const again = await fetch(`${server.url}/assets/index-abc123.js`, {
      headers: { 'if-none-match': script.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await get('/assets/missing.js')).status).toBe(404);
  });

  it('never leads outside its folder', async () => {
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'secret');
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
    ]) {
      expect((await rawRequest({ path })).text).not.toContain('secret');
    }
    expect(await readFile(secret, 'utf8')).toBe('secret');
  });

  it('says so when it is not built', async () => {
    await using empty = openMemoryStore();
    const bare = await startServer({ store: empty, port: 0, webFolder: join(folder, 'nowhere') });
    const response = await fetch(bare.url);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('npm run build');
    await bare.close();
  });
});

describe('the OpenAPI description', () => {
  interface Description {
    readonly openapi: string;
    readonly paths: Readonly<
      Record<string, Readonly<Record<string, { operationId: string; responses: object }>>>
    >;
    readonly components: { readonly schemas: Readonly<Record<string, { properties?: object }>> };
  }

  it('describes exactly the routes of the contract', async () => {
    const description = (await get('/api/openapi.json')).json() as Description;
    expect(description.openapi).toBe('3.1.0');
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.toSorted()).toEqual([
      'DELETE /api/keys/{key}',
      'DELETE /api/projects/{name}',
      'DELETE /api/runs/{run}',
      'DELETE /api/runs/{run}/annotations/{annotation}',
      'GET /api/annotations',
      'GET /api/changes',
      'GET /api/compare',
      'GET /api/compare/group',
      'GET /api/facets',
      'GET /api/findings/counts',
      'GET /api/formats',
      'GET /api/keys',
      'GET /api/live',
      'GET /api/map',
      'GET /api/map/progress',
      'GET /api/map/runs',
      'GET /api/masking',
      'GET /api/memory',
      'GET /api/openapi.json',
      'GET /api/patterns',
      'GET /api/projects',
      'GET /api/retention',
      'GET /api/runs',
      'GET /api/runs/{run}',
      'GET /api/runs/{run}/graph',
      'GET /api/runs/{run}/opinion',
      'GET /api/runs/{run}/outline',
      'GET /api/runs/{run}/replay',
      'GET /api/runs/{run}/spans/{span}',
      'GET /api/runs/{run}/steps',
      'GET /api/runs/{run}/summary',
      'GET /api/runs/{run}/text',
      'GET /api/runs/{run}/tree',
      'GET /api/runs/{run}/tree/outline',
      'GET /api/runs/{run}/tree/rows',
      'GET /api/search',
      'GET /api/storage',
      'GET /api/tasks',
      'GET /healthz',
      'POST /api/aggregate',
      'POST /api/delete',
      'POST /api/diagnose',
      'POST /api/import',
      'POST /api/import/paths',
      'POST /api/keys',
      'POST /api/masking/try',
      'POST /api/memory',
      'POST /api/projects',
      'POST /api/retention/run',
      'POST /api/runs/{run}/annotations',
      'POST /api/runs/{run}/opinion',
      'POST /api/runs/{run}/report',
    ]);
  });

  it('refers only to schemas that it holds, and names the members of real answers', async () => {
    const text = (await get('/api/openapi.json')).text;
    const { components } = JSON.parse(text) as Description;
    const referred = new Set(
      [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1] ?? ''),
    );
    expect([...referred].filter((name) => components.schemas[name] === undefined)).toEqual([]);
    const { runs } = await client().listRuns({ limit: 1 });
    const detail = await client().getRun(runs[0]?.runId ?? '');
    // Only of a run whose outcome a person set, and of a step with pictures.
    const always = keysOf(components.schemas['Run']?.properties).filter((name) => name !== 'recordedOutcome');
    expect(always).toEqual(keysOf(runs[0]));
    const ofSteps = keysOf(components.schemas['Step']?.properties).filter((name) => name !== 'pictures');
    expect(ofSteps).toEqual(keysOf(detail.steps[0]));
    expect(keysOf(components.schemas['RunDetail']?.properties)).toEqual(keysOf(detail));
    const plan = await client().getReplayPlan(runs[0]?.runId ?? '', { step: 0 });
    expect(keysOf(components.schemas['ReplayPlan']?.properties)).toEqual(keysOf(plan));
    const [first, second] = (await client().listRuns({ limit: 2 })).runs.map(({ runId }) => runId);
    const comparison = await client().compare(first ?? '', second ?? '');
    expect(keysOf(components.schemas['Comparison']?.properties)).toEqual(keysOf(comparison));
    const group = await client().compareGroup({ runs: [first ?? '', second ?? ''] });
    expect(keysOf(components.schemas['GroupComparison']?.properties)).toEqual(keysOf(group));
  });
});
