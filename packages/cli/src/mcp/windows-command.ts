/**
 * A command as Windows starts it. `npx` and its like are batch files there, which only cmd.exe runs: found as cmd.exe finds
 * them, and started by it with every argument in quotes. What quotes do not hold is refused, so that no argument becomes a
 * command. Other programs are left as they are.
 *
 * Source: learn.microsoft.com, "cmd"; nodejs.org/api/child_process, "Spawning .bat and .cmd files on Windows".
 */
import { win32 } from 'node:path';
import { TraceError } from '@tracewright/core';

export interface StartableCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Node is not to quote once more. */
  readonly windowsVerbatimArguments?: true;
}

export interface WindowsPlace {
  readonly cwd: string;
  /** As Node gives them on Windows, where case does not matter. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isFile: (path: string) => boolean;
}

/** @throws TraceError `usage-invalid` for an argument that a batch file cannot be given safely */
export function toWindowsCommand(
  command: string,
  args: readonly string[],
  place: WindowsPlace,
): StartableCommand {
  const file = findFile(command, place);
  if (file === undefined || !/\.(?:bat|cmd)$/i.test(file)) return { command, args };
  const line = [file, ...args].map(quote).join(' ');
  return {
    command: place.env['ComSpec'] ?? 'cmd.exe',
    // Without AutoRun and delayed expansion; /s takes the outermost quotes off and leaves the rest.
    args: ['/d', '/v:off', '/s', '/c', `"${line}"`],
    windowsVerbatimArguments: true,
  };
}

function findFile(command: string, { cwd, env, isFile }: WindowsPlace): string | undefined {
  const endings = (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '');
  const isNamed = endings.some((ending) => command.toLowerCase().endsWith(ending.toLowerCase()));
  const folders = /[\\/:]/.test(command)
    ? ['']
    : (env['PATH'] ?? '').split(';').filter((path) => path !== '');
  for (const folder of folders) {
    for (const ending of isNamed ? [''] : endings) {
      const path = win32.resolve(cwd, folder, command + ending);
      if (isFile(path)) return path;
    }
  }
  return undefined;
}

function quote(argument: string): string {
  if (/["%\r\n\0]/.test(argument)) {
    throw new TraceError('usage-invalid', {
      where: argument.slice(0, 60),
      message: 'a batch file of Windows cannot be given quotes, % or line breaks safely',
      fix: 'name the program itself: tracewright mcp -- node SCRIPT.js ...',
    });
  }
  // A backslash before the closing quote would take it away.
  return `"${argument.replace(/\\+$/, '$&$&')}"`;
}
