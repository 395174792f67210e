/**
 * A year of a busy team as rows of runs and diagnoses, for the bench of the list: made by the engine itself, since a million runs through
 * the writer take a quarter of an hour. They have no spans and say so: a server that starts reads runs anew whose count is another.
 * Ids, agents, outcomes and figures come from hashes of the row's number: the same every time.
 */
import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openStore } from '../src/index.ts';

/** Part of the file's name: a store of another version is not used again. */
export const RUNS_VERSION = 4;
/** Attempts at one task, on average. */
const ATTEMPTS = 20;
const YEAR = 365 * 86_400;
const FIRST_SECOND = 1_735_689_600;

/** Evenly in [0, 1), another for each `salt`. */
const random = (salt: number): string => `((hash(n, ${salt}) % 1000003) / 1000003.0)`;
/** One of the values, the first ones more often. */
const pick = (salt: number, values: readonly string[]): string =>
  `[${values.map((value) => `'${value}'`).join(', ')}][1 + floor(pow(${random(salt)}, 1.5) * ${values.length})::INTEGER]`;

const AGENTS = ['coder', 'planner', 'browser', 'support', 'analyst', 'tester', 'writer', 'router'];
const MODELS = ['m-1', 'm-1-mini', 'm-2', 'm-2-pro', 'x-large', 'x-small'];
const FORMATS = ['claude-code', 'otlp', 'swe-agent', 'tau-bench', 'openai-chat'];
const CATEGORIES = ['tool-error', 'loop', 'claim-without-evidence', 'ignored-error', 'wrong-tool', 'budget'];

/** One task in ten passes always, one never, the others sometimes. */
const PASSES = `CASE task_number % 10 WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 0.2 + (task_number % 7) / 10 END`;

function toStatements(count: number): readonly string[] {
  const tasks = Math.max(1, Math.floor(count / ATTEMPTS));
  return [
    `CREATE TEMP TABLE made AS SELECT n, lower(lpad(to_hex(hash(n)), 16, '0')) AS run_id,
      ${pick(1, AGENTS)} AS agent, ${pick(2, MODELS)} AS model, ${pick(3, FORMATS)} AS format,
      (hash(n, 4) % ${tasks})::INTEGER AS task_number,
      (${FIRST_SECOND} + n * ${YEAR / count})::HUGEINT * 1000000000 AS start_time,
      round(pow(${random(5)}, 4) * 3600, 3) AS duration, 1 + floor(pow(${random(6)}, 3) * 300) AS steps,
      floor(pow(${random(7)}, 3) * 500000) AS tokens, pow(${random(8)}, 4) * 5 AS cost, ${random(9)} AS luck,
      list_distinct([${pick(10, CATEGORIES)}, ${pick(11, CATEGORIES)}, ${pick(12, CATEGORIES)}][1:floor(pow(${random(13)}, 2) * 4)::INTEGER]) AS categories
      FROM range(${count}) numbers(n)`,
    `INSERT INTO runs SELECT n, hash(n), run_id, agent, model, task, format, path, outcome, NULL, start_time,
      start_time + (duration * 1000)::HUGEINT * 1000000, duration, steps, 0, tokens, cost,
      json_object('run', json_object('runId', run_id, 'traceIds', [run_id || run_id], 'agent', agent, 'model', model, 'task', task,
        'taskText', 'Fix issue ' || task_number || ' so that the tests of its module pass.', 'source', json_object('path', path, 'format', format),
        'outcome', json_object('status', outcome), 'tools', [], 'environment', json_object()),
        'stats', json_object('steps', steps, 'spans', 0, 'inputTokens', tokens, 'outputTokens', 0, 'costUsd', cost)), NULL, NULL, NULL, NULL
      FROM (SELECT *, 'task-' || task_number AS task, 'runs/' || n // 1000 || '/' || n || '.jsonl' AS path,
        CASE WHEN luck > 0.95 THEN 'unknown' WHEN luck < 0.95 * (${PASSES}) THEN 'success' ELSE 'failure' END AS outcome FROM made) ORDER BY n`,
    `INSERT INTO diagnoses SELECT ${count} + n, hash(n), run_id, len(categories), NULL,
      json_object('runId', run_id, 'version', 'bench', 'spans', 0, 'onset', NULL, 'ranked', [], 'findings',
        list_transform(categories, lambda c: json_object('id', run_id || c, 'runId', run_id, 'detector', 'bench@1', 'category', c,
          'severity', 'warning', 'confidence', 1, 'message', 'made', 'evidence', []))) FROM made ORDER BY n`,
    `INSERT INTO finding_categories SELECT ${count} + n, run_id, unnest(categories), false FROM made ORDER BY n`,
    'DROP TABLE made',
    'CHECKPOINT',
  ];
}

/** Under another name until it is whole. */
export async function buildRuns(path: string, count: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  await (await openStore({ path: part })).close();
  const instance = await DuckDBInstance.create(part, { storage_compatibility_version: 'latest' });
  const connection = await instance.connect();
  for (const sql of toStatements(count)) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  renameSync(part, path);
}
