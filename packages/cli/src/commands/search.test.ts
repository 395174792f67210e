/** search in this process, on real stores: the file itself, and a server that has it open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchHitJson } from '@tracewright/core';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId, spanId, traceId } from '@tracewright/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
let db: string;
const SPANS = 130;

/** One run a span, the later the higher its number. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-search-'));
  db = join(folder, 'traces.duckdb');
  for (const path of [db, join(folder, 'projects', 'shop.duckdb')]) {
    await using store = await openStore({ path });
    const numbers = Array.from({ length: path === db ? SPANS : 1 }, (_, index) => index + 1);
    await store.write({
      runs: numbers.map((n) => makeRun(n, {}, { spans: 1 })),
      spans: numbers.map((n) =>
        makeSpan(n, {
          traceId: traceId(n),
          spanId: spanId(n),
          runId: runId(n),
          agent: 'clerk',
          startTime: 1_767_225_600_000_000_000n + BigInt(n) * 60_000_000_000n,
          output: [makeMessage(`first line\nThe Parcel ${n} is\u001B[2J lost.`, 'assistant')],
        }),
      ),
    });
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(
  args: readonly string[],
  hasColor = false,
): Promise<CommandResult & { hits: () => SearchHitJson[] }> {
  const result = await runCommand(['search', ...args], {
    cwd: folder,
    env: { TRACEWRIGHT_DB: db },
    isTerminal: hasColor,
    hasColor,
  });
  const hits = (): SearchHitJson[] => {
    if (result.err !== '') throw new Error(result.err);
    return JSON.parse(result.out) as SearchHitJson[];
  };
  return { ...result, hits };
}

describe.each(['the file', 'a server'])('on %s', (backend) => {
  let close: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    if (backend === 'the file') return;
    const store = await openStore({ path: db });
    const server = await startServer({ store, port: 0 });
    close = async () => {
      await server.close();
      await store.close();
    };
  });
  afterAll(() => close());

  it('prints each place with its run, step and text, the newest first', async () => {
    const { code, out } = await run(['parcel', '--limit', '2']);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '00000000  #0  output/0  clerk  span 130  2026-01-01 02:10',
      '    first line The Parcel 130 is\\u001b[2J lost.',
      '00000000  #0  output/0  clerk  span 129  2026-01-01 02:09',
      '    first line The Parcel 129 is\\u001b[2J lost.',
      'There is more: --limit N shows more, --where narrows',
      '',
    ]);
  });

  it('marks the match on a terminal, and takes words without quotes', async () => {
    const { out } = await run(['THE', 'parcel', '7', '--limit', '1'], true);
    expect(out).toContain('    first line \u001B[1mThe Parcel 7\u001B[22m9 is\\u001b[2J lost.\n');
  });

  it('prints all hits as one list with --json, over several pages', async () => {
    const hits = (await run(['parcel', '--json'])).hits();
    expect(hits.map((hit) => hit.runId)).toEqual(
      Array.from({ length: SPANS }, (_, index) => runId(SPANS - index)),
    );
    expect(hits[0]).toEqual({
      runId: runId(130),
      traceId: traceId(130),
      spanId: spanId(130),
      stepIndex: 0,
      agent: 'clerk',
      tool: null,
      time: '2026-01-01T02:10:00.000Z',
      name: 'span 130',
      where: 'output/0',
      place: 'message',
      role: 'assistant',
      quote: 'first line\nThe Parcel 130 is\u001B[2J lost.',
      start: 15,
      end: 21,
    });
    expect((await run(['parcel', '--json', '--limit', '105'])).hits()).toEqual(hits.slice(0, 105));
  });

  it('takes a filter over spans and a project', async () => {
    const filtered = await run(['parcel', '--json', '--where', 'start < 2026-01-01T00:03:00Z']);
    expect(filtered.hits().map((hit) => hit.runId)).toEqual([runId(2), runId(1)]);
    expect((await run(['parcel', '--json', '--project', 'shop'])).hits()).toHaveLength(1);
    expect((await run(['parcel', '--project', 'absent'])).code).toBe(3);
  });

  it('says so when nothing is found', async () => {
    expect(await run(['nowhere "such"'])).toMatchObject({
      code: 0,
      out: 'Nothing contains "nowhere "such"".\n',
    });
    expect((await run(['parcel', '--where', 'agent = x'])).out).toBe(
      'Nothing that matches the filter contains "parcel".\n',
    );
    expect((await run(['nowhere', '--json'])).out).toBe('[]\n');
    expect((await run(['parcel', '--db', 'absent.duckdb'])).out).toContain('No runs yet');
  });

  it.each([
    [[], 'takes at least 1'],
    [[' '], 'query: there is no text'],
    [['a', '--limit', '0'], '--limit'],
    [['a', '--where', 'stats = error'], 'did you mean status?'],
    [['x'.repeat(2000)], 'at most 1000'],
  ])('refuses %j', async (args, message) => {
    const { code, err, out } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).toContain('fix: ');
  });
});
