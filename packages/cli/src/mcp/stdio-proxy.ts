/**
 * Stands between an MCP client and a server that it starts: bytes pass as they are and at once, a copy is read. Standard
 * error is the server's own. When the client closes its side the server is told so and may end by itself.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { TraceError } from '@tracewright/core';
import type { McpSession } from '@tracewright/sdk';
import { createLineTap } from './line-tap.ts';
import { type StartableCommand, toWindowsCommand } from './windows-command.ts';

/** Nothing more comes of a server that has ended and was silent for so long: whoever it left behind with its output may keep that for good. */
const LAST_WORDS_MS = 1_000;

export interface StdioProxy {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input: Readable;
  readonly output: Writable;
  readonly session: McpSession;
  /** Ends the server. */
  readonly signal: AbortSignal;
}

/**
 * @returns the server's exit code, 128 and the number of the signal where one ended it
 * @throws TraceError `file-unreadable` when the command cannot be started, `usage-invalid` where Windows could not be given an
 *   argument safely
 */
export async function runStdioProxy(proxy: StdioProxy): Promise<number> {
  const { command, cwd, input, output, session, signal } = proxy;
  const started = toStartable(proxy);
  const server = spawn(started.command, started.args, {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsVerbatimArguments: started.windowsVerbatimArguments === true,
  });
  const onAbort = (): void => void server.kill('SIGTERM');
  signal.addEventListener('abort', onAbort, { once: true });

  // The copy is read after the bytes went on: `pipe` listens first.
  input.pipe(server.stdin);
  server.stdout.pipe(output, { end: false });
  const fromClient = createLineTap(session.fromClient);
  const fromServer = createLineTap(session.fromServer);
  input.on('data', fromClient.push);
  server.stdout.on('data', fromServer.push);
  // A server that has ended takes no more: its exit code says why.
  server.stdin.on('error', () => undefined);
  output.on('error', () => server.kill('SIGTERM'));

  try {
    return await new Promise<number>((resolve, reject) => {
      server.on('error', (cause) =>
        reject(
          new TraceError('file-unreadable', {
            where: command,
            message: `the server cannot be started: ${cause.message}`,
            fix: 'check the command after --',
            cause,
          }),
        ),
      );
      let lastWords: NodeJS.Timeout | undefined;
      server.on('exit', () => {
        let isHeard = false;
        server.stdout.on('data', () => (isHeard = true));
        lastWords = setInterval(() => {
          // A client that reads slowly gets all of it.
          if (!isHeard && !output.writableNeedDrain) server.stdout.destroy();
          isHeard = false;
        }, LAST_WORDS_MS);
      });
      server.on('close', (code, name) => {
        clearInterval(lastWords);
        fromServer.end();
        resolve(code ?? 128 + (name === null ? 0 : constants.signals[name]));
      });
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    input.unpipe(server.stdin);
    input.off('data', fromClient.push);
    input.pause();
    session.close();
  }
}

function toStartable({ command, args, cwd }: StdioProxy): StartableCommand {
  if (process.platform !== 'win32') return { command, args };
  return toWindowsCommand(command, args, { cwd, env: process.env, isFile: existsSync });
}
