/** map in this process, on a real store, and on a server that has it open. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessMapJson } from '@tracewright/core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let db: string;

const call = (id: string, name: string): object[] => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"W12"}' } }],
  },
  { role: 'tool', tool_call_id: id, name, content: 'done' },
];

/** Ten tasks, each attempted twice: the failing attempt cancels at once, the passing one looks first. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-map-'));
  db = join(folder, 'traces.duckdb');
  const records = Array.from({ length: 20 }, (_, at) => ({
    task_id: Math.floor(at / 2),
    trial: at % 2,
    reward: at % 2,
    info: {},
    traj: [
      { role: 'user', content: 'Cancel order W12' },
      ...(at % 2 === 0 ? [] : call('a', 'get_order\u001B[2J')),
      ...call('b', 'cancel_order'),
      { role: 'assistant', content: 'Done.' },
    ],
  }));
  await writeFile(join(folder, 'results.json'), JSON.stringify(records));
  const { code, err } = await run(['import', 'results.json']);
  if (code !== 0) throw new Error(err);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
  runCommand(args, { env: { TRACEWRIGHT_DB: db, ...env }, cwd: folder, showsProgress: true });

describe('map', () => {
  it('tells what follows what, how it ended, and what separates', async () => {
    const { code, out, err } = await run(['map']);
    expect(code).toBe(0);
    expect(out).toContain('20 runs: 10 failed, 10 passed, 0 unknown');
    expect(out).toMatch(/^ +10 +10 +100 % \(72-100\) +person +cancel_order$/m);
    expect(out).toMatch(/^ +20 +20 +50 % \(30-70\) +0 +cancel_order$/m);
    expect(out).toMatch(/marks (?:success|failure): the run .*q \S+/);
    expect(err).toContain('reading ');
    expect(out).not.toContain('\u001B');
  });

  it('draws for Graphviz and for Mermaid, without rare paths', async () => {
    const dot = await run(['map', '--dot']);
    expect(dot.out).toMatch(/^digraph runs \{\n/);
    expect(dot.out).toContain('[label="cancel_order\\n20 runs\\n50 % failed"]');
    const mermaid = await run(['map', '--mermaid', '--share', '1', '--level', 'kinds']);
    expect(mermaid.out).toMatch(/^flowchart TD\n {2}n0\["/);
    expect(mermaid.out).not.toContain('explore');
  });

  it('gives JSON, and nothing else on standard output', async () => {
    const { code, out } = await run(['map', '--json', '--where', 'outcome = success']);
    expect(code).toBe(0);
    const map = JSON.parse(out) as ProcessMapJson;
    expect(map.counts).toMatchObject({ runs: 10, failure: 0, mixedTasks: 0 });
    expect(map.edges.find(({ to }) => to === 'tool:cancel_order')).toMatchObject({
      runs: 10,
      failureRate: 0,
    });
  });

  it('says so when nothing can be compared, matches, or is there', async () => {
    expect((await run(['map', '--where', 'outcome = failure'])).out).toContain(
      'No task has both outcomes, so that nothing can be compared',
    );
    expect((await run(['map', '--where', 'steps > 1000'])).out).toBe('No run matches.\n');
    expect((await run(['map'], { TRACEWRIGHT_DB: join(folder, 'none.duckdb') })).out).toContain(
      'No runs yet',
    );
  });

  it.each([['--where', 'steps >'], ['--level', 'files'], ['--share', '2'], ['--share', ''], ['extra']])(
    'refuses %s %s',
    async (...args) => {
      const { code, out, err } = await run(['map', ...args]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('fix:');
    },
  );

  it('asks the server that has the store open', async () => {
    const alone = JSON.parse((await run(['map', '--json'])).out) as ProcessMapJson;
    await using store = await openStore({ path: db });
    const server = await startServer({ store, port: 0 });
    try {
      expect(JSON.parse((await run(['map', '--json'])).out)).toEqual(alone);
    } finally {
      await server.close();
    }
  });
});
