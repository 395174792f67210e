/**
 * `npm run bench -- ui [sizes] [rounds]`: the page of one large run in Chromium, on generated runs (bench/ui/generate-run.ts) in a DuckDB file.
 * Each page is opened in a fresh profile on a server just started: what it derives it has to derive or find again. All sizes share one process,
 * whose code a small run warms first: no size pays for being the first. Sizes: spans,
 * or `message` for 1,000 spans one of which returned 100 MB. The server and the browser share the machine.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { build } from 'vite';
import { CHROMIUM_WITH_WINDOWS as CHROMIUM } from '../test/e2e/open-browser.ts';
import { makeRunStore, RUN_ID } from './ui/make-run-store.ts';
import { INIT_SCRIPT, type ScrollFigures, scrollEndToEnd } from './ui/in-page.ts';

const WEB = new URL('../packages/web/', import.meta.url).pathname;
const PATIENCE_MS = 900_000;
/** Of the run that is measured first and not reported. */
const WARM_UP_SPANS = 600;
const MESSAGE = 100 * 1024 * 1024;

interface Figures extends ScrollFigures {
  readonly answerMs: number;
  readonly stepsMs: number;
  readonly heapMb: number;
  /** Of this process until the first steps are shown: the server's, with some of the driver's. Says more than time does on a busy machine. */
  readonly serverCpuMs: number;
}

/** What the project wants: milliseconds until the first useful screen, by spans. */
function aimMs(spans: number): number | undefined {
  return spans <= 20_000 ? 1_000 : spans <= 300_000 ? 3_000 : undefined;
}

export async function run(args: readonly string[]): Promise<void> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium: name one in CHROMIUM_PATH');
  const sizes = (args[0] ?? '1000,20000,100000,300000,message').split(',');
  const rounds = Number(args[1] ?? 3);
  const webFolder = join(tmpdir(), `tracewright-bench-web-${process.pid}`);
  await build({
    root: WEB,
    configFile: join(WEB, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: webFolder, sourcemap: false },
  });
  try {
    await measure(await makeRunStore(WARM_UP_SPANS, 0), webFolder);
    for (const size of sizes) {
      const isMessage = size === 'message';
      const spans = isMessage ? 1_000 : Number(size);
      const path = await makeRunStore(spans, isMessage ? MESSAGE : 0);
      const name = isMessage ? '100 MB message' : `${spans} spans`;
      // What a server makes when a run comes in, and keeps beside the store; a run that is not diagnosed yet would have it made again.
      await settle(path);
      await rm(`${path}.views`, { recursive: true, force: true });
      const { stepsMs, serverCpuMs } = await measure(path, webFolder);
      console.log(
        `${name}, first steps shown when nothing is derived yet\t${Math.round(stepsMs)}\tms\tCPU of the server ${Math.round(serverCpuMs)} ms`,
      );
      const all: Figures[] = [];
      for (let round = 0; round < rounds; round += 1) all.push(await measure(path, webFolder));
      report(name, all, isMessage ? undefined : aimMs(spans));
    }
  } finally {
    await rm(webFolder, { recursive: true, force: true });
  }
}

/** Has a server do what it does once for a run. */
async function settle(path: string): Promise<void> {
  await using store = await openStore({ path });
  const server = await startServer({ store, port: 0 });
  await server.idle();
  await server.close();
}

async function measure(path: string, webFolder: string): Promise<Figures> {
  await using store = await openStore({ path });
  const server = await startServer({ store, port: 0, webFolder });
  // What a server does once for a run, when it comes in, has been done.
  await server.idle();
  const browser = await chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    return await measurePage(context, `${server.url}/runs/${RUN_ID}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measurePage(context: BrowserContext, url: string): Promise<Figures> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.addInitScript({ content: INIT_SCRIPT });
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('.onset').waitFor();
  const answerMs = performance.now() - startMs;
  await page.locator('article.step .folded-text').first().waitFor();
  const stepsMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const scrolled = await page.evaluate(scrollEndToEnd);
  return {
    answerMs,
    stepsMs,
    ...scrolled,
    heapMb: await measureHeap(page),
    serverCpuMs: (user + system) / 1_000,
  };
}

async function measureHeap(page: Page): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 2 ** 20;
}

function report(name: string, all: readonly Figures[], aim: number | undefined): void {
  const line = (what: string, pick: (figures: Figures) => number, unit: string, wanted?: number): void => {
    const values = all.map(pick).toSorted((a, b) => a - b);
    const median = values[Math.floor(values.length / 2)] ?? Number.NaN;
    const spread = `${Math.round(values[0] ?? Number.NaN)} to ${Math.round(values.at(-1) ?? Number.NaN)}`;
    const beside = wanted === undefined ? '' : `\taim ${wanted}\t${median <= wanted ? 'met' : 'not met'}`;
    console.log(`${name}, ${what}\t${Math.round(median)} (${spread})\t${unit}${beside}`);
  };
  line('first useful screen: the likeliest onset', ({ answerMs }) => answerMs, 'ms', aim);
  line('first steps shown', ({ stepsMs }) => stepsMs, 'ms', aim);
  line('CPU of the server until then', ({ serverCpuMs }) => serverCpuMs, 'ms');
  line('scrolled end to end', ({ scrollMs }) => scrollMs, 'ms');
  line('longest task while scrolling, 0: none of 50', ({ longestTaskMs }) => longestTaskMs, 'ms', 100);
  line('most DOM nodes, texts counted', ({ nodes }) => nodes, 'nodes', 3_000);
  line('heap afterwards', ({ heapMb }) => heapMb, 'MiB');
}
