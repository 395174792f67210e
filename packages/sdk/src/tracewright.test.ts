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
  const branchInput = new Map(spans.map((span) => [span.spanId, JSON.stringify(span.input)]));
  for (const one of leaves) {
    const name = /"content":"(\w)\d"/.exec(JSON.stringify(one.input))?.[1];
    expect(branchInput.get(one.parentSpanId ?? one.spanId)).toContain(`"content":"${name}"`);
  }
  expect(runs).toHaveLength(1);
  expect(new Set(spans.map((span) => span.attributes['gen_ai.conversation.id']))).toEqual(new Set(['s']));
});
