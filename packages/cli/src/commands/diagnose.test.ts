/** diagnose and show: what they say of runs that failed and of runs that passed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagnosisJson, RunJson } from '@tracewright/core';
import { type RunningServer, startServer } from '@tracewright/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let server: RunningServer | undefined;

/** A failing and a passing attempt at one task, alike in all but the outcome. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-diagnose-'));
  server = await startServer({
    store: { path: join(folder, 'traces.duckdb') },
    port: 0,
    webFolder: join(folder, 'nowhere'),
  });
  const attempt = (trial: number): object => ({
    task_id: 1,
    trial,
    reward: trial,
    info: {},
    traj: [
      { role: 'user', content: 'Cancel order W12' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'cancel_order', arguments: '{"order":"W12"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', name: 'cancel_order', content: 'done' },
      { role: 'assistant', content: 'Done.' },
    ],
  });
  await writeFile(join(folder, 'results.json'), JSON.stringify([attempt(0), attempt(1)]));
  await run('import', 'results.json');
}, 60_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<CommandResult> =>
  runCommand(args, { env: { TRACEWRIGHT_DB: join(folder, 'traces.duckdb') }, cwd: folder });

async function idOf(status: 'success' | 'failure'): Promise<string> {
  const { out } = await run('runs', '--json', '--where', `outcome = ${status}`);
  return (JSON.parse(out) as RunJson[])[0]?.runId ?? '';
}

it('does not say of a run that passed where it went wrong', async () => {
  const [passed, failed] = [await idOf('success'), await idOf('failure')];
  expect((await run('diagnose', failed)).out).toMatch(
    /likeliest onset step 1 .*\n1 run diagnosed, an onset found in 1\n$/s,
  );
  expect((await run('diagnose', passed)).out).toMatch(
    /passed, by its outcome; had it failed: step 1 \(0\.\d\d\).*\n1 run diagnosed, 1 passed\n$/s,
  );
  expect((await run('diagnose')).out).toContain('2 runs diagnosed, an onset found in 1, 1 passed');
  expect((await run('show', passed)).out).toMatch(
    /onset +none, it passed; had it failed: step 1.*◀ onset, had it failed/s,
  );
  expect((await run('show', failed)).out).toContain('◀ onset of failure');
  const listed = (await run('runs')).out.split('\n');
  expect(listed.find((line) => line.startsWith(failed))).toContain('#1');
  expect(listed.find((line) => line.startsWith(passed))).not.toContain('#1');
});

it('makes the same diagnosis of both, for it sees no outcome', async () => {
  const diagnoses = JSON.parse((await run('diagnose', '--json')).out) as DiagnosisJson[];
  expect(diagnoses).toHaveLength(2);
  expect(diagnoses[0]?.ranked).toEqual(diagnoses[1]?.ranked);
  expect(diagnoses[0]?.onset).toEqual(diagnoses[1]?.onset);
});
