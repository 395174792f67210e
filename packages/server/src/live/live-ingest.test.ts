import { createLimiter, createMasker, readExport } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { type Finding, type RunId, runState, type Span, type SpanStore, TraceError } from '@tracewright/core';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createByteBudget } from './byte-budget.ts';
import { createIntake } from './intake.ts';
import { createNotKept } from './not-kept.ts';
import { createLiveIngest, type LiveIngest, type LiveIngestOptions } from './live-ingest.ts';

const TRACE = 'a'.repeat(32);
const OTHER_TRACE = 'b'.repeat(32);
const START = 1_780_000_000_000;
const opened: LiveIngest[] = [];
afterEach(async () => {
  for (const live of opened.splice(0)) await live.close();
});

interface SpanSketch {
  readonly id: number;
  readonly parent?: number;
  readonly trace?: string;
  readonly name?: string;
  readonly startMs?: number;
  readonly attributes?: Values;
}

type Values = Readonly<Record<string, string | number>>;

function attributes(values: Values): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }));
}

function toRequest(spans: readonly SpanSketch[], service = 'shop', resource: Values = {}): Uint8Array {
  const toSpan = ({
    id,
    parent,
    trace = TRACE,
    name = 'work',
    startMs = id,
    attributes: own = {},
  }: SpanSketch): object => ({
    traceId: trace,
    spanId: hex(id),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent) }),
    name,
    startTimeUnixNano: `${START + startMs}000000`,
    endTimeUnixNano: `${START + startMs + 10}000000`,
    attributes: attributes(own),
  });
  const request = {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': service, ...resource }) },
        scopeSpans: [{ spans: spans.map(toSpan) }],
      },
    ],
  };
  return new TextEncoder().encode(JSON.stringify(request));
}

function hex(id: number): string {
  return id.toString(16).padStart(16, '0');
}

function start(store: SpanStore, options: Partial<LiveIngestOptions> = {}): LiveIngest {
  const live = createLiveIngest({
    store,
    intake: createIntake({ limiter: createLimiter(), masker: createMasker() }),
    durability: 'disk',
    budget: createByteBudget(1_000_000),
    notKept: createNotKept(),
    maxSpansPerRun: 1000,
    onChanged: () => undefined,
    onQuiet: () => undefined,
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  opened.push(live);
  return live;
}

async function send(
  live: LiveIngest,
  spans: readonly SpanSketch[],
  service?: string,
): ReturnType<LiveIngest['accept']> {
  const body = toRequest(spans, service);
  return live.accept(readExport('traces', body, 'json'), body.length);
}

const ROOT = {
  id: 1,
  name: 'invoke_agent helper',
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' },
};
const CALL = JSON.stringify([
  {
    role: 'assistant',
    parts: [{ type: 'tool_call', id: 'call_7', name: 'lookup', arguments: { key: 'k' } }],
  },
]);
const MODEL = {
  id: 2,
  parent: 1,
  name: 'chat m',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'Find k' }] }]),
    'gen_ai.output.messages': CALL,
    'gen_ai.usage.input_tokens': 10,
    'gen_ai.usage.output_tokens': 5,
  },
};
const TOOL = {
  id: 3,
  parent: 1,
  name: 'execute_tool lookup',
  attributes: {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'lookup',
    'gen_ai.tool.call.arguments': JSON.stringify({ key: 'k' }),
    'gen_ai.tool.call.result': 'v',
  },
};

describe('live ingest', () => {
  it('shows a run before its root has ended, and says so', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [MODEL]);
    const [running] = (await store.queryRuns({})).items;
    expect(running?.live?.openSpans).toBe(1);
    expect(running?.stats).toMatchObject({ spans: 1, steps: 2, inputTokens: 10 });
    expect(runState(running ?? fail(), Date.now())).toBe('running');
    await send(live, [TOOL]);
    await send(live, [ROOT]);
    await live.idle();
    const [ended] = (await store.queryRuns({})).items;
    expect(ended).toMatchObject({ agent: 'helper', model: 'm', taskText: 'Find k', traceIds: [TRACE] });
    expect(ended?.stats).toMatchObject({ spans: 3, inputTokens: 10, outputTokens: 5 });
    expect(runState(ended ?? fail(), Date.now())).toBe('ended');
  });

  it('takes a run that went quiet for interrupted', async () => {
    const store = openMemoryStore();
    await send(start(store), [MODEL]);
    const [run] = (await store.queryRuns({})).items;
    expect(runState(run ?? fail(), Date.now() + 31 * 60_000)).toBe('interrupted');
  });

  it('gives a tool span the id of its call when the two come apart', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [TOOL]);
    await send(live, [MODEL, ROOT]);
    await live.idle();
    const [run] = (await store.queryRuns({})).items;
    const spans = await store.readSpans(run?.runId ?? fail());
    expect(spans.find(({ tool }) => tool !== undefined)?.tool?.callId).toBe('call_7');
  });

  it('masks what resources, evaluations and log records hold, and reports it', async () => {
    // Put together here, so that no file holds anything that looks like a key.
    const key = ['sk', 'ant', 'api03', 'aB3dE5gH7'.repeat(10)].join('-');
    const store = openMemoryStore();
    const live = start(store);
    const judged = {
      ...ROOT,
      attributes: {
        ...ROOT.attributes,
        'session.id': key,
        'user.id': key,
        'gen_ai.evaluation.name': 'leak',
        'gen_ai.evaluation.score.value': 0,
        'gen_ai.evaluation.explanation': `it said ${key}`,
      },
    };
    const spans = toRequest([judged], `shop ${key}`, {
      'service.version': key,
      'process.command_line': `agent --key ${key}`,
      [`x ${key}`]: 1,
    });
    await live.accept(readExport('traces', spans, 'json'), spans.length);
    const event = (name: string, more: Values): object => ({
      timeUnixNano: `${START}000000`,
      eventName: name,
      body: { stringValue: `${name} ${key}` },
      attributes: attributes({ 'session.id': 's', ...more }),
    });
    const logRecords = [
      event('claude_code.user_prompt', { prompt: `use ${key}` }),
      event('claude_code.tool_result', { tool_name: 'Bash', tool_use_id: key, error: key, more: key }),
      event('gen_ai.evaluation.result', {
        'gen_ai.evaluation.name': 'leak',
        'gen_ai.evaluation.explanation': `logged ${key}`,
      }),
      {
        ...event('gen_ai.user.message', {}),
        traceId: TRACE,
        spanId: hex(2),
        body: { kvlistValue: { values: attributes({ content: `ask ${key}`, id: key }) } },
      },
    ];
    const resource = { attributes: attributes({ 'service.name': 'claude-code', secret: key }) };
    const logs = new TextEncoder().encode(
      JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
    );
    await live.accept(readExport('logs', logs, 'json'), logs.length);
    await live.idle();
    const runs = (await store.queryRuns({})).items;
    const findings: Finding[] = [];
    const stored: Span[] = [];
    for (const { runId } of runs) {
      findings.push(...(await store.readReportedFindings(runId)));
      stored.push(...(await store.readSpans(runId)));
    }
    const text = JSON.stringify([runs, stored, findings], (_name, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).not.toContain(key);
    const reported = findings.filter(({ category }) => category === 'secret-masked');
    expect(reported.map(({ message }) => message.replace(/^.*: /, '')).toSorted()).toEqual([
      'anthropic-api-key × 3, in attributes/session.id, attributes/user.id, evaluation',
      'anthropic-api-key × 5, in attributes/tool_use_id, attributes/error, attributes/more, tool/callId, tool/result',
      'anthropic-api-key × 7, in run/session, run/user, run/agentVersion, run/environment',
      'anthropic-api-key, in evaluation',
      'anthropic-api-key, in input/0/parts/0',
      'anthropic-api-key, in output/0/parts/0',
      'secret, in run/environment',
      'secret, in run/environment',
    ]);
  });

  it('moves a trace to the session that a later span names', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [MODEL]);
    const [before] = (await store.queryRuns({})).items;
    await send(live, [{ ...ROOT, attributes: { ...ROOT.attributes, 'gen_ai.conversation.id': 'talk-1' } }]);
    await send(live, [
      {
        ...ROOT,
        id: 9,
        trace: OTHER_TRACE,
        startMs: 500,
        attributes: { ...ROOT.attributes, 'gen_ai.conversation.id': 'talk-1' },
      },
    ]);
    await live.idle();
    const { items } = await store.queryRuns({});
    expect(items).toHaveLength(1);
    expect(items[0]?.runId).not.toBe(before?.runId);
    expect(items[0]).toMatchObject({ traceIds: [TRACE, OTHER_TRACE], stats: { spans: 3 } });
    expect(await store.readSpans(before?.runId ?? fail())).toEqual([]);
  });

  it('takes along what was told of a run when its trace moves', async () => {
    const store = openMemoryStore();
    const live = start(store);
    const told = { 'tracewright.run.outcome.status': 'success', 'tracewright.run.task': 'refund-17' };
    await send(live, [{ ...ROOT, attributes: { ...ROOT.attributes, ...told } }]);
    await send(live, [{ ...MODEL, attributes: { ...MODEL.attributes, 'session.id': 'late' } }]);
    await live.idle();
    const { items } = await store.queryRuns({});
    expect(items).toMatchObject([
      { session: 'late', task: 'refund-17', outcome: { status: 'success' }, stats: { spans: 2 } },
    ]);
  });

  it('lets the resource of the root speak for the run, whenever it comes', async () => {
    const store = openMemoryStore();
    const live = start(store);
    const step = { ...TOOL, name: 'query', attributes: {} };
    await send(live, [step], 'database');
    await send(live, [{ ...ROOT, name: 'work', attributes: {} }], 'shop');
    await live.idle();
    expect((await store.queryRuns({})).items[0]).toMatchObject({
      agent: 'shop',
      environment: { 'service.name': 'shop' },
    });
  });

  it('brings nothing back of runs that are deleted while spans of theirs arrive', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [{ ...MODEL, attributes: { ...MODEL.attributes, 'user.id': 'ada' } }]);
    const [run] = (await store.queryRuns({})).items;
    expect(run?.user).toBe('ada');
    await Promise.all([live.deleteRuns([run?.runId ?? fail()]), send(live, [TOOL]), live.idle()]);
    await live.idle();
    for (const found of (await store.queryRuns({})).items) {
      expect(found.user).toBeUndefined();
      expect(found.stats.spans).toBe((await store.readSpans(found.runId)).length);
    }
  });

  it('takes runs that were in flight when the server stopped up again', async () => {
    const store = openMemoryStore();
    const first = start(store);
    await send(first, [ROOT]);
    await send(first, [MODEL]);
    // As a crash would leave it: the last group alone had an open span.
    const [run] = (await store.queryRuns({})).items;
    expect(run?.live?.openSpans).toBe(1);
    const second = start(store);
    await second.recover();
    await second.idle();
    expect((await store.queryRuns({})).items[0]?.live?.openSpans).toBe(0);
  });

  it('removes what a crash left of a run whose spans had moved', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [ROOT]);
    const [run] = (await store.queryRuns({})).items;
    const spans = await store.readSpans(run?.runId ?? fail());
    await store.write({ spans: spans.map((span) => ({ ...span, runId: 'ffffffffffffffff' as RunId })) });
    await live.recover();
    await live.idle();
    expect((await store.queryRuns({})).items.map(({ runId }) => runId)).toEqual(['ffffffffffffffff']);
  });

  it('puts two services of one trace into one run, in order of time though their clocks differ', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [{ ...TOOL, startMs: -40 }], 'tools');
    await send(
      live,
      [
        { ...ROOT, startMs: 0 },
        { ...MODEL, startMs: 5 },
      ],
      'agent',
    );
    await live.idle();
    const { items } = await store.queryRuns({});
    expect(items).toHaveLength(1);
    expect(items[0]?.stats.spans).toBe(3);
  });

  it('keeps what the program says was asked, whatever comes before and after it', async () => {
    const store = openMemoryStore();
    const live = start(store);
    await send(live, [MODEL]);
    await send(live, [
      { ...ROOT, attributes: { ...ROOT.attributes, 'tracewright.run.task_text': 'The task' } },
    ]);
    await send(live, [TOOL]);
    await live.idle();
    expect((await store.queryRuns({})).items[0]?.taskText).toBe('The task');
  });

  it('goes on after a restart with the run it had', async () => {
    const store = openMemoryStore();
    const first = start(store);
    await send(first, [MODEL]);
    await first.close();
    const second = start(store);
    await send(second, [ROOT, TOOL]);
    await second.idle();
    const { items } = await store.queryRuns({});
    expect(items.map(({ stats }) => stats.spans)).toEqual([3]);
  });

  it('makes a run whole whose record a crash kept from being written', async () => {
    const store = openMemoryStore();
    const first = start(store);
    await send(first, [ROOT, MODEL]);
    const [run] = (await store.queryRuns({})).items;
    const spans = await store.readSpans(run?.runId ?? fail());
    const crashed = openMemoryStore();
    await crashed.write({ spans });
    const live = start(crashed);
    await live.recover();
    expect(live.health().pendingRuns).toBe(1);
    await live.idle();
    expect((await crashed.queryRuns({})).items[0]).toMatchObject({ agent: 'helper', stats: { spans: 2 } });
  });

  it('refuses what exceeds the room of a run, names the first and counts the others', async () => {
    const store = openMemoryStore();
    const live = start(store, { maxSpansPerRun: 2 });
    const answer = await send(live, [ROOT, MODEL, TOOL, { ...TOOL, id: 4 }]);
    expect(answer.rejected).toBe(2);
    expect(answer.messages).toEqual([
      expect.stringMatching(/^span 0000000000000003 \("execute_tool lookup"\): run .* holds 2 spans already/),
    ]);
    expect((await store.queryRuns({})).items[0]?.stats.spans).toBe(2);
  });

  it('marks a run that was cut to its limit, once, also when it was full before', async () => {
    const store = openMemoryStore();
    const changed: RunId[] = [];
    const live = start(store, { maxSpansPerRun: 2, onChanged: (runIds) => changed.push(...runIds) });
    await send(live, [ROOT, MODEL]);
    await live.idle();
    const [run] = (await store.queryRuns({})).items;
    const runId = run?.runId ?? fail();
    expect(await store.readReportedFindings(runId)).toEqual([]);
    changed.length = 0;
    for (const id of [3, 4]) await send(live, [{ ...TOOL, id }]);
    expect(await store.readReportedFindings(runId)).toMatchObject([
      {
        detector: 'span-limits@1',
        category: 'truncated',
        message: expect.stringContaining('spans (limit 2)'),
      },
    ]);
    expect(changed).toEqual([runId, runId]);
  });

  it('lets a span that cannot be stored cost itself alone', async () => {
    const store = failingStore(openMemoryStore(), ({ spans = [] }) =>
      spans.some(({ spanId }) => spanId === hex(2))
        ? new TraceError('record-invalid', { message: 'the span cannot be stored' })
        : undefined,
    );
    const answer = await send(start(store), [ROOT, MODEL, TOOL]);
    expect(answer).toMatchObject({
      rejected: 1,
      messages: ['span 0000000000000002 ("chat m"): the span cannot be stored'],
    });
    const [run] = (await store.queryRuns({})).items;
    expect((await store.readSpans(run?.runId ?? fail())).map(({ spanId }) => spanId)).toEqual([
      hex(1),
      hex(3),
    ]);
  });

  it('acknowledges nothing that the store refused, says why, and recovers', async () => {
    let isFull = true;
    const store = failingStore(openMemoryStore(), () =>
      isFull ? new TraceError('store-failed', { message: 'no space left on device' }) : undefined,
    );
    const live = start(store);
    await expect(send(live, [ROOT])).rejects.toMatchObject({ code: 'store-failed' });
    expect(live.health().failure?.message).toContain('no space left');
    isFull = false;
    await send(live, [ROOT]);
    expect(live.health().failure).toBeUndefined();
    expect((await store.info()).counts.spans).toBe(1);
  });

  it('makes a record exact later when there was no room for it at first', async () => {
    let nowMs = START;
    let isFull = false;
    const errors: unknown[] = [];
    // Only spans go through while it is full: what is written behind them is a record alone.
    const store = failingStore(openMemoryStore(), ({ spans = [] }) =>
      isFull && spans.length === 0 ? new TraceError('store-failed', { message: 'no room' }) : undefined,
    );
    const live = start(store, { now: () => nowMs, onError: (error) => errors.push(error) });
    await send(live, [MODEL]);
    await live.idle();
    isFull = true;
    // Sent again: it is counted twice until the record is made exact.
    await send(live, [MODEL]);
    await live.idle();
    expect(errors).toMatchObject([{ code: 'store-failed' }]);
    expect((await store.queryRuns({})).items[0]?.stats.spans).toBe(2);
    expect(live.health().pendingRuns).toBe(1);
    isFull = false;
    nowMs += 60_000;
    await expect.poll(async () => (await store.queryRuns({})).items[0]?.stats.spans).toBe(1);
    expect(live.health().pendingRuns).toBe(0);
  });

  it('acknowledges from memory when asked to, within the queue', async () => {
    const store = openMemoryStore();
    const budget = createByteBudget(1_000);
    const live = start(store, { durability: 'memory', budget });
    await send(live, [ROOT]);
    // Still held, so that the receiver refuses the next request.
    expect(budget.tryTake(900)).toBe(false);
    await live.idle();
    expect((await store.info()).counts.spans).toBe(1);
    await expect.poll(() => budget.takenBytes).toBe(0);
  });

  it('tells what it refuses of a request that was acknowledged from memory', async () => {
    const errors: unknown[] = [];
    const live = start(openMemoryStore(), {
      durability: 'memory',
      maxSpansPerRun: 1,
      onError: (error) => errors.push(error),
    });
    expect(await send(live, [ROOT, MODEL, TOOL])).toEqual({ rejected: 0, messages: [] });
    await live.idle();
    expect(live.health().refusedAfterAcknowledge).toBe(2);
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'record-invalid',
        summary: expect.stringMatching(/^2 acknowledged .* span 0{15}2 \("chat m"\): run .*; and 1 more$/),
      }),
    ]);
  });

  it('tries again what was acknowledged from memory and could not be stored', async () => {
    let isFull = true;
    const store = failingStore(openMemoryStore(), () =>
      isFull ? new TraceError('store-failed', { message: 'no space left on device' }) : undefined,
    );
    const live = start(store, { durability: 'memory', onError: () => undefined });
    await send(live, [ROOT]);
    await expect.poll(() => live.health().failure?.message).toContain('no space left');
    await expect(send(live, [MODEL])).rejects.toMatchObject({ code: 'store-failed' });
    isFull = false;
    await expect.poll(async () => (await store.info()).counts.spans, { timeout: 10_000 }).toBe(1);
    await send(live, [MODEL]);
  });

  it('ends with the same runs whatever the order, the grouping and the repeats', async () => {
    const spans: readonly SpanSketch[] = [
      ROOT,
      MODEL,
      TOOL,
      { ...MODEL, id: 4, startMs: 40 },
      { ...ROOT, id: 5, trace: OTHER_TRACE, attributes: { ...ROOT.attributes, 'session.id': 's' } },
      { ...MODEL, id: 6, parent: 5, trace: OTHER_TRACE },
      { ...TOOL, id: 7, parent: 5, trace: OTHER_TRACE },
    ];
    const expected = await outcomeOf([spans]);
    expect(expected.runs).toHaveLength(2);
    const orders = fc
      .tuple(
        fc.shuffledSubarray([...spans.keys()], { minLength: spans.length }),
        fc.array(fc.nat(spans.length - 1), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 3 }), {
          minLength: spans.length * 2,
          maxLength: spans.length * 2,
        }),
      )
      .map(([order, repeats, sizes]) => toGroups([...order, ...repeats], sizes, spans));
    await fc.assert(
      fc.asyncProperty(orders, async (groups) => {
        expect(await outcomeOf(groups)).toEqual(expected);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

function toGroups(
  order: readonly number[],
  sizes: readonly number[],
  spans: readonly SpanSketch[],
): SpanSketch[][] {
  const groups: SpanSketch[][] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= order.length) break;
    groups.push(order.slice(at, at + size).flatMap((index) => spans[index] ?? []));
    at += size;
  }
  return groups;
}

async function outcomeOf(
  groups: readonly (readonly SpanSketch[])[],
): Promise<{ runs: unknown[]; spans: Span[] }> {
  const store = openMemoryStore();
  const live = start(store, { now: () => START });
  await Promise.all(groups.map((group) => send(live, group)));
  await live.idle();
  const { items } = await store.queryRuns({ orderBy: { field: 'run' } });
  const spans: Span[] = [];
  for (const { runId } of items) spans.push(...(await store.readSpans(runId)));
  return { runs: items.map((run) => ({ ...run, traceIds: run.traceIds.toSorted() })), spans };
}

/** @param failWith asked before every write */
function failingStore(
  store: SpanStore,
  failWith: (batch: Parameters<SpanStore['write']>[0]) => TraceError | undefined,
): SpanStore {
  return new Proxy(store, {
    get(target, name: keyof SpanStore) {
      if (name === 'write')
        return async (batch: Parameters<SpanStore['write']>[0]) => {
          const error = failWith(batch);
          if (error !== undefined) throw error;
          return target.write(batch);
        };
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function fail(): never {
  throw new Error('nothing there');
}
