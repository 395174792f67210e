/**
 * `ingest-long [spans]`: many spans into `tracewright serve`, plain spans and growing histories by turns, requests of 100 over
 * 8 connections; at every tenth the rate, CPU and memory of the server and the bytes on disk. Flat means: the last tenth is like
 * the first. The load generator shares the machine.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFigure } from './figure.ts';
import { readUsage } from './ingest/process-usage.ts';
import { quantile, send } from './ingest/send.ts';
import type { SendReport } from './ingest/sender.ts';
import { startOwn, stopTarget } from './ingest/target.ts';
import type { Encoding } from './ingest/workload.ts';

const PARTS = 10;
const SPANS_A_REQUEST = 100;

interface Part {
  readonly report: SendReport;
  readonly spansPerSecond: number;
  /** CPU of the server, microseconds a span: steadier than the rate where the machine is shared. */
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

export async function run([spans = '2000000', encoding = 'protobuf']: readonly string[]): Promise<void> {
  if (encoding !== 'protobuf' && encoding !== 'json') throw new Error(`no encoding "${encoding}"`);
  const requests = Math.ceil(Number(spans) / SPANS_A_REQUEST / PARTS);
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-ingest-long-'));
  try {
    const parts = await sendParts(folder, requests, encoding);
    const sum = (of: (report: SendReport) => number): number =>
      parts.reduce((total, { report }) => total + of(report), 0);
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) throw new Error('unreachable: no part was sent');
    const times = parts.flatMap(({ report }) => report.acknowledgeMs).sort((a, b) => a - b);
    printFigure('all, durable', sum(({ spans: sent }) => sent) / sum(({ seconds }) => seconds), 'spans/s');
    printFigure('last tenth against the first, rate', last.spansPerSecond, 'spans/s', first.spansPerSecond);
    printFigure('last tenth against the first, CPU', last.cpuMicros, 'us/span', first.cpuMicros);
    printFigure(
      'last tenth against the first, memory',
      last.residentBytes / 2 ** 20,
      'MiB',
      first.residentBytes / 2 ** 20,
    );
    printFigure(
      'on disk after a clean stop, of raw',
      sizeOf(folder),
      'bytes',
      sum(({ bytes }) => bytes),
    );
    printFigure('acknowledge p50', quantile(times, 0.5), 'ms');
    printFigure('acknowledge p99', quantile(times, 0.99), 'ms');
    printFigure(
      'refused for now and sent again',
      sum(({ refused }) => refused),
      'requests',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sendParts(folder: string, requests: number, encoding: Encoding): Promise<Part[]> {
  const target = await startOwn(join(folder, 'traces.duckdb'));
  try {
    const parts: Part[] = [];
    let usage = readUsage(target.process);
    for (let part = 0; part < PARTS; part += 1) {
      const load = { kind: 'mixed', encoding, requests, first: part * requests } as const;
      const report = await send(target.url, load);
      const before = usage;
      usage = readUsage(target.process);
      const cpuSeconds = usage.mainThread + usage.otherThreads - before.mainThread - before.otherThreads;
      const cpuMicros = (cpuSeconds / report.spans) * 1e6;
      const { residentBytes } = usage;
      const spansPerSecond = report.spans / report.seconds;
      const name = `${((part + 1) * requests * SPANS_A_REQUEST).toString().padStart(8)} spans`;
      printFigure(`${name}, rate`, spansPerSecond, 'spans/s');
      printFigure(`${name}, CPU`, cpuMicros, 'us/span');
      printFigure(`${name}, memory`, residentBytes / 2 ** 20, 'MiB');
      printFigure(`${name}, on disk`, sizeOf(folder) / 2 ** 20, 'MiB');
      printFigure(`${name}, acknowledge p99`, quantile(report.acknowledgeMs, 0.99), 'ms');
      parts.push({ report, spansPerSecond, cpuMicros, residentBytes });
    }
    await target.settle?.();
    return parts;
  } finally {
    await stopTarget(target);
  }
}

/** The store and its log. */
function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);
}
