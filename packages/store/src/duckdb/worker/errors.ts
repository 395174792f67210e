import { isTraceError, toSystemFailure, type TraceErrorCode } from '@tracewright/core';
import type { ErrorData } from '../protocol.ts';

interface Kind {
  readonly pattern: RegExp;
  readonly code: TraceErrorCode;
  readonly message: string;
  readonly fix: string;
}

const LOCKED = /could not set lock|conflicting lock/i;

export function isLockConflict(error: unknown): boolean {
  return error instanceof Error && LOCKED.test(error.message);
}

export const DAMAGED_LOG = {
  message: 'the log beside the store file is damaged',
  fix: 'move the .wal away and keep it: the file opens without what the log held, which is what came last; or choose another file with --db',
} as const;

/**
 * DuckDB says what went wrong only in words; these are the ones of 1.5, pinned by tests that provoke them. What keeps a good log from
 * being replayed, such as a full disk, stands before what a damaged one says.
 */
const KINDS: readonly Kind[] = [
  {
    pattern: LOCKED,
    code: 'store-locked',
    message: 'another process has the store open',
    fix: 'ask the running server (`tracewright serve` answers the command line too), or stop it and try again',
  },
  {
    pattern:
      /with version number \d+, but we can only read|newer version of duckdb|more recent version of duckdb/i,
    code: 'store-version',
    message: 'the file was written by a newer DuckDB',
    fix: 'update Tracewright, or choose another file with --db',
  },
  {
    pattern: /no space left|disk.*full/i,
    code: 'store-failed',
    message: 'the disk is full',
    fix: 'free some space and repeat: what was acknowledged is kept',
  },
  {
    pattern: /permission denied|read-only file system/i,
    code: 'store-failed',
    message: 'the store file cannot be opened with the rights of this user',
    fix: 'change its permissions, or choose another file with --db',
  },
  {
    pattern: /out of memory/i,
    code: 'store-failed',
    message: 'the query needs more memory than the store may use',
    fix: 'narrow it with a filter, or ask for fewer groups',
  },
  {
    pattern: /replaying wal|corrupt wal/i,
    code: 'store-corrupt',
    ...DAMAGED_LOG,
  },
  {
    pattern:
      /not a valid duckdb database|corrupt|checksum|serialization error|failed to deserialize|could not read enough bytes/i,
    code: 'store-corrupt',
    message: 'the store file is damaged or is no DuckDB file',
    fix: 'move it (and the .wal beside it) away and import again, or choose another file with --db',
  },
];

/** Any failure inside the worker, as data for the main thread. */
export function toErrorData(error: unknown, path: string): ErrorData {
  const known = isTraceError(error) ? error : toSystemFailure(error);
  if (known !== undefined) {
    const { code, summary: message, where, fix } = known;
    return {
      code,
      message,
      ...(where === undefined ? {} : { where }),
      ...(fix === undefined ? {} : { fix }),
    };
  }
  const text = error instanceof Error ? error.message : String(error);
  const kind = KINDS.find(({ pattern }) => pattern.test(text));
  if (kind === undefined) return { code: 'store-failed', message: text, where: path };
  return { code: kind.code, message: `${kind.message} (${text})`, where: path, fix: kind.fix };
}
