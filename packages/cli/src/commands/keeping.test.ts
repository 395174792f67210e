/** delete, retain, keys and --project, in this process, on real stores: the file itself, and a server that has it open. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanStore } from '@tracewright/core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId, spanId, traceId } from '@tracewright/store/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let db: string;
let answer: boolean;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-keeping-'));
  db = join(folder, 'traces.duckdb');
  answer = false;
  env = {};
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<CommandResult & { json: () => unknown }> {
  const result = await runCommand(args, {
    cwd: folder,
    env: { TRACEWRIGHT_DB: db, ...env },
    confirm: async () => answer,
  });
  return { ...result, json: () => JSON.parse(result.out) as unknown };
}

const DAY_NANOS = 86_400_000_000_000n;

/** Runs 1 and 2 of Ada, run 3 of Ben; what the system says is in all of them, and each has a text of its own. */
async function fill(path: string = db): Promise<void> {
  await using store = await openStore({ path });
  const now = BigInt(Date.now()) * 1_000_000n;
  const numbers = [1, 2, 3];
  await store.write({
    runs: numbers.map((n) =>
      makeRun(
        n,
        { user: n === 3 ? 'ben' : 'ada', session: `s${n}`, endTime: now - BigInt(40 - n * 10) * DAY_NANOS },
        { spans: 1 },
      ),
    ),
    spans: numbers.map((n) =>
      makeSpan(n, {
        traceId: traceId(n),
        spanId: spanId(n),
        runId: runId(n),
        input: [
          makeMessage('shared instructions'),
          makeMessage(n === 1 ? 'alpha secret' : n === 2 ? 'beta secret' : 'gamma secret'),
        ],
      }),
    ),
  });
}

async function found(store: SpanStore, text: string): Promise<number> {
  return (await store.querySpans({ text })).items.length;
}

/** How many spans hold each text, and how many messages there are. */
async function contents(path: string = db): Promise<unknown> {
  await using store = await openStore({ path, readOnly: true });
  const texts = ['shared instructions', 'alpha secret', 'beta secret', 'gamma secret'];
  const { counts } = await store.info();
  return { messages: counts.messages, spans: await Promise.all(texts.map((text) => found(store, text))) };
}

describe('delete', () => {
  it("removes a user's data and the messages of nobody else, and keeps what others share", async () => {
    await fill();
    expect(await contents()).toEqual({ messages: 4, spans: [3, 1, 1, 1] });
    const deleted = await run('delete', '--user', 'ada', '--yes', '--json');
    expect(deleted.json()).toEqual({ dryRun: false, runs: 2, spans: 2, messages: 2 });
    expect(await contents()).toEqual({ messages: 2, spans: [1, 0, 0, 1] });
    expect(
      ((await run('runs', '--json')).json() as { runId: string }[]).map((listed) => listed.runId),
    ).toEqual([runId(3)]);
    const last = await run('delete', '--user', 'ben', '--yes', '--json');
    expect(last.json()).toMatchObject({ runs: 1, messages: 2 });
    expect(await contents()).toEqual({ messages: 0, spans: [0, 0, 0, 0] });
  });

  it('asks, and deletes nothing on a no', async () => {
    await fill();
    const asked = await run('delete', '--session', 's1');
    expect(asked).toMatchObject({ code: 4, out: expect.stringContaining('1 run with 1 span would go') });
    const dry = await run('delete', '--where', 'user = ada', '--dry-run', '--json');
    expect(dry.json()).toEqual({ dryRun: true, runs: 2, spans: 2, messages: null });
    expect(await contents()).toEqual({ messages: 4, spans: [3, 1, 1, 1] });
    answer = true;
    expect(await run('delete', '--session', 's1')).toMatchObject({ code: 0 });
    expect(await contents()).toEqual({ messages: 3, spans: [2, 0, 1, 1] });
  });

  it('deletes nothing when one of the runs is not there', async () => {
    await fill();
    expect((await run('delete', runId(1), 'ffff', '--yes')).code).toBe(3);
    expect(await contents()).toMatchObject({ messages: 4 });
    expect((await run('delete', runId(1), runId(1), '--yes', '--json')).json()).toMatchObject({ runs: 1 });
  });

  it.each([
    [[]],
    [['abc', '--user', 'ada']],
    [['--user', 'ada', '--session', 's1', '--yes']],
    [['--user', '', '--yes']],
    [['--where', ' ', '--yes']],
    [['--where', 'user =', '--yes']],
    [['--user', 'ada', '--json']],
  ])('refuses %j', async (args) => {
    expect((await run('delete', ...args)).code).toBe(2);
  });

  it('makes no store where there is none', async () => {
    expect((await run('delete', '--user', 'ada', '--yes', '--json')).json()).toMatchObject({ runs: 0 });
    await expect(stat(db)).rejects.toThrow('ENOENT');
  });
});

describe('retain', () => {
  it('deletes what is older than asked, after telling so in a dry run', async () => {
    await fill();
    const dry = await run('retain', '--days', '25', '--dry-run', '--json');
    expect(dry.json()).toMatchObject({ dryRun: true, runs: 1, state: 'done' });
    expect(await run('retain', '--days', '25')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 run with 1 span deleted'),
    });
    expect(await contents()).toEqual({ messages: 3, spans: [2, 0, 1, 1] });
    expect((await run('retain', '--size', '1', '--json')).json()).toMatchObject({ runs: 2 });
  });

  it.each([[[]], [['--days', '0']], [['--days', 'x']], [['--size', '5 furlongs']]])(
    'refuses %j',
    async (args) => {
      expect((await run('retain', ...args)).code).toBe(2);
    },
  );
});

it('asks the server that has the store open, with the same answers', async () => {
  await fill();
  await using store = await openStore({ path: db });
  const server = await startServer({ store, port: 0 });
  try {
    expect((await run('delete', '--user', 'ada', '--dry-run', '--json')).json()).toMatchObject({ runs: 2 });
    expect((await run('retain', '--days', '25', '--json')).json()).toMatchObject({ runs: 1 });
    expect((await run('delete', '--user', 'ada', '--yes', '--json')).json()).toEqual({
      dryRun: false,
      runs: 1,
      spans: 1,
      messages: 1,
    });
    expect((await run('delete', 'ffff', '--yes')).code).toBe(3);
    expect((await run('retain')).code).toBe(2);
    expect(await found(store, 'beta secret')).toBe(0);
    expect(await found(store, 'gamma secret')).toBe(1);
  } finally {
    await server.close();
  }
});

describe('--project', () => {
  it('is asked of the server, by its name and by its file', async () => {
    const shop = join(folder, 'projects', 'shop.duckdb');
    await fill(shop);
    await using store = await openStore({ path: db });
    const server = await startServer({ store, port: 0 });
    try {
      expect((await run('runs', '--json', '--project', 'shop')).json()).toHaveLength(3);
      // The server has the file open now: nobody else can.
      expect((await run('delete', '--user', 'ada', '--yes', '--db', shop)).code).toBe(0);
      expect((await run('runs', '--json', '--project', 'shop')).json()).toHaveLength(1);
      expect((await run('runs', '--json')).json()).toHaveLength(0);
      expect((await run('runs', '--project', 'absent')).code).toBe(3);
    } finally {
      await server.close();
    }
  });

  it('needs a key in TRACEWRIGHT_KEY where the server wants one of this machine, too', async () => {
    const { key } = (await run('keys', 'create', '--scope', 'read', '--json')).json() as { key: string };
    await using store = await openStore({ path: db });
    const server = await startServer({ store, port: 0, requireKey: true });
    try {
      expect((await run('runs', '--json')).code).toBe(5);
      env = { TRACEWRIGHT_KEY: key };
      expect((await run('runs', '--json')).json()).toEqual([]);
      expect((await run('delete', '--user', 'ada', '--yes')).code).toBe(1);
    } finally {
      await server.close();
    }
  });

  it('is a file of its own beside the default one', async () => {
    await fill();
    await fill(join(folder, 'projects', 'shop.duckdb'));
    await run('delete', '--user', 'ada', '--yes', '--project', 'shop');
    expect((await run('runs', '--json', '--project', 'shop')).json()).toHaveLength(1);
    expect((await run('runs', '--json')).json()).toHaveLength(3);
    expect(
      (await run('runs', '--json', '--db', join(folder, 'projects', 'shop.duckdb'))).json(),
    ).toHaveLength(1);
  });

  it.each([
    ['absent', 3],
    ['../traces', 2],
    ['Shop', 2],
  ])('%s ends with %i and makes no file', async (project, code) => {
    expect((await run('runs', '--project', project)).code).toBe(code);
    expect((await run('delete', '--user', 'ada', '--yes', '--project', project)).code).toBe(code);
    await expect(stat(join(folder, 'projects'))).rejects.toThrow('ENOENT');
  });
});

describe('keys', () => {
  it('are shown once, listed without, and revoked', async () => {
    const made = (
      await run('keys', 'create', '--name', 'ci', '--project', 'shop', '--scope', 'read,ingest', '--json')
    ).json();
    expect(made).toMatchObject({ name: 'ci', project: 'shop', scopes: ['ingest', 'read'], expires: null });
    const { id, key } = made as { id: string; key: string };
    const file = await readFile(join(folder, 'keys.json'), 'utf8');
    expect(file).not.toContain(key);
    const [listed] = (await run('keys', '--json')).json() as object[];
    expect(listed).toMatchObject({ id, lastUsed: null });
    expect(Object.keys(listed ?? {})).not.toContain('hash');
    expect((await run('keys', 'list')).out).toContain('never');
    expect((await run('keys', 'revoke', id)).code).toBe(0);
    expect((await run('keys', '--json')).json()).toEqual([]);
    expect((await run('keys', 'revoke', id)).code).toBe(2);
  });

  it('allow no more than to send to the default project when nothing is asked for', async () => {
    const made = await run('keys', 'create');
    expect(made.out).toMatch(/for the project default: ingest\n\n {2}tw_[\w-]{43}\n/);
  });

  it.each([
    [['make']],
    [['revoke']],
    [['list', 'x']],
    [['create', '--scope', 'write']],
    [['create', '--project', 'My Shop']],
    [['create', '--days', '0']],
  ])('refuse %j', async (args) => {
    expect((await run('keys', ...args)).code).toBe(2);
    await expect(stat(join(folder, 'keys.json'))).rejects.toThrow('ENOENT');
  });
});
