/**
 * How long the questions of the dashboard take over a month of agents. The store is made once and used again.
 *
 *     npm run bench -- query [SPANS]
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Filter, Span, SpanStore } from '@tracewright/core';
import { runId } from '../src/conformance/builders.ts';
import { withStore } from '../src/conformance/with-store.ts';
import { openStore } from '../src/index.ts';
import {
  AGENTS,
  DAY,
  FIRST_START,
  LOAD_VERSION,
  makeQueryLoad,
  MODELS,
  NEEDLE_EVERY,
  needle,
  STEPS,
  type LoadedRun,
} from './query-load.ts';
import { makeRandom } from './workload.ts';

export interface QueryFigure {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly targetMs: number;
}

type Ask = (store: SpanStore, round: number) => Promise<unknown>;

const ROUNDS = 40;
const RUNS_A_WRITE = 125;

export function queryStorePath(spans: number): string {
  return join(tmpdir(), 'tracewright-bench', `query-v${LOAD_VERSION}-${spans}.duckdb`);
}

export async function benchQuery(
  spans: number,
  print: (line: string) => void,
  report: (figure: QueryFigure) => void,
): Promise<void> {
  const path = queryStorePath(spans);
  if (!existsSync(path)) await build(path, spans, print);
  await withStore(openStore({ path }), async (store) => {
    const { counts, usedBytes } = await store.info();
    print(
      `${counts.spans} spans, ${counts.runs} runs, ${counts.messages} messages, ${Math.round(usedBytes / 2 ** 20)} MiB`,
    );
    for (const { name, targetMs, ask } of questions(counts.runs)) {
      const times: number[] = [];
      // The first is not counted: the file may not be in the system's cache.
      for (let round = -1; round < ROUNDS; round += 1) {
        const start = performance.now();
        await ask(store, round + 1);
        if (round >= 0) times.push(performance.now() - start);
      }
      const sorted = times.toSorted((a, b) => a - b);
      const at = (p: number): number => sorted[Math.floor(p * sorted.length)] ?? 0;
      report({ name, p50Ms: at(0.5), p95Ms: at(0.95), targetMs });
    }
  });
}

function questions(runs: number): { readonly name: string; readonly targetMs: number; readonly ask: Ask }[] {
  const random = makeRandom(3);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const since = (days: bigint): Filter => where('start', '>=', FIRST_START + (30n - days) * DAY);
  return [
    {
      name: 'a run by id',
      targetMs: 100,
      ask: async (store) => {
        const id = runId(Math.floor(random() * runs));
        const [found, spans] = [await store.findRuns(id), await store.readSpans(id)];
        if (found.length !== 1 || spans.length !== STEPS) throw new Error(`run ${id} is not whole`);
      },
    },
    {
      name: 'the newest 50 runs under filters',
      targetMs: 100,
      ask: (store) =>
        store.queryRuns({
          where: {
            kind: 'and',
            filters: [where('agent', '=', pick(AGENTS) ?? ''), where('outcome', '=', 'failure')],
          },
          limit: 50,
        }),
    },
    {
      name: 'text search, rare',
      targetMs: 500,
      ask: async (store) => {
        const run = 7 + NEEDLE_EVERY * Math.floor((random() * (runs - 7)) / NEEDLE_EVERY);
        const { items } = await store.querySpans({ text: needle(run).toUpperCase(), limit: 50 });
        if (items.length === 0) throw new Error(`the needle of run ${run} was not found`);
      },
    },
    {
      name: 'text search, frequent',
      targetMs: 500,
      ask: (store, round) =>
        store.querySpans({
          text: ['connection reset', 'error', 'timeout_'][round % 3] ?? '',
          orderBy: { field: 'start', descending: round % 2 === 0 },
          limit: 50,
        }),
    },
    {
      name: 'text search, absent',
      targetMs: 500,
      ask: (store, round) => store.querySpans({ text: `no-such-thing-${round}`, limit: 50 }),
    },
    {
      name: 'text search in a week of failed tools',
      targetMs: 500,
      ask: (store) =>
        store.querySpans({
          text: 'cannot find module',
          where: {
            kind: 'and',
            filters: [where('status', '=', 'error'), where('operation', '=', 'tool'), since(7n)],
          },
          limit: 50,
        }),
    },
    {
      name: 'p95 latency by model and hour, a week',
      targetMs: 100,
      ask: (store) => latency(store, since(7n)),
    },
    {
      name: 'p95 latency by model and hour, a month',
      targetMs: 100,
      ask: (store) => latency(store, since(30n)),
    },
    {
      name: 'cost by day and model, a month',
      targetMs: 100,
      ask: (store) =>
        store.aggregate({
          from: 'spans',
          where: where('model', '!=', pick(MODELS) ?? ''),
          groupBy: [{ field: 'start', bucket: 'day' }, 'model'],
          measures: [{ operation: 'sum', field: 'cost' }],
        }),
    },
  ];
}

function latency(store: SpanStore, when: Filter): Promise<unknown> {
  return store.aggregate({
    from: 'spans',
    where: { kind: 'and', filters: [where('operation', '=', 'model'), when] },
    groupBy: ['model', { field: 'start', bucket: 'hour' }],
    measures: [{ operation: 'percentile', field: 'duration', p: 0.95 }],
    limit: 10_000,
  });
}

function where(field: string, operator: '=' | '!=' | '>=', value: string | bigint): Filter {
  return { kind: 'compare', field, operator, value };
}

/** Under another name until it is whole. */
async function build(path: string, spans: number, print: (line: string) => void): Promise<void> {
  mkdirSync(join(path, '..'), { recursive: true });
  const part = `${path}.${process.pid}`;
  const start = performance.now();
  await withStore(openStore({ path: part }), async (store) => {
    let runs: LoadedRun[] = [];
    const flush = async (): Promise<void> => {
      const batch: { spans: Span[]; runs: LoadedRun[] } = { spans: runs.flatMap((run) => run.spans), runs };
      runs = [];
      await store.write({ spans: batch.spans, runs: batch.runs.map(({ run, stats }) => ({ run, stats })) });
    };
    for (const run of makeQueryLoad(spans)) {
      runs.push(run);
      if (runs.length >= RUNS_A_WRITE) await flush();
    }
    await flush();
  });
  renameSync(part, path);
  const seconds = (performance.now() - start) / 1e3;
  print(`made in ${seconds.toFixed(0)} s, ${Math.round(spans / seconds)} spans/s with the making of them`);
}
