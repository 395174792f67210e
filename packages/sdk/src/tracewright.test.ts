/** Recording functions, end to end: over a real socket and through the importer. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../test-support/collector.ts';

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector[Symbol.asyncDispose]());

const options = () => ({ endpoint: collector.url, env: {}, flushOnExit: false });

it('records a function with two lines', async () => {
  const tw = tracewright(options());
  const add = tw.wrap(async (a: number, b: number) => a + b, { name: 'add', as: 'tool' });
  expect(await add(1, 2)).toBe(3);
  await tw.shutdown();
  const { spans, problems } = await collector.read();
  expect(problems).toEqual([]);
  expect(spans).toHaveLength(1);
  expect(spans[0]).toMatchObject({
    name: 'execute_tool add',
    operation: 'tool',
    status: 'unset',
    tool: { name: 'add', arguments: [1, 2], result: '3' },
  });
  expect(tw.stats()).toEqual({ exported: 1, dropped: 0, waiting: 0, problems: {} });
});

it('tells what is open when it is shut down: calls under way, streams that nobody reads on', async () => {
  const tw = tracewright(options());
  const count = tw.wrap(async function* () {
    yield 1;
    yield 2;
  }, 'count');
  let release = (): void => undefined;
  const run = tw.run({ task: 'long' }, async () => {
    await count().next();
    await new Promise<void>((resolve) => (release = resolve));
  });
  await delay(20);
  await tw.shutdown();
  release();
  await run;
  const { spans, path } = await collector.read();
  expect(spans.map((span) => [path(span), span.status, span.attributes['tracewright.incomplete']])).toEqual([
    ['run long', 'error', true],
    ['run long > count', 'error', true],
  ]);
  expect(tw.stats()).toEqual({ exported: 2, dropped: 0, waiting: 0, problems: {} });
});

it('nests under Promise.all, each branch under its own', async () => {
  const tw = tracewright(options());
  const leaf = tw.wrap(async (name: string) => delay(5, name), 'leaf');
  const branch = tw.wrap(
    async (name: string) => {
      await delay(Math.random() * 5);
      return (await Promise.all([leaf(`${name}1`), leaf(`${name}2`)])).join();
    },
    { name: 'branch', as: 'agent' },
  );
  await tw.run({ task: 'fan-out', session: 's', user: 'u' }, async () =>
    Promise.all(['a', 'b', 'c'].map((name) => branch(name))),
  );
  await tw.shutdown();
  const { spans, path, runs } = await collector.read();
  expect(spans).toHaveLength(10);
  const leaves = spans.filter((span) => span.name === 'leaf');
  expect(new Set(leaves.map(path))).toEqual(new Set(['run fan-out > invoke_agent branch > leaf']));
  // A function of an agent is no agent, though it carries the agent's name.
  expect(new Set(leaves.map(({ operation, agent }) => `${operation} of ${agent}`))).toEqual(
    new Set(['other of branch']),
  );
  const branchInput = new Map(spans.map((span) => [span.spanId, JSON.stringify(span.input)]));
  for (const one of leaves) {
    const name = /"content":"(\w)\d"/.exec(JSON.stringify(one.input))?.[1];
    expect(branchInput.get(one.parentSpanId ?? one.spanId)).toContain(`"content":"${name}"`);
  }
  expect(runs).toHaveLength(1);
  expect(new Set(spans.map((span) => span.attributes['gen_ai.conversation.id']))).toEqual(new Set(['s']));
});

it('keeps two generators apart: each runs in its own span, and the consumer in neither', async () => {
  const tw = tracewright(options());
  const leaf = tw.wrap((name: string) => name, 'leaf');
  const count = tw.wrap(async function* (name: string) {
    for (let index = 0; index < 3; index += 1) {
      await delay(1);
      yield leaf(`${name}${index}`);
    }
    return 'end';
  }, 'count');
  const lines = tw.wrap(function* (name: string) {
    yield leaf(`${name}0`);
    yield leaf(`${name}1`);
  }, 'lines');
  const seen = await tw.run({ task: 'interleave' }, async () => {
    const [a, b, c] = [count('a'), count('b'), lines('c')];
    const got: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      got.push((await a.next()).value, (await b.next()).value);
      leaf('consumer');
      if (round < 2) got.push(c.next().value);
    }
    return [...got, [...c].length];
  });
  expect(seen).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'end', 'end', 0]);
  await tw.shutdown();
  const { spans, path } = await collector.read();
  const counts = new Map<string, number>();
  for (const span of spans) counts.set(path(span), (counts.get(path(span)) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    'run interleave': 1,
    'run interleave > count': 2,
    'run interleave > count > leaf': 6,
    'run interleave > leaf': 4,
    'run interleave > lines': 1,
    'run interleave > lines > leaf': 2,
  });
});

it('ends the span of a generator that is left early or fails, of a stream that is read, cancelled or fails', async () => {
  const tw = tracewright(options());
  const numbers = tw.wrap(async function* numbers() {
    yield 'one';
    yield 'two';
  });
  for await (const one of numbers()) if (one === 'one') break;
  const failing = tw.wrap(async function* failing() {
    yield 'one';
    throw new RangeError('no more');
  });
  await expect(drain(failing())).rejects.toThrow(RangeError);
  const stream = tw.wrap((fails: boolean) => {
    let index = 0;
    return new ReadableStream<string>({
      pull(controller) {
        index += 1;
        if (index < 3) controller.enqueue(`part ${index} `);
        else if (fails) controller.error(new TypeError('broken'));
        else controller.close();
      },
    });
  }, 'stream');
  expect(await drain(stream(false))).toEqual(['part 1 ', 'part 2 ']);
  await expect(drain(stream(true))).rejects.toThrow('broken');
  await stream(false).cancel('enough');
  expect(tw.stats().exported + tw.stats().waiting).toBe(5);
  await tw.shutdown();
  const { spans } = await collector.read();
  expect(spans.map(({ name, status, output }) => [name, status, JSON.stringify(output)])).toEqual([
    ['numbers', 'unset', expect.stringContaining('"one"')],
    ['failing', 'error', '[]'],
    ['stream', 'unset', expect.stringContaining('part 1 part 2 ')],
    ['stream', 'error', '[]'],
    ['stream', 'unset', '[]'],
  ]);
});

async function drain(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('gives the host its own errors, results, names and this', async () => {
  const tw = tracewright(options());
  const error = Object.assign(new Error('mine'), { code: 'E_MINE' });
  const thrown = tw.wrap((): never => {
    throw error;
  }, 'sync');
  expect(thrown).toThrow(error);
  await expect(tw.wrap(async () => Promise.reject(error), 'async')()).rejects.toBe(error);
  // eslint-disable-next-line typescript/only-throw-error -- hosts throw anything
  await expect(tw.wrap(async () => Promise.reject('text'), 'odd')()).rejects.toBe('text');
  const counter = {
    at: 1,
    next: tw.wrap(function next(this: { at: number }, by: number) {
      return (this.at += by);
    }),
  };
  expect([counter.next(2), counter.next.name, counter.next.length]).toEqual([3, 'next', 1]);
  class Lazy extends Promise<number> {
    calls = 0;
    override then: Promise<number>['then'] = (onValue, onError) => {
      this.calls += 1;
      return super.then(onValue, onError);
    };
    twice(): number {
      return this.calls * 2;
    }
  }
  const lazy = tw.wrap(() => new Lazy((resolve) => resolve(5)), 'lazy')();
  expect(lazy.twice()).toBe(0);
  expect(await lazy).toBe(5);
  expect(lazy.twice()).toBe(2);
  await tw.shutdown();
  const { spans } = await collector.read();
  expect(spans.map(({ name, status, statusMessage }) => [name, status, statusMessage ?? ''])).toEqual([
    ['sync', 'error', 'mine'],
    ['async', 'error', 'mine'],
    ['odd', 'error', 'text'],
    ['next', 'unset', ''],
    ['lazy', 'unset', ''],
  ]);
});

it('never disturbs the host, whatever its values, hooks and options do', async () => {
  const problems: string[] = [];
  const tw = tracewright({
    ...options(),
    redact: (text) => {
      if (text.includes('secret')) throw new Error('redact is broken');
      return text;
    },
    onError(problem) {
      problems.push(problem.code);
      throw new Error('onError is broken');
    },
  });
  const cyclic: Record<string, unknown> = { big: 2n ** 70n, bytes: new Uint8Array(9), when: new Date(0) };
  cyclic['self'] = cyclic;
  const hostile = {
    get trap(): never {
      throw new Error('trap');
    },
  };
  const echo = tw.wrap((value: unknown) => value, { name: 'echo', as: 'tool' });
  for (const value of [
    cyclic,
    hostile,
    'a secret',
    Symbol('s'),
    () => 1,
    new Map([['k', 1]]),
    undefined,
    NaN,
  ])
    expect(echo(value)).toBe(value);
  expect(
    tw.run(
      {
        outcome: () => {
          throw new Error('outcome is broken');
        },
      },
      () => 3,
    ),
  ).toBe(3);
  await tw.shutdown();
  const { spans, problems: faults } = await collector.read();
  expect(faults).toEqual([]);
  expect(spans).toHaveLength(9);
  expect(spans[0]?.tool?.arguments).toEqual({
    big: '1180591620717411303424',
    bytes: '[9 bytes]',
    when: '1970-01-01T00:00:00.000Z',
    self: '[circular]',
  });
  expect(collector.bodies.join('')).not.toContain('a secret');
  expect(spans[2]?.tool?.arguments).toBe('[left out: redact failed]');
  expect(problems).toEqual(['hook-failed']);
});

it('tells runs apart, with their facts on the root', async () => {
  const tw = tracewright({ ...options(), serviceName: 'shop' });
  const step = tw.wrap(async (text: string) => text.toUpperCase(), { name: 'shout', as: 'tool' });
  await tw.run(
    { task: 'refund-7', taskText: 'Refund order 7', session: 'chat-1', user: 'ada', agent: 'clerk' },
    async (run) => {
      await step('one');
      run.outcome({ status: 'failure', score: 0.25, source: 'grader', details: { tests: 4 } });
    },
  );
  await tw.run(
    { task: 'refund-8', outcome: (text: string) => ({ status: text === 'TWO' ? 'success' : 'unknown' }) },
    async () => step('two'),
  );
  await tw.shutdown();
  const { spans, runs } = await collector.read();
  expect(runs).toHaveLength(2);
  expect(runs.find(({ task }) => task === 'refund-7')).toMatchObject({
    taskText: 'Refund order 7',
    session: 'chat-1',
    user: 'ada',
    agent: 'clerk',
    outcome: { status: 'failure', score: 0.25, source: 'grader', details: { tests: 4 } },
  });
  expect(runs.find(({ task }) => task === 'refund-8')?.outcome).toMatchObject({ status: 'success' });
  const clerk = spans.find(({ name }) => name === 'invoke_agent clerk');
  expect(clerk).toMatchObject({ operation: 'agent', agent: 'clerk' });
  const raw = collector.bodies.join('');
  for (const [key, value] of [
    ['tracewright.run.task', '"stringValue":"refund-7"'],
    ['tracewright.run.task_text', '"stringValue":"Refund order 7"'],
    ['tracewright.run.outcome.status', '"stringValue":"failure"'],
    ['tracewright.run.outcome.score', '"doubleValue":0.25'],
    ['tracewright.run.outcome.source', '"stringValue":"grader"'],
    ['tracewright.run.outcome.details', '"stringValue":"{\\"tests\\":4}"'],
    ['session.id', '"stringValue":"chat-1"'],
    ['user.id', '"stringValue":"ada"'],
    ['service.name', '"stringValue":"shop"'],
    ['tracewright.run.outcome.status', '"stringValue":"success"'],
  ])
    expect(raw).toContain(`{"key":"${key}","value":{${value}}}`);
  expect(spans.filter(({ name }) => name === 'execute_tool shout').map(({ agent }) => agent)).toEqual([
    'clerk',
    undefined,
  ]);
});

it('keeps content in the process when told to', async () => {
  const tw = tracewright({ ...options(), captureContent: false });
  const fail = tw.wrap(
    (secret: string): never => {
      throw new Error(`bad ${secret}`);
    },
    { name: 'fail', as: 'tool' },
  );
  expect(() => tw.run({ task: 't', taskText: 'a hidden text' }, () => fail('hidden'))).toThrow('bad hidden');
  await tw.shutdown();
  expect(collector.bodies.join('')).not.toContain('hidden');
  const { spans } = await collector.read();
  expect(spans.map(({ status }) => status)).toEqual(['error', 'error']);
});

it('redacts every text of content, and records nothing when disabled', async () => {
  const tw = tracewright({ ...options(), redact: (text) => text.replaceAll(/sk-\w+/g, '[key]') });
  const use = tw.wrap(
    (value: object): never => {
      throw new Error(`denied for sk-abc ${Object.keys(value).join()}`);
    },
    { name: 'use', as: 'tool' },
  );
  expect(() =>
    tw.run({ taskText: 'with sk-abc' }, () => use({ a: ['sk-abc', { b: 'x sk-abc y' }] })),
  ).toThrow('denied');
  await tw.shutdown();
  expect(collector.bodies.join('')).not.toContain('sk-abc');
  const { spans } = await collector.read();
  expect(spans.find(({ name }) => name === 'execute_tool use')?.tool?.arguments).toEqual({
    a: ['[key]', { b: 'x [key] y' }],
  });
  const off = tracewright({ ...options(), env: { OTEL_SDK_DISABLED: 'true' } });
  const fn = (): number => 1;
  expect(off.wrap(fn)).toBe(fn);
  expect(off.run({}, ({ traceparent }) => traceparent)).toBe('');
  await off.shutdown();
  expect(off.stats().exported).toBe(0);
});
