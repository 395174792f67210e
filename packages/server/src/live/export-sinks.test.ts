import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLimiter, readExport } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createAccess } from '../access/access.ts';
import { NO_KEYS } from '../access/key-ring.ts';
import { createProjects } from '../access/projects.ts';
import { openProjectHost, type ProjectHost } from '../project-host.ts';
import { createForeground } from '../foreground.ts';
import { createByteBudget } from './byte-budget.ts';
import { createChangeFeeds } from './change-feed.ts';
import { createExportSinks } from './export-sinks.ts';
import { createIntake } from './intake.ts';
import { createNotKept } from './not-kept.ts';

it('a resource that names one project too many costs its own records alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-sinks-'));
  const budget = createByteBudget(1_000_000);
  const notKept = createNotKept();
  const feeds = createChangeFeeds();
  const projects = createProjects<ProjectHost>({
    dbPath: join(folder, 'traces.duckdb'),
    maxProjects: 2,
    async open(path, project) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '');
      return openProjectHost(openMemoryStore(), {
        intake: createIntake({ limiter: createLimiter() }),
        changes: feeds.of(project),
        retentionPolicy: async () => ({}),
        masker: undefined,
        durability: 'memory',
        budget,
        notKept,
        maxSpansPerRun: 1000,
        foreground: createForeground(),
        onError: (error) => {
          throw error;
        },
      });
    },
  });
  const resolve = createExportSinks({ access: createAccess({ keys: NO_KEYS }), projects, budget, notKept });
  const sink = await resolve({
    headers: { host: 'localhost' },
    path: '/v1/traces',
    remoteAddress: '127.0.0.1',
  });
  // The default project is one of the two.
  const request = Buffer.from(JSON.stringify({ resourceSpans: ['a', 'b', ''].map(resourceOf) }));
  const { rejected, messages } = await sink.accept(readExport('traces', request, 'json'), request.length);
  expect([rejected, messages]).toEqual([1, [expect.stringContaining('"b" is not made')]]);
  const stored = (name: string): Promise<number> =>
    projects.use(name, async (host) => {
      await host.idle();
      return (await host.store.querySpans({ limit: 10 })).items.length;
    });
  expect([await stored('a'), await stored('default')]).toEqual([1, 1]);
  await projects.close();
  await rm(folder, { recursive: true, force: true });
});

function resourceOf(project: string): object {
  const attributes = [{ key: 'tracewright.project', value: { stringValue: project } }];
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'one' };
  return {
    resource: { attributes: project === '' ? [] : attributes },
    scopeSpans: [{ spans: [span] }],
  };
}
