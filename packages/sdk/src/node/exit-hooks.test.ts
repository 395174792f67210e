/** Real processes that end in every way there is: what they recorded arrives, and they end as they would have. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Collector, startCollector } from '../../test-support/collector.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector[Symbol.asyncDispose]());

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  readonly ms: number;
}

/** @param body after `tw` was made and one span recorded */
async function runProgram(
  body: string,
  endpoint: string = collector.url,
  options: string = '',
): Promise<End> {
  const program = `
    import { tracewright } from '@tracewright/sdk';
    const tw = tracewright({ endpoint: ${JSON.stringify(endpoint)}, env: {}, batchDelayMs: 60_000, ${options} });
    tw.wrap(() => 1, 'done')();
    ${body}`;
  const child = spawn(
    process.execPath,
    ['--conditions=@tracewright/source', '--import', 'tsx', '--input-type=module', '-e', program],
    {
      cwd: ROOT,
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let start = 0;
  child.stdout.on('data', () => {
    start = performance.now();
    if (body.includes('/* signalled */')) child.kill('SIGTERM');
  });
  // The exit code and the signal, as the event gives them.
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stderr, ms: performance.now() - start };
}

async function names(): Promise<string[]> {
  const { spans, problems } = await collector.read();
  expect(problems).toEqual([]);
  // What was under way when the process ended is sent once more: spans are told apart by their ids.
  return [...new Map(spans.map((span) => [span.spanId, span])).values()]
    .map(({ name, attributes }) => (attributes['tracewright.incomplete'] === true ? `${name}, cut` : name))
    .toSorted();
}

const OPEN = `void tw.run({ task: 'open' }, () => new Promise(() => undefined));`;

it('that has nothing left to do', async () => {
  expect(await runProgram('')).toMatchObject({ code: 0, stderr: '' });
  expect(await names()).toEqual(['done']);
});

it('by process.exit, with a run still open', async () => {
  expect(await runProgram(`${OPEN} process.exit(3);`)).toMatchObject({ code: 3, stderr: '' });
  expect(await names()).toEqual(['done', 'run open, cut']);
});

it.each([
  ['an uncaught exception', `setTimeout(() => { throw new Error('boom'); });`],
  [
    'an unhandled rejection of a recorded function',
    `void tw.wrap(async () => { throw new Error('boom'); }, 'rejected')();`,
  ],
])('by %s', async (what, body) => {
  const end = await runProgram(body);
  expect(end.code).toBe(1);
  expect(end.stderr).toContain('Error: boom');
  expect(await names()).toEqual(what.includes('rejection') ? ['done', 'rejected'] : ['done']);
});

it.each([
  ['nobody listens', '', { code: null, signal: 'SIGTERM' }],
  [
    'the host listens',
    `process.on('SIGTERM', () => setTimeout(() => process.exit(9), 50));`,
    { code: 9, signal: null },
  ],
])('by SIGTERM where %s', async (_who, listener, ending) => {
  const end = await runProgram(
    `${listener} ${OPEN} setInterval(() => undefined, 1000); console.log('up'); /* signalled */`,
  );
  expect(end).toMatchObject({ ...ending, stderr: '' });
  expect(await names()).toEqual(['done', 'run open, cut']);
});

it.each([
  ['is not there', 'http://127.0.0.1:1', 4_000],
  ['never answers', undefined, 4_000],
])('in time, when the collector %s', async (_what, endpoint, limitMs) => {
  collector.answer = () => undefined;
  const options = 'exitTimeoutMs: 500, timeoutMs: 1000';
  for (const body of ['', 'process.exit(0);']) {
    const end = await runProgram(`console.log('up'); ${body}`, endpoint, options);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.ms).toBeLessThan(limitMs);
  }
});

it.each([
  ['has nothing left to do', '', '1 spans'],
  ['exits', 'process.exit(0);', '1 requests'],
  ['shuts down', 'await tw.shutdown(300);', '1 spans'],
])('and tells that spans were lost when it %s and no collector is there', async (_how, body, what) => {
  const options = 'exitTimeoutMs: 500, onError: ({ code, message }) => console.error(code, message)';
  const { code, stderr } = await runProgram(body, 'http://127.0.0.1:1', options);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    new RegExp(`^export-failed ${what} were not delivered to http://127.0.0.1:1/v1/traces .*\\n$`),
  );
});

it('and tells nothing when all arrived', async () => {
  const options = 'onError: ({ code }) => console.error(code)';
  for (const body of ['', 'process.exit(0);', 'await tw.shutdown();'])
    expect(await runProgram(body, collector.url, options)).toMatchObject({ code: 0, stderr: '' });
});

it('by process.exit in the time of one, with many recorders whose collector never answers', async () => {
  collector.answer = () => undefined;
  const many = `for (let index = 0; index < 6; index += 1)
    tracewright({ endpoint: ${JSON.stringify(collector.url)}, env: {}, exitTimeoutMs: 1000 }).wrap(() => 1, 'more')();`;
  const end = await runProgram(
    `${many} console.log('up'); process.exit(0);`,
    collector.url,
    'exitTimeoutMs: 1000',
  );
  expect(end).toMatchObject({ code: 0, stderr: '' });
  expect(end.ms).toBeLessThan(4_000);
});

it('by SIGTERM with many recorders, none of which takes another for the host', async () => {
  const many = `for (let index = 0; index < 20; index += 1)
    tracewright({ endpoint: ${JSON.stringify(collector.url)}, env: {}, batchDelayMs: 60_000 }).wrap(() => 1, 'more')();`;
  const end = await runProgram(
    `${many} setInterval(() => undefined, 1000); console.log('up'); /* signalled */`,
  );
  expect(end).toMatchObject({ code: null, signal: 'SIGTERM', stderr: '' });
  expect(await names()).toEqual(['done', ...Array.from({ length: 20 }, () => 'more')]);
});

it.each([
  ['signal-exit', `import { onExit } from 'signal-exit'; onExit(() => console.error('seen'));`, 'seen\n'],
  [
    'another copy of the SDK',
    `import { installExitHooks } from './packages/sdk/src/node/exit-hooks.ts?copy';
    installExitHooks({ exitTimeoutMs: 500, waiting: () => 0, flush: async () => undefined, takeBodies: () => [] });`,
    '',
  ],
])('by SIGTERM beside %s, which leaves the end to others', async (_who, listener, stderr) => {
  const end = await runProgram(
    `${listener} ${OPEN} setInterval(() => undefined, 1000); console.log('up'); /* signalled */
    setTimeout(() => process.exit(5), 4_000);`,
  );
  expect(end).toMatchObject({ code: null, signal: 'SIGTERM', stderr });
  expect(await names()).toEqual(['done', 'run open, cut']);
});

it('delivers by the disposal of `await using`', async () => {
  expect(
    await runProgram(`await tw[Symbol.asyncDispose](); process.exitCode = 40 + tw.stats().exported;`),
  ).toMatchObject({ code: 41 });
  expect(await names()).toEqual(['done']);
});
