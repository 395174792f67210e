/** News of changed runs over real HTTP. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { RunId } from '@tracewright/core';
import { createLimiter } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { afterEach, expect, it } from 'vitest';
import { createAccess } from '../access/access.ts';
import { createKeyAdmin } from '../access/key-admin.ts';
import { type KeyRing, NO_KEYS } from '../access/key-ring.ts';
import { createKey } from '../access/key.ts';
import { createProjects, type Projects } from '../access/projects.ts';
import { createForeground } from '../foreground.ts';
import { createByteBudget } from '../live/byte-budget.ts';
import { createChangeFeeds } from '../live/change-feed.ts';
import { createIntake } from '../live/intake.ts';
import { createNotKept } from '../live/not-kept.ts';
import { openProjectHost, type ProjectHost } from '../project-host.ts';
import { startServer } from '../start-server.ts';
import { createApp } from './app.ts';
import { loadStaticFiles } from './static-files.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

it('whoever listens keeps no project open, and hears of it opened again', async () => {
  const { url, projects, opened } = await serveTwoAtOnce();
  for (const name of ['a', 'b', 'c']) await projects.use(name, () => undefined, { mayCreate: true });
  const answer = await fetch(`${url}/api/changes?project=a`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let heard = '';
  const ended = gather(answer, (text) => (heard += text));
  closers.unshift(() => ended);
  for (const name of ['b', 'c']) await projects.use(name, () => undefined);
  expect(opened).not.toContain('a');
  // Ids are text with a brand.
  await projects.use('a', ({ changes }) => changes.notify(['r1' as RunId]));
  await expect.poll(() => heard, { timeout: 5000 }).toContain('event: runs\ndata: ["r1"]');
});

it('tells whoever came with a key nothing more once it is revoked', async () => {
  const { key, record } = createKey({ name: 'dashboard', project: 'a', scopes: ['read'] }, Date.now());
  const records = [record];
  const { url, projects } = await serveTwoAtOnce({ ...NO_KEYS, keys: () => records });
  const notify = (runId: string): Promise<void> =>
    // Ids are text with a brand.
    projects.use('a', ({ changes }) => changes.notify([runId as RunId]), { mayCreate: true });
  await notify('before');
  const answer = await fetch(`${url}/api/changes`, { headers: { authorization: `Bearer ${key}` } });
  let heard = '';
  const ended = gather(answer, (text) => (heard += text));
  await notify('r1');
  await expect.poll(() => heard, { timeout: 5000 }).toContain('data: ["r1"]');
  records.pop();
  await notify('r2');
  await ended;
  expect(heard).not.toContain('r2');
});

it('lets those who listen go at once when the server closes', async () => {
  const store = openMemoryStore();
  closers.push(() => store.close());
  const server = await startServer({ store, port: 0 });
  const ended = gather(await fetch(`${server.url}/api/changes`), () => undefined);
  const startMs = performance.now();
  await server.close();
  await ended;
  // Open connections are cut after two seconds.
  expect(performance.now() - startMs).toBeLessThan(1900);
});

it('answers 404 for a project that there is not, and 400 for a query that is not known', async () => {
  const { url } = await serveTwoAtOnce();
  expect((await fetch(`${url}/api/changes?project=nowhere`)).status).toBe(404);
  expect((await fetch(`${url}/api/changes?run=1`)).status).toBe(400);
});

/** Projects in memory, two of which may be open beside the default one. */
async function serveTwoAtOnce(keys: KeyRing = NO_KEYS): Promise<{
  readonly url: string;
  readonly projects: Projects<ProjectHost>;
  /** Names of those that are open now. */
  readonly opened: ReadonlySet<string>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-changes-'));
  const feeds = createChangeFeeds();
  const opened = new Set<string>();
  const intake = createIntake({ limiter: createLimiter(), masker: undefined, prices: undefined });
  const onError = (error: unknown): void => {
    throw error;
  };
  const projects = createProjects<ProjectHost>({
    dbPath: join(folder, 'traces.duckdb'),
    maxOpen: 2,
    async open(path, project) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '');
      const host = await openProjectHost(openMemoryStore(), {
        intake,
        changes: feeds.of(project),
        retentionPolicy: async () => ({}),
        masker: undefined,
        durability: 'memory',
        budget: createByteBudget(1000),
        notKept: createNotKept(),
        maxSpansPerRun: 1000,
        foreground: createForeground(),
        onError,
      });
      opened.add(project);
      const close = async (): Promise<void> => {
        await host.close();
        opened.delete(project);
      };
      return { ...host, close };
    },
  });
  const app = createApp({
    access: createAccess({ keys }),
    useProject: (project, work, options) => projects.use(project, work, options),
    projects,
    keys: createKeyAdmin(undefined),
    staticFiles: loadStaticFiles(undefined),
    onError,
  });
  const answer = getRequestListener(app.fetch);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it listens on no port');
  closers.push(async () => {
    await projects.close();
    await rm(folder, { recursive: true, force: true });
  });
  closers.push(async () => {
    feeds.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${address.port}`, projects, opened };
}

async function gather({ body }: Response, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  // A body of bytes, whose pieces the types leave open.
  for await (const chunk of body ?? []) onText(decoder.decode(chunk as Uint8Array));
}
