/** annotate, on the file itself and through a server that has it open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FindingJson, RunDetailJson, RunJson } from '@tracewright/core';
import { type RunningServer, startServer } from '@tracewright/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

const RUNS = fileURLToPath(new URL('../../../importers/fixtures/swe-agent/', import.meta.url));
let folder: string;
let db: string;
let id: string;
let server: RunningServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-annotate-'));
  db = join(folder, 'traces.duckdb');
  // Asked by all commands but the last: opening the file takes longer than the commands.
  server = await startServer({ store: { path: db }, port: 0, webFolder: join(folder, 'nowhere') });
  await run('import', RUNS);
  await run('diagnose');
  const runs = (await run('runs', '--json', '--where', 'findings > 0 and steps > 3')).json() as RunJson[];
  id = runs[0]?.runId ?? '';
}, 60_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<CommandResult & { readonly json: () => unknown }> {
  const result = await runCommand(args, { env: { TRACEWRIGHT_DB: db }, cwd: folder });
  return { ...result, json: () => JSON.parse(result.out) as unknown };
}
const annotate = (...args: string[]): ReturnType<typeof run> =>
  run('annotate', id, '--author', 'ann', ...args);
const listed = async (): Promise<readonly FindingJson[]> =>
  (await run('annotate', '--json')).json() as FindingJson[];

it('marks, judges, lists and takes back', async () => {
  expect((await run('annotate')).out).toBe('Nobody has marked anything.\n');
  const onset = (await annotate('--step', '2', '--onset', '--note', 'wrong file', '--json')).json();
  expect(onset).toMatchObject({ stepIndex: 2, message: 'wrong file', annotation: { author: 'ann' } });
  const before = (await run('show', id, '--json')).json() as RunDetailJson;
  const found = before.findings.find(({ annotation }) => annotation === undefined);
  expect((await annotate('--reject', found?.id ?? '')).code).toBe(0);
  expect((await annotate('--outcome', 'pass')).code).toBe(0);
  const after = (await run('show', id, '--json')).json() as RunDetailJson;
  expect(after.run).toMatchObject({ outcome: { status: 'success', source: 'human' }, annotations: 3 });
  expect(after.onset).toEqual(before.onset);
  const shown = (await run('show', id)).out;
  expect(shown).toContain('rejected by ann');
  expect(shown).toContain('onset by ann');
  expect(shown).toContain('by a person; recorded:');
  const marked = (await run('runs', '--json', '--where', 'annotations = 3')).json() as RunJson[];
  expect(marked.map(({ runId }) => runId)).toEqual([id]);
  const all = await listed();
  expect(all).toEqual(after.findings.filter(({ annotation }) => annotation !== undefined));
  expect((await run('annotate', id)).out.split('\n')).toHaveLength(4);
  for (const each of all) expect((await annotate('--remove', each.id)).out).toContain('Taken back');
  expect(await listed()).toEqual([]);
}, 60_000);

it.each([
  [['--onset', '--outcome', 'fail'], 2],
  [['--step', 'two', '--onset'], 2],
  [['--step', '2'], 2],
  [['--outcome', 'maybe'], 2],
  [['--remove', 'x', '--note', 'y'], 2],
  [['--onset'], 2],
  [['--accept', 'nothing'], 3],
])('refuses %j', async (args, code) => {
  const { code: given, err } = await annotate(...args);
  expect(given).toBe(code);
  expect(err).not.toBe('');
});

it('works on the file itself when no server has it open', async () => {
  await server?.close();
  server = undefined;
  expect((await annotate('--note', 'without a server')).out).toContain('note: without a server');
  expect(await listed()).toHaveLength(1);
}, 60_000);
