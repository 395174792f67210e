/**
 * `ingest [requests]`: the same load, in one run, into (a) a server that only reads and parses, (b) Tracewright to the durable
 * store, and (c) peers that keep spans, where they are installed (bench/peers). The load generator shares the machine.
 *
 * Load: requests of 100 spans over 8 connections. `plain`: 1.2 to 2 kB a span, nothing resent; `histories`: agents whose
 * model calls resend their history. Protobuf and JSON. CPU is that of the server's process, so that a busy machine shows.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { printFigure } from './figure.ts';
import type { SendReport } from './ingest/sender.ts';
import { buildTemplates, type Encoding, traceIdsOf, type WorkloadKind } from './ingest/workload.ts';
import { findPeers } from './peers/peers.ts';

const ROOT = resolve(import.meta.dirname, '..');
const COMMAND = join(ROOT, 'packages', 'cli', 'bin', 'tracewright.js');
const SOURCE = ['--conditions=@tracewright/source', '--import', 'tsx'];
const CONCURRENCY = 8;

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export async function run([requests = '300']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-ingest-'));
  try {
    for (const kind of ['plain', 'histories'] as const) {
      const bare = await measure(kind, 'json', Number(requests), startBare);
      printFigure(`${kind} json, parse only (a)`, bare.spansPerSecond, 'spans/s');
      for (const encoding of ['protobuf', 'json'] as const) {
        const db = join(folder, `${kind}-${encoding}.duckdb`);
        const own = await measure(
          kind,
          encoding,
          Number(requests),
          () => startOwn(db),
          (target, sent) => reportOwn(`${kind} ${encoding}`, target, sent, encoding),
        );
        printFigure(`${kind} ${encoding}, durable (b)`, own.spansPerSecond, 'spans/s', bare.spansPerSecond);
        printFigure(`${kind} ${encoding}, acknowledge p50`, own.report.p50, 'ms');
        printFigure(`${kind} ${encoding}, acknowledge p99`, own.report.p99, 'ms');
      }
      for (const peer of findPeers()) {
        const found = await measure(kind, 'json', Number(requests), () =>
          peer.start(join(folder, peer.name)),
        );
        printFigure(`${kind} json, ${peer.name} (c)`, found.spansPerSecond, 'spans/s', bare.spansPerSecond);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly report: SendReport;
  readonly spansPerSecond: number;
}

async function measure(
  kind: WorkloadKind,
  encoding: Encoding,
  requests: number,
  start: () => Promise<Target>,
  after: (target: Target, report: SendReport) => Promise<void> = async () => undefined,
): Promise<Measured> {
  const target = await start();
  try {
    // Warm: code compiled, file laid out.
    await send(target.url, kind, encoding, Math.ceil(requests / 10), 1_000_000);
    const report = await send(target.url, kind, encoding, requests, 0);
    await after(target, report);
    return { report, spansPerSecond: report.spans / report.seconds };
  } finally {
    await target.stop();
  }
}

async function send(
  url: string,
  kind: WorkloadKind,
  encoding: Encoding,
  requests: number,
  first: number,
): Promise<SendReport> {
  const sender = join(import.meta.dirname, 'ingest', 'sender.ts');
  const child = spawn(
    process.execPath,
    [...SOURCE, sender, url, kind, encoding, String(requests), String(CONCURRENCY), String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as SendReport;
  throw new Error('the sender ended without a report');
}

async function startBare(): Promise<Target> {
  const child = spawn(process.execPath, [...SOURCE, join(import.meta.dirname, 'ingest', 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    name: 'bare',
    url: `${await firstLine(child)}/v1/traces`,
    process: child,
    stop: () => stop(child),
  };
}

export async function startOwn(db: string): Promise<Target> {
  const child = spawn(
    process.execPath,
    [COMMAND, 'serve', '--db', db, '--port', '0', '--no-grpc', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  return { name: 'tracewright', url: `${url}/v1/traces`, process: child, stop: () => stop(child) };
}

async function reportOwn(
  name: string,
  target: Target,
  report: SendReport,
  encoding: Encoding,
): Promise<void> {
  const cpu = threadCpuSeconds(target.process.pid ?? 0);
  const perSpan = (seconds: number): number => (seconds / report.spans) * 1e6;
  // The warm-up is in it: one part in eleven.
  printFigure(`${name}, CPU of the main thread`, perSpan(cpu.main) / 1.1, 'us/span');
  printFigure(`${name}, CPU of all other threads`, perSpan(cpu.others) / 1.1, 'us/span');
  printFigure(`${name}, CPU of the sender`, perSpan(report.cpuSeconds), 'us/span');
  const base = target.url.replace('/v1/traces', '');
  printFigure(`${name}, until a span can be read`, await timeUntilRead(base, encoding), 'ms');
  const health = (await (await fetch(`${base}/healthz`)).json()) as { store: { sizeBytes: number } };
  printFigure(`${name}, stored`, health.store.sizeBytes / 1.1, 'bytes', report.bytes);
}

/** One request is sent; its trace is asked for until it is there. */
async function timeUntilRead(base: string, encoding: Encoding): Promise<number> {
  const number = 2_000_000;
  const [template] = buildTemplates('plain', encoding, 1);
  if (template === undefined) throw new Error('unreachable: no template');
  const [traceId = ''] = traceIdsOf(template, number);
  const start = performance.now();
  await send(`${base}/v1/traces`, 'plain', encoding, 1, number);
  const sent = performance.now();
  for (;;) {
    const where = encodeURIComponent('start > "2020-01-01"');
    const answer = await fetch(`${base}/api/runs?limit=1000&where=${where}`);
    const { runs } = (await answer.json()) as { runs: { traceIds: string[] }[] };
    if (runs.some(({ traceIds }) => traceIds.includes(traceId))) return performance.now() - sent;
    if (performance.now() - start > 30_000) throw new Error('the span is not to be read');
    await sleep(10);
  }
}

function threadCpuSeconds(pid: number): { main: number; others: number } {
  const read = (path: string): number => {
    const fields = readFileSync(path, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const main = read(`/proc/${pid}/task/${pid}/stat`);
  return { main, others: read(`/proc/${pid}/stat`) - main };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('unreachable: no standard output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the server ended before it listened');
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
}
