/** The rules of OTLP/HTTP one by one, with requests written by hand. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import * as zlib from 'node:zlib';
import { TraceError, type TraceErrorCode } from '@tracewright/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemorySink, type MemorySink } from '../../../../test/otlp/memory-sink.ts';
import { decodeProto, encodeProto } from '../../../../test/otlp/protos.ts';
import { createOtlpHandler, type OtlpHandlerOptions } from './http-receiver.ts';

const TRACE_ID = '5b8efff798038103d269b633813fc60c';
const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';
const MEBIBYTE = 1024 * 1024;

function spanOf(name: string, extra: object = {}): object {
  return { traceId: TRACE_ID, spanId: 'eee19b7ec3c1b174', name, ...extra };
}

function jsonRequest(...spans: readonly unknown[]): Buffer {
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
}

function protobufRequest(...names: readonly string[]): Buffer {
  const spans = names.map((name) => ({
    traceId: Buffer.from(TRACE_ID, 'hex'),
    spanId: Buffer.from('eee19b7ec3c1b174', 'hex'),
    name,
  }));
  return Buffer.from(
    encodeProto('ExportTraceServiceRequest', { resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  );
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Post {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serve(sink: MemorySink, options: Partial<OtlpHandlerOptions> = {}): Promise<number> {
  const handle = createOtlpHandler({
    resolveSink: sink.resolve,
    onError: (error) => errors.push(error),
    ...options,
  });
  const server = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(404).end('elsewhere');
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has such an address.
  return (server.address() as AddressInfo).port;
}

const errors: unknown[] = [];

function post(port: number, given: Post = {}): Promise<Answer> {
  const {
    path = '/v1/traces',
    method = 'POST',
    type = JSON_TYPE,
    headers = {},
    body = jsonRequest(),
  } = given;
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      port,
      path,
      method,
      headers: {
        ...(type === '' ? {} : { 'content-type': type }),
        'content-length': body.length,
        ...headers,
      },
    });
    request.once('error', reject).once('response', (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
    });
    request.end(body);
  });
}

const text = ({ body }: Answer): unknown => JSON.parse(String(body));

describe('what is taken', () => {
  it.each([
    '/v1/traces',
    '/v1/traces/',
    '/api/public/otel/v1/traces',
    '/api/public/otel',
    '/otel/v1/traces',
    '/api/v1/private/otel/v1/traces',
    '/agents/otel/v1/traces',
    '/v1/traces?project=shop',
  ])('spans at %s', async (path) => {
    const sink = createMemorySink();
    const answer = await post(await serve(sink), { path, body: jsonRequest(spanOf('one')) });
    expect([answer.status, String(answer.body), answer.headers['content-type']]).toEqual([
      200,
      '{}',
      JSON_TYPE,
    ]);
    expect(sink.names()).toEqual(['one']);
    expect(sink.callers[0]).toMatchObject({ path, remoteAddress: '127.0.0.1' });
  });

  it('other paths are left to others', async () => {
    const port = await serve(createMemorySink());
    for (const path of ['/v1/profiles', '/v1/tracesx', '/', '/api/public/otelx', '/x?/v1/traces'])
      expect((await post(port, { path })).status).toBe(404);
  });

  it.each([
    [JSON_TYPE, JSON_TYPE],
    ['application/json; charset=utf-8', JSON_TYPE],
    ['Application/JSON ;x=1', JSON_TYPE],
    [PROTOBUF_TYPE, PROTOBUF_TYPE],
    ['application/x-protobuf; charset=utf-8', PROTOBUF_TYPE],
  ])('%s, answered as %s', async (type, answered) => {
    const sink = createMemorySink();
    const body = answered === JSON_TYPE ? jsonRequest(spanOf('one')) : protobufRequest('one');
    const answer = await post(await serve(sink), { type, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, answered]);
    expect(String(answer.body)).toBe(answered === JSON_TYPE ? '{}' : '');
    expect(sink.names()).toEqual(['one']);
  });

  it('the empty request, in both encodings and compressed', async () => {
    const port = await serve(createMemorySink());
    for (const type of [JSON_TYPE, PROTOBUF_TYPE])
      for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics'])
        for (const headers of [{}, { 'content-encoding': 'gzip' }]) {
          const answer = await post(port, { type, path, headers, body: Buffer.alloc(0) });
          expect([answer.status, String(answer.body)]).toEqual([200, type === JSON_TYPE ? '{}' : '']);
        }
  });

  it.each([
    ['identity', (body: Buffer) => body],
    ['gzip', zlib.gzipSync],
    ['GZIP', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
  ])('Content-Encoding %s', async (encoding, compress) => {
    const sink = createMemorySink();
    const body = compress(protobufRequest('one', 'two'));
    const headers = { 'content-encoding': encoding };
    expect((await post(await serve(sink), { type: PROTOBUF_TYPE, headers, body })).status).toBe(200);
    expect(sink.names()).toEqual(['one', 'two']);
    expect(sink.budget.held).toBe(0);
  });

  it('zstd where Node has it, else 415 that names what is known', async () => {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };
    const headers = { 'content-encoding': 'zstd' };
    const body = zstdCompressSync?.(jsonRequest(spanOf('one'))) ?? Buffer.from('zstd');
    const answer = await post(await serve(createMemorySink()), { headers, body });
    expect(answer.status).toBe(zstdCompressSync === undefined ? 415 : 200);
    expect(answer.headers['accept-encoding']).toBe(
      zstdCompressSync === undefined ? 'gzip, deflate' : undefined,
    );
  });

  it('logs and metrics', async () => {
    const sink = createMemorySink();
    const port = await serve(sink);
    const logs = {
      resourceLogs: [
        { scopeLogs: [{ logRecords: [{ eventName: 'codex.api_request', timeUnixNano: '5' }] }] },
      ],
    };
    expect((await post(port, { path: '/v1/logs', body: Buffer.from(JSON.stringify(logs)) })).status).toBe(
      200,
    );
    expect(sink.exports[0]?.logs[0]).toMatchObject({ eventName: 'codex.api_request', time: 5n });
    expect(
      (await post(port, { path: '/v1/metrics', body: Buffer.from('{"resourceMetrics":[]}') })).status,
    ).toBe(200);
  });
});

describe('partial success', () => {
  const bad = spanOf('bad', { spanId: 'zz' });

  it('counts bad spans and those that the sink refuses, names the first, and takes the rest', async () => {
    const sink = createMemorySink({ rejects: { rejected: 1, messages: ['the run is full'] } });
    const answer = await post(await serve(sink), { body: jsonRequest(spanOf('good'), bad) });
    expect(answer.status).toBe(200);
    expect(text(answer)).toEqual({
      partialSuccess: {
        rejectedSpans: '2',
        errorMessage:
          '2 of 2 spans refused: span 2 (no id, "bad"): the span id "zz" is not valid (16 hex digits, not all zeros); the run is full',
      },
    });
    expect(sink.names()).toEqual(['good']);
  });

  it('names five of many', async () => {
    const answer = await post(await serve(createMemorySink()), {
      body: jsonRequest(...Array.from({ length: 9 }, () => bad)),
    });
    expect(JSON.stringify(text(answer))).toMatch(/9 of 9 spans refused: span 1 .*span 5 [^;]*; and 4 more/);
  });

  it('is a warning with nothing rejected when a span was taken with a fault', async () => {
    const sink = createMemorySink();
    const answer = await post(await serve(sink), { body: jsonRequest(spanOf('one', { parentSpanId: 'x' })) });
    expect(text(answer)).toMatchObject({ partialSuccess: { rejectedSpans: '0' } });
    expect(sink.names()).toEqual(['one']);
  });

  it('is a warning when a request of JSON has nothing in it but what is not known', async () => {
    const answer = await post(await serve(createMemorySink()), { body: Buffer.from('{"resourceLogs":[]}') });
    expect(answer.status).toBe(200);
    expect(text(answer)).toEqual({
      partialSuccess: {
        rejectedSpans: '0',
        errorMessage:
          'the request has no resourceSpans but "resourceLogs", which is not known here: nothing of it was taken',
      },
    });
  });
});

describe('what is refused', () => {
  it.each([
    ['JSON that is none', { body: Buffer.from('{') }, 400, 3],
    ['JSON of another shape', { body: Buffer.from('{"resourceSpans":1}') }, 400, 3],
    ['protobuf that is none', { type: PROTOBUF_TYPE, body: Buffer.from('{}') }, 400, 3],
    ['gzip that is none', { headers: { 'content-encoding': 'gzip' } }, 400, 3],
    [
      'gzip that is cut off',
      { headers: { 'content-encoding': 'gzip' }, body: zlib.gzipSync(jsonRequest()).subarray(0, -4) },
      400,
      3,
    ],
    ['a type that is not known', { type: 'text/plain' }, 415, 3],
    ['no type', { type: '' }, 415, 3],
    ['an encoding that is not known', { headers: { 'content-encoding': 'br' } }, 415, 3],
    ['two encodings', { headers: { 'content-encoding': 'gzip, gzip' } }, 415, 3],
    ['a method other than POST', { method: 'GET' }, 405, 12],
    ['a method other than POST, in protobuf', { method: 'PUT', type: PROTOBUF_TYPE }, 405, 12],
    ['a preflight of a browser', { method: 'OPTIONS' }, 405, 12],
  ])('%s', async (_, given: Post, status, code) => {
    const sink = createMemorySink();
    const answer = await post(await serve(sink), given);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe(given.type === PROTOBUF_TYPE ? PROTOBUF_TYPE : JSON_TYPE);
    const told =
      answer.headers['content-type'] === PROTOBUF_TYPE
        ? decodeProto('RpcStatus', answer.body).toJSON()
        : text(answer);
    expect(told).toMatchObject({ code, message: expect.stringMatching(/./) });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect([sink.exports.length, sink.budget.held]).toEqual([0, 0]);
  });

  it.runIf('zstdCompressSync' in zlib)('zstd that is cut off, wherever', async () => {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };
    const whole = zstdCompressSync?.(jsonRequest(spanOf('one'), spanOf('two'))) ?? Buffer.alloc(0);
    const sink = createMemorySink();
    const port = await serve(sink);
    for (const length of [1, 4, 9, whole.length >> 1, whole.length - 1]) {
      const body = whole.subarray(0, length);
      const answer = await post(port, { headers: { 'content-encoding': 'zstd' }, body });
      expect([length, answer.status]).toEqual([length, 400]);
    }
    expect([sink.exports.length, sink.budget.held]).toEqual([0, 0]);
  });

  it.each<[TraceErrorCode, number, number, string | undefined]>([
    ['key-invalid', 401, 16, undefined],
    ['forbidden', 403, 7, undefined],
    ['request-invalid', 400, 3, undefined],
    ['overloaded', 429, 8, '1'],
  ])('a caller with %s, before the body is read', async (code, status, grpcCode, retryAfter) => {
    const resolveSink = async (): Promise<never> => {
      throw new TraceError(code, { message: 'no' });
    };
    const port = await serve(createMemorySink(), { resolveSink });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${PROTOBUF_TYPE}\r\nContent-Length: 9000000\r\n\r\nabc`,
    );
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    while (!answer.includes('\r\n\r\n')) await once(socket, 'data');
    socket.destroy();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain(`content-type: ${PROTOBUF_TYPE}`);
    expect(/retry-after: (\d+)/i.exec(answer)?.[1]).toBe(retryAfter);
    expect(answer.split('\r\n\r\n')[1]).toContain(String.fromCharCode(8, grpcCode));
  });

  it.each<[TraceErrorCode | 'none', number, string | undefined]>([
    ['overloaded', 429, '1'],
    ['store-failed', 503, '5'],
    ['store-locked', 503, '5'],
    ['cancelled', 503, '5'],
    ['limit-exceeded', 413, undefined],
    ['none', 500, undefined],
  ])('what the sink fails at with %s', async (code, status, retryAfter) => {
    errors.length = 0;
    const failing = createMemorySink({
      before: () =>
        Promise.reject(code === 'none' ? new Error('our mistake') : new TraceError(code, { message: 'x' })),
    });
    const answer = await post(await serve(failing), { body: jsonRequest(spanOf('one')) });
    expect([answer.status, answer.headers['retry-after']]).toEqual([status, retryAfter]);
    expect(JSON.stringify(text(answer))).not.toContain('our mistake');
    expect([failing.budget.held, errors.length]).toEqual([0, status === 500 ? 1 : 0]);
  });
});

describe('size', () => {
  it('70 MiB announced is refused unread, with the connection whole enough to hear why', async () => {
    const sink = createMemorySink();
    const answer = await post(await serve(sink), { body: Buffer.alloc(70 * MEBIBYTE) });
    expect(answer.status).toBe(413);
    expect(sink.budget.peak).toBe(0);
  });

  it('70 MiB unannounced is refused when the limit is reached', async () => {
    const sink = createMemorySink();
    const body = Buffer.alloc(70 * MEBIBYTE);
    const port = await serve(sink);
    const headers = { 'transfer-encoding': 'chunked' };
    const answer = await new Promise<number>((resolve, reject) => {
      const request = httpRequest({
        port,
        method: 'POST',
        path: '/v1/traces',
        headers: { 'content-type': JSON_TYPE, ...headers },
      });
      request.once('error', reject).once('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      for (let at = 0; at < body.length; at += MEBIBYTE) request.write(body.subarray(at, at + MEBIBYTE));
      request.end();
    });
    expect(answer).toBe(413);
    expect(sink.budget.held).toBe(0);
    expect(sink.budget.peak).toBeLessThanOrEqual(64 * MEBIBYTE);
  });

  it('a bomb of 2 GiB is not inflated beyond the limit', async () => {
    const sink = createMemorySink();
    const member = zlib.gzipSync(Buffer.alloc(128 * MEBIBYTE));
    const bomb = Buffer.concat(Array.from({ length: 16 }, () => member));
    const before = process.memoryUsage().rss;
    const answer = await post(await serve(sink), { headers: { 'content-encoding': 'gzip' }, body: bomb });
    expect(answer.status).toBe(413);
    expect(sink.budget.held).toBe(0);
    expect(sink.budget.peak).toBeLessThanOrEqual(64 * MEBIBYTE);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * MEBIBYTE);
  });

  it('the limit is a setting, and counts what is decompressed', async () => {
    const port = await serve(createMemorySink(), { maxBytes: 1000 });
    const fits = jsonRequest(spanOf('x'.repeat(700)));
    const larger = jsonRequest(spanOf('x'.repeat(1000)));
    const headers = { 'content-encoding': 'gzip' };
    expect((await post(port, { body: fits })).status).toBe(200);
    expect((await post(port, { body: larger })).status).toBe(413);
    expect((await post(port, { headers, body: zlib.gzipSync(fits) })).status).toBe(200);
    expect((await post(port, { headers, body: zlib.gzipSync(larger) })).status).toBe(413);
  });

  it('a large body is decoded in slices: others are served meanwhile', async () => {
    const sink = createMemorySink();
    const port = await serve(sink);
    const spans = Array.from({ length: 20_000 }, (_, index) => spanOf(`span ${index}`));
    const order: string[] = [];
    const large = post(port, { body: jsonRequest(...spans) }).then(() => order.push('large'));
    while (sink.budget.held === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await post(port, { body: jsonRequest(spanOf('small')) }).then(() => order.push('small'));
    await large;
    expect(order).toEqual(['small', 'large']);
    expect(sink.names().length).toBe(20_001);
  });
});

describe('bytes under way', () => {
  it('are given back when the client goes in the middle of its body', async () => {
    const sink = createMemorySink();
    const port = await serve(sink);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 5000\r\n\r\n{"a`,
    );
    await vi.waitFor(() => expect(sink.budget.held).toBe('{"a'.length));
    socket.destroy();
    await vi.waitFor(() => expect(sink.budget.held).toBe(0));
    expect(sink.exports.length).toBe(0);
  });

  it('are those that came, whatever is announced', async () => {
    const sink = createMemorySink({ limitBytes: 5000 });
    const port = await serve(sink);
    const idle = connect(port, '127.0.0.1');
    const head = `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length:`;
    idle.write(`${head} 5000\r\n\r\n{`);
    await vi.waitFor(() => expect(sink.budget.held).toBe(1));
    expect((await post(port, { body: jsonRequest(spanOf('one')) })).status).toBe(200);
    expect((await post(port, { body: jsonRequest(spanOf('x'.repeat(6000))) })).status).toBe(429);
    idle.destroy();
  });

  it('are charged to the sender once they are read, with nothing in them or nothing readable', async () => {
    const sink = createMemorySink();
    const port = await serve(sink);
    const bodies = [jsonRequest(spanOf('one')), Buffer.from('{}'), Buffer.from('{"damaged')];
    for (const body of bodies) await post(port, { body });
    await post(port, { path: '/v1/metrics', body: Buffer.from('{"resourceMetrics":[]}') });
    expect(sink.charged).toEqual([...bodies.map(({ length }) => length), 22]);
  });

  it('are given back, and the sender is told, when a body does not come in time', async () => {
    const sink = createMemorySink();
    const port = await serve(sink, { bodyTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 5000\r\n\r\n{"a`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 503 .*retry-after: 5\r\n/is);
    expect(sink.budget.held).toBe(0);
    socket.destroy();
  });

  it('500 senders at once, more than there is room for: 429 or stored, and sent again nothing is lost', async () => {
    const body = (index: number): Buffer => jsonRequest(spanOf(`${index} ${'x'.repeat(2000)}`));
    const sink = createMemorySink({
      limitBytes: 40 * body(500).length,
      before: () => new Promise((resolve) => setTimeout(resolve, 100)),
    });
    const port = await serve(sink);
    let refusals = 0;
    const sendUntilTaken = async (index: number): Promise<void> => {
      for (;;) {
        const { status, headers } = await post(port, { body: body(index) });
        if (status === 200) return;
        expect([status, headers['retry-after']]).toEqual([429, '1']);
        refusals += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await Promise.all(Array.from({ length: 500 }, (_, index) => sendUntilTaken(index)));
    expect(refusals).toBeGreaterThan(0);
    const stored = sink.names().map((name) => Number(name.split(' ')[0]));
    expect(stored.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index));
    expect(sink.budget.held).toBe(0);
    expect(sink.budget.peak).toBeLessThanOrEqual(40 * body(500).length);
  });
});
