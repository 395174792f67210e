import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { runStdioProxy } from './stdio-proxy.ts';

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
    session: { fromClient: () => undefined, fromServer: () => undefined, close: () => (closed += 1) },
    signal: new AbortController().signal,
  });
  expect([code, texts.join(''), closed]).toEqual([4, 'last words', 1]);
}, 6_000);
