/**
 * The file of keys beside the store: hashes only, for the owner's eyes, replaced as a whole. The command line writes it and
 * the server reads it; when a key was last used stands in a file of its own that only the server writes, so that neither
 * undoes what the other wrote.
 */
import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TraceError } from '@tracewright/core';
import { z } from 'zod';
import { type KeyRecord, SCOPES } from './key.ts';
import { ALL_PROJECTS } from './key.ts';
import { isProjectName } from './project-name.ts';

const VERSION = 1;
/** A change takes milliseconds: a file of one that is older was left by a process that died. */
const STALE_MS = 10_000;
const RETRY_MS = 20;
const MAX_WAIT_MS = 15_000;

const recordSchema: z.ZodType<KeyRecord> = z.object({
  id: z.string().min(1),
  name: z.string(),
  project: z.string().refine((name) => name === ALL_PROJECTS || isProjectName(name)),
  scopes: z.array(z.enum(SCOPES)),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.iso.datetime(),
  expires: z.iso.datetime().exactOptional(),
});
const fileSchema = z.object({ version: z.literal(VERSION), keys: z.array(recordSchema) });

/** `keys.json` in the store's folder. */
export function keyFilePath(dbPath: string): string {
  return join(dirname(dbPath), 'keys.json');
}

/**
 * The keys; none when there is no file.
 *
 * @throws TraceError `store-failed` for a file that cannot be read: whoever asks then lets nobody in
 */
export function readKeyFile(path: string): readonly KeyRecord[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw unreadable(path, error instanceof Error ? error.message : String(error), error);
  }
  try {
    return fileSchema.parse(JSON.parse(text)).keys;
  } catch (error) {
    throw unreadable(path, 'it is damaged or of another version', error);
  }
}

function unreadable(path: string, why: string, cause: unknown): TraceError {
  return new TraceError('store-failed', {
    where: path,
    message: `the file of keys cannot be read: ${why}`,
    fix: 'restore it from a copy, or remove it and make new keys: tracewright keys create',
    cause,
  });
}

/** Changes the file as one step; of two processes that change it at once one waits. */
export async function changeKeyFile(
  path: string,
  change: (keys: readonly KeyRecord[]) => readonly KeyRecord[],
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.next`;
  const handle = await openExclusively(next);
  try {
    const keys = change(readKeyFile(path));
    await handle.writeFile(`${JSON.stringify({ version: VERSION, keys }, null, 2)}\n`);
    await handle.sync();
    await handle.close();
    await rename(next, path);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(next, { force: true });
    throw error;
  }
}

/** The new version is the lock on the old one. */
async function openExclusively(path: string): ReturnType<typeof open> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return await open(path, 'wx', 0o600);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || waitedMs > MAX_WAIT_MS) throw error;
    }
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(path, { force: true });
    else await sleep(RETRY_MS);
  }
}

function usedPath(path: string): string {
  return path.replace(/\.json$/, '.used.json');
}

/** When keys were last used, to the hour, by id; empty when nobody knows. */
export async function readLastUsed(path: string): Promise<ReadonlyMap<string, string>> {
  try {
    const used = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(usedPath(path), 'utf8')));
    return new Map(Object.entries(used));
  } catch {
    return new Map();
  }
}

export async function writeLastUsed(path: string, used: ReadonlyMap<string, string>): Promise<void> {
  const next = `${usedPath(path)}.next`;
  await writeFile(next, `${JSON.stringify(Object.fromEntries(used))}\n`, { mode: 0o600 });
  await rename(next, usedPath(path));
}
