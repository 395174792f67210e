/** The commands in this process, on a real store in a temporary folder; what needs a process is in test/e2e/cli.test.ts. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from './command-table.ts';
import { type CommandResult, runCommand } from './testing/run-command.ts';

let folder: string;
/** A store of the sample runs that no test changes. */
let db: string;
const SAMPLES = 'samples.json';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-cli-'));
  db = join(folder, 'samples.duckdb');
  await writeFile(join(folder, SAMPLES), sampleRuns());
  await run(['import', SAMPLES, '--db', db]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<CommandResult> => runCommand(args, { cwd: folder, env, signal });

/** Records of the tau-bench results shape: one passing run, one failing run whose tool call fails. */
function sampleRuns(marker: string = ''): string {
  const traj = (content: string): object[] => [
    { role: 'system', content: 'Help the customer.' },
    { role: 'user', content: `Where is my parcel? ${marker}` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find_parcel', arguments: '{"id":7}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', name: 'find_parcel', content },
    { role: 'assistant', content: 'It is on its way.' },
  ];
  return JSON.stringify([
    { task_id: 1, reward: 1, info: {}, traj: traj('found'), trial: 0 },
    { task_id: 2, reward: 0, info: {}, traj: traj('Error: no such parcel'), trial: 0 },
  ]);
}

const parse = (text: string): unknown => JSON.parse(text);
const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

describe('help and usage', () => {
  it('lists every command, and tells each with examples', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    for (const command of COMMANDS) {
      expect(help.out).toContain(`  ${command.name}`);
      const own = await run(['help', command.name]);
      const flag = await run([command.name, '--help']);
      expect(own.out).toBe(flag.out);
      expect(own.out).toContain('Examples:');
      for (const option of Object.keys(command.options)) expect(own.out).toContain(`--${option}`);
    }
  });

  it.each([
    [[], 2],
    [['bogus'], 2],
    [['runs', '--bogus'], 2],
    [['runs', 'extra'], 2],
    [['show'], 2],
    [['import'], 2],
    [['serve', '--port', 'many'], 2],
    [['serve', '--port', '0', '--host', '0.0.0.0'], 2],
    [['runs', '--limit', '0'], 2],
    [['runs', '--where', 'steps >'], 2],
    [['runs', '--order', 'sideways'], 2],
    [['diagnose', 'ab', '--where', 'steps > 1'], 2],
    [['import', 'absent.json'], 3],
    [['show', 'abcd'], 3],
    [['show', 'not-an-id'], 3],
    [['diagnose', 'abcd'], 3],
  ] as const)('%j ends with %i', async (args, code) => {
    const plain = await run([...args, ...(args.length === 0 ? [] : ['--db', db])]);
    expect(plain.code).toBe(code);
    if (args.length === 0) return;
    expect(plain.out).toBe('');
    expect(plain.err).toMatch(/^tracewright: .+\n(?:.*\n)* {2}fix: .+\n$/);
    const json = await run([...args, '--json', '--db', db]);
    expect(json.out).toBe('');
    expect(keysOf(parse(json.err))).toEqual(['code', 'message', 'where', 'fix']);
  });

  it('tells what the system says of a place that takes no files, and does not call it a mistake of ours', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { code, err } = await run(['keys', 'create', '--db', join(file, 'sub', 'traces.duckdb')]);
    expect([code, err]).toEqual([5, expect.stringContaining(file)]);
    expect(err).toContain('fix: choose another place');
    const served = await run(['serve', '--port', '0', '--no-grpc', '--db', join(file, 'traces.duckdb')]);
    expect([served.code, served.err]).toEqual([5, expect.not.stringContaining('mistake in Tracewright')]);
  });

  it('points at the mistake in a filter', async () => {
    const { err } = await run(['runs', '--where', 'agnt = claude']);
    expect(err).toContain('column 1');
    expect(err).toContain('  agnt = claude\n  ^\n');
    expect(err).toContain('did you mean agent?');
  });
});

describe('import, runs, show, diagnose', () => {
  it('prints the shapes scripts depend on', async () => {
    const report = parse((await run(['import', SAMPLES, '--db', db, '--json'])).out) as Record<
      string,
      unknown
    > & { imported: unknown[]; totals: unknown };
    expect(keysOf(report)).toEqual(['files', 'imported', 'skipped', 'problems', 'totals']);
    expect(report.imported).toEqual([
      {
        path: SAMPLES,
        format: 'tau-bench',
        runs: 2,
        traces: 2,
        spans: expect.any(Number),
        steps: 6,
        problems: 0,
      },
    ]);
    expect(keysOf(report.totals)).toEqual(['runs', 'traces', 'spans', 'steps', 'messages', 'problems']);
    expect(report.totals).toMatchObject({ runs: 2, traces: 2, steps: 6, messages: 0, problems: 0 });

    const runs = parse((await run(['runs', '--db', db, '--json', '--where', 'outcome = failure'])).out) as {
      runId: string;
      outcome: unknown;
    }[];
    expect(runs).toHaveLength(1);
    expect(keysOf(runs[0])).toEqual([
      'runId',
      'traceIds',
      'agent',
      'agentVersion',
      'model',
      'task',
      'taskText',
      'session',
      'user',
      'state',
      'source',
      'outcome',
      'startTime',
      'endTime',
      'steps',
      'spans',
      'tokens',
      'costUsd',
      'findings',
      'annotations',
      'onsetStep',
    ]);
    expect(runs[0]?.outcome).toMatchObject({ status: 'failure', score: 0, source: 'grader' });
    const runId = runs[0]?.runId ?? '';

    const diagnoses = parse((await run(['diagnose', runId.slice(0, 8), '--db', db, '--json'])).out) as {
      onset: unknown;
      findings: unknown[];
    }[];
    expect(diagnoses).toHaveLength(1);
    expect(keysOf(diagnoses[0])).toEqual(['runId', 'onset', 'ranked', 'findings']);
    expect(keysOf(diagnoses[0]?.onset)).toEqual(['stepIndex', 'agent', 'confidence']);
    expect(keysOf(diagnoses[0]?.findings[0])).toEqual([
      'id',
      'runId',
      'stepIndex',
      'spanId',
      'detector',
      'category',
      'severity',
      'confidence',
      'message',
      'evidence',
      'fix',
    ]);

    const detail = parse((await run(['show', runId, '--db', db, '--json'])).out) as {
      steps: Record<string, unknown>[];
      findings: unknown[];
    };
    expect(keysOf(detail)).toEqual(['run', 'steps', 'findings', 'onset', 'ranked']);
    expect(keysOf(detail.steps[1])).toEqual([
      'index',
      'spanId',
      'agent',
      'role',
      'kind',
      'thought',
      'action',
      'observation',
      'startTime',
      'endTime',
      'model',
      'inputTokens',
      'outputTokens',
      'costUsd',
      'depth',
      'source',
    ]);
    expect(detail.steps[1]?.['action']).toMatchObject({ tool: 'find_parcel', arguments: { id: 7 } });
    expect(detail.findings).toEqual(diagnoses[0]?.findings);
  });

  it('shows a run as a transcript, the onset first', async () => {
    const [listed] = parse(
      (await run(['runs', '--db', db, '--json', '--where', 'outcome = failure'])).out,
    ) as { runId: string }[];
    const { out, code } = await run(['show', listed?.runId ?? '', '--db', db]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Run [0-9a-f]{16}\n {2}outcome {2}failure/);
    expect(out.indexOf('onset')).toBeLessThan(out.indexOf('#0 '));
    expect(out).toContain('Error: no such parcel');
  });

  it('lists runs as a table, and says when there are more', async () => {
    const { out } = await run(['runs', '--db', db, '--limit', '1']);
    expect(out).toMatch(/^RUN +OUTCOME/);
    expect(out).toContain('1 more run');
    expect((await run(['runs', '--db', db, '--where', 'steps > 100'])).out).toBe('No run matches.\n');
    expect((await run(['runs', '--db', 'nothing-here.duckdb'])).out).toContain('No runs yet');
    expect((await run(['runs', '--db', 'nothing-here.duckdb', '--json'])).out).toBe('[]\n');
  });

  it('tells ambiguous ids apart from unknown ones', async () => {
    const path = 'many.json';
    await writeFile(
      join(folder, path),
      JSON.stringify(
        Array.from({ length: 40 }, (_, index) => ({
          ...(parse(sampleRuns(String(index))) as object[])[0],
          task_id: index,
        })),
      ),
    );
    await run(['import', path, '--db', 'many.duckdb']);
    const runs = parse((await run(['runs', '--db', 'many.duckdb', '--json'])).out) as { runId: string }[];
    const first = runs.map(({ runId }) => runId.charAt(0));
    const shared = first.find((character, index) => first.indexOf(character) !== index) ?? '';
    const { code, err } = await run(['show', shared, '--db', 'many.duckdb']);
    expect(code).toBe(2);
    expect(err).toContain('several runs');
  });

  it('fails when nothing could be imported, and says why in both streams', async () => {
    await writeFile(join(folder, 'noise.dat'), 'no log of any agent');
    const { code, out, err } = await run(['import', 'noise.dat', '--db', 'noise.duckdb', '--json']);
    expect(code).toBe(1);
    expect(parse(out)).toMatchObject({
      totals: { runs: 0, problems: 1 },
      problems: [{ path: 'noise.dat', code: 'format-unknown' }],
    });
    expect(parse(err)).toMatchObject({ code: 'format-unknown', where: 'noise.dat' });
    expect((await run(['import', 'noise.dat', '--format', 'bogus', '--db', 'noise.duckdb'])).code).toBe(2);
  });

  it('stops before it starts when it is cancelled', async () => {
    await writeFile(join(folder, 'cancel.json'), sampleRuns());
    const { code, err } = await run(
      ['import', 'cancel.json', '--db', 'cancel.duckdb', '--json'],
      {},
      AbortSignal.abort(),
    );
    expect(code).toBe(1);
    expect(parse(err)).toMatchObject({ code: 'cancelled' });
  });

  it('shows no control character of a trace, on the terminal or in JSON', async () => {
    const hostileName = 'a\u001B[2Jb.json';
    const hostile = 'a\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Egnp.exe\r\u0008';
    await writeFile(
      join(folder, hostileName),
      JSON.stringify([
        {
          task_id: hostile,
          reward: 0,
          info: {},
          trial: 0,
          traj: [
            { role: 'user', content: hostile },
            { role: 'assistant', content: hostile },
          ],
        },
      ]),
    );
    const imported = await run(['import', hostileName, '--db', 'hostile.duckdb']);
    const runs = await run(['runs', '--db', 'hostile.duckdb']);
    const [listed] = parse((await run(['runs', '--db', 'hostile.duckdb', '--json'])).out) as {
      runId: string;
      task: string;
    }[];
    expect(listed?.task).toContain(hostile);
    const results = [imported, runs];
    for (const command of [['show'], ['show', '--json'], ['diagnose']])
      results.push(await run([...command, listed?.runId ?? '', '--db', 'hostile.duckdb']));
    for (const { out, err, code } of results) {
      expect(code).toBe(0);
      // oxlint-disable-next-line no-control-regex -- control characters are what must not appear
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    }
  });

  it('reads TRACEWRIGHT_DB, and --db before it', async () => {
    expect(parse((await run(['runs', '--json'], { TRACEWRIGHT_DB: db })).out)).toHaveLength(2);
    expect(parse((await run(['runs', '--json', '--db', 'none.duckdb'], { TRACEWRIGHT_DB: db })).out)).toEqual(
      [],
    );
  });
});

describe('import --local', () => {
  it('lists what agent tools left, imports with --yes, and nothing without', async () => {
    const home = join(folder, 'home');
    const logs = join(home, '.codex', 'sessions', '2026', '01', '02');
    await mkdir(logs, { recursive: true });
    const records = [
      {
        timestamp: '2026-01-02T10:00:00.000Z',
        type: 'session_meta',
        payload: {
          id: '0199-local',
          timestamp: '2026-01-02T10:00:00.000Z',
          cwd: '/tmp/x',
          originator: 'codex_cli_rs',
          cli_version: '0.50.0',
          instructions: null,
        },
      },
      {
        timestamp: '2026-01-02T10:00:01.000Z',
        type: 'response_item',
        payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Say hello.' }] },
      },
      {
        timestamp: '2026-01-02T10:00:02.000Z',
        type: 'response_item',
        payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
      },
    ];
    await writeFile(
      join(logs, 'rollout-2026-01-02T10-00-00-0199-local.jsonl'),
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    const env = { TRACEWRIGHT_HOME: home };
    const asked = await run(['import', '--local', '--db', 'local.duckdb'], env);
    expect(asked.code).toBe(0);
    expect(asked.err).toMatch(/Codex +1 +\d/);
    expect(asked.err).toContain('Nothing was imported');
    const listed = await run(['import', '--local', '--json'], env);
    expect(parse(listed.out)).toEqual([
      { tool: 'Codex', folder: join(home, '.codex', 'sessions'), files: 1, sizeBytes: expect.any(Number) },
    ]);
    const { code, out } = await run(['import', '--local', '--yes', '--json', '--db', 'local.duckdb'], env);
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({ totals: { runs: 1 } });
    expect((await run(['import', '--local'], { TRACEWRIGHT_HOME: join(folder, 'empty') })).code).toBe(3);
  });
});

it('formats names every format', async () => {
  const formats = parse((await run(['formats', '--json'])).out) as unknown[];
  expect(formats.length).toBeGreaterThan(5);
  expect(keysOf(formats[0])).toEqual(['name', 'title', 'versions', 'kept', 'dropped', 'specification']);
  expect((await run(['formats'])).out).toContain('tau-bench');
});

it('doctor passes on a good store and says no to a damaged one', async () => {
  const good = await run(['doctor', '--db', db, '--json']);
  expect(good.code).toBe(0);
  expect(keysOf(parse(good.out))).toEqual(['version', 'node', 'platform', 'db', 'checks', 'limits']);
  await writeFile(join(folder, 'damaged.duckdb'), 'this is not a database'.repeat(1000));
  const bad = await run(['doctor', '--db', 'damaged.duckdb']);
  expect(bad.code).toBe(4);
  expect(bad.out).toContain('FAILED');
  expect((await run(['runs', '--db', 'damaged.duckdb'])).code).toBe(5);
});

it('takes the options of every command before the command too', async () => {
  const before = await run(['--json', '--db', db, 'runs']);
  expect(before).toEqual(await run(['runs', '--json', '--db', db]));
  expect(before.code).toBe(0);
  expect((await run(['--db'])).code).toBe(2);
});

describe('replay', () => {
  const failedRun = async (): Promise<string> => {
    const { out } = await run(['runs', '--where', 'outcome = failure', '--db', db, '--json']);
    return (parse(out) as { runId: string }[])[0]?.runId ?? '';
  };

  it('prints the plan to read, or as JSON, or to a file', async () => {
    const runId = await failedRun();
    const { code, out } = await run(['replay', runId, '--db', db]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('## Tell the agent') });
    const json = await run(['replay', runId, '--db', db, '--json']);
    expect(parse(json.out)).toMatchObject({ kind: 'replay-plan', body: { runId } });
    const written = await run(['replay', runId, '--db', db, '--format', 'json', '--output', 'plan.json']);
    expect(written).toMatchObject({ code: 0, out: '', err: 'wrote plan.json\n' });
    expect(parse(await readFile(join(folder, 'plan.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  it('goes on from before a step of choice, and refuses one that is not there', async () => {
    const runId = await failedRun();
    const { out } = await run(['replay', runId, '--step', '2', '--db', db, '--json']);
    expect(parse(out)).toMatchObject({ body: { onset: { source: 'given' }, checkpoint: { stepIndex: 1 } } });
    for (const [step, code] of [
      ['99', 2],
      ['two', 2],
    ] as const) {
      const refused = await run(['replay', runId, '--step', step, '--db', db]);
      expect(refused).toMatchObject({ code, out: '' });
    }
  });
});
