/**
 * The adapters of a store: `adapters/NAME.json` beside it, one file an adapter, to be read, edited and kept in version
 * control. They are read anew for every import, so that an edit counts at once.
 */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTraceError, type Problem, type SpanStore, TraceError } from '@tracewright/core';
import { type ImportAdapter, readAdapter, signAdapter } from '@tracewright/importers';
import { besideStore } from '../opinion/beside-store.ts';

export interface StoredAdapters {
  readonly folder: string | undefined;
  readonly adapters: readonly ImportAdapter[];
  /** Files that are no valid adapters: they cost themselves alone. */
  readonly problems: readonly Problem[];
}

const MAX_BYTES = 4 * 1024 * 1024;

/** Undefined for a store in memory; a project has its own: adapters name the files they were induced from. */
export async function findAdapterFolder(store: SpanStore): Promise<string | undefined> {
  const { path } = await store.info();
  return path === undefined || path === '' ? undefined : adapterFolderOf(path);
}

export function adapterFolderOf(dbPath: string): string {
  return besideStore(dbPath, 'adapters');
}

export async function readAdapterFolder(folder: string | undefined): Promise<StoredAdapters> {
  if (folder === undefined) return { folder, adapters: [], problems: [] };
  const names = await readdir(folder).catch(() => []);
  const adapters: ImportAdapter[] = [];
  const problems: Problem[] = [];
  for (const name of names.filter((file) => file.endsWith('.json')).toSorted()) {
    const path = join(folder, name);
    try {
      adapters.push(await readAdapterFile(path));
    } catch (error) {
      if (!isTraceError(error)) throw error;
      problems.push({
        path,
        code: error.code,
        where: error.where ?? '',
        message: error.summary,
        fix: error.fix ?? '',
      });
    }
  }
  return { folder, adapters, problems };
}

/** @throws TraceError `file-unreadable`, `json-invalid`, `request-invalid` */
export async function readAdapterFile(path: string): Promise<ImportAdapter> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new TraceError('file-unreadable', {
      where: path,
      message: 'the adapter cannot be read',
      fix: 'check the path and its permissions',
      cause,
    });
  }
  if (text.length > MAX_BYTES)
    throw new TraceError('limit-exceeded', {
      where: path,
      message: `the adapter is larger than ${MAX_BYTES / 1024 / 1024} MiB`,
      fix: 'induce it anew from fewer files',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TraceError('json-invalid', {
      where: path,
      message: `the adapter is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'correct the file, or delete it and induce the adapter anew',
      cause,
    });
  }
  return readAdapter(value, path);
}

/** Written whole or not at all, with the hash of its body: an edit shows. */
export async function writeAdapter(folder: string, adapter: ImportAdapter): Promise<string> {
  const path = join(folder, `${adapter.name}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.part`, `${JSON.stringify(signAdapter(adapter), null, 2)}\n`);
  await rename(`${path}.part`, path);
  return path;
}
