/** The HTTP application: who asks and for which project, the routes of the table, the page. */
import { HTTP_STATUS, isTraceError, toSystemFailure, TraceError, type ErrorJson } from '@tracewright/core';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Access, Identity } from '../access/access.ts';
import type { KeyAdmin } from '../access/key-admin.ts';
import { headersOf, toAccessRequest } from './access-request.ts';
import { allowScripts, SECURITY_HEADERS } from './guards.ts';
import { createHandlers, type ProjectAdmin, type ServedProject } from './handlers.ts';
import { type Route, ROUTES } from './routes.ts';
import { chooseRepresentation, type StaticFiles } from './static-files.ts';

const MAX_JSON_BYTES: number = 4 * 1024 * 1024;
/** A form is held in memory while it is imported; larger files are imported by path. */
export const MAX_FORM_BYTES: number = 256 * 1024 * 1024;

export interface AppOptions {
  readonly access: Access;
  /** Opens a project for as long as the work takes, such as `Projects.use`. */
  readonly useProject: <R>(
    project: string,
    work: (opened: ServedProject) => Promise<R>,
    options: { readonly mayCreate: boolean },
  ) => Promise<R>;
  readonly projects: ProjectAdmin;
  readonly keys: KeyAdmin;
  readonly staticFiles: StaticFiles;
  /** Told of failures that are our own fault. */
  readonly onError: (error: unknown) => void;
}

export interface AppEnv {
  Variables: { identity: Identity };
}

export function createApp(options: AppOptions): Hono<AppEnv> {
  const { access, useProject } = options;
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!c.res.headers.has(name)) c.header(name, value);
  });
  const handlers = createHandlers(options.projects, options.keys);
  for (const route of ROUTES) {
    app.on(route.method.toUpperCase(), route.path, async (c, next) => {
      const identity = access.authorize({ ...toAccessRequest(c), scope: route.scope });
      if (route.isLocalOnly === true) assertLocalIdentity(identity, route);
      c.set('identity', identity);
      await next();
    });
    app.on(route.method.toUpperCase(), route.path, limitBody(route), async (c) => {
      assertKnownQuery(route, c);
      const identity = c.get('identity');
      access.charge(identity, Number(c.req.header('content-length') ?? 0));
      const answered = await handlers[route.id]({
        c,
        sees: identity.sees,
        mayGoOn: () => access.stillHolds(identity),
        onProject: (work) => useProject(identity.project, work, { mayCreate: route.makesProject === true }),
      });
      if (answered instanceof Response) return answered;
      return c.json(answered, 200, { 'cache-control': 'no-store' });
    });
  }
  // What no route answers needs leave, too: whoever may not read learns nothing of what there is.
  app.use(async (c, next) => {
    access.authorize({ ...toAccessRequest(c), scope: 'read' });
    await next();
  });
  app.all('/api/*', (c) => {
    const message = `there is no route ${c.req.method} ${c.req.path}`;
    return answer({ code: 'request-invalid', message, where: '', fix: 'see /api/openapi.json' }, 404);
  });
  app.get('*', (c) => servePage(c, options.staticFiles));
  app.onError((error) => answerError(error, options.onError));
  return app;
}

function limitBody(route: Route): ReturnType<typeof bodyLimit> {
  const isForm = route.body?.kind === 'form';
  const maxSize = isForm ? MAX_FORM_BYTES : MAX_JSON_BYTES;
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new TraceError('limit-exceeded', {
        where: 'body',
        message: `the request is larger than ${maxSize} bytes`,
        fix: isForm ? 'import large files by path: tracewright import PATH' : 'send less at once',
      });
    },
  });
}

function assertKnownQuery(route: Route, c: Context): void {
  const known = [...Object.keys(route.query ?? {}), ...(route.isGlobal === true ? [] : ['project'])];
  for (const name of Object.keys(c.req.query())) {
    if (known.includes(name)) continue;
    throw new TraceError('request-invalid', {
      where: `query ${name.slice(0, 40)}`,
      message: `${route.path} takes ${known.length === 0 ? 'no query' : `only ${known.join(', ')}`}`,
      fix: 'see /api/openapi.json',
    });
  }
}

/** What it does to the server's machine, such as reading the paths named: for those who could do it anyway. */
function assertLocalIdentity({ isLocal }: Identity, route: Route): void {
  if (isLocal) return;
  throw new TraceError('forbidden', {
    message: `${route.path} is answered to programs of the server's own machine only`,
    fix:
      route.id === 'importPaths'
        ? 'send the files themselves to /api/import'
        : 'use the tracewright command there',
  });
}

function servePage(c: Context, files: StaticFiles): Response {
  const file = files.find(c.req.path);
  if (file === undefined) return c.text('Not found', 404);
  const { bytes, etag, coding } = chooseRepresentation(file, c.req.header('accept-encoding'));
  const headers = {
    'content-type': file.type,
    'cache-control': file.cacheControl,
    etag,
    ...(file.compressed.size === 0 ? {} : { vary: 'accept-encoding' }),
    ...(file.scripts.length === 0 ? {} : { 'content-security-policy': allowScripts(file.scripts) }),
  };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  return c.body(bytes, 200, { ...headers, ...(coding === undefined ? {} : { 'content-encoding': coding }) });
}

function answerError(error: unknown, onError: (error: unknown) => void): Response {
  const known = isTraceError(error) ? error : toSystemFailure(error);
  // What the system refuses is for whoever runs the server, not for the caller alone.
  if (!isTraceError(error)) onError(error);
  if (known !== undefined) {
    return answer(
      { code: known.code, message: known.summary, where: known.where ?? '', fix: known.fix ?? '' },
      HTTP_STATUS[known.code],
      headersOf(known),
    );
  }
  return answer(
    {
      code: 'internal-error',
      message: 'Tracewright failed on this request; this is a mistake in Tracewright',
      where: '',
      fix: 'see what the server wrote on standard error, and report it',
    },
    500,
  );
}

function answer(body: ErrorJson, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}
