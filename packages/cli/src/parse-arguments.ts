import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TraceError } from '@tracewright/core';
import type { CommandContext } from './command-context.ts';
import { COMMON_OPTIONS, type CommandSpec } from './command-table.ts';
import type { Io } from './io.ts';

const DEFAULT_STORE = '.tracewright/traces.duckdb';

/** @throws TraceError `usage-invalid` */
export function parseArguments(
  command: CommandSpec,
  args: readonly string[],
  io: Io,
): CommandContext & { readonly wantsHelp: boolean } {
  const { values, positionals } = parse(command, args);
  const [min, max] = command.positionals;
  const wantsHelp = values['help'] === true;
  if (!wantsHelp && (positionals.length < min || positionals.length > max)) {
    const expected =
      max === 0 ? 'no argument' : min === max ? `${min} argument${min === 1 ? '' : 's'}` : `at least ${min}`;
    throw usageError(command, `${command.name} takes ${expected}, got ${positionals.length}`);
  }
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const db = text('db') ?? io.env['TRACEWRIGHT_DB'] ?? DEFAULT_STORE;
  if (db === '') throw usageError(command, 'the path of the store is empty');
  return {
    io,
    positionals,
    text,
    flag: (option) => values[option] === true,
    isJson: values['json'] === true,
    db: resolve(io.cwd, db),
    project: text('project'),
    wantsHelp,
  };
}

function parse(
  command: CommandSpec,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, { type }]) => [name, { type }]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(command, error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error));
  }
}

export function usageError(command: CommandSpec | undefined, message: string): TraceError {
  return new TraceError('usage-invalid', {
    message,
    fix: command === undefined ? 'tracewright --help' : `tracewright help ${command.name}`,
  });
}
