/**
 * Kills a server that takes spans, again and again (SIGKILL, at random moments: while it starts, while requests come, while
 * runs are made exact, around a checkpoint), and compares what it acknowledged with what stands in the store: nothing missing, nothing twice.
 * Senders behave as exporters do: what was not acknowledged is sent again, to the next server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { request as startRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpanStore } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { createRandom } from '../fuzz/mutate.ts';
import type { Running } from './cli-process.ts';

export interface LiveCrashOptions {
  readonly kills: number;
  readonly seed: number;
  /** Starts a server on this store; its standard output names its URL. */
  readonly startServer: (db: string) => Running;
  /** Called after each kill. */
  readonly onKill?: (kill: number, acknowledged: number) => void;
}

export interface LiveCrashReport {
  readonly kills: number;
  readonly killedWhileStarting: number;
  readonly acknowledged: number;
  /** Stored though the sender never heard so: allowed. */
  readonly unacknowledged: number;
  /** What was wrong; empty when all is well. */
  readonly failures: readonly string[];
}

const SENDERS = 4;
const SPANS_A_REQUEST = 25;
const SPANS_A_TRACE = 40;
/** What the servers are killed at, in turn; moments count from the first acknowledged request. */
const MOMENTS = ['load', 'exact', 'load', 'exact', 'checkpoint', 'start'] as const;
type Moment = (typeof MOMENTS)[number];
const LONGEST_LOAD_MS = 1_500;
/** Runs are made exact so soon after their spans came. */
const EXACT_MS = 600;
/** The store moves its log into its file when nothing was written for 2 s. */
const CHECKPOINT_MS = { from: 1_950, to: 2_400 };
/** One request in so many repeats spans that were acknowledged before. */
const REPEAT_EVERY = 8;

interface Load {
  next: number;
  readonly acknowledged: Set<number>;
  /** Sent and not answered: sent again first. */
  readonly open: number[][];
  readonly sent: Set<number>;
  /** What it took the servers to start, the slowest so far. */
  startMs: number;
}

export async function runLiveCrash(options: LiveCrashOptions): Promise<LiveCrashReport> {
  const { kills, seed, startServer, onKill = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-live-crash-'));
  const db = join(folder, 'traces.duckdb');
  const random = createRandom(seed);
  const load: Load = { next: 0, acknowledged: new Set(), open: [], sent: new Set(), startMs: 500 };
  let killedWhileStarting = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const moment = MOMENTS[kill % MOMENTS.length] ?? 'load';
      await liveOnce(startServer(db), load, random, moment);
      if (moment === 'start') killedWhileStarting += 1;
      onKill(kill + 1, load.acknowledged.size);
    }
    // The last server is left alone until every record is exact.
    const last = startServer(db);
    const [, url = ''] = await last.until(/"url":"([^"]+)"/);
    const isExact = await waitUntilExact(url);
    last.process.kill('SIGTERM');
    await last.ended;
    await using store = await openStore({ path: db, readOnly: true });
    const { failures, unacknowledged } = await check(store, load);
    if (!isExact) failures.push('records of runs are not exact a minute after the last kill');
    return { kills, killedWhileStarting, acknowledged: load.acknowledged.size, unacknowledged, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function liveOnce(server: Running, load: Load, random: () => number, moment: Moment): Promise<void> {
  const startedMs = performance.now();
  if (moment === 'start') {
    await Promise.race([sleep(random() * load.startMs), server.ended]);
    return kill(server);
  }
  const [, url = ''] = await server.until(/"url":"([^"]+)"/);
  load.startMs = Math.max(load.startMs, performance.now() - startedMs);
  const life = new AbortController();
  const before = load.acknowledged.size;
  const senders = Array.from({ length: SENDERS }, () => sendUntilDead(url, load, random, life.signal));
  // A slow machine must not be killed before it took anything.
  while (load.acknowledged.size === before) await sleep(5);
  await sleep(20 + random() ** 2 * LONGEST_LOAD_MS);
  if (moment !== 'load') {
    life.abort();
    await Promise.all(senders);
    await sleep(
      moment === 'exact'
        ? random() * EXACT_MS
        : CHECKPOINT_MS.from + random() * (CHECKPOINT_MS.to - CHECKPOINT_MS.from),
    );
  }
  await kill(server);
  life.abort();
  await Promise.all(senders);
}

async function kill(server: Running): Promise<void> {
  server.process.kill('SIGKILL');
  await server.ended;
}

async function sendUntilDead(
  url: string,
  load: Load,
  random: () => number,
  dead: AbortSignal,
): Promise<void> {
  while (!dead.aborted) {
    const again = load.open.pop();
    const numbers = again ?? chooseSpans(load, random);
    for (const number of numbers) load.sent.add(number);
    const status = await post(`${url}/v1/traces`, JSON.stringify(toRequest(numbers)));
    if (status !== 200) {
      load.open.push(numbers);
      if (status === 429 || status === 503) await sleep(20);
      else if (status !== undefined) throw new Error(`HTTP ${status}`);
      else return;
    } else for (const number of numbers) load.acknowledged.add(number);
  }
}

function chooseSpans(load: Load, random: () => number): number[] {
  if (load.next > 0 && random() < 1 / REPEAT_EVERY) {
    const from = Math.floor(random() * load.next);
    return Array.from({ length: SPANS_A_REQUEST }, (_, index) => (from + index) % load.next);
  }
  const from = load.next;
  load.next += SPANS_A_REQUEST;
  return Array.from({ length: SPANS_A_REQUEST }, (_, index) => from + index);
}

/** @returns undefined when the connection broke */
function post(url: string, body: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const outgoing = startRequest(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.on('error', () => resolve(undefined));
        answer.on('end', () => resolve(answer.statusCode));
        answer.resume();
      },
    );
    outgoing.on('error', () => resolve(undefined));
    outgoing.end(body);
  });
}

function traceIdOf(number: number): string {
  return `c0ffee00${Math.floor(number / SPANS_A_TRACE)
    .toString(16)
    .padStart(24, '0')}`;
}

function spanIdOf(number: number): string {
  return (number + 1).toString(16).padStart(16, '0');
}

/** The first span of each trace is the root of the others. */
function toRequest(numbers: readonly number[]): object {
  const spans = numbers.map((number) => {
    const root = number - (number % SPANS_A_TRACE);
    return {
      traceId: traceIdOf(number),
      spanId: spanIdOf(number),
      ...(number === root ? {} : { parentSpanId: spanIdOf(root) }),
      name: number === root ? 'invoke_agent crash' : 'execute_tool crash',
      startTimeUnixNano: `${1_780_000_000_000 + number}000000`,
      endTimeUnixNano: `${1_780_000_000_001 + number}000000`,
      attributes: [
        {
          key: 'gen_ai.operation.name',
          value: { stringValue: number === root ? 'invoke_agent' : 'execute_tool' },
        },
        {
          key: 'gen_ai.tool.call.result',
          value: { stringValue: `result ${number} ${'x'.repeat(number % 700)}` },
        },
        { key: 'check', value: { intValue: number } },
      ],
    };
  });
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'crash' } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
}

/** @returns whether every record is exact */
async function waitUntilExact(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${url}/healthz`);
    // The shape is the server's own.
    const { ingest } = (await answer.json()) as { ingest: { pendingRuns: number } };
    if (ingest.pendingRuns === 0) return true;
    await sleep(100);
  }
  return false;
}

async function check(store: SpanStore, load: Load): Promise<{ failures: string[]; unacknowledged: number }> {
  const failures: string[] = [];
  const found = new Map<number, number>();
  let cursor: string | undefined;
  do {
    const page = await store.queryRuns({
      limit: 500,
      orderBy: { field: 'run' },
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const run of page.items) {
      const spans = await store.readSpans(run.runId);
      if (run.stats.spans !== spans.length)
        failures.push(`run ${run.runId} says ${run.stats.spans} spans and has ${spans.length}`);
      for (const span of spans) {
        const number = Number(span.attributes['check']);
        if (span.spanId !== spanIdOf(number) || span.traceId !== traceIdOf(number))
          failures.push(`span ${span.spanId} holds the content of another: ${number}`);
        found.set(number, (found.get(number) ?? 0) + 1);
      }
    }
    cursor = page.next;
  } while (cursor !== undefined);
  const { counts } = await store.info();
  if (counts.spans !== found.size)
    failures.push(`${counts.spans} rows of spans, ${found.size} distinct spans that belong to a listed run`);
  for (const number of load.acknowledged)
    if (!found.has(number)) failures.push(`span ${number} was acknowledged and is missing`);
  for (const [number, times] of found) {
    if (times > 1) failures.push(`span ${number} stands there ${times} times`);
    if (!load.sent.has(number)) failures.push(`span ${number} was never sent`);
  }
  return { failures: failures.slice(0, 50), unacknowledged: found.size - load.acknowledged.size };
}
