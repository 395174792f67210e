/**
 * Serves a data folder: the page and the API, OTLP over HTTP on the same port and over gRPC on another.
 *
 *     const server = await startServer({ store, port: 4318 });
 *     server.url; await server.close();
 */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { isTraceError, type RetentionPolicy, type SpanStore, TraceError } from '@tracewright/core';
import {
  createLimiter,
  DEFAULT_TRACE_SPANS,
  type Masker,
  type PriceTable,
  type SpanLimits,
} from '@tracewright/importers';
import { openStore } from '@tracewright/store';
import { createAccess, type RateLimits } from './access/access.ts';
import { assertMayListen } from './access/assert-may-listen.ts';
import { createKeyAdmin } from './access/key-admin.ts';
import { keyFilePath } from './access/key-file.ts';
import { NO_KEYS, openKeyRing } from './access/key-ring.ts';
import { DEFAULT_PROJECT } from './access/project-name.ts';
import { createProjects } from './access/projects.ts';
import { createForeground } from './foreground.ts';
import { createApp } from './http/app.ts';
import { findWebFolder, loadStaticFiles } from './http/static-files.ts';
import { createByteBudget } from './live/byte-budget.ts';
import { createChangeFeeds } from './live/change-feed.ts';
import { createExportSinks } from './live/export-sinks.ts';
import { createIntake } from './live/intake.ts';
import type { Durability } from './live/live-ingest.ts';
import { createNotKept } from './live/not-kept.ts';
import type { ModelAccess } from './opinion/model-access.ts';
import type { GrpcReceiver } from './otlp/grpc-receiver.ts';
import { createOtlpHandler } from './otlp/http-receiver.ts';
import { openProjectHost, type ProjectHost } from './project-host.ts';
import { isUnlimited, policyOf, readRetentionPolicies, retentionFilePath } from './retention/policy.ts';
import { startRetentionJob } from './retention/retention-job.ts';
import { readServerInfo, removeServerInfo, toLocalUrl, writeServerInfo } from './server-info.ts';

export interface ServerOptions {
  /**
   * Of the default project, and borrowed: the caller closes it after the server. Or the file it lies in, which the server
   * opens itself: where that fails, requests are answered 503 and the file is tried again. Other projects are files beside it.
   */
  readonly store: SpanStore | { readonly path: string };
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Of OTLP over gRPC; no gRPC when absent. */
  readonly grpcPort?: number | undefined;
  /** Goes on without gRPC when its port is taken. */
  readonly isGrpcOptional?: boolean;
  /** `disk` when absent. */
  readonly durability?: Durability;
  /** Takes secrets out of whatever comes in; nothing is masked when absent. */
  readonly masker?: Masker | undefined;
  /** Prices of models, before the bundled ones. */
  readonly prices?: PriceTable | undefined;
  /** Who may be asked for a second opinion; nobody when absent. */
  readonly models?: ModelAccess | undefined;
  readonly spanLimits?: Partial<SpanLimits>;
  readonly maxSpansPerRun?: number;
  /** Of one export request after decompression. */
  readonly maxExportBytes?: number | undefined;
  /** Of all export requests that are not stored yet. */
  readonly queueBytes?: number | undefined;
  /** How long runs are kept, where retention.json beside the store says nothing else. */
  readonly retention?: RetentionPolicy;
  readonly rateLimits?: Partial<RateLimits>;
  /** Programs of this machine need a key, too: for a server behind a proxy. */
  readonly requireKey?: boolean;
  /** The built page; that of @tracewright/web when absent. */
  readonly webFolder?: string;
  /** Told of failures that no request is answered with. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  /** Of OTLP over gRPC, when it is served. */
  readonly grpcPort: number | undefined;
  /** Resolves when everything accepted is stored, every run's record exact, and no run waits for its diagnosis. */
  idle(): Promise<void>;
  /** Stops taking requests, cancels imports and diagnoses, stores what was accepted, and waits until all have stopped. */
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4318;
export const DEFAULT_GRPC_PORT = 4317;
/** Twice the largest request; decoded, a byte of OTLP takes several of memory. */
const QUEUE_BYTES: number = 128 * 1024 * 1024;
/** Open connections are cut this long after closing began. */
const CLOSE_GRACE_MS = 2000;

/**
 * @throws TraceError `usage-invalid` for an address that other machines reach while there is no key, `network-failed` when a
 *   port is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, port = DEFAULT_PORT, host = '127.0.0.1', onError = () => undefined } = options;
  const given = 'path' in store ? undefined : store;
  const { path: dbPath, readOnly } = 'path' in store ? { ...store, readOnly: false } : await store.info();
  const keys = dbPath === undefined ? NO_KEYS : openKeyRing({ path: keyFilePath(dbPath), onError });
  assertMayListen(host, keys.keys().length, options.requireKey);
  const access = createAccess({
    keys,
    ...(options.requireKey === undefined ? {} : { requireKey: options.requireKey }),
    ...(options.rateLimits === undefined ? {} : { limits: options.rateLimits }),
  });
  const budget = createByteBudget(options.queueBytes ?? QUEUE_BYTES);
  const notKept = createNotKept();
  const intake = createIntake({
    limiter: createLimiter(options.spanLimits),
    masker: options.masker,
    prices: options.prices,
  });
  const retentionOf = async (project: string): Promise<RetentionPolicy> => {
    const { retention = {} } = options;
    if (dbPath === undefined) return retention;
    const policies = await readRetentionPolicies(retentionFilePath(dbPath));
    return policyOf({ ...policies, every: isUnlimited(retention) ? policies.every : retention }, project);
  };
  const feeds = createChangeFeeds();
  const foreground = createForeground();
  const openHost = (projectStore: SpanStore, project: string): Promise<ProjectHost> =>
    openProjectHost(projectStore, {
      intake,
      changes: feeds.of(project),
      foreground,
      retentionPolicy: () => retentionOf(project),
      masker: options.masker,
      prices: options.prices,
      models: options.models,
      budget,
      notKept,
      durability: options.durability ?? 'disk',
      maxSpansPerRun: options.maxSpansPerRun ?? DEFAULT_TRACE_SPANS,
      onError,
    });
  const projects = createProjects<ProjectHost>({
    dbPath,
    open: async (path, project) => {
      if (project === DEFAULT_PROJECT && given !== undefined) return openHost(given, project);
      const own = await openStore({ path, readOnly });
      return closingStore(await openHost(own, project), own);
    },
    onError,
  });
  // Opened now, so that runs without a diagnosis get one though nobody asks for them.
  const opening = projects.use(DEFAULT_PROJECT, () => undefined);
  await (given === undefined ? opening.catch(onError) : opening);

  const resolveSink = createExportSinks({ access, projects, budget, notKept });
  const limits = options.maxExportBytes === undefined ? {} : { maxBytes: options.maxExportBytes };
  const takeExport = createOtlpHandler({ resolveSink, onError, ...limits });
  const app = createApp({
    access,
    useProject: (project, work, given) => foreground.during(() => projects.use(project, work, given)),
    projects,
    keys: createKeyAdmin(dbPath === undefined ? undefined : keyFilePath(dbPath)),
    staticFiles: loadStaticFiles(options.webFolder ?? findWebFolder()),
    onError,
  });
  const answer = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    if (!takeExport(request, response)) void answer(request, response);
  });
  let url: string;
  let grpc: GrpcReceiver | undefined;
  try {
    const address = await listen(server, port, host);
    url = `http://${host.includes(':') ? `[${host}]` : host}:${address}`;
    if (options.grpcPort !== undefined) {
      // Every command loads this file; few serve.
      const { startGrpcReceiver } = await import('./otlp/grpc-receiver.ts');
      const receiver = { host, port: options.grpcPort, resolveSink, onError, ...limits };
      grpc = await startGrpcReceiver(receiver).catch((error: unknown) => {
        if (options.isGrpcOptional !== true || !isTraceError(error)) throw error;
        return undefined;
      });
    }
    if (dbPath !== undefined)
      await writeServerInfo(dbPath, { url: toLocalUrl(host, address), pid: process.pid }).catch(onError);
  } catch (error) {
    await Promise.all([stopListening(server), grpc?.close()]);
    await projects.close();
    throw error;
  }

  const retention = readOnly
    ? undefined
    : startRetentionJob({
        listProjects: async () => {
          const policies = await Promise.all(
            (await projects.list()).map(async ({ name }) => ({ name, policy: await retentionOf(name) })),
          );
          return policies.filter(({ policy }) => !isUnlimited(policy)).map(({ name }) => name);
        },
        apply: (project, signal) => projects.use(project, ({ service }) => service.runRetention({}, signal)),
        onError,
      });
  void retention?.runNow();

  return {
    url,
    grpcPort: grpc?.port,
    async idle() {
      // One that cannot be opened has nothing under way.
      for (const { name } of await projects.list())
        await projects.use(name, (opened) => opened.idle()).catch(onError);
    },
    async close() {
      const stopped = stopListening(server);
      feeds.close();
      await Promise.all([stopped, grpc?.close(), retention?.stop()]);
      await projects.close();
      await access.close();
      if (dbPath !== undefined && (await readServerInfo(dbPath))?.pid === process.pid)
        await removeServerInfo(dbPath).catch(onError);
    },
  };
}

function closingStore(host: ProjectHost, store: SpanStore): ProjectHost {
  return {
    ...host,
    async close() {
      await host.close();
      await store.close();
    },
  };
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
