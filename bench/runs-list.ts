/**
 * What the list of runs asks, over HTTP, of a store with many runs: the whole answer, five times, warm. CPU is that of server, engine and
 * client together, which says more than time on a busy machine. The store is made once and used again.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { buildRuns, RUNS_VERSION } from '../packages/store/bench/runs-load.ts';
import { printFigure } from './figure.ts';
import { quantile } from './ingest/send.ts';

const ROUNDS = 5;
/** Rows go before 300 ms; what loads after them within a second. */
const PAGE_MS = 300;
const AFTER_MS = 1_000;

const QUESTIONS: readonly (readonly [name: string, path: string, aimMs: number])[] = [
  ['first page of 200', '/api/runs?limit=200', PAGE_MS],
  ['sorted page, by cost', '/api/runs?limit=200&order=-cost', PAGE_MS],
  ['sorted page, by findings', '/api/runs?limit=200&order=-findings', PAGE_MS],
  ['filtered page', `/api/runs?limit=200&where=${where('outcome = failure and agent ~ code and steps > 20')}`, PAGE_MS],
  ['filtered page, by category', `/api/runs?limit=200&where=${where('category = loop')}`, PAGE_MS],
  ['facets, all', '/api/facets', AFTER_MS],
  ['facets, filtered', `/api/facets?where=${where('outcome = failure and agent = coder')}`, AFTER_MS],
  ['one facet, searched', '/api/facets?field=task&find=77&limit=100', AFTER_MS],
  ['groups, the flakiest 50', '/api/tasks', AFTER_MS],
  ['groups, filtered, newest', `/api/tasks?order=-newest&where=${where('agent = coder')}`, AFTER_MS],
]; // prettier-ignore

/** `runs-list [runs]` */
export async function run([count = '1000000']: readonly string[]): Promise<void> {
  const runs = Number(count);
  const path = join(tmpdir(), 'tracewright-bench', `runs-v${RUNS_VERSION}-${runs}.duckdb`);
  if (!existsSync(path)) await buildRuns(path, runs);
  await using store = await openStore({ path });
  const server = await startServer({ store, port: 0 });
  try {
    await server.idle();
    for (const [name, question, aimMs] of QUESTIONS) {
      const times: number[] = [];
      const cpuTimes: number[] = [];
      // The first is not counted: the file may not be in the system's cache.
      for (let round = -1; round < ROUNDS; round += 1) {
        const cpu = process.cpuUsage();
        const start = performance.now();
        const answer = await fetch(server.url + question);
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${question}: HTTP ${answer.status} ${text}`);
        if (round < 0) continue;
        times.push(performance.now() - start);
        const { user, system } = process.cpuUsage(cpu);
        cpuTimes.push((user + system) / 1_000);
      }
      times.sort((a, b) => a - b);
      printFigure(`${name}, least`, times[0] ?? 0, 'ms', aimMs);
      printFigure(`${name}, median`, quantile(times, 0.5), 'ms', aimMs);
      printFigure(`${name}, CPU, least`, Math.min(...cpuTimes), 'ms');
    }
  } finally {
    await server.close();
  }
}

function where(filter: string): string {
  return encodeURIComponent(filter);
}
