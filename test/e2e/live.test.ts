/** Live traces end to end: the real command as a process, real requests over HTTP and gRPC, what is told of them afterwards. */
import type { RunDetailJson, RunJson } from '@tracewright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callGrpc,
  hex,
  type LiveServer,
  post,
  type PostOptions,
  type SpanSketch,
  START_MS,
  startLive,
  traceId,
  toTraceRequest,
} from './live-server.ts';

const WITHIN = { timeout: 10_000, interval: 50 };

const ROOT = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' };
const TOOL = (result: string): NonNullable<SpanSketch['attributes']> => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'lookup',
  'gen_ai.tool.call.arguments': JSON.stringify({ key: result }),
  'gen_ai.tool.call.result': result,
});

let live: LiveServer;
beforeAll(async () => {
  live = await startLive({ args: [] });
}, 120_000);
afterAll(async () => {
  const { code, stderr } = await live.stop();
  await live[Symbol.asyncDispose]();
  if (code !== 0 || stderr !== '') throw new Error(`the server ended with ${code}: ${stderr}`);
});

async function send(spans: readonly SpanSketch[], service: string, options?: PostOptions): Promise<void> {
  const answer = await post(live.url, toTraceRequest(spans, { 'service.name': service }), options);
  expect([answer.status, answer.text === '' || answer.text === '{}' ? '{}' : answer.text]).toEqual([
    200,
    '{}',
  ]);
}

/** The one run of a service, once the record is exact. */
async function runOf(agent: string, spans: number): Promise<RunJson> {
  await expect
    .poll(async () => (await live.runs(`agent = "${agent}"`)).map((run) => run.spans), WITHIN)
    .toEqual([spans]);
  await expect.poll(async () => (await live.health()).ingest?.pendingRuns, WITHIN).toBe(0);
  const runs = await live.runs(`agent = "${agent}"`);
  expect(runs.map((run) => run.spans)).toEqual([spans]);
  const [run] = runs;
  if (run === undefined) throw new Error(`no run of ${agent}`);
  return run;
}

/** The results of its tools in the order of its steps. */
function resultsOf({ steps }: RunDetailJson): (string | undefined)[] {
  return steps.map(({ observation }) => observation?.text);
}

describe('a span that was sent', () => {
  it('is told by the commands at once, running until its root has come', async () => {
    const child: SpanSketch = { trace: 'first', id: 2, parent: 1, attributes: TOOL('found') };
    await send([child], 'first');
    const listed = async (): Promise<RunJson[]> => {
      const { stdout } = await live.cli('runs', '--json', '--where', 'agent = first');
      return JSON.parse(stdout) as RunJson[];
    };
    const before = await listed();
    expect(before).toMatchObject([{ state: 'running', spans: 1, steps: 1 }]);
    const shown = await live.cli('show', before[0]?.runId ?? '', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      run: { state: 'running' },
      steps: [{ action: { tool: 'lookup' }, observation: { text: 'found' } }],
    });

    await send([{ trace: 'first', id: 1, name: 'invoke_agent first', durationMs: 50 }], 'first', {
      protobuf: true,
    });
    await runOf('first', 2);
    expect(await listed()).toMatchObject([{ runId: before[0]?.runId, state: 'ended', spans: 2 }]);
  });

  it('can be read within a second of its acknowledgement', async () => {
    const waits: number[] = [];
    for (let id = 1; id <= 15; id += 1) {
      await send([{ trace: `at-once-${id}`, id: 1, attributes: TOOL(`v${id}`) }], `at-once-${id}`);
      const since = performance.now();
      await expect.poll(() => live.runs(`agent = "at-once-${id}"`), WITHIN).toHaveLength(1);
      waits.push(performance.now() - since);
    }
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(1000);
    // Generous: the machine that runs the tests may be busy with others.
    expect(Math.max(...waits)).toBeLessThan(5000);
  });

  it('comes over gRPC as over HTTP', async () => {
    const request = toTraceRequest([{ trace: 'grpc', id: 1, attributes: TOOL('by gRPC') }], {
      'service.name': 'grpc',
    });
    expect(await callGrpc(live.grpcPort ?? 0, request)).toBeUndefined();
    const run = await runOf('grpc', 1);
    expect(resultsOf(await live.show(run.runId))).toEqual(['by gRPC']);
  });
});

describe('traces as they come in practice', () => {
  it('takes spans late and out of order', async () => {
    const spans: SpanSketch[] = [1, 2, 3, 4].map((id) => ({
      trace: 'disorder',
      id: 10 + id,
      parent: 10,
      attributes: TOOL(`r${id}`),
    }));
    for (const index of [2, 0, 3]) await send(spans.slice(index, index + 1), 'disorder');
    await send([{ trace: 'disorder', id: 10, name: 'invoke_agent', durationMs: 90 }], 'disorder');
    await runOf('disorder', 4);
    await send(spans.slice(1, 2), 'disorder');
    const run = await runOf('disorder', 5);
    expect(resultsOf(await live.show(run.runId))).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('puts children that came before their parents below them', async () => {
    const chain = (id: number): SpanSketch => ({
      trace: 'upside-down',
      id,
      ...(id === 1 ? {} : { parent: id - 1 }),
      name: `level ${id}`,
      attributes: { ...(id === 4 ? TOOL('deep') : {}) },
    });
    for (const id of [4, 3, 2, 1]) await send([chain(id)], 'upside-down');
    const run = await runOf('upside-down', 4);
    const { spans } = await live.get<{ spans: Node[] }>(`/api/runs/${run.runId}/tree`);
    expect(outline(spans)).toEqual(['level 1', ' level 2', '  level 3', '   level 4']);
    expect(run.state).toBe('ended');
  });

  it('shows a run whose root never ends, and keeps it running', async () => {
    await send([{ trace: 'endless', id: 2, parent: 1, attributes: TOOL('a') }], 'endless');
    await send([{ trace: 'endless', id: 3, parent: 1, attributes: TOOL('b') }], 'endless');
    const run = await runOf('endless', 2);
    expect(run).toMatchObject({ state: 'running', steps: 2 });
    expect(resultsOf(await live.show(run.runId))).toEqual(['a', 'b']);
  });

  it('does not put what a slow clock dates too early before the call that led to it', async () => {
    const at = (ms: number): number => START_MS + ms;
    await send(
      [
        { trace: 'skew', id: 1, name: 'invoke_agent', startMs: at(0), durationMs: 900 },
        { trace: 'skew', id: 2, parent: 1, startMs: at(10), attributes: TOOL('before the call') },
        { trace: 'skew', id: 3, parent: 1, name: 'POST /remote', startMs: at(20), durationMs: 500 },
        { trace: 'skew', id: 6, parent: 1, startMs: at(600), attributes: TOOL('after the call') },
      ],
      'skew',
    );
    // Five seconds behind.
    await send(
      [
        { trace: 'skew', id: 4, parent: 3, startMs: at(-4980), attributes: TOOL('remote one') },
        { trace: 'skew', id: 5, parent: 3, startMs: at(-4900), attributes: TOOL('remote two') },
      ],
      'skew-remote',
    );
    const run = await runOf('skew', 6);
    expect(resultsOf(await live.show(run.runId))).toEqual([
      'before the call',
      'remote one',
      'remote two',
      'after the call',
    ]);
  });

  it('stores once what is exported twice, and takes the later version', async () => {
    const spans: SpanSketch[] = [
      { trace: 'twice', id: 1, name: 'invoke_agent', attributes: ROOT },
      { trace: 'twice', id: 2, parent: 1, attributes: TOOL('first version') },
    ];
    await send([...spans, ...spans], 'twice');
    await Promise.all([send(spans, 'twice'), send(spans, 'twice', { protobuf: true })]);
    await send([{ trace: 'twice', id: 2, parent: 1, attributes: TOOL('second version') }], 'twice');
    await expect.poll(async () => (await live.health()).ingest?.pendingRuns, WITHIN).toBe(0);
    const [run] = (await live.runs()).filter(({ traceIds }) => traceIds.includes(traceId('twice')));
    expect(run).toMatchObject({ spans: 2, steps: 1 });
    expect(resultsOf(await live.show(run?.runId ?? ''))).toEqual(['second version']);
  });

  it('puts two services of one trace into one run', async () => {
    await send([{ trace: 'pair', id: 3, parent: 2, attributes: TOOL('served') }], 'pair-tools');
    await send(
      [
        { trace: 'pair', id: 1, name: 'POST /ask', durationMs: 80 },
        { trace: 'pair', id: 2, parent: 1, name: 'call', durationMs: 70 },
      ],
      'pair-front',
    );
    const runs = (await live.runs()).filter(({ agent }) => agent?.startsWith('pair-'));
    expect(runs).toHaveLength(1);
    await expect
      .poll(async () => (await live.show(runs[0]?.runId ?? '')).run, WITHIN)
      .toMatchObject({
        spans: 3,
        steps: 1,
        state: 'ended',
      });
    const { spans } = await live.get<{ spans: Node[] }>(`/api/runs/${runs[0]?.runId}/tree`);
    expect(outline(spans)).toEqual(['POST /ask', ' call', '  work']);
  });

  it('takes a span of more than a megabyte, marks what it cut, and keeps its neighbours whole', async () => {
    const huge = `begins here ${'lorem ipsum '.repeat(250_000)} ends here`;
    await send(
      [
        { trace: 'huge', id: 1, name: 'invoke_agent' },
        {
          trace: 'huge',
          id: 2,
          parent: 1,
          attributes: { ...TOOL('k'), 'gen_ai.tool.call.result': huge, page: huge },
        },
        { trace: 'huge', id: 3, parent: 1, attributes: TOOL('small') },
      ],
      'huge',
    );
    const run = await runOf('huge', 3);
    const shown = await live.show(run.runId);
    expect(resultsOf(shown)).toEqual([huge, 'small']);
    const { page } = (await live.span(run.runId, hex(2))).attributes;
    expect(page).toMatch(/^begins here lorem.*truncated \d+ of 3000022 characters\]$/s);
    expect(shown.findings.find(({ category }) => category === 'truncated')).toMatchObject({
      spanId: hex(2),
      message: expect.stringContaining('attributes/page'),
    });
  });

  it('goes on with a trace after a week and a restart', async () => {
    const WEEK_MS = 7 * 86_400_000;
    await send([{ trace: 'week', id: 2, parent: 1, attributes: TOOL('monday') }], 'week');
    const first = await runOf('week', 1);
    live = await live.restart();
    expect((await live.runs('agent = week')).map(({ runId, state }) => [runId, state])).toEqual([
      [first.runId, 'running'],
    ]);
    await send(
      [
        { trace: 'week', id: 3, parent: 1, startMs: START_MS + WEEK_MS, attributes: TOOL('next monday') },
        { trace: 'week', id: 1, name: 'invoke_agent', startMs: START_MS, durationMs: WEEK_MS + 10 },
      ],
      'week',
    );
    const run = await runOf('week', 3);
    expect(run).toMatchObject({ runId: first.runId, state: 'ended', steps: 2 });
    expect(resultsOf(await live.show(run.runId))).toEqual(['monday', 'next monday']);
    expect(Date.parse(run.endTime ?? '') - Date.parse(run.startTime ?? '')).toBeGreaterThan(WEEK_MS);
  });

  it('refuses a bad span by itself', async () => {
    const request = toTraceRequest(
      [
        { trace: 'partly', id: 1 },
        { trace: 'partly', id: 0 },
      ],
      {
        'service.name': 'partly',
      },
    );
    const { status, text } = await post(live.url, request);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
    await runOf('partly', 1);
    expect((await live.span((await runOf('partly', 1)).runId, hex(1))).name).toBe('work');
  });
});

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}

function outline(nodes: readonly Node[], depth = 0): string[] {
  return nodes.flatMap(({ name, children }) => [
    `${' '.repeat(depth)}${name}`,
    ...outline(children, depth + 1),
  ]);
}
