/** Refusals of the operating system, such as no room and no right, in the words of this product. */
import { TraceError } from './errors.ts';

/** What can be done about each. Others, such as a bad descriptor, are mistakes of ours. */
const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space on that disk, and repeat',
  EDQUOT: 'free some of the space that this user may take, and repeat',
  EROFS: 'choose a place that can be written, or mount it for writing',
  EACCES: 'give this user the right to it, or choose another place',
  EPERM: 'give this user the right to it, or choose another place',
  ENOTDIR: 'choose another place: a part of this path is a file',
  EEXIST: 'choose another place: there is a file of this name',
  ENOENT: 'make the folder, or choose another place',
  EIO: 'look at the disk: it fails to read or write',
  EMFILE: 'let this process open more files (ulimit -n)',
};

/** A write, unlike the opening before it, is refused without a path; no mistake of ours fills a disk. */
const OF_WRITES: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** @returns undefined for what is no refusal of the system to a file */
export function toSystemFailure(error: unknown): TraceError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const { code, message } = error;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const fix = FIXES[code];
  if (fix === undefined || (path === undefined && !OF_WRITES.includes(code))) return undefined;
  return new TraceError('store-failed', {
    where: path,
    // Node ends with the path, which stands before already.
    message: path === undefined ? message : message.replace(` '${path}'`, ''),
    fix,
    cause: error,
  });
}
