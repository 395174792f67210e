/** Whatever a function of the host gives back, the host gets it as it is, and the span ends. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SdkProblem, tracewright, type Tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../../test-support/collector.ts';

let collector: Collector;
let tw: Tracewright;
let problems: SdkProblem[];
beforeEach(async () => {
  problems = [];
  collector = await startCollector();
  tw = tracewright({
    endpoint: collector.url,
    env: {},
    flushOnExit: false,
    onError: (problem) => problems.push(problem),
  });
});
afterEach(() => collector[Symbol.asyncDispose]());

async function ended(): Promise<[name: string, status: string, output: string][]> {
  await tw.shutdown();
  const { spans } = await collector.read();
  return spans.map(({ name, status, output }) => [name, status, JSON.stringify(output)]);
}

const HOSTILE = {
  get next(): never {
    throw new Error('next is broken');
  },
};

it('that cannot be looked at, returned or promised', async () => {
  expect(tw.wrap(() => HOSTILE, 'sync')()).toBe(HOSTILE);
  expect(await tw.wrap(async () => HOSTILE, 'async')()).toBe(HOSTILE);
  expect((await ended()).map(([name, status]) => [name, status])).toEqual([
    ['sync', 'unset'],
    ['async', 'unset'],
  ]);
  expect(problems.map(({ code }) => code)).toEqual(['hook-failed']);
});

it('an error that cannot be looked at', async () => {
  const error = new Proxy({}, { get: (): never => expect.unreachable() });
  const fail = tw.wrap(() => {
    // oxlint-disable-next-line typescript/only-throw-error -- as hosts do
    throw error;
  }, 'fail');
  let thrown: unknown;
  try {
    fail();
  } catch (caught) {
    thrown = caught;
  }
  expect(Object.is(thrown, error)).toBe(true);
  expect((await ended()).map(([name, status]) => [name, status])).toEqual([['fail', 'error']]);
  expect(problems).toEqual([]);
});

class Numbered extends ReadableStream<string> {
  readonly id = 7;
}

it.each([
  [
    'someone else reads',
    () => {
      const stream = new ReadableStream<string>();
      stream.getReader();
      return stream;
    },
  ],
  ['has a class of its own', () => new Numbered()],
  ['gives bytes into a buffer', () => new ReadableStream({ type: 'bytes' })],
])('a stream that %s', async (_what, create) => {
  const stream = create();
  expect(tw.wrap(() => stream, 'sync')()).toBe(stream);
  expect(await tw.wrap(async () => stream, 'async')()).toBe(stream);
  expect(await ended()).toEqual([
    ['sync', 'unset', '[]'],
    ['async', 'unset', '[]'],
  ]);
  expect(problems).toEqual([]);
});

it('an iterator that is frozen', async () => {
  const steps = [{ done: false, value: 'one' }];
  const iterator = Object.freeze({
    next: () => steps.shift() ?? { done: true, value: undefined },
    [Symbol.iterator]() {
      return this;
    },
  });
  expect([...tw.wrap(() => iterator, 'frozen')()]).toEqual(['one']);
  expect(await ended()).toEqual([['frozen', 'unset', expect.stringContaining('"one"')]]);
});
