/** What is wrapped stays what it is: private fields, frozen objects, members that are set. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tracewright, type Tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../test-support/collector.ts';

let collector: Collector;
let tw: Tracewright;
beforeEach(async () => {
  collector = await startCollector();
  tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
});
afterEach(() => collector[Symbol.asyncDispose]());

async function names(): Promise<string[]> {
  await tw.shutdown();
  return (await collector.read()).spans.map(({ name }) => name);
}

/** A schema that is a function, as some validators have it. */
const SCHEMA = Object.assign(() => true, { '~standard': { vendor: 'v' } });

class Counter {
  readonly schema = SCHEMA;
  readonly name = 'counter';
  #count = 0;
  get count(): number {
    return this.#count;
  }
  set count(value: number) {
    this.#count = value;
  }
  helper(): number {
    return (this.#count += 1);
  }
  execute(): number {
    return this.helper();
  }
  invoke(): number {
    return this.helper();
  }
  callTool(): number {
    return this.helper();
  }
}

it.each([
  ['tools', () => tw.tools([new Counter()])[0], 'execute'],
  ['agent', () => tw.agent(new Counter()), 'invoke'],
  ['mcp', () => tw.mcp(new Counter()), 'callTool'],
] as const)('an object with private fields, by %s', async (_by, wrap, method) => {
  const view = wrap();
  expect(view?.helper()).toBe(1);
  if (view !== undefined) view.count = 5;
  expect([view?.[method](), view?.count]).toEqual([6, 6]);
  expect([view?.schema(), view?.schema['~standard'].vendor]).toEqual([true, 'v']);
  expect([view instanceof Counter, view?.constructor]).toEqual([true, Counter]);
  expect(await names()).toHaveLength(1);
});

it('an object that is frozen, or whose method cannot be changed', async () => {
  const plain = { name: 'plain', execute: () => 1, generate: () => 2, callTool: () => 3 };
  const locked = Object.defineProperty({ name: 'locked' }, 'execute', { value: () => 4 }) as typeof plain;
  const frozen = Object.freeze(plain);
  const model = Object.freeze({
    provider: 'p',
    modelId: 'm',
    doGenerate: async () => ({ content: [] }),
    doStream: async () => ({}),
  });
  const [first, second] = tw.tools([frozen, locked]);
  expect([
    first?.execute(),
    second?.execute(),
    tw.agent(frozen).generate(),
    tw.mcp(frozen).callTool(),
  ]).toEqual([1, 4, 2, 3]);
  expect(await tw.model(model).doGenerate()).toEqual({ content: [] });
  expect(Object.keys({ ...first })).toEqual(['name', 'execute', 'generate', 'callTool']);
  expect(() => {
    (first as { name: string }).name = 'other';
  }).toThrow(TypeError);
  expect(await names()).toEqual([
    'execute_tool plain',
    'execute_tool locked',
    'invoke_agent plain',
    'tools/call',
    'chat m',
  ]);
});

it('a client of openai that is frozen', () => {
  const completions = Object.freeze({ create: () => 'answer' });
  const client = Object.freeze({ chat: Object.freeze({ completions }) });
  expect(tw.openai(client).chat.completions.create()).toBe('answer');
});

it('a function with members of its own', async () => {
  const search = (query: string, _limit: number): string => query;
  search.schema = { type: 'object' };
  const wrapped = tw.wrap(search);
  const tools = tw.tools({ search });
  for (const one of [wrapped, tools.search, tw.agent(search)]) {
    expect(one('a', 1)).toBe('a');
    expect([one.schema, one.name, one.length]).toEqual([search.schema, 'search', 2]);
  }
  expect(await names()).toEqual(['search', 'execute_tool search', 'invoke_agent search']);
});
