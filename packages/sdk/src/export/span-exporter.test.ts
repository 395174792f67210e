/** Collectors that are slow, full, broken or gone. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SdkProblem, tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../../test-support/collector.ts';

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector[Symbol.asyncDispose]());

const options = () => ({ endpoint: collector.url, env: {}, flushOnExit: false, batchDelayMs: 5 });

it.each([429, 502, 503, 504])('tries again after %i, not before Retry-After', async (status) => {
  const times: number[] = [];
  collector.answer = (_request, response) => {
    times.push(performance.now());
    if (times.length === 1) response.writeHead(status, { 'retry-after': '1' }).end();
    else response.end('{}');
  };
  const tw = tracewright(options());
  tw.wrap(() => 1, 'f')();
  while (tw.stats().exported === 0) await delay(20);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(995);
  expect(tw.stats()).toMatchObject({ exported: 1, dropped: 0, waiting: 0, problems: {} });
  await tw.shutdown();
});

it('gives up at once where trying again is not allowed, and tells it once', async () => {
  collector.answer = (_request, response) => response.writeHead(400).end('{"message":"no"}');
  const problems: SdkProblem[] = [];
  const tw = tracewright({ ...options(), onError: (problem) => problems.push(problem) });
  for (let round = 0; round < 3; round += 1) {
    tw.wrap(() => 1, 'f')();
    await tw.flush();
  }
  expect(tw.stats()).toMatchObject({ exported: 0, dropped: 3, problems: { 'export-refused': 3 } });
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    [
      'export-refused',
      `1 spans were not delivered to ${collector.url}/v1/traces: status 400 {"message":"no"}`,
    ],
  ]);
  await tw.shutdown();
  // The number of spans lost is told with the next that arrive.
  collector.answer = (_request, response) => void response.end('{}');
});

it('counts what a partial success refuses', async () => {
  collector.answer = (_request, response) =>
    void response.end(
      JSON.stringify({ partialSuccess: { rejectedSpans: '1', errorMessage: 'span 1: bad' } }),
    );
  const tw = tracewright(options());
  tw.wrap(() => 1, 'f')();
  tw.wrap(() => 1, 'g')();
  await tw.flush();
  expect(tw.stats()).toMatchObject({ exported: 1, dropped: 1, problems: { 'export-refused': 1 } });
  await tw.shutdown();
});

it('keeps 100,000 spans for a slow collector within bounds, the newest of them, and says how many were lost', async () => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  collector.answer = (_request, response) => void gate.then(() => response.end('{}'));
  const tw = tracewright({
    ...options(),
    maxQueueSpans: 1_000,
    maxQueueBytes: 4_000_000,
    maxTextLength: 10_000,
  });
  const record = tw.wrap((index: number, text: string) => text.length + index, { name: 'step', as: 'tool' });
  const text = 'x'.repeat(5_000);
  let highest = 0;
  let mostWaiting = 0;
  for (let index = 0; index < 100_000; index += 1) {
    record(index, text);
    if (index % 10_000 === 0) {
      await delay(0);
      globalThis.gc?.();
      highest = Math.max(highest, process.memoryUsage().heapUsed);
      mostWaiting = Math.max(mostWaiting, tw.stats().waiting);
    }
  }
  expect(mostWaiting).toBeLessThanOrEqual(1_000 + 512);
  const { dropped, waiting, exported } = tw.stats();
  expect(dropped + waiting + exported).toBe(100_000);
  expect(tw.stats().problems['queue-full']).toBeGreaterThan(0);
  // Without bounds this is 560 MB of text.
  expect(highest).toBeLessThan(300_000_000);
  release();
  await tw.shutdown();
  expect(tw.stats()).toMatchObject({ waiting: 0, dropped });
  const { spans } = await collector.read();
  expect(JSON.stringify(spans.at(-1)?.tool?.arguments)).toContain('99999');
  const told = [
    ...collector.bodies.join('').matchAll(/"tracewright.dropped_spans","value":\{"intValue":"(\d+)"/g),
  ];
  expect(told.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(dropped);
});

it('takes nothing more after shutdown, and loses nothing silently', async () => {
  const tw = tracewright(options());
  await tw.shutdown();
  tw.wrap(() => 1, 'late')();
  await tw.flush();
  expect(tw.stats()).toMatchObject({ exported: 0, dropped: 1, waiting: 0 });
});

it('survives a collector that is not there', async () => {
  const tw = tracewright({ ...options(), endpoint: 'http://127.0.0.1:1' });
  expect(await tw.run({ task: 't' }, async () => 7)).toBe(7);
  await tw.shutdown(200);
  expect(tw.stats()).toMatchObject({ exported: 0, dropped: 1, waiting: 0 });
});

it('puts what is large into several requests', async () => {
  const tw = tracewright({ ...options(), batchDelayMs: 1_000 });
  const record = tw.wrap((text: string) => text.length, 'step');
  for (let index = 0; index < 20; index += 1) record(`${index} `.repeat(16_000).slice(0, 60_000));
  for (let index = 0; index < 2_000; index += 1) record('small');
  await tw.shutdown();
  expect(tw.stats().exported).toBe(2_020);
  expect(collector.bodies.length).toBeGreaterThanOrEqual(4);
  expect(Math.max(...collector.bodies.map((body) => body.length))).toBeLessThan(5 * 1024 * 1024);
});
