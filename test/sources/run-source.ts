/**
 * One example of examples/sources as a process of its own, its spans as they stand in the store's file afterwards. The examples'
 * dependencies are installed apart: without them the tests are skipped, except where CI runs them.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Span, SpanStore, StoredRun } from '@tracewright/core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples', 'sources');

/** Whether the tests are to be skipped. */
export const IS_MISSING: boolean =
  process.env['CI'] === undefined && !existsSync(join(FOLDER, 'node_modules', '.package-lock.json'));

export interface Collected {
  readonly runs: readonly StoredRun[];
  /** Parents before their children, siblings in order of start. */
  readonly spans: readonly Span[];
}

export interface RunSourceOptions {
  /** Beside the inherited environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Exports go to the gRPC receiver. */
  readonly overGrpc?: boolean;
}

export async function runSource(name: string, options: RunSourceOptions = {}): Promise<Collected> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-source-'));
  const path = join(folder, 'traces.duckdb');
  try {
    await withStore(path, (store) => collect(name, store, options));
    return await withStore(path, readAll);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opened anew for each use: what is read comes from the file. */
async function withStore<T>(path: string, work: (store: SpanStore) => Promise<T>): Promise<T> {
  const store = await openStore({ path });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function collect(name: string, store: SpanStore, options: RunSourceOptions): Promise<void> {
  const errors: unknown[] = [];
  const server = await startServer({
    store,
    port: 0,
    ...(options.overGrpc === true ? { grpcPort: 0 } : {}),
    onError: (error) => errors.push(error),
  });
  try {
    const endpoint =
      server.grpcPort === undefined ? server.url : `http://127.0.0.1:${String(server.grpcPort)}`;
    await runExample(name, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...options.environment });
    await server.idle();
  } finally {
    await server.close();
  }
  if (errors.length > 0) throw new AggregateError(errors, `the server failed while ${name} ran`);
}

async function readAll(store: SpanStore): Promise<Collected> {
  const { items: runs } = await store.queryRuns({ limit: 100 });
  const spans = await Promise.all(runs.map(({ runId }) => store.readSpans(runId)));
  return { runs, spans: inOrder(spans.flat()) };
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  // The SDK dates starts by the millisecond: of siblings that start in the same one, the first to end comes first.
  const sorted = spans.toSorted(
    (a, b) =>
      Number((a.startTime ?? 0n) - (b.startTime ?? 0n)) || Number((a.endTime ?? 0n) - (b.endTime ?? 0n)),
  );
  const withChildren = (span: Span): readonly Span[] => [
    span,
    ...sorted.filter(({ parentSpanId }) => parentSpanId === span.spanId).flatMap(withChildren),
  ];
  const ids = new Set<string | undefined>(spans.map(({ spanId }) => spanId));
  return sorted.filter(({ parentSpanId }) => !ids.has(parentSpanId)).flatMap(withChildren);
}

async function runExample(name: string, environment: Readonly<Record<string, string>>): Promise<void> {
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
