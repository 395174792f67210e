import { isTraceError, TraceError } from '@tracewright/core';
import { createService, isWebBuilt, startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { findServer } from '../backend/find-server.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { assertPathsExist } from '../logs/assert-paths-exist.ts';
import { reportError } from '../report-error.ts';
import { describeReport, importOnce } from './import-once.ts';
import { readServeOptions } from './serve-options.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson, positionals, db } = context;
  const options = await readServeOptions(context);
  await assertPathsExist(positionals, io.cwd);
  const other = await findServer(db, { signal: io.signal, key: io.env['TRACEWRIGHT_KEY'] });
  if (other !== undefined) {
    throw new TraceError('store-locked', {
      where: db,
      message: `a server has this store open already: ${other.url}, process ${other.pid}`,
      fix: `open ${other.url}, or stop that server first`,
    });
  }
  const store = await openStore({ path: db }).catch(asClosed);
  try {
    if (store === undefined) {
      const imported = positionals.length > 0 ? 'nothing was imported, ' : '';
      io.writeError(
        `The store cannot be opened: ${imported}requests are answered 503, /healthz says why, and it is tried again.\n`,
      );
    } else if (positionals.length > 0) {
      const service = createService(store, { masker: options.masker ?? 'off', prices: options.prices });
      const backend = {
        serverUrl: undefined,
        importPaths: (request: Parameters<typeof service.importPaths>[0], options?: object) =>
          service.importPaths(request, { ...options, signal: io.signal }),
      };
      const report = await importOnce(backend, { paths: positionals, cwd: io.cwd }, io);
      io.writeError(describeReport(report));
    }
    const server = await startServer({
      ...options,
      store: store ?? { path: db },
      onError: (error) => reportError(io, error, isJson),
    });
    const { url, grpcPort = null } = server;
    if (isJson) await writeJson(io, { url, grpcPort, pid: process.pid });
    else {
      await io.write(`Tracewright serves ${db}\n  ${url}\n  ${describeReceivers(url, grpcPort)}\n`);
      if (!isWebBuilt()) io.writeError('The page is not built, only the API is served: npm run build\n');
    }
    if (options.grpcPort !== undefined && grpcPort === null) {
      io.writeError(
        `Nothing is taken over gRPC: port ${options.grpcPort} is not free. --grpc-port 0 takes any free one, --no-grpc none\n`,
      );
    }
    await untilAborted(io.signal);
    if (io.showsProgress) io.writeError('\nstopping …\n');
    await server.close();
    return 0;
  } finally {
    await store?.close();
  }
}

/** A damaged file or one that cannot be written does not end a server that others send to: it says so instead. */
function asClosed(error: unknown): undefined {
  if (isTraceError(error) && (error.code === 'store-corrupt' || error.code === 'store-failed'))
    return undefined;
  throw error;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function describeReceivers(url: string, grpcPort: number | null): string {
  const grpc = grpcPort === null ? '' : `, and over gRPC on port ${grpcPort}`;
  return `OpenTelemetry is taken there: OTEL_EXPORTER_OTLP_ENDPOINT=${url}${grpc}`;
}
