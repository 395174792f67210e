/** `tracewright diff` in this process, on a real store in a temporary folder. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparisonJson, GroupComparisonJson, RunJson } from '@tracewright/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let runs: readonly RunJson[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-diff-'));
  const attempt = (trial: number, reward: 0 | 1, id: number): object => ({
    task_id: 'refund',
    trial,
    reward,
    info: {},
    traj: [
      { role: 'user', content: 'Where is my parcel?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'c1',
            type: 'function',
            function: { name: 'find_parcel', arguments: JSON.stringify({ id }) },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', name: 'find_parcel', content: `parcel ${id}\u001B]0;evil\u0007` },
      { role: 'assistant', content: 'It is on its way.' },
    ],
  });
  await writeFile(
    join(folder, 'runs.json'),
    JSON.stringify([attempt(0, 1, 7), attempt(1, 0, 8), attempt(2, 0, 8)]),
  );
  await run(['import', 'runs.json']);
  runs = JSON.parse((await run(['runs', '--json', '--order=outcome'])).out) as RunJson[];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[]): Promise<CommandResult> =>
  runCommand(args, { cwd: folder, columns: 120 });

function pair(): readonly [pass: string, fail: string] {
  const find = (status: string): string => runs.find(({ outcome }) => outcome.status === status)?.runId ?? '';
  return [find('success'), find('failure')];
}

it('marks where two runs part, folds what is the same, and shows no control character', async () => {
  const { code, out } = await run(['diff', ...pair()]);
  expect(code).toBe(0);
  expect(out).toContain('parts at    step 1 / 1, different action (after 33 % of the first run)');
  expect(out).toContain('structure   rerouted: 1 replaced');
  expect(out).toContain('outcome     changed; the final answer is same');
  const [, after = ''] = out.split('▶ first divergence\n');
  expect(after).toMatch(
    /^ +arguments differ\n {2}- +1 {2}assistant: find_parcel \{"id":7\}\n {2}\+ +1 {2}assistant: find_parcel \{"id":8\}/,
  );
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(out).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/);
});

it('prints one JSON value for a pair and for a group', async () => {
  const pairJson = JSON.parse((await run(['diff', ...pair(), '--json'])).out) as ComparisonJson;
  expect(pairJson.firstDivergence).toMatchObject({ a: 1, b: 1, difference: 'arguments' });
  expect(pairJson.runs.map(({ runId }) => runId)).toEqual(pair());
  const ofTask = JSON.parse((await run(['diff', '--task', 'refund', '--json'])).out) as GroupComparisonJson;
  const named = JSON.parse(
    (await run(['diff', ...runs.map(({ runId }) => runId), '--json'])).out,
  ) as GroupComparisonJson;
  expect(ofTask).toMatchObject({ passed: 1, failed: 2, separation: { tool: 'find_parcel' } });
  expect(named.separation?.p).toBe(ofTask.separation?.p);
});

it('says of a group what it can and cannot show', async () => {
  const { out } = await run(['diff', '--task', 'refund']);
  expect(out).toContain('3 attempts: 1 passed, 2 failed');
  expect(out).toContain('So few attempts can show nothing');
  expect(out).toMatch(/0 passed +2 failed {2}find_parcel \{"id":8\}/);
});

it.each([
  [['diff'], 2],
  [['diff', 'ab'], 2],
  [['diff', 'ab', 'cd', '--task', 'refund'], 2],
  [['diff', 'ab', 'cd'], 3],
  [['diff', '--task', 'nobody'], 2],
])('%j ends with %i and says what to do', async (args, code) => {
  const result = await run(args);
  expect(result.code).toBe(code);
  expect(result.err).toMatch(/ {2}fix: .+/);
});
