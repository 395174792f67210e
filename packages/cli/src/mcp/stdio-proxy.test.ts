import { PassThrough, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { runStdioProxy } from './stdio-proxy.ts';

const SESSION = { fromClient: () => undefined, fromServer: () => undefined, close: () => undefined };

it('gives all that a server wrote before it ended to a client that reads slowly', async () => {
  let length = 0;
  const output = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      setTimeout(done, 700);
    },
  });
  const code = await runStdioProxy({
    command: process.execPath,
    args: ['-e', `process.stdout.write('x'.repeat(200_000), () => process.exit(0));`],
    cwd: process.cwd(),
    input: new PassThrough(),
    output,
    session: SESSION,
    signal: new AbortController().signal,
  });
  expect([code, length]).toEqual([0, 200_000]);
}, 10_000);

it('ends with its server, though a process that the server started keeps the output', async () => {
  const output = new PassThrough();
  const texts: string[] = [];
  output.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
  let closed = 0;
  const heir = `require('node:child_process').spawn('sleep', ['8'], { stdio: ['ignore', 'inherit', 'ignore'] }).unref();`;
  const code = await runStdioProxy({
    command: process.execPath,
    args: ['-e', `${heir} process.stdout.write('last words', () => process.exit(4));`],
    cwd: process.cwd(),
    input: new PassThrough(),
    output,
    session: { ...SESSION, close: () => (closed += 1) },
    signal: new AbortController().signal,
  });
  expect([code, texts.join(''), closed]).toEqual([4, 'last words', 1]);
}, 6_000);
