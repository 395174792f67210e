/**
 * The questions of `bench -- query` asked of the server, with the same filters and limits: until the first byte of the answer
 * comes. On a copy of the store that no server has seen but for the runs that are asked for as diagnosed, so that diagnoses of all
 * others are made behind the questions, as for a user who serves it for the first time. The client shares the process.
 */
import { constants, copyFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createService, startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { runId } from '../packages/store/src/conformance/builders.ts';
import { withStore } from '../packages/store/src/conformance/with-store.ts';
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
  print: (line: string) => void,
  report: (figure: QueryFigure) => void,
): Promise<void> {
  const runs = Math.ceil(spans / STEPS);
  const copy = `${path}.${process.pid}.http`;
  copyFileSync(path, copy, constants.COPYFILE_FICLONE);
  try {
    await withStore(openStore({ path: copy }), async (store) => {
      await createService(store).diagnose(
        Array.from({ length: ROUNDS + 1 }, (_, round) => diagnosedRun(round, runs)),
      );
    });
    const start = performance.now();
    const server = await startServer({ store: { path: copy }, port: 0 });
    try {
      const listensMs = performance.now() - start;
      await timeFirstByte(server.url, ['/api/runs?limit=50'], false);
      const answersMs = performance.now() - start;
      print(`the server listens after ${seconds(listensMs)} and has answered after ${seconds(answersMs)}`);
      for (const { name, targetMs, ask, mustFind = false } of listQuestions(runs)) {
        const times: number[] = [];
        // The first is not counted: the file may not be in the system's cache.
        for (let round = -1; round < ROUNDS; round += 1) {
          const time = await timeFirstByte(server.url, ask(round + 1), mustFind);
          if (round >= 0) times.push(time);
        }
        times.sort((x, y) => x - y);
        report({ name, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), targetMs });
      }
      print(
        `load ${loadavg()
          .map((load) => load.toFixed(1))
          .join(' ')}`,
      );
    } finally {
      await server.close();
    }
  } finally {
    for (const end of ['', '.wal', '.views', '.tmp', '.server.json'])
      rmSync(copy + end, { recursive: true, force: true });
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function diagnosedRun(round: number, runs: number): string {
  return runId((round * 7_919) % runs);
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
      ask: (round) => [`/api/runs/${diagnosedRun(round, runs)}`],
    },
    {
      name: 'a run by id, not diagnosed yet',
      targetMs: 100,
      ask: (round) => [`/api/runs/${runId((round * 7_919 + 3_000) % runs)}`],
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
