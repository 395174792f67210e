/** What the options of `serve` promise of live traces, on the real command: masking, durability, room, keys, projects, keeping. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@tracewright/store';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './cli-process.ts';
import {
  callGrpc,
  hex,
  type LiveServer,
  type LiveServerOptions,
  post,
  type SpanSketch,
  startLive,
  toTraceRequest,
} from './live-server.ts';

const WITHIN = { timeout: 15_000, interval: 50 };
// Several commands in turn, each a process of its own.
vi.setConfig({ testTimeout: 180_000 });
const closers: (() => PromiseLike<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(options?: LiveServerOptions): Promise<LiveServer> {
  const live = await startLive(options);
  closers.push(() => live[Symbol.asyncDispose]());
  return live;
}

function toolSpan(trace: string, id: number, result: string, more: Partial<SpanSketch> = {}): SpanSketch {
  return {
    trace,
    id,
    ...more,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'lookup',
      'gen_ai.tool.call.result': result,
      ...more.attributes,
    },
  };
}

const of = (service: string, ...spans: SpanSketch[]): object =>
  toTraceRequest(spans, { 'service.name': service });

describe('secrets', () => {
  // Made up, put together here so that no scanner takes this file for a leak.
  const SECRETS = [
    `sk-ant-api03-${'Zk9'.repeat(31)}AA`,
    `ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
    'hunter2!Tr0ub4dor',
  ];
  const leaky = of('leaky', {
    trace: 'leaky',
    id: 1,
    name: 'work',
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'fetch',
      'gen_ai.tool.call.arguments': JSON.stringify({
        url: 'http://x',
        headers: { 'x-api-key': SECRETS[0] ?? '' },
      }),
      'gen_ai.tool.call.result': `token is ${SECRETS[1]}`,
      'db.password': SECRETS[2] ?? '',
    },
    events: [{ name: 'note', attributes: { text: `export KEY=${SECRETS[0]}` } }],
  });

  it.each([
    ['are nowhere in what is stored, and a finding says so', [], false],
    ['are kept with --no-masking', ['--no-masking'], true],
  ])('%s', async (_what, args, isKept) => {
    const live = await start({ args: ['--no-grpc', ...args] });
    expect((await post(live.url, leaky)).status).toBe(200);
    await expect.poll(() => live.runs('agent = leaky'), WITHIN).toHaveLength(1);
    const [run] = await live.runs('agent = leaky');
    const shown = await live.cli('show', run?.runId ?? '', '--json');
    const span = JSON.stringify(await live.span(run?.runId ?? '', hex(1)));
    for (const secret of SECRETS) {
      expect(span.includes(secret)).toBe(isKept);
      expect(!isKept && shown.stdout.includes(secret)).toBe(false);
    }
    const { findings } = JSON.parse(shown.stdout) as { findings: { category: string; spanId: string }[] };
    const masked = findings.filter(({ category }) => category === 'secret-masked');
    expect(masked.map(({ spanId }) => spanId)).toEqual(isKept ? [] : [hex(1)]);
    await live.stop();
    // The text search covers what was said and done, not attributes such as the password.
    for (const secret of SECRETS.slice(0, 2)) expect(await countSpans(live.db, secret)).toBe(isKept ? 1 : 0);
  });
});

describe('room', () => {
  it('refuses a larger request than --max-export, and takes one below it', async () => {
    const live = await start({ args: ['--max-export', '100KB'] });
    const large = await post(live.url, of('large', toolSpan('large', 1, 'x'.repeat(120_000))));
    expect(large.status).toBe(413);
    const refused = await callGrpc(
      live.grpcPort ?? 0,
      of('large', toolSpan('large', 1, 'x'.repeat(120_000))),
    );
    expect(refused?.code).toBe(8);
    expect((await post(live.url, of('large', toolSpan('large', 1, 'x'.repeat(80_000))))).status).toBe(200);
  });

  it('cuts a span to --max-span, takes --max-trace-spans of a run, and marks both', async () => {
    const live = await start({ args: ['--no-grpc', '--max-trace-spans', '1', '--max-span', '2000'] });
    await post(live.url, of('cut', toolSpan('cut', 1, 'x'.repeat(5000))));
    await post(live.url, of('cut', toolSpan('cut', 2, 'y')));
    await expect
      .poll(async () => (await live.runs('agent = cut')).map((run) => run.spans), WITHIN)
      .toEqual([1]);
    const [run] = await live.runs('agent = cut');
    const shown = await live.cli('show', run?.runId ?? '', '--json');
    const { findings } = JSON.parse(shown.stdout) as {
      findings: { category: string; spanId: string | null }[];
    };
    const cut = findings.filter(({ category }) => category === 'truncated').map(({ spanId }) => spanId);
    expect(new Set(cut)).toEqual(new Set([hex(1), null]));
  });

  it('answers 429 with Retry-After while --queue is full, and takes the same once there is room', async () => {
    const live = await start({ args: ['--no-grpc', '--queue', '1MB'] });
    const { hostname, port } = new URL(live.url);
    const slow = connect(Number(port), hostname);
    await new Promise((resolve) => slow.once('connect', resolve));
    slow.write(
      `POST /v1/traces HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: 990000\r\n\r\n{${' '.repeat(980_000)}`,
    );
    await expect.poll(async () => (await live.health()).ingest?.queuedBytes, WITHIN).toBeGreaterThan(900_000);
    const request = of('waits', toolSpan('waits', 1, 'y'.repeat(50_000)));
    const refused = await post(live.url, request);
    expect(refused.status).toBe(429);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    slow.destroy();
    await expect.poll(async () => (await post(live.url, request)).status, WITHIN).toBe(200);
    await expect
      .poll(async () => (await live.runs('agent = waits')).map((run) => run.spans), WITHIN)
      .toEqual([1]);
    await expect.poll(async () => (await live.health()).ingest?.queuedBytes, WITHIN).toBe(0);
  });

  it.each(['disk', 'memory'] as const)(
    'stores what it acknowledged with --durability %s, and says which',
    async (durability) => {
      const live = await start({ args: ['--no-grpc', '--durability', durability] });
      expect((await live.health()).ingest).toMatchObject({ durability, failure: null });
      for (let id = 1; id <= 5; id += 1)
        expect((await post(live.url, of('kept', toolSpan('kept', id, `r${id}`)))).status).toBe(200);
      // Disk: a kill now loses nothing. Memory promises that for an orderly end only.
      if (durability === 'disk') {
        live.running.process.kill('SIGKILL');
        await live.running.ended;
      }
      const again = await live.restart();
      closers.push(() => again[Symbol.asyncDispose]());
      await expect
        .poll(async () => (await again.runs('agent = kept')).map((run) => run.spans), WITHIN)
        .toEqual([5]);
    },
  );
});

describe('a full disk', () => {
  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'is said on /healthz, costs writers a 503 and nothing that was acknowledged, and is over when there is room',
    async ({ skip }) => {
      const folder = mountSmallDisk();
      if (folder === undefined) return skip('this process may not mount a disk');
      closers.push(async () => {
        execFileSync('umount', ['-l', folder]);
        rmSync(folder, { recursive: true, force: true });
      });
      const ballast = join(folder, 'ballast');
      writeFileSync(ballast, Buffer.alloc(24 * 2 ** 20));
      const live = await start({ folder, args: ['--no-grpc'] });
      const acknowledged: number[] = [];
      let refused: Awaited<ReturnType<typeof post>> | undefined;
      const request = (id: number): object =>
        of('full', toolSpan('full', id, Array.from({ length: 4000 }, () => Math.random()).join(' ')));
      for (let id = 1; id < 2000 && refused === undefined; id += 1) {
        const answer = await post(live.url, request(id));
        if (answer.status === 200) acknowledged.push(id);
        else refused = answer;
      }
      expect(acknowledged.length).toBeGreaterThan(5);
      expect(refused?.status).toBe(503);
      expect(Number(refused?.retryAfter)).toBeGreaterThan(0);
      const sick = await live.health();
      expect(sick.status).toBe('degraded');
      expect(sick.ingest?.failure).toMatchObject({
        message: expect.stringMatching(/no (?:space|room)|full|could not write/i),
        since: expect.stringMatching(/^20/),
      });
      // Reading goes on.
      const [run] = await live.runs('agent = full');
      expect((await live.show(run?.runId ?? '')).steps.length).toBeGreaterThan(0);

      rmSync(ballast);
      const next = acknowledged.length + 1;
      await expect.poll(async () => (await post(live.url, request(next))).status, WITHIN).toBe(200);
      acknowledged.push(next);
      expect(await live.health()).toMatchObject({ status: 'ok', ingest: { failure: null } });
      const again = await live.restart();
      closers.push(() => again[Symbol.asyncDispose]());
      await expect
        .poll(async () => (await again.runs('agent = full')).map(({ spans }) => spans), {
          ...WITHIN,
          // A run of 40 MB is read back: slow where the machine is busy.
          timeout: 60_000,
        })
        .toEqual([acknowledged.length]);
    },
  );
});

describe('keys', () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

  it('are needed by a server that other machines reach', async () => {
    for (const host of ['0.0.0.0', ...(outside === undefined ? [] : [outside])])
      await expect(startLive({ args: ['--no-grpc', '--host', host] })).rejects.toThrow(
        /usage-invalid.*keys create/s,
      );
  });

  it('allow what their scope says, in their project, until they are revoked', async () => {
    const made: { id: string; key: string }[] = [];
    const live = await start({
      args: ['--host', '0.0.0.0', '--grpc-port', '0'],
      prepare: async (folder) => {
        for (const scope of ['ingest', 'read']) {
          const args = ['keys', 'create', '--scope', scope, '--project', 'shop', '--json'];
          const { stdout } = await runCli([...args, '--db', join(folder, 'traces.duckdb')], { cwd: folder });
          made.push(JSON.parse(stdout) as { id: string; key: string });
        }
      },
    });
    const [ingest, read] = made;
    // From another machine: over its own address where it has one, else as a proxy would pass it on.
    const far = outside === undefined ? { 'x-forwarded-for': '203.0.113.7' } : {};
    const url = outside === undefined ? live.url : live.url.replace('127.0.0.1', outside);
    const bearer = (key: string | undefined): Record<string, string> => ({
      ...far,
      authorization: `Bearer ${key}`,
    });
    const status = async (path: string, key: string | undefined): Promise<number> =>
      (await fetch(url + path, { headers: bearer(key) })).status;
    const sent = async (headers: Record<string, string>): Promise<number> =>
      (await post(url, of('far', toolSpan('far', 1, 'r')), { headers })).status;

    expect(await sent(far)).toBe(401);
    expect(await sent(bearer('tw_nonsense'))).toBe(401);
    expect(await sent(bearer(read?.key))).toBe(403);
    expect(await sent(bearer(ingest?.key))).toBe(200);
    // As Langfuse's clients send it.
    const basic = Buffer.from(`pk-lf-1:${ingest?.key}`).toString('base64');
    expect(await sent({ ...far, authorization: `Basic ${basic}` })).toBe(200);
    expect(await sent({ ...bearer(ingest?.key), 'x-tracewright-project': 'other' })).toBe(403);
    expect(await status('/api/runs', ingest?.key)).toBe(403);
    expect(await status('/api/runs', read?.key)).toBe(200);
    const listed = await live.runs('agent = far', 'shop');
    expect(listed).toHaveLength(1);
    expect(await live.runs('agent = far')).toEqual([]);

    const revoked = await live.cli('keys', 'revoke', ingest?.id ?? '', '--json');
    expect(JSON.parse(revoked.stdout)).toEqual([ingest?.id]);
    await expect.poll(() => sent(bearer(ingest?.key)), WITHIN).toBe(401);
  });
});

describe('projects', () => {
  it('are named by the headers of several platforms, and have a store each', async () => {
    const live = await start({ args: [] });
    const send = async (project: string, headers: Record<string, string>): Promise<void> => {
      const request = of(`agent-${project}`, toolSpan(project, 1, `of ${project}`));
      expect((await post(live.url, request, { headers })).status).toBe(200);
    };
    await send('ours', { 'x-tracewright-project': 'ours' });
    await send('phoenix', { 'x-project-name': 'Phoenix' });
    await send('default', { authorization: `Basic ${Buffer.from('pk-lf-1:sk-lf-2').toString('base64')}` });
    const byGrpc = of('agent-grpc', toolSpan('grpc', 1, 'of grpc'));
    expect(await callGrpc(live.grpcPort ?? 0, byGrpc, { 'x-tracewright-project': 'ours' })).toBeUndefined();
    await post(
      live.url,
      toTraceRequest([toolSpan('res', 1, 'of resource')], {
        'service.name': 'agent-resource',
        'openinference.project.name': 'phoenix',
      }),
    );

    const agents = async (project?: string): Promise<string[]> =>
      (await live.runs('', project)).map(({ agent }) => agent ?? '').toSorted();
    await expect.poll(() => agents('ours'), WITHIN).toEqual(['agent-grpc', 'agent-ours']);
    await expect.poll(() => agents('phoenix'), WITHIN).toEqual(['agent-phoenix', 'agent-resource']);
    await expect.poll(() => agents(), WITHIN).toEqual(['agent-default']);
    const { stdout } = await live.cli('runs', '--project', 'phoenix', '--json');
    expect((JSON.parse(stdout) as { agent: string }[]).map(({ agent }) => agent).toSorted()).toEqual([
      'agent-phoenix',
      'agent-resource',
    ]);
    const missing = await live.cli('runs', '--project', 'nowhere', '--json');
    expect([missing.code, missing.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('project-not-found'),
    ]);
    expect(missing.code).not.toBe(0);
  });
});

describe('keeping', () => {
  it('deletes everything of a user, and what nothing else refers to', async () => {
    const live = await start();
    const ofUser = (user: string, said: string): object =>
      of('desk', {
        trace: user,
        id: 1,
        attributes: {
          'user.id': user,
          'gen_ai.operation.name': 'chat',
          'gen_ai.input.messages': JSON.stringify([
            { role: 'system', parts: [{ type: 'text', content: 'Help whoever asks, in plain words.' }] },
            { role: 'user', parts: [{ type: 'text', content: said }] },
          ]),
        },
      });
    expect((await post(live.url, ofUser('ada', 'My number is 4711-zebra'))).status).toBe(200);
    expect((await post(live.url, ofUser('ben', 'Mine is 1234-okapi'))).status).toBe(200);
    await expect.poll(async () => (await live.runs('agent = desk')).length, WITHIN).toBe(2);
    const deleted = await live.cli('delete', '--user', 'ada', '--yes', '--json');
    expect(JSON.parse(deleted.stdout)).toMatchObject({ runs: 1, spans: 1, messages: 1 });
    expect((await live.runs('agent = desk')).map(({ user }) => user)).toEqual(['ben']);
    // The trace may come again, as a new one.
    expect((await post(live.url, ofUser('ada', 'Once more'))).status).toBe(200);
    await expect
      .poll(async () => (await live.runs('user = ada')).map(({ spans }) => spans), WITHIN)
      .toEqual([1]);
    await live.stop();
    expect(await countSpans(live.db, '4711-zebra')).toBe(0);
    expect(await countSpans(live.db, 'Once more')).toBe(1);
    expect(await countSpans(live.db, 'in plain words')).toBe(2);
  });

  it('keeps runs as long as --retain-days says', async () => {
    const live = await start();
    const now = Date.now();
    const old = toolSpan('old', 1, 'old', { startMs: now - 40 * 86_400_000 });
    const young = toolSpan('young', 1, 'young', { startMs: now - 1000 });
    expect((await post(live.url, of('old', old))).status).toBe(200);
    expect((await post(live.url, of('young', young))).status).toBe(200);
    await expect.poll(async () => (await live.runs()).length, WITHIN).toBe(2);
    await live.stop();
    const again = await startLive({ folder: live.folder, args: ['--no-grpc', '--retain-days', '30'] });
    closers.push(() => again[Symbol.asyncDispose]());
    await expect.poll(async () => (await again.runs()).map(({ agent }) => agent), WITHIN).toEqual(['young']);
  });
});

/** Spans in a store that nobody has open in which a text is found. */
async function countSpans(db: string, text: string): Promise<number> {
  await using store = await openStore({ path: db, readOnly: true });
  return (await store.querySpans({ text, limit: 10 })).items.length;
}

/** A disk of 40 MB for a test that fills it; undefined where this process may not mount one. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tracewright-test', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}
