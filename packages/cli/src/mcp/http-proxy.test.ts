/** The proxy between real HTTP servers: where it leads, whom it lets in, what it reads. */
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpProxy, startHttpProxy } from './http-proxy.ts';

const ANSWER = JSON.stringify({ jsonrpc: '2.0', id: 1, result: {} });
const CALL = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

let mcp: Server;
let other: Server;
let proxy: HttpProxy;
let asked: { readonly server: string; readonly url: string | undefined }[];
let seen: { readonly from: string; readonly message: unknown }[];

beforeEach(async () => {
  asked = [];
  seen = [];
  mcp = await serve('mcp');
  other = await serve('other');
  const mcpSession = (): ReturnType<Parameters<typeof startHttpProxy>[0]['recorder']['mcpSession']> => ({
    fromClient: (message) => void seen.push({ from: 'client', message }),
    fromServer: (message) => void seen.push({ from: 'server', message }),
    close: () => undefined,
  });
  const target = new URL(`http://127.0.0.1:${portOf(mcp)}/mcp`);
  proxy = await startHttpProxy({ target, port: 0, recorder: { mcpSession } });
});

afterEach(async () => {
  await proxy.close();
  for (const server of [mcp, other]) {
    server.closeAllConnections();
    server.close();
  }
});

it('leads to its server alone, whatever path is asked for', async () => {
  const elsewhere = `127.0.0.1:${portOf(other)}`;
  expect(await send({ path: `//${elsewhere}/latest` })).toBe(200);
  expect(await send({ path: `/\\${elsewhere}/latest` })).toBe(200);
  expect(await send({ path: '//' })).toBe(200);
  expect(await send({ path: `http://${elsewhere}/latest` })).toBe(400);
  expect(await send({ path: '/?a=1' })).toBe(200);
  expect(await send({ path: '/.well-known/x?b=2' })).toBe(200);
  expect(asked.map(({ server }) => server)).toEqual(Array.from({ length: 5 }, () => 'mcp'));
  expect(asked.slice(3).map(({ url }) => url)).toEqual(['/mcp?a=1', '/.well-known/x?b=2']);
});

it('lets in programs and pages of this machine only', async () => {
  expect(await send({ headers: { host: 'evil.example' } })).toBe(403);
  expect(await send({ headers: { origin: 'https://evil.example' } })).toBe(403);
  expect(await send({ headers: { origin: 'null' } })).toBe(403);
  expect(asked).toEqual([]);
  expect(await send({ headers: { origin: 'http://localhost:6274' } })).toBe(200);
});

it('reads the answers for a client that takes compressed ones', async () => {
  expect(await send({ method: 'POST', headers: { 'accept-encoding': 'gzip' }, body: CALL })).toBe(200);
  expect(seen.map(({ from }) => from)).toEqual(['client', 'server']);
});

it('records what was asked though the server is gone', async () => {
  mcp.closeAllConnections();
  await new Promise((resolve) => mcp.close(resolve));
  expect(await send({ method: 'POST', body: CALL })).toBe(502);
  expect(seen).toEqual([{ from: 'client', message: JSON.parse(CALL) as unknown }]);
});

/** Answers compressed whoever allows it. */
async function serve(name: string): Promise<Server> {
  const server = createServer((incoming, response) => {
    asked.push({ server: name, url: incoming.url });
    const isCompressed = incoming.headers['accept-encoding']?.includes('gzip') === true;
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(isCompressed ? gzipSync(ANSWER) : ANSWER);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  // A listening TCP server has an address with a port.
  return (server.address() as AddressInfo).port;
}

/** fetch does not let a caller name a host, or a path as it stands. */
async function send(given: {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}): Promise<number | undefined> {
  const { path = '/mcp', method = 'GET', headers = {}, body } = given;
  const { port } = new URL(proxy.url);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
  for await (const chunk of answer) void chunk;
  return answer.statusCode;
}
