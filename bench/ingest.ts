/**
 * `ingest [requests] [connections]`: the same load, in one run, into (a) a server that only reads and parses, (b) Tracewright to the durable
 * store, and (c) peers that keep spans, where they are installed (bench/peers); (b) and (a) once more at the end show how much
 * the machine drifted. The load generator shares the machine.
 *
 * Load: requests of 100 spans over 8 connections unless said. `plain`: 1.2 to 2 kB a span, nothing resent; `histories`: agents whose
 * model calls resend their history. Protobuf and JSON; peers get JSON. CPU is that of the server's process, so that a busy
 * machine shows. What is kept is read back by the target's own means: while it runs, and after SIGKILL and a new start.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printFigure } from './figure.ts';
import { type ProcessUsage, readUsage } from './ingest/process-usage.ts';
import { quantile, send } from './ingest/send.ts';
import type { SendReport } from './ingest/sender.ts';
import { sampleSentTraces } from './ingest/sent-traces.ts';
import { startBare, startOwn, stopTarget, type Target } from './ingest/target.ts';
import { buildTemplates, type Encoding, type WorkloadKind } from './ingest/workload.ts';
import { findPeers } from './peers/peers.ts';

/** Traces read back, spread over what was sent: Mastra needs a fifth of a second for one, and more where the machine is shared. */
const TRACES_READ_BACK = 20;
/** Compiles the code and lays out the files; fewer, and a short run measures the compiler. */
const LEAST_WARM_REQUESTS = 30;
const FIRST_WARM_REQUEST = 1_000_000;

export async function run([count = '300', width = '8']: readonly string[]): Promise<void> {
  const requests = Number(count);
  const connections = Number(width);
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-ingest-'));
  try {
    for (const kind of ['plain', 'histories'] as const) {
      const json = { kind, encoding: 'json', requests, connections } as const;
      const bare = await measure(json, startBare);
      printFigure(`${kind} json, parse only (a)`, bare.spansPerSecond, 'spans/s');
      for (const encoding of ['protobuf', 'json'] as const) {
        const name = `${kind} ${encoding}, durable (b)`;
        const db = join(folder, `${kind}-${encoding}.duckdb`);
        const own = await measure(
          { kind, encoding, requests, connections },
          () => startOwn(db),
          (target, measured) => reportOwn(name, target, measured, encoding),
        );
        report(name, own, bare);
      }
      for (const peer of findPeers()) {
        const data = join(folder, kind, peer.name);
        report(`${kind} json, ${peer.name} (c)`, await measure(json, () => peer.start(data)), bare);
        rmSync(data, { recursive: true, force: true });
      }
      const again = await measure(json, () => startOwn(join(folder, `${kind}-again.duckdb`)));
      report(`${kind} json, durable (b) again`, again, bare);
      const last = await measure(json, startBare);
      printFigure(`${kind} json, parse only (a) again`, last.spansPerSecond, 'spans/s', bare.spansPerSecond);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly report: SendReport;
  /** With the warm-up. */
  readonly sentBytes: number;
  readonly sentSpans: number;
  readonly spansPerSecond: number;
  /** CPU seconds of the server for the load, warm-up left out, work behind the acknowledged requests in. */
  readonly mainThread: number;
  readonly otherThreads: number;
  readonly residentBytes: number;
  /** Shares of the spans asked for, while it runs and after SIGKILL; undefined where nothing is kept by design. */
  readonly kept: { readonly running: number; readonly afterKill: number } | undefined;
}

interface MeasuredLoad {
  readonly kind: WorkloadKind;
  readonly encoding: Encoding;
  readonly requests: number;
  readonly connections: number;
}

async function measure(
  load: MeasuredLoad,
  start: () => Promise<Target>,
  after: (target: Target, measured: Measured) => Promise<void> = async () => undefined,
): Promise<Measured> {
  let target = await start();
  try {
    const warmRequests = Math.max(LEAST_WARM_REQUESTS, Math.ceil(load.requests / 10));
    const warm = await send(target.url, { ...load, requests: warmRequests, first: FIRST_WARM_REQUEST });
    await target.settle?.();
    const before: ProcessUsage = readUsage(target.process);
    const sent = await send(target.url, { ...load, first: 0 });
    await target.settle?.();
    const usage = readUsage(target.process);
    const sample = sampleSentTraces(load.kind, load.requests, TRACES_READ_BACK);
    const countShare = async ({ countSpans }: Target): Promise<number> =>
      ((await countSpans?.(sample.traceIds)) ?? 0) / sample.spans;
    const running = await countShare(target);
    const measured = {
      report: sent,
      sentBytes: warm.bytes + sent.bytes,
      sentSpans: warm.spans + sent.spans,
      spansPerSecond: sent.spans / sent.seconds,
      mainThread: usage.mainThread - before.mainThread,
      otherThreads: usage.otherThreads - before.otherThreads,
      residentBytes: usage.residentBytes,
      kept: undefined,
    };
    await after(target, measured);
    if (target.countSpans === undefined) return measured;
    await stopTarget(target, 'SIGKILL');
    target = await start();
    return { ...measured, kept: { running, afterKill: await countShare(target) } };
  } finally {
    await stopTarget(target);
  }
}

function report(name: string, measured: Measured, bare: Measured): void {
  const { report: sent, kept } = measured;
  const perSpan = (seconds: number): number => (seconds / sent.spans) * 1e6;
  printFigure(name, measured.spansPerSecond, 'spans/s', bare.spansPerSecond);
  printFigure(`${name}, acknowledge p50`, quantile(sent.acknowledgeMs, 0.5), 'ms');
  printFigure(`${name}, acknowledge p99`, quantile(sent.acknowledgeMs, 0.99), 'ms');
  printFigure(
    `${name}, CPU of the main thread`,
    perSpan(measured.mainThread),
    'us/span',
    perSpan(bare.mainThread),
  );
  printFigure(`${name}, CPU of all other threads`, perSpan(measured.otherThreads), 'us/span');
  printFigure(`${name}, CPU of the sender`, perSpan(sent.cpuSeconds), 'us/span');
  printFigure(`${name}, memory at the end`, measured.residentBytes / 2 ** 20, 'MiB');
  if (kept === undefined) return;
  printFigure(`${name}, read back`, kept.running * 100, '% of the spans asked for');
  printFigure(`${name}, read back after kill -9`, kept.afterKill * 100, '% of the spans asked for');
}

async function reportOwn(
  name: string,
  target: Target,
  { sentBytes, sentSpans }: Measured,
  encoding: Encoding,
): Promise<void> {
  const base = target.url.replace('/v1/traces', '');
  // The cast: the shape is the server's own.
  const health = (await (await fetch(`${base}/healthz`)).json()) as {
    store: { sizeBytes: number; spans: number };
  };
  // Of all of them, warm-up and all, where the traces that are read back are a sample.
  printFigure(`${name}, in the store of those acknowledged`, health.store.spans, 'spans', sentSpans);
  printFigure(`${name}, stored`, health.store.sizeBytes, 'bytes', sentBytes);
  printFigure(`${name}, until a span can be read`, await timeUntilRead(base, encoding), 'ms');
}

/** One request is sent; the runs are counted until all of its own are there. */
async function timeUntilRead(base: string, encoding: Encoding): Promise<number> {
  const countRuns = async (): Promise<number> =>
    ((await (await fetch(`${base}/api/runs?limit=1`)).json()) as { total: number }).total;
  const [template] = buildTemplates('plain', encoding, 1);
  const expected = (await countRuns()) + (template?.traces ?? 0);
  await send(`${base}/v1/traces`, { kind: 'plain', encoding, requests: 1, first: 2_000_000 });
  const sent = performance.now();
  while ((await countRuns()) < expected) {
    if (performance.now() - sent > 30_000) throw new Error('the spans are not to be read');
    await sleep(10);
  }
  return performance.now() - sent;
}
