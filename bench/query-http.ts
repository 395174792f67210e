/**
 * The questions of `bench -- query` asked of the server: until the first byte of the answer comes. The client shares the process.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { runId } from '../packages/store/src/conformance/builders.ts';
import { AGENTS, DAY, FIRST_START, NEEDLE_EVERY, needle, STEPS } from '../packages/store/bench/query-load.ts';
import type { QueryFigure } from '../packages/store/bench/query.ts';
import { quantile } from './ingest/send.ts';

interface Question {
  readonly name: string;
  readonly targetMs: number;
  /** Path, and body where it is a POST. */
  readonly ask: (round: number) => readonly [path: string, body?: unknown];
}

const ROUNDS = 40;

export async function benchQueryOverHttp(
  path: string,
  spans: number,
  report: (figure: QueryFigure) => void,
): Promise<void> {
  await using store = await openStore({ path });
  const server = await startServer({ store, port: 0 });
  try {
    // The first time all runs are diagnosed.
    await server.idle();
    for (const { name, targetMs, ask } of listQuestions(Math.ceil(spans / STEPS))) {
      const times: number[] = [];
      // The first is not counted: the file may not be in the system's cache.
      for (let round = -1; round < ROUNDS; round += 1) {
        const time = await timeFirstByte(server.url, ...ask(round + 1));
        if (round >= 0) times.push(time);
      }
      times.sort((a, b) => a - b);
      report({ name, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), targetMs });
    }
  } finally {
    await server.close();
  }
}

async function timeFirstByte(url: string, path: string, body?: unknown): Promise<number> {
  await nextTurn();
  const start = performance.now();
  const answer = await fetch(
    url + path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const reader = answer.body?.getReader();
  await reader?.read();
  const time = performance.now() - start;
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  while ((await reader?.read())?.done === false);
  return time;
}

function listQuestions(runs: number): readonly Question[] {
  const search = (query: string, where?: string): string =>
    `/api/search?${new URLSearchParams({ query, ...(where === undefined ? {} : { where }) })}`;
  const since = (days: bigint): string =>
    `start >= ${new Date(Number((FIRST_START + (30n - days) * DAY) / 1_000_000n)).toISOString()}`;
  return [
    {
      name: 'a run by id',
      targetMs: 100,
      ask: (round) => [`/api/runs/${runId((round * 7_919) % runs)}`],
    },
    {
      name: 'the newest 50 runs under filters',
      targetMs: 100,
      ask: (round) => [
        `/api/runs?${new URLSearchParams({
          where: `agent = ${AGENTS[round % AGENTS.length] ?? ''} and outcome = failure`,
          limit: '50',
        })}`,
      ],
    },
    {
      name: 'text search, rare',
      targetMs: 500,
      ask: (round) => [search(needle(7 + NEEDLE_EVERY * (round % Math.ceil((runs - 7) / NEEDLE_EVERY))))],
    },
    {
      name: 'text search, frequent',
      targetMs: 500,
      ask: (round) => [search(['connection reset', 'error', 'timeout_'][round % 3] ?? '')],
    },
    {
      name: 'text search, absent',
      targetMs: 500,
      ask: (round) => [search(`no-such-thing-${round}`)],
    },
    {
      name: 'text search in a week of failed tools',
      targetMs: 500,
      ask: () => [search('cannot find module', `status = error and operation = tool and ${since(7n)}`)],
    },
    {
      name: 'p95 latency by model and hour, a month',
      targetMs: 100,
      ask: () => [
        '/api/aggregate',
        {
          from: 'spans',
          where: `operation = model and ${since(30n)}`,
          groupBy: ['model', { field: 'start', bucket: 'hour' }],
          measures: [{ operation: 'percentile', field: 'duration', p: 0.95 }],
          limit: 10_000,
        },
      ],
    },
    {
      name: 'cost by day and model, a month',
      targetMs: 100,
      ask: () => [
        '/api/aggregate',
        {
          from: 'spans',
          groupBy: [{ field: 'start', bucket: 'day' }, 'model'],
          measures: [{ operation: 'sum', field: 'cost' }],
        },
      ],
    },
  ];
}
