/**
 * Stands between MCP clients and a server on HTTP (streamable HTTP, or any other that answers with JSON or server-sent
 * events): requests and answers pass as they are and at once, copies are read. A conversation is what shares a
 * `Mcp-Session-Id`; requests without one are one conversation.
 *
 * Source: modelcontextprotocol.io/specification 2025-06-18, transports.
 */
import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { McpSession, Tracewright } from '@tracewright/sdk';
import { createBodyTap, createEventTap, type LineTap } from './line-tap.ts';

export interface HttpProxyOptions {
  /** Where the server answers. */
  readonly target: URL;
  readonly port: number;
  readonly recorder: Pick<Tracewright, 'mcpSession'>;
}

export interface HttpProxy {
  /** Where clients connect instead. */
  readonly url: string;
  close(): Promise<void>;
}

/** Conversations that were never ended must not gather; the oldest are ended. */
const MAX_SESSIONS = 1_000;
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;
/** Pages of this machine, such as an inspector, may call; the specification has others refused. */
const LOOPBACK_ORIGIN = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;
/** Headers of one connection, not of the message. Source: RFC 9110 7.6.1. */
const HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
]);

export async function startHttpProxy({ target, port, recorder }: HttpProxyOptions): Promise<HttpProxy> {
  const sessions = new Map<string, McpSession>();
  const open = (sessionId: string): McpSession => {
    let session = sessions.get(sessionId);
    if (session === undefined) {
      session = recorder.mcpSession({
        server: target.host,
        transport: 'tcp',
        sessionId: sessionId === '' ? undefined : sessionId,
      });
      sessions.set(sessionId, session);
      if (sessions.size > MAX_SESSIONS) for (const oldest of sessions.keys()) return (end(oldest), session);
    }
    return session;
  };
  const end = (sessionId: string): void => {
    sessions.get(sessionId)?.close();
    sessions.delete(sessionId);
  };

  const server = createServer((request, response) => forward(target, open, end, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address with a port.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}${target.pathname}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      for (const sessionId of [...sessions.keys()]) end(sessionId);
    },
  };
}

function forward(
  target: URL,
  open: (sessionId: string) => McpSession,
  end: (sessionId: string) => void,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // The server sees its own name as host: that a page elsewhere was made to call here must be seen here (DNS rebinding).
  if (!LOOPBACK.test(request.headers.host ?? '')) {
    response.writeHead(403, { 'content-type': 'text/plain' });
    response.end('tracewright: only requests to this machine by its own name are passed on\n');
    return;
  }
  const { origin } = request.headers;
  if (origin !== undefined && !LOOPBACK_ORIGIN.test(origin)) {
    response.writeHead(403, { 'content-type': 'text/plain' });
    response.end('tracewright: a page of another site may not call this server\n');
    return;
  }
  const url = toTargetUrl(target, request.url ?? '');
  if (url === undefined) {
    response.writeHead(400, { 'content-type': 'text/plain' });
    response.end('tracewright: a request names a path of the MCP server, and no other server\n');
    return;
  }
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const asked = sessionOf(request);
  // A conversation gets its id with the first answer: until then the messages of that request are held.
  const messages: unknown[] = [];
  let session = asked === undefined ? undefined : open(asked);
  const give = (answered: string | undefined): McpSession => {
    session ??= open(answered ?? '');
    for (const message of messages.splice(0)) session.fromClient(message);
    return session;
  };
  const requestTap = createBodyTap((message) =>
    session === undefined ? void messages.push(message) : session.fromClient(message),
  );
  const upstream = send(url, {
    method: request.method,
    // A compressed answer could not be read on its way.
    headers: { ...keptHeaders(request), host: url.host, 'accept-encoding': 'identity' },
  });
  request.pipe(upstream);
  request.on('data', requestTap.push);
  request.on('end', requestTap.end);
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, keptHeaders(answer));
    response.flushHeaders();
    answer.pipe(response);
    session = give(sessionOf(answer));
    const tap = tapOf(answer, session);
    if (tap !== undefined) {
      answer.on('data', tap.push);
      answer.on('end', tap.end);
    }
    answer.on('error', () => response.destroy());
    if (request.method === 'DELETE' && asked !== undefined) answer.on('close', () => end(asked));
  });
  upstream.on('error', (error) => {
    // What was asked is recorded though nobody answers.
    give(undefined);
    if (response.headersSent) return void response.destroy();
    response.writeHead(502, { 'content-type': 'text/plain' });
    response.end(`tracewright: the MCP server at ${url.origin} does not answer: ${error.message}\n`);
  });
  response.on('close', () => upstream.destroy());
}

/**
 * The path that clients are told, or `/`, is the server's own; any other is one beside it (such as `/.well-known/`). What is asked
 * for is never read as an address: `//host/` would name another server.
 *
 * @returns undefined for what is no path
 */
function toTargetUrl(target: URL, asked: string): URL | undefined {
  if (!asked.startsWith('/')) return undefined;
  const queryAt = asked.indexOf('?');
  const path = queryAt < 0 ? asked : asked.slice(0, queryAt);
  const isOwn = path === '/' || path === target.pathname;
  const url = new URL(target);
  if (!isOwn) url.pathname = path;
  if (!isOwn || queryAt >= 0) url.search = queryAt < 0 ? '' : asked.slice(queryAt);
  return url;
}

function keptHeaders({ headers }: IncomingMessage): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !HOP_HEADERS.has(name)) kept[name] = value;
  return kept;
}

function sessionOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['mcp-session-id'];
  return typeof id === 'string' ? id : undefined;
}

/** A server that compresses though it was asked not to is forwarded and not read. */
function tapOf({ headers }: IncomingMessage, session: McpSession): LineTap | undefined {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return undefined;
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return createEventTap(session.fromServer);
  return type.startsWith('application/json') ? createBodyTap(session.fromServer) : undefined;
}
