/**
 * Serves a store over HTTP on this machine.
 *
 *     const server = await startServer({ store, port: 4318 });
 *     server.url; await server.close();
 */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { isTraceError, type RunId, type SpanStore, TraceError } from '@tracewright/core';
import { createAccess } from './access/access.ts';
import { keyFilePath } from './access/key-file.ts';
import { NO_KEYS, openKeyRing } from './access/key-ring.ts';
import { createProjects } from './access/projects.ts';
import { createBackgroundDiagnosis } from './background-diagnosis.ts';
import { createApp } from './http/app.ts';
import { isLoopback } from './http/guards.ts';
import type { ServedProject } from './http/handlers.ts';
import { findWebFolder, loadStaticFiles } from './http/static-files.ts';
import { createSerialQueue } from './serial-queue.ts';
import { readServerInfo, removeServerInfo, writeServerInfo } from './server-info.ts';
import { createService, type Service } from './service/service.ts';

export interface ServerOptions {
  /** Borrowed: the caller closes it after the server. */
  readonly store: SpanStore;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The built page; that of @tracewright/web when absent. */
  readonly webFolder?: string;
  /** Told of failures that no request is answered with. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  /** Resolves when no run waits for its diagnosis. */
  idle(): Promise<void>;
  /** Stops taking requests, cancels imports and diagnoses, and waits until they have stopped. */
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4318;
/** Open connections are cut this long after closing began. */
const CLOSE_GRACE_MS = 2000;

/** @throws TraceError `usage-invalid` for an address that is not loopback, `network-failed` when the port is taken */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, port = DEFAULT_PORT, host = '127.0.0.1', onError = () => undefined } = options;
  assertLoopback(host);
  const info = await store.info();
  const service = createService(store, { isReadOnly: info.readOnly });
  const diagnosis = createBackgroundDiagnosis(store, onError);
  const closing = new AbortController();
  const enqueue = createSerialQueue();
  const diagnosed: Pick<Service, 'importPaths' | 'importFiles'> = {
    importPaths: (request, given) =>
      withDiagnosis((onRun) => service.importPaths(request, { ...given, onRun })),
    importFiles: (files, given, earlier) =>
      withDiagnosis((onRun) => service.importFiles(files, { ...given, onRun }, earlier)),
  };
  const withDiagnosis = async <T>(work: (onRun: (runId: RunId) => void) => Promise<T>): Promise<T> => {
    const runs: RunId[] = [];
    try {
      return await work((runId) => runs.push(runId));
    } finally {
      if (!info.readOnly) diagnosis.request(runs);
    }
  };

  const keys =
    info.path === undefined ? NO_KEYS : openKeyRing({ path: keyFilePath(info.path), onError });
  const access = createAccess({ keys });
  const served: ServedProject = {
    service: { ...service, ...diagnosed },
    runImport: (work, request) => enqueue(() => work({ signal: AbortSignal.any([request, closing.signal]) })),
  };
  const projects = createProjects({
    dbPath: undefined,
    open: async () => ({ ...served, close: async () => undefined }),
    onError,
  });
  const app = createApp({
    access,
    useProject: (project, work) => projects.use(project, work),
    listProjects: () => projects.list(),
    staticFiles: loadStaticFiles(options.webFolder ?? findWebFolder()),
    onError,
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const address = await listen(server, port, host);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address}`;
  if (info.path !== undefined) await writeServerInfo(info.path, { url, pid: process.pid });
  if (!info.readOnly) diagnosis.requestMissing();

  return {
    url,
    idle: () => diagnosis.idle(),
    async close() {
      closing.abort();
      const stopped = stopListening(server);
      await diagnosis.stop();
      await enqueue(async () => undefined);
      await stopped;
      await projects.close();
      await access.close();
      if (info.path !== undefined && (await readServerInfo(info.path))?.pid === process.pid)
        await removeServerInfo(info.path);
    },
  };
}

/** @throws TraceError `usage-invalid` for an address that other machines reach */
export function assertLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new TraceError('usage-invalid', {
    where: '--host',
    message: `${host} is not an address of this machine alone, and this server asks nobody for a key`,
    fix: 'serve on 127.0.0.1 and reach it from elsewhere through a tunnel, such as ssh -L 4318:127.0.0.1:4318 HOST',
  });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): TraceError {
  if (isTraceError(error)) return error;
  const isTaken = error.code === 'EADDRINUSE';
  return new TraceError('network-failed', {
    where: `${host}:${port}`,
    message: isTaken ? 'another program listens on this port' : `cannot listen: ${error.message}`,
    fix: isTaken
      ? `stop it, or take another port: tracewright serve --port ${port + 1}`
      : 'choose another port: tracewright serve --port 0 takes any free one',
    cause: error,
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
