/**
 * The questions of `bench -- query` asked of the server, with the same filters and limits: until the first byte of the answer
 * comes. On a copy of the store, since the server diagnoses its runs, the first time for minutes. The client shares the process.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { runId } from '../packages/store/src/conformance/builders.ts';
import {
  AGENTS,
  DAY,
  FIRST_START,
  MODELS,
  NEEDLE_EVERY,
  needle,
  STEPS,
} from '../packages/store/bench/query-load.ts';
import type { QueryFigure } from '../packages/store/bench/query.ts';
import { quantile } from './ingest/send.ts';

interface Question {
  readonly name: string;
  readonly targetMs: number;
  /** Path, and body where it is a POST. */
  readonly ask: (round: number) => readonly [path: string, body?: unknown];
  /** Whether an answer without hits is wrong. */
  readonly mustFind?: boolean;
}

const ROUNDS = 40;

export async function benchQueryOverHttp(
  path: string,
  spans: number,
  report: (figure: QueryFigure) => void,
): Promise<void> {
  const copy = `${path}.http`;
  if (!existsSync(copy)) copyFileSync(path, copy);
  await using store = await openStore({ path: copy });
  const server = await startServer({ store, port: 0 });
  try {
    await server.idle();
    for (const { name, targetMs, ask, mustFind = false } of listQuestions(Math.ceil(spans / STEPS))) {
      const times: number[] = [];
      // The first is not counted: the file may not be in the system's cache.
      for (let round = -1; round < ROUNDS; round += 1) {
        const time = await timeFirstByte(server.url, ask(round + 1), mustFind);
        if (round >= 0) times.push(time);
      }
      times.sort((a, b) => a - b);
      report({ name, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), targetMs });
    }
  } finally {
    await server.close();
  }
}

async function timeFirstByte(
  url: string,
  [path, body]: readonly [path: string, body?: unknown],
  mustFind: boolean,
): Promise<number> {
  await nextTurn();
  const start = performance.now();
  const answer = await fetch(
    url + path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const chunks: Uint8Array[] = [];
  let time = 0;
  // The cast: the types of fetch leave the chunks open.
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    if (chunks.length === 0) time = performance.now() - start;
    chunks.push(chunk);
  }
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  // The cast: the shape is the server's own.
  const { hits } = JSON.parse(Buffer.concat(chunks).toString()) as { hits?: readonly unknown[] };
  if (mustFind && hits?.length === 0) throw new Error(`${path}: nothing was found`);
  return time;
}

function listQuestions(runs: number): readonly Question[] {
  const search = (query: string, where?: string): string =>
    `/api/search?${new URLSearchParams({ query, limit: '50', ...(where === undefined ? {} : { where }) })}`;
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
      mustFind: true,
      ask: (round) => [search(needle(7 + NEEDLE_EVERY * (round % Math.ceil((runs - 7) / NEEDLE_EVERY))))],
    },
    {
      name: 'text search, frequent',
      targetMs: 500,
      mustFind: true,
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
      mustFind: true,
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
      ask: (round) => [
        '/api/aggregate',
        {
          from: 'spans',
          where: `model != ${MODELS[round % MODELS.length] ?? ''}`,
          groupBy: [{ field: 'start', bucket: 'day' }, 'model'],
          measures: [{ operation: 'sum', field: 'cost' }],
        },
      ],
    },
  ];
}
