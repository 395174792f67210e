import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type JsonValue, TraceError } from '@tracewright/core';
import type { CommandContext } from './command-context.ts';

/**
 * A file that an option names, relative to the current folder.
 *
 * @throws TraceError `usage-invalid` when it cannot be read or is not JSON
 */
export async function readJsonFile({ io }: Pick<CommandContext, 'io'>, path: string): Promise<JsonValue> {
  try {
    // What JSON.parse gives is JSON.
    return JSON.parse(await readFile(resolve(io.cwd, path), 'utf8')) as JsonValue;
  } catch (cause) {
    throw new TraceError('usage-invalid', {
      where: path,
      message: cause instanceof Error ? cause.message : String(cause),
      fix: 'name a file that holds JSON',
      cause,
    });
  }
}
