import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@tracewright/core';
import { projectOfPath } from '@tracewright/server/project-paths';
import { readServerInfo } from '@tracewright/server/server-info';
import { createHttpFetch } from './http-fetch.ts';

/** A local server answers at once or is stuck. */
const HEALTH_TIMEOUT_MS = 3000;

export interface FoundServer {
  readonly url: string;
  readonly pid: number;
  /** Asks about the project of the store. */
  readonly client: Client;
}

export interface FindServerOptions {
  readonly signal: AbortSignal;
  /** A key, for a server that wants one of this machine too. */
  readonly key?: string | undefined;
  /** The project beside this store that the client asks about. */
  readonly project?: string | undefined;
}

/** The server that has this store open, if a note beside the store, or beside the one whose project it is, is true. */
export async function findServer(db: string, options: FindServerOptions): Promise<FoundServer | undefined> {
  const own = await probe(db, db, options.project, options);
  const place = own === undefined ? projectOfPath(db) : undefined;
  if (place === undefined) return own;
  for (const store of await storesWithNotes(place.dataFolder)) {
    const found = await probe(db, store, place.project, options);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param noted the store that the note stands beside; the server must have `db` open under it */
async function probe(
  db: string,
  noted: string,
  project: string | undefined,
  { signal, key }: FindServerOptions,
): Promise<FoundServer | undefined> {
  const info = await readServerInfo(noted);
  if (info === undefined || !/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(info.url))
    return undefined;
  const asked = noted === db ? undefined : project;
  const health = createClient({
    baseUrl: info.url,
    fetch: createHttpFetch(signal, HEALTH_TIMEOUT_MS),
    project: asked,
    key,
  });
  try {
    const { store } = await health.health();
    if (store.path === null || (await realpath(store.path)) !== (await realpath(db))) return undefined;
  } catch {
    // A note left behind by a server that was killed.
    return undefined;
  }
  const client = createClient({ baseUrl: info.url, fetch: createHttpFetch(signal), project, key });
  return { ...info, client };
}

async function storesWithNotes(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith('.server.json'))
    .map((file) => join(folder, file.slice(0, -'.server.json'.length)));
}
