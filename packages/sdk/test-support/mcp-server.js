/** A server of the real MCP SDK: over stdio, or over streamable HTTP with `--http`, when it prints its address. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

function createMcpServer() {
  const server = new McpServer({ name: 'arithmetic', version: '1.0.0' });
  server.registerTool(
    'add',
    { description: 'Adds', inputSchema: { a: z.number(), b: z.number() } },
    ({ a, b }, { _meta }) => ({
      content: [{ type: 'text', text: String(a + b) }],
      _meta: { seen: _meta?.traceparent ?? 'none' },
    }),
  );
  server.registerTool('fail', { description: 'Fails', inputSchema: {} }, () => ({
    isError: true,
    content: [{ type: 'text', text: 'out of order' }],
  }));
  server.registerTool('long', { description: 'A long answer', inputSchema: {} }, () => ({
    content: [{ type: 'text', text: 'ö'.repeat(300_000) }],
  }));
  server.registerResource('note', 'note://1', {}, (uri) => ({
    contents: [{ uri: uri.href, text: 'a note' }],
  }));
  return server;
}

if (process.argv.includes('--http')) {
  const transports = new Map();
  const answer = async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = transports.get(id);
    if (transport === undefined) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (sessionId) => void transports.set(sessionId, transport),
      });
      await createMcpServer().connect(transport);
    }
    await transport.handleRequest(request, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1', () =>
    process.stdout.write(`http://127.0.0.1:${server.address().port}/mcp\n`),
  );
} else {
  process.stderr.write('arithmetic is up\n');
  process.stdin.on('close', () => process.exit(Number(process.env['EXIT_CODE'] ?? 0)));
  await createMcpServer().connect(new StdioServerTransport());
}
