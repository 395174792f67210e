import { basename } from 'node:path';
import { TraceError } from '@tracewright/core';
import { tracewright } from '@tracewright/sdk';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { startHttpProxy } from '../mcp/http-proxy.ts';
import { runStdioProxy } from '../mcp/stdio-proxy.ts';
import { writeError } from '../report-error.ts';

/** A client gives a server that it ends two seconds before it kills it. */
const FLUSH_MS = 1_500;

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson, positionals } = context;
  const [command, ...args] = positionals;
  const target = context.text('url');
  if ((command === undefined) === (target === undefined))
    throw usage('give either a command after --, or --url, and not both');
  const recorder = tracewright({
    endpoint: context.text('endpoint'),
    serviceName: context.text('name') ?? (command === undefined ? 'mcp' : `mcp ${basename(command)}`),
    env: io.env,
    exitTimeoutMs: FLUSH_MS,
    // Standard output belongs to the conversation; the recording is told of on standard error.
    onError: ({ code, message, fix }) => writeError(io, { code, message, where: 'mcp', fix }, isJson),
  });
  try {
    if (command !== undefined) {
      const session = recorder.mcpSession({
        server: [command, ...args].join(' ').slice(0, 200),
        transport: 'pipe',
      });
      const { stdin: input, stdout: output } = process;
      return await runStdioProxy({ command, args, cwd: io.cwd, input, output, session, signal: io.signal });
    }
    const proxy = await startHttpProxy({
      target: parseUrl(target ?? ''),
      port: parsePort(context.text('port') ?? '0'),
      recorder,
    });
    if (isJson) await writeJson(io, { url: proxy.url, pid: process.pid });
    else await io.write(`Recording ${target}\n  connect to ${proxy.url}\n`);
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      else io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await proxy.close();
    return 0;
  } finally {
    await recorder.shutdown(FLUSH_MS);
  }
}

function parseUrl(text: string): URL {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return new URL(text);
  throw usage(`--url "${text.slice(0, 100)}" is not an http(s) address`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usage(`--port "${text.slice(0, 20)}" is not a port: one is a whole number from 0 to 65535`);
}

function usage(message: string): TraceError {
  return new TraceError('usage-invalid', { message, fix: 'tracewright help mcp' });
}
