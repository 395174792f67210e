/** The real MCP SDK, client and server: recorded in the client, and by the proxy between the two. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../../test-support/collector.ts';
import { compareText } from '../../test-support/compare-text.ts';

const SERVER = join(import.meta.dirname, '..', '..', 'test-support', 'mcp-server.js');
const COMMAND = join(import.meta.dirname, '..', '..', '..', 'cli', 'bin', 'tracewright.js');

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector[Symbol.asyncDispose]());

async function connectStdio(
  args: readonly string[],
): Promise<{ client: Client; transport: StdioClientTransport }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args],
    stderr: 'pipe',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, PATH: process.env['PATH'] ?? '' },
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return { client, transport };
}

async function converse(client: Client): Promise<void> {
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['add', 'fail', 'long']);
  const sums = await Promise.all(
    [1, 2, 3].map((a) => client.callTool({ name: 'add', arguments: { a, b: 10 } })),
  );
  expect(sums.map(({ content }) => content)).toEqual(
    [11, 12, 13].map((sum) => [{ type: 'text', text: String(sum) }]),
  );
  expect(await client.callTool({ name: 'fail', arguments: {} })).toMatchObject({ isError: true });
  expect(JSON.stringify(await client.callTool({ name: 'long', arguments: {} }))).toContain(
    'ö'.repeat(300_000),
  );
  expect((await client.readResource({ uri: 'note://1' })).contents[0]).toMatchObject({ text: 'a note' });
  await expect(client.readResource({ uri: 'note://2' })).rejects.toThrow('not found');
}

async function expectConversation(parent: RegExp): Promise<void> {
  const { spans, path, problems } = await collector.read();
  expect(problems).toEqual([]);
  const calls = spans.filter(({ operation }) => operation === 'tool');
  expect(
    calls
      .map(({ tool }) => [tool?.name, tool?.arguments, JSON.stringify(tool?.result).length - 2])
      .toSorted(compareText),
  ).toEqual([
    ['add', { a: 1, b: 10 }, 2],
    ['add', { a: 2, b: 10 }, 2],
    ['add', { a: 3, b: 10 }, 2],
    ['fail', {}, 'out of order'.length],
    // Cut to the limit of one text, and marked.
    ['long', {}, 65_536 + '…[234464 characters cut]'.length],
  ]);
  expect(
    calls
      .map(({ name }) => name)
      .toSorted()
      .at(-1),
  ).toBe('tools/call long');
  const failed = spans.filter(({ status }) => status === 'error');
  expect(failed.map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
    ['tools/call fail', 'tool_error'],
    ['resources/read', expect.stringMatching(/-32\d{3}|McpError/)],
  ]);
  const methods = new Set(spans.map(({ attributes }) => attributes['mcp.method.name']));
  for (const method of ['tools/list', 'tools/call', 'resources/read']) expect(methods).toContain(method);
  for (const call of calls) expect(path(call)).toMatch(parent);
}

it('records a client', async () => {
  const tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
  const { client } = await connectStdio([SERVER]);
  await tw.run({ task: 'sums' }, () => converse(tw.mcp(client)));
  await client.close();
  await tw.shutdown();
  await expectConversation(/^run sums > tools\/call \w+$/);
});

it('tells the server the trace, beside what the host tells it', async () => {
  const tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
  const { client } = await connectStdio([SERVER]);
  const params = { name: 'add', arguments: { a: 1, b: 1 }, _meta: { progressToken: 1 } };
  const { _meta } = await tw.mcp(client).callTool(params);
  await client.close();
  await tw.shutdown();
  const { span } = await collector.read();
  const { traceId, spanId } = span('tools/call add');
  expect(_meta).toEqual({ seen: `00-${traceId}-${spanId}-01` });
  expect(params._meta).toEqual({ progressToken: 1 });
});

/** `fetch` does not let a caller name the host. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}

describe('tracewright mcp', () => {
  it('records what passes over stdio and passes it on', async () => {
    const { client, transport } = await connectStdio([
      COMMAND,
      'mcp',
      '--name',
      'sums',
      '--',
      process.execPath,
      SERVER,
    ]);
    let stderr = '';
    transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await converse(client);
    await client.close();
    expect(stderr).toBe('arithmetic is up\n');
    await expectConversation(/^mcp .+ > tools\/call \w+$/);
    const { span, runs } = await collector.read();
    expect(span('initialize').attributes['mcp.protocol.version']).toMatch(/^20\d\d-/);
    expect(runs).toHaveLength(1);
  });

  it('takes the trace that the client names', async () => {
    const { client } = await connectStdio([COMMAND, 'mcp', '--', process.execPath, SERVER]);
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    const answer = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 }, _meta: { traceparent } });
    expect(answer._meta).toEqual({ seen: traceparent });
    await client.close();
    const { span } = await collector.read();
    expect(span('tools/call add')).toMatchObject({ traceId: 'ab'.repeat(16), parentSpanId: 'cd'.repeat(8) });
  });

  it.each([
    ['the exit code', ['-e', 'process.stderr.write("bye\\n"); process.exit(7)'], 7, 'bye\n'],
    ['the signal', ['-e', 'process.kill(process.pid, "SIGKILL")'], 137, ''],
  ])('passes on %s', async (_what, args, code, stderr) => {
    const child = spawn(process.execPath, [COMMAND, 'mcp', '--', process.execPath, ...args], {
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(text).toBe(stderr);
  });

  it('forwards any bytes untouched, whatever they are', async () => {
    const bytes = Buffer.from([0, 255, 10, 123, 34, 10, 239, 187, 191, 195, 10, 91, 93]);
    const child = spawn(process.execPath, [COMMAND, 'mcp', '--', 'cat'], {
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(bytes);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(Buffer.concat(chunks)).toEqual(bytes);
  });

  it('records what passes over streamable HTTP', async () => {
    const server = spawn(process.execPath, [SERVER, '--http']);
    const [target] = (await once(createInterface(server.stdout), 'line')) as [string];
    const proxy = spawn(process.execPath, [COMMAND, 'mcp', '--json', '--url', target], {
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(createInterface(proxy.stdout), 'line')) as [string];
      const { url } = JSON.parse(line) as { url: string };
      expect(await statusFor(url, 'evil.example')).toBe(403);
      const transport = new StreamableHTTPClientTransport(new URL(url));
      const client = new Client({ name: 'test', version: '1.0.0' });
      // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
      await client.connect(transport as unknown as Parameters<typeof client.connect>[0]);
      await converse(client);
      await transport.terminateSession();
      await client.close();
      proxy.kill('SIGTERM');
      expect(await once(proxy, 'close')).toEqual([0, null]);
      await expectConversation(/^mcp .+ > tools\/call \w+$/);
      const { runs, span } = await collector.read();
      expect(runs).toHaveLength(1);
      expect(span('tools/list').attributes['mcp.session.id']).toMatch(/^[0-9a-f-]{36}$/);
    } finally {
      proxy.kill('SIGKILL');
      server.kill('SIGKILL');
    }
  });
});
