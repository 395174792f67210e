/**
 * Whether the log beside a store begins as the engine begins one. The engine takes a log that does not for one that a crash cut off
 * before anything stood in it: it opens the file without, says nothing, and removes the log at the next checkpoint.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { TraceError } from '@tracewright/core';
import { DAMAGED_LOG } from './errors.ts';

/** Seven bits a byte, the last without the eighth. */
const NUMBER = String.raw`[\x80-\xff]*[\0-\x7f]`;
/**
 * The first entry, which alone has no checksum: its members by their ids, each in two bytes. 100 is its type, 98; 101 the log's version;
 * 102 the sixteen bytes that name the file, 103 how often the file had been written, which files of older versions lack.
 */
const HEADER = new RegExp(`^d\\0be\\0${NUMBER}(?:f\\0\\x10(?:${NUMBER}){16}g\\0${NUMBER})?\\xff\\xff`);
const HEADER_BYTES = 256;
/** A shorter log holds no commit: the header alone takes some forty bytes. */
const LEAST_BYTES = 64;
const CHUNK_BYTES = 1024 * 1024;

/**
 * @param path of the store file
 * @throws TraceError `store-corrupt`
 */
export function assertLogBegins(path: string): void {
  const logPath = `${path}.wal`;
  const file = openIfThere(logPath);
  if (file === undefined) return;
  try {
    const head = Buffer.alloc(HEADER_BYTES);
    const length = readSync(file, head, 0, HEADER_BYTES, 0);
    if (length < LEAST_BYTES || HEADER.test(head.toString('latin1')) || isBlank(file)) return;
  } finally {
    closeSync(file);
  }
  throw new TraceError('store-corrupt', { ...DAMAGED_LOG, where: path });
}

/** Who has the store open may move the log into the file at any moment. */
function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Empty or zeros, as a power failure may leave a log that was never flushed: nothing in it was acknowledged. */
function isBlank(file: number): boolean {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; ;) {
    const length = readSync(file, chunk, 0, CHUNK_BYTES, at);
    if (length === 0) return true;
    if (chunk.subarray(0, length).some((byte) => byte !== 0)) return false;
    at += length;
  }
}
