/**
 * `live-stages [requests]`: what a live span costs in CPU, stage by stage, each alone on an idle process: to be read beside what half the
 * rate of a server that only parses leaves for all of them (two cores, less what the sender takes).
 *
 * Requests of 100 spans as `ingest` sends them. The engine: the rows that these spans make, appended and committed with fsync by the
 * writer's own functions, in groups of 400 (what eight connections give) and of 4,000, without the index of text and without looking anything up.
 * CPU time of the whole process, collector and the engine's threads included.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunId } from '@tracewright/core';
import { createLimiter, createMasker, pairToolCalls, readExport, toTraceRunId } from '@tracewright/importers';
import { createIntake, type PreparedDraft } from '../packages/server/src/live/intake.ts';
import { type RunSpan, startRun } from '../packages/server/src/live/run-record.ts';
import type { WriteSlice } from '../packages/store/src/duckdb/protocol.ts';
import { MIGRATIONS } from '../packages/store/src/duckdb/schema.ts';
import { sliceBatch } from '../packages/store/src/duckdb/slices.ts';
import {
  appendMessage,
  appendRow,
  Appenders,
  appendSpan,
} from '../packages/store/src/duckdb/worker/appenders.ts';
import { openDatabase } from '../packages/store/src/duckdb/worker/database.ts';
import { printFigure } from './figure.ts';
import { buildTemplates, type Encoding, fillTemplate, type WorkloadKind } from './ingest/workload.ts';

const SPANS_A_REQUEST = 100;
/** Requests in a group: what is in flight together with 8 connections, and ten times that. */
const GROUPS = [4, 40];

export async function run([count = '400']: readonly string[]): Promise<void> {
  const requests = Number(count);
  for (const [kind, encoding] of [
    ['plain', 'json'],
    ['plain', 'protobuf'],
    ['histories', 'protobuf'],
  ] as const)
    await measure(kind, encoding, requests);
}

async function measure(kind: WorkloadKind, encoding: Encoding, requests: number): Promise<void> {
  const templates = buildTemplates(kind, encoding);
  const bodies = Array.from({ length: requests }, (_, number) => {
    const template = templates[number % templates.length];
    if (template === undefined) throw new Error('unreachable: no template');
    return fillTemplate(template, number);
  });
  const report = (stage: string, seconds: number, baseline?: number): void =>
    printFigure(
      `${kind} ${encoding}: ${stage}`,
      (seconds / (requests * SPANS_A_REQUEST)) * 1e6,
      'CPU us/span',
      baseline,
    );
  const stage = <T, R>(name: string, items: readonly T[], work: (item: T) => R): R[] => {
    // Warm-up: compiled code is measured, on the half of what follows.
    for (const item of items.slice(0, requests >> 1)) work(item);
    const [results, seconds] = timed(() => items.map(work));
    report(name, seconds);
    return results;
  };

  if (encoding === 'json')
    stage('JSON.parse alone', bodies, (body) => JSON.parse(body.toString('utf8')) as object);
  const exports = stage(
    'decoding and dialects',
    bodies,
    (body) => readExport('traces', body, encoding).drafts,
  );
  const intake = createIntake({ limiter: createLimiter(), masker: createMasker() });
  const prepared = stage('masks, limits, cost', exports, (drafts) =>
    drafts.map((draft) => intake.prepare(draft)),
  );
  const batches = stage('runs and their records', prepared, (drafts) => {
    const runs = [...groupByRun(drafts).values()];
    return {
      runs: runs.map((own) => startRun(own, intake, 1)),
      spans: runs.flatMap((own) => pairToolCalls(own.map(({ span }) => span))),
    };
  });
  const slices = stage('encoding', batches, (batch) => [...sliceBatch(batch)]);
  for (const size of GROUPS) {
    const groups = Array.from({ length: Math.ceil(requests / size) }, (_, index) =>
      slices.slice(index * size, (index + 1) * size).flat(),
    );
    report(`the engine, ${size * SPANS_A_REQUEST} spans a commit`, await commitAll(groups));
  }
}

function timed<T>(work: () => T): [result: T, cpuSeconds: number] {
  const before = process.cpuUsage();
  const result = work();
  return [result, secondsSince(before)];
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** A trace is a run: these name no session. */
function groupByRun(drafts: readonly PreparedDraft[]): Map<string, RunSpan[]> {
  const runs = new Map<string, RunSpan[]>();
  const runIds = new Map<string, RunId>();
  for (const { draft } of drafts) {
    const { traceId, startTime } = draft.span;
    const runId = runIds.get(traceId) ?? toTraceRunId(traceId);
    runIds.set(traceId, runId);
    const own = runs.get(runId) ?? [];
    runs.set(runId, own);
    own.push({ span: { ...draft.span, runId, sequence: Number(startTime) / 1000 }, draft });
  }
  return runs;
}

/** CPU seconds for one commit a group; a checkpoint at the end is left out. */
async function commitAll(groups: readonly (readonly WriteSlice[])[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-stages-'));
  const database = await openDatabase({
    path: join(folder, 'engine.duckdb'),
    readOnly: false,
    migrations: MIGRATIONS,
  });
  try {
    const connection = await database.connect();
    const appenders = new Appenders(connection);
    let key = 0;
    let version = 0;
    const before = process.cpuUsage();
    for (const slices of groups) {
      await connection.run('BEGIN');
      const [messages, spans, runs] = [
        await appenders.open('messages'),
        await appenders.open('spans'),
        await appenders.open('runs'),
      ];
      for (const slice of slices) {
        const keys = slice.messages.ids.map(() => key++);
        for (const [index, messageKey] of keys.entries())
          appendMessage(messages, slice.messages, index, messageKey);
        for (const index of slice.spans.hashes.keys()) appendSpan(spans, slice.spans, index, version++, keys);
        for (const index of slice.runs.hashes.keys()) appendRow(runs, slice.runs, index, version++);
      }
      appenders.flush();
      await connection.run('COMMIT');
    }
    return secondsSince(before);
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
