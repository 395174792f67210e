/** A server under load, as a process of its own, and how the benchmark starts, asks and ends it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '..', '..');
const COMMAND = join(ROOT, 'packages', 'cli', 'bin', 'tracewright.js');
const START_LIMIT_MS = 120_000;
/** Node options that run this repository's TypeScript. */
export const SOURCE: readonly string[] = ['--conditions=@tracewright/source', '--import', 'tsx'];

export interface Target {
  /** Where OTLP requests go. */
  readonly url: string;
  readonly process: ChildProcess;
  /** How many spans of these traces can be read back, by its own means; undefined where nothing is kept by design. */
  readonly countSpans?: (traceIds: readonly string[]) => Promise<number>;
  /** Resolves when nothing is left to do behind the acknowledged requests. */
  readonly settle?: () => Promise<void>;
}

/** Starts a Node script whose standard output nobody reads and waits until `ready` answers. */
export async function startAndAwait(
  command: string,
  args: readonly string[],
  ready: string,
): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const start = performance.now();
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with ${child.exitCode} before it listened`);
    const isReady = await fetch(ready).then(
      async (answer) => (await answer.arrayBuffer(), true),
      () => false,
    );
    if (isReady) return child;
    if (performance.now() - start > START_LIMIT_MS) throw new Error(`nothing answers at ${ready}`);
    await sleep(100);
  }
}

export async function startBare(): Promise<Target> {
  const child = spawn(process.execPath, [...SOURCE, join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { url: `${await readFirstLine(child)}/v1/traces`, process: child };
}

export async function startOwn(db: string): Promise<Target> {
  const child = spawn(
    process.execPath,
    [COMMAND, 'serve', '--db', db, '--port', '0', '--no-grpc', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // The casts here and below: the shapes are the server's own.
  const { url } = JSON.parse(await readFirstLine(child)) as { url: string };
  return {
    url: `${url}/v1/traces`,
    process: child,
    countSpans: (traceIds) => countOwnSpans(url, traceIds),
    settle: () => settleOwn(url),
  };
}

async function countOwnSpans(url: string, traceIds: readonly string[]): Promise<number> {
  await settleOwn(url);
  const asked = new Set(traceIds);
  let spans = 0;
  let cursor = '';
  do {
    const answer = await fetch(`${url}/api/runs?limit=1000${cursor}`);
    const { runs, next } = (await answer.json()) as {
      runs: { traceIds: string[]; spans: number }[];
      next: string | null;
    };
    for (const run of runs) if (run.traceIds.some((id) => asked.has(id))) spans += run.spans;
    cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
  } while (cursor !== '');
  return spans;
}

async function settleOwn(url: string): Promise<void> {
  const start = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/healthz`);
    const { ingest } = (await answer.json()) as { ingest: { pendingRuns: number } };
    if (ingest.pendingRuns === 0) return;
    if (performance.now() - start > START_LIMIT_MS) throw new Error(`${ingest.pendingRuns} runs are pending`);
    await sleep(50);
  }
}

export async function readFirstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('unreachable: no standard output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the process ended before it printed a line');
}

/** @param signal `SIGKILL` to see what outlives a crash of the process */
export async function stopTarget(
  { process: child }: Target,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('close', done));
  child.kill(signal);
  await ended;
}

/** A port that was free a moment ago: for servers that cannot say which port they took. */
export function findFreePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
