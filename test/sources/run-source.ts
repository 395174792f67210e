/**
 * One example of examples/sources as a process of its own, its spans as they stand in the store afterwards. The examples'
 * dependencies are installed apart: without them the tests are skipped, except where CI runs them.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Span, StoredRun } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { readExport } from '@tracewright/importers';
import { createByteBudget } from '../../packages/server/src/live/byte-budget.ts';
import { createLiveIngest } from '../../packages/server/src/live/live-ingest.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples', 'sources');

/** Whether the tests are to be skipped. */
export const IS_MISSING: boolean =
  process.env['CI'] === undefined && !existsSync(join(FOLDER, 'node_modules', '.package-lock.json'));

export interface Collected {
  readonly runs: readonly StoredRun[];
  /** In order of start. */
  readonly spans: readonly Span[];
}

/** @param environment beside that of this process */
export async function runSource(name: string, environment: NodeJS.ProcessEnv = {}): Promise<Collected> {
  const store = openMemoryStore();
  const live = createLiveIngest({
    store,
    durability: 'disk',
    budget: createByteBudget(1 << 30),
    maxSpansPerRun: 1000,
    onChanged: () => undefined,
    onQuiet: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const encoding = request.headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
      const { drafts } = readExport('traces', bytes, encoding, { isStrict: true });
      await live.accept(
        drafts.map((draft) => ({ draft })),
        bytes.length,
      );
      response
        .writeHead(200, { 'content-type': request.headers['content-type'] })
        .end(encoding === 'json' ? '{}' : '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await runExample(name, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, ...environment });
  } finally {
    server.close();
  }
  await live.idle();
  await live.close();
  const { items: runs } = await store.queryRuns({ limit: 100 });
  const spans = await Promise.all(runs.map(({ runId }) => store.readSpans(runId)));
  return {
    runs,
    spans: spans.flat().toSorted((a, b) => Number((a.startTime ?? 0n) - (b.startTime ?? 0n))),
  };
}

async function runExample(name: string, environment: NodeJS.ProcessEnv): Promise<void> {
  // Settings of the person are no part of the test, and the OpenAI Agents SDK records nothing where NODE_ENV is test.
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(?:NODE_ENV|VITEST.*|OTEL_.*|OPENAI_.*)$/.test(key),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', 'run.ts', name], {
    cwd: FOLDER,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const failure = text(child.stderr);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${await failure}`);
}
