/**
 * The `tracewright` command as a process: what it writes, when, and how it ends. From source; the built one, which starts in a third
 * of the time, where TRACEWRIGHT_BUILT says that it is of this source, as `npm test` does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CLI = join(import.meta.dirname, '..', '..', 'packages', 'cli');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = pathToFileURL(join(CLI, 'src', 'main.ts')).href;
/** As bin/tracewright.js does with the built program. */
const PROGRAM = `import(${JSON.stringify(MAIN)}).then(({ runFromProcess }) => runFromProcess())`;
const COMMAND: readonly string[] =
  process.env['TRACEWRIGHT_BUILT'] === undefined
    ? ['--conditions=@tracewright/source', '--import', TSX, '-e', PROGRAM, 'tracewright']
    : [join(CLI, 'bin', 'tracewright.js')];

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  /** Resolves when standard output matches, with the match; rejects when the process ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startCli(args: readonly string[], { cwd, env = {} }: CliOptions): Running {
  const { TRACEWRIGHT_DB: _store, ...inherited } = process.env;
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const watch of watchers) watch();
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        const match = pattern.exec(stdout);
        if (match === null) return;
        watchers.delete(watch);
        resolve(match);
      };
      watchers.add(watch);
      watch();
      void ended.then((end) => reject(new Error(`ended before ${String(pattern)}: ${JSON.stringify(end)}`)));
    });
  return { process: child, until, ended };
}

export function runCli(args: readonly string[], options: CliOptions): Promise<Ended> {
  return startCli(args, options).ended;
}
