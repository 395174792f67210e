/** What `doctor` looks at. Each check is told in one line, with what to do when it is not ok. */
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isTraceError } from '@tracewright/core';
import { findServer } from '../backend/find-server.ts';
import { formatBytes, formatCount, plural } from '../text/quantities.ts';

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  readonly fix: string;
  /** The figures behind the message, for scripts. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

const OLDEST_NODE = [20, 19] as const;

/** @param version as `process.version` */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNewEnough) return { name: 'node', status: 'ok', message: version, fix: '' };
  return {
    name: 'node',
    status: 'failed',
    message: `${version} is older than ${OLDEST_NODE.join('.')}`,
    fix: 'install a newer Node.js',
  };
}

export async function checkStore(db: string, signal: AbortSignal, key?: string): Promise<Check> {
  const name = 'store';
  const server = await findServer(db, { signal, key });
  if (server !== undefined) {
    const { store } = await server.client.health();
    const message = `${db}: open in the server at ${server.url} (process ${server.pid}); ${describeCounts(store)}`;
    return {
      name,
      status: 'ok',
      message,
      fix: '',
      details: { ...store, path: db, state: 'served', owner: server.pid, url: server.url },
    };
  }
  const isThere = await stat(db).then(
    () => true,
    () => false,
  );
  if (!isThere)
    return {
      name,
      status: 'ok',
      message: `${db}: not there yet, the first import makes it`,
      fix: '',
      details: { path: db, state: 'absent' },
    };
  try {
    const { openStore } = await import('@tracewright/store');
    await using store = await openStore({ path: db, readOnly: true });
    const info = await store.info();
    const message = `${db}: ${describeCounts({ ...info.counts, sizeBytes: info.sizeBytes })}; ${info.engine} ${info.engineVersion}, schema ${info.schemaVersion}`;
    const details = {
      path: db,
      state: 'closed',
      owner: null,
      engine: info.engine,
      engineVersion: info.engineVersion,
      schemaVersion: info.schemaVersion,
      sizeBytes: info.sizeBytes,
      ...info.counts,
    };
    return { name, status: 'ok', message, fix: '', details };
  } catch (error) {
    if (!isTraceError(error)) throw error;
    const isBusy = error.code === 'store-locked';
    return {
      name,
      status: isBusy ? 'warning' : 'failed',
      message: error.message,
      fix: error.fix ?? '',
      details: { path: db, state: error.code },
    };
  }
}

function describeCounts(counts: {
  readonly runs: number;
  readonly spans: number;
  readonly sizeBytes: number;
}): string {
  return `${plural(counts.runs, 'run')}, ${plural(counts.spans, 'span')}, ${formatBytes(counts.sizeBytes)}`;
}

/** Below this an import may fill the disk. */
const LITTLE_DISK_BYTES = 1_000_000_000;

export async function checkDisk(db: string): Promise<Check> {
  const name = 'disk';
  let folder = dirname(db);
  for (;;) {
    const space = await statfs(folder).catch(() => undefined);
    if (space !== undefined) {
      const freeBytes = space.bavail * space.bsize;
      const isLittle = freeBytes < LITTLE_DISK_BYTES;
      return {
        name,
        status: isLittle ? 'warning' : 'ok',
        message: `${formatBytes(freeBytes)} free at ${folder}`,
        fix: isLittle ? 'make room, or put the store elsewhere with --db PATH' : '',
        details: { freeBytes },
      };
    }
    if (folder === dirname(folder))
      return {
        name,
        status: 'warning',
        message: `cannot be measured at ${db}`,
        fix: 'check the path of the store',
      };
    folder = dirname(folder);
  }
}

/** Whether a language model is set up. No key is told, and nobody is asked. */
export async function checkModel(env: Readonly<Record<string, string | undefined>>): Promise<Check> {
  const { createModelAccess } = await import('@tracewright/server');
  const described = createModelAccess(env).describe();
  const name = 'model';
  if ('model' in described)
    return {
      name,
      status: 'ok',
      message: `${described.model} may be asked, when you say so`,
      fix: '',
      details: { model: described.model },
    };
  const isMeant = (env['TRACEWRIGHT_MODEL'] ?? '') !== '';
  return {
    name,
    status: isMeant ? 'warning' : 'ok',
    message: isMeant ? 'the model that is named cannot be asked' : 'none is set up; none is needed',
    fix: isMeant ? described.fix : '',
    details: { model: null },
  };
}

export async function checkWeb(): Promise<Check> {
  const { isWebBuilt } = await import('@tracewright/server');
  if (isWebBuilt()) return { name: 'page', status: 'ok', message: 'built', fix: '' };
  return {
    name: 'page',
    status: 'warning',
    message: 'the page is not built: `tracewright serve` serves the API only',
    fix: 'npm run build',
  };
}

export async function describeLimits(): Promise<
  readonly { readonly name: string; readonly value: string }[]
> {
  const { LIMITS } = await import('@tracewright/server');
  return [
    {
      name: 'bytes decompressed per file',
      value: `${LIMITS.compressionRatio} times the compressed ones, beyond ${formatBytes(LIMITS.freeDecompressedBytes)}`,
    },
    { name: 'members of an archive', value: formatCount(LIMITS.archiveMembers) },
    { name: 'archives inside archives', value: `${LIMITS.archiveDepth} deep` },
    { name: 'files dropped on the page at once', value: formatBytes(LIMITS.formBytes) },
    { name: 'problems listed by an import', value: formatCount(LIMITS.listedProblems) },
  ];
}
