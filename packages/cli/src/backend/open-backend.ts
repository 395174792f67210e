/** Whatever answers a command's questions: a running server that has the store open, or the store itself. */
import { type Client, TraceError } from '@tracewright/core';
import type { ImportFilesOptions, MapOptions, PatternsOptions, Service } from '@tracewright/server';
import type { CommandContext } from '../command-context.ts';
import { findServer } from './find-server.ts';
import { findStoreFile, readProject } from './store-file.ts';

type Asked = Pick<
  Client,
  | 'listRuns'
  | 'getRun'
  | 'getRunReport'
  | 'getReplayPlan'
  | 'compare'
  | 'compareGroup'
  | 'search'
  | 'diagnose'
  | 'listAnnotations'
  | 'annotate'
  | 'removeAnnotation'
  | 'deleteRuns'
  | 'runRetention'
  | 'getMemory'
  | 'changeMemory'
>;

export interface Backend extends Asked, AsyncDisposable {
  /** Undefined when the store is open in this process. */
  readonly serverUrl: string | undefined;
  askOpinion: Service['askOpinion'];
  findPatterns(
    request: Parameters<Client['findPatterns']>[0],
    options?: Pick<PatternsOptions, 'onProgress'>,
  ): ReturnType<Client['findPatterns']>;
  mapRuns(
    request: Parameters<Client['mapRuns']>[0],
    options?: Pick<MapOptions, 'onProgress'>,
  ): ReturnType<Client['mapRuns']>;
  importPaths(
    request: Parameters<Client['importPaths']>[0],
    options?: Pick<ImportFilesOptions, 'onProgress'>,
  ): ReturnType<Client['importPaths']>;
}

/**
 * @param mode `read` opens the file read-only, so that several readers may run at once; only `write` makes a file: for the
 *   others one that is not there is empty
 * @throws TraceError `store-*`, `project-not-found`, `usage-invalid`
 */
export async function openBackend(
  context: CommandContext,
  mode: 'read' | 'change' | 'write',
): Promise<Backend> {
  const { db, io, project } = context;
  const { signal } = io;
  readProject(project);
  const key = io.env['TRACEWRIGHT_KEY'];
  const server = await findServer(db, { signal, key, project });
  if (server !== undefined) {
    const { client } = server;
    return {
      ...client,
      serverUrl: server.url,
      findPatterns: (request) => client.findPatterns(request, { signal }),
      mapRuns: (request) => client.mapRuns(request, { signal }),
      importPaths: (request) =>
        client.importPaths(request).catch((error: unknown) => {
          throw signal.aborted ? cancelledOnServer(error) : error;
        }),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const [
    { openMemoryStore, openStore },
    { createModelAccess, createService, policyOf, readRetentionPolicies, retentionFilePath },
  ] = await Promise.all([import('@tracewright/store'), import('@tracewright/server')]);
  const isReadOnly = mode === 'read';
  const { project: name, path, isThere } = await findStoreFile(context, { isNeeded: mode !== 'write' });
  const store =
    mode !== 'write' && !isThere ? openMemoryStore() : await openStore({ path, readOnly: isReadOnly });
  const service = createService(store, {
    isReadOnly,
    models: createModelAccess(io.env),
    retentionPolicy: async () => policyOf(await readRetentionPolicies(retentionFilePath(db)), name),
  });
  return {
    ...service,
    serverUrl: undefined,
    askOpinion: (run, request, options) => service.askOpinion(run, request, { ...options, signal }),
    findPatterns: (request, options) => service.findPatterns(request, { ...options, signal }),
    compare: (a, b) => service.compare(a, b, signal),
    mapRuns: (request, options) => service.mapRuns(request, { ...options, signal }),
    compareGroup: (request) => service.compareGroup(request, signal),
    importPaths: (request, options) => service.importPaths(request, { ...options, signal }),
    changeMemory: (request) => service.changeMemory(request, signal),
    runRetention: (request) => service.runRetention(request, signal),
    [Symbol.asyncDispose]: () => store.close(),
  };
}

function cancelledOnServer(cause: unknown): TraceError {
  return new TraceError('cancelled', {
    message: 'the import was cancelled; what the server had stored until then is kept',
    fix: 'run the same import again to complete it: nothing is stored twice',
    cause,
  });
}
