/**
 * Speed and memory of `diagnose`: `npm run bench -- diagnose [steps of the long run]`.
 *
 * Speed over every run of the labelled data sets, on one core, importing not counted. Memory: a run of many steps, diagnosed in a process of
 * its own, with the flags that Node has by default and with a limited heap; the figure is the peak resident size of that process, the spans of
 * the run included.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diagnose, DIAGNOSED_ATTRIBUTES } from '@tracewright/analysis';
import type { Span } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { makeRun, toolTurn } from '../packages/analysis/src/testing/spans.ts';
import { printFigure } from './figure.ts';
import { readAgentRxMagentic, readAgentRxRetail, readWhoAndWhen } from './onset/cases.ts';

const ROUNDS = 5;
const LONG = 300_000;
const MEBIBYTE = 2 ** 20;
/** With Node's defaults the collector waits as long as it can; with a limit it has to show what is needed. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  "Node's defaults": [],
  'old generation of 850 MiB': ['--max-old-space-size=850'],
};
/** The engine is in the same process. */
const STORED_FLAGS: typeof FLAGS = {
  "Node's defaults": [],
  'old generation of 800 MiB': ['--max-old-space-size=800'],
};
/** Set in the child process that diagnoses the long run. */
const CHILD = 'TRACEWRIGHT_BENCH_LONG_RUN';
/** And the store that it reads it from. */
const STORE = 'TRACEWRIGHT_BENCH_STORE';

export async function run(args: readonly string[]): Promise<void> {
  const long = Number(args[0] ?? LONG);
  for (const [name, flags] of Object.entries(FLAGS)) measureLongRun(long, name, flags);
  await measureStoredRun(long);
  const cases = [
    ...(await readWhoAndWhen()),
    ...(await readAgentRxMagentic()),
    ...(await readAgentRxRetail()),
  ];
  const steps = cases.reduce((sum, { context }) => sum + context.steps.length, 0);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    for (const item of cases) diagnose(item.run, item.spans);
    rates.push(steps / (process.cpuUsage(start).user / 1e6));
  }
  rates.sort((a, b) => a - b);
  printFigure('diagnose, labelled runs, median', rates[ROUNDS >> 1] ?? 0, 'steps/s of CPU', 500);
  printFigure('diagnose, labelled runs, least', rates[0] ?? 0, 'steps/s of CPU', 500);
}

function measureLongRun(steps: number, name: string, flags: readonly string[], store?: string): void {
  const child = spawnSync(process.execPath, [...flags, ...process.execArgv, fileURLToPath(import.meta.url)], {
    env: { ...process.env, [CHILD]: String(steps), ...(store === undefined ? {} : { [STORE]: store }) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { seconds, builtBytes, peakBytes } = JSON.parse(child.stdout) as Record<string, number>;
  printFigure(`diagnose, one run of ${steps} steps, ${name}`, steps / (seconds ?? 0), 'steps/s of CPU', 500);
  printFigure('resident with the spans of the run alone', (builtBytes ?? 0) / MEBIBYTE, 'MiB');
  printFigure('peak resident', (peakBytes ?? 0) / MEBIBYTE, 'MiB', 1024);
}

async function measureStoredRun(steps: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-bench-'));
  try {
    const path = join(folder, 'long.duckdb');
    await writeLongRun(steps, path);
    for (const [name, flags] of Object.entries(STORED_FLAGS))
      measureLongRun(steps, `from a store, ${name}`, flags, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function diagnoseLongRun(count: number, path: string | undefined): Promise<void> {
  const spans = path === undefined ? makeLongRun(count) : await readLongRun(path);
  const builtBytes = process.memoryUsage.rss();
  const start = process.cpuUsage();
  diagnose(makeRun(), spans);
  const seconds = process.cpuUsage(start).user / 1e6;
  // Kilobytes, whatever the platform.
  process.stdout.write(
    JSON.stringify({ seconds, builtBytes, peakBytes: process.resourceUsage().maxRSS * 1024 }),
  );
}

function makeLongRun(count: number): readonly Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < count; index += 1)
    for (const span of toolTurn(`m${index}`, [
      [
        'bash',
        { command: asRead(`grep -n ${index % 997} file${index}.txt`) },
        asRead(`line ${index}: of many, ${index * 7}\nnext`),
      ],
    ]))
      // What most records note of themselves.
      spans.push({ ...span, attributes: { cwd: '/app', branch: 'main', record: asRead(`record-${index}`) } });
  return spans;
}

async function writeLongRun(steps: number, path: string): Promise<void> {
  await using store = await openStore({ path });
  await store.write({ spans: makeLongRun(steps) });
}

async function readLongRun(path: string): Promise<readonly Span[]> {
  await using store = await openStore({ path, readOnly: true });
  return await store.readSpans(makeRun().runId, { attributes: DIAGNOSED_ATTRIBUTES });
}

/** A text in one piece, as a reader gives it: one put together keeps its pieces until something looks into it. */
function asRead(text: string): string {
  return Buffer.from(text).toString();
}

const asked = process.env[CHILD];
if (asked !== undefined) await diagnoseLongRun(Number(asked), process.env[STORE]);
