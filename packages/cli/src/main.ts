/** The `tracewright` command: finds the command, parses, runs, and turns failures into exit codes. */
import { COMMANDS } from './command-table.ts';
import { formatCommandHelp, formatHelp } from './help.ts';
import type { Io } from './io.ts';
import { parseArguments, usageError } from './parse-arguments.ts';
import { createProcessIo } from './process-io.ts';
import { reportError } from './report-error.ts';

/** @returns the exit code */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    // The reader went away (`tracewright runs | head`): nobody is left to tell.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0;
    return reportError(io, error, ownArguments(args).includes('--json'));
  }
}

/** `tracewright --db PATH runs` means `tracewright runs --db PATH`: options of every command may stand before it. */
function commandFirst(args: readonly string[]): readonly string[] {
  let at = 0;
  for (
    let argument = args[at];
    argument === '--json' || argument?.startsWith('--db') === true;
    argument = args[at]
  )
    at += argument === '--db' ? 2 : 1;
  const command = args[at];
  return command === undefined ? args : [command, ...args.slice(0, at), ...args.slice(at + 1)];
}

/** What stands after `--` is somebody else's. */
function ownArguments(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = commandFirst(args);
  if (name === '--version' || name === 'version') {
    const { readVersion } = await import('./version.ts');
    await io.write(`${readVersion()}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    await io.write(formatHelp());
    return name === undefined ? 2 : 0;
  }
  const wanted = name === 'help' ? rest[0] : name;
  const command = COMMANDS.find((candidate) => candidate.name === wanted);
  if (command === undefined)
    throw usageError(
      undefined,
      `there is no command "${wanted?.slice(0, 40) ?? ''}"; the commands are ${COMMANDS.map((known) => known.name).join(', ')}`,
    );
  if (name === 'help' || ownArguments(rest).includes('-h')) {
    await io.write(formatCommandHelp(command));
    return 0;
  }
  const context = parseArguments(command, rest, io);
  if (context.wantsHelp) {
    await io.write(formatCommandHelp(command));
    return 0;
  }
  const { run } = await command.load();
  return run(context);
}

/** Runs with the process's arguments and sets its exit code. A second SIGINT ends it at once. */
export async function runFromProcess(): Promise<void> {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A failed write reports through its callback; without a listener it would end the process with a trace.
  process.stdout.on('error', () => undefined);
  process.exitCode = await main(process.argv.slice(2), createProcessIo(stop.signal));
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
}
