/** patterns in this process, on a real store, and on a server that has it open. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PatternsJson } from '@tracewright/core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let db: string;

const call = (id: string, name: string, content: string): object[] => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"W12"}' } }],
  },
  { role: 'tool', tool_call_id: id, name, content },
];

/** Ten tasks, each attempted twice: the failing attempt cancels at once, the passing one looks first. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-patterns-'));
  db = join(folder, 'traces.duckdb');
  const records = Array.from({ length: 20 }, (_, at) => ({
    task_id: Math.floor(at / 2),
    trial: at % 2,
    reward: at % 2,
    info: {},
    traj: [
      { role: 'user', content: 'Cancel order W12' },
      ...(at % 2 === 0 ? [] : call('a', 'get_order', 'paid\u001B[2J')),
      ...call('b', 'cancel_order', 'done'),
      { role: 'assistant', content: 'Done.' },
    ],
  }));
  await writeFile(join(folder, 'results.json'), JSON.stringify(records));
  const { code, err } = await run(['import', 'results.json']);
  if (code !== 0) throw new Error(err);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
  runCommand(args, { cwd: folder, env: { TRACEWRIGHT_DB: db, ...env }, showsProgress: true });

describe('patterns', () => {
  it('says what makes the difference, with its evidence and its limits', async () => {
    const { code, out, err } = await run(['patterns']);
    expect(code).toBe(0);
    expect(out).toContain('20 runs: 10 failed, 10 passed, 0 unknown; 10 tasks, 10 with both outcomes');
    expect(out).toMatch(/^ +success +0\/10 +10\/10 +0:10 .*calls get_order/m);
    expect(out).toMatch(
      /survive correction \(q <= 0\.05\)\. The smallest odds ratio that would have been shown is \d/,
    );
    expect(out).toMatch(/See:\n.*[0-9a-f]{8} #\d/);
    expect(err).toContain('reading ');
    for (const title of ['Capabilities that failing runs lack', 'How the failed runs group', 'AgentRx:'])
      expect(out).toContain(title);
    expect(out).not.toContain('\u001B');
  });

  it('gives JSON, and nothing else on standard output', async () => {
    const { code, out } = await run(['patterns', '--json', '--where', 'outcome = success']);
    expect(code).toBe(0);
    const patterns = JSON.parse(out) as PatternsJson;
    expect(patterns.counts).toMatchObject({ runs: 10, failure: 0, mixedTasks: 0 });
    expect(patterns.trend).toBeNull();
  });

  it('tells what changed', async () => {
    const { out } = await run(['patterns', '--where', 'outcome = success', '--against', 'outcome = failure']);
    expect(out).toContain('Fewer runs fail than before. Compared within 10 tasks that both sides attempt');
    expect(out).toMatch(/^ +fewer +10\/10 +0\/10 .*fails$/m);
  });

  it('says so when nothing can be compared, matches, or is there', async () => {
    expect((await run(['patterns', '--where', 'outcome = failure'])).out).toContain(
      'No task has both outcomes, so that nothing can be compared: run tasks several times.',
    );
    expect((await run(['patterns', '--where', 'steps > 1000'])).out).toBe('No run matches.\n');
    expect((await run(['patterns'], { TRACEWRIGHT_DB: join(folder, 'none.duckdb') })).out).toContain(
      'No runs yet',
    );
  });

  it.each([['--where', 'steps >'], ['--against', 'outcome = great'], ['extra']])(
    'refuses %s %s',
    async (...args) => {
      const { code, out, err } = await run(['patterns', ...args]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('fix:');
    },
  );

  it('says so where nothing matches --against, instead of a table of nothing', async () => {
    const { code, out } = await run(['patterns', '--against', 'agent = nobody']);
    expect(code).toBe(0);
    expect(out).toContain('No run matches --against: nothing to compare with.');
    expect(out).not.toContain('What changed');
  });

  it('asks the server that has the store open', async () => {
    const alone = JSON.parse((await run(['patterns', '--json'])).out) as PatternsJson;
    await using store = await openStore({ path: db });
    const server = await startServer({ store, port: 0 });
    try {
      const asked = await run(['patterns', '--json']);
      expect(asked.err.split('\n').filter((line) => line.includes('{'))).toEqual([]);
      expect(JSON.parse(asked.out)).toEqual(alone);
    } finally {
      await server.close();
    }
  });
});
