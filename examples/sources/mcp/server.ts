/**
 * An MCP server over stdio or streamable HTTP with one tool. Each call is a span written by hand as the MCP conventions say;
 * OpenInference's instrumentation takes the caller's trace out of `params._meta`.
 *
 *     tsx server.ts stdio     tsx server.ts http   (prints its address)
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MCPInstrumentation } from '@arizeai/openinference-instrumentation-mcp';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as serverStdioModule from '@modelcontextprotocol/sdk/server/stdio.js';
import * as serverStreamableHTTPModule from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { z } from 'zod';

new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'library-mcp' }),
  spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter())],
}).register();
new MCPInstrumentation().manuallyInstrument({ serverStdioModule, serverStreamableHTTPModule });

const isStdio = process.argv[2] === 'stdio';
const server = new McpServer({ name: 'library', version: '1.0.0' });
const description = 'Looks a book up in the catalogue';
server.registerTool('find_book', { description, inputSchema: { title: z.string() } }, ({ title }, extra) => {
  const attributes = {
    'mcp.method.name': 'tools/call',
    'jsonrpc.request.id': String(extra.requestId),
    'network.transport': isStdio ? 'pipe' : 'tcp',
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'find_book',
    'gen_ai.tool.call.arguments': JSON.stringify({ title }),
    ...(extra.sessionId === undefined ? {} : { 'mcp.session.id': extra.sessionId }),
  };
  const options = { kind: SpanKind.SERVER, attributes };
  return trace.getTracer('library').startActiveSpan('tools/call find_book', options, (span) => {
    const isError = title === 'Gone';
    const text = isError ? 'no such book' : '{"copies":2}';
    span.setAttribute('gen_ai.tool.call.result', text);
    if (isError) span.setAttribute('error.type', 'tool_error').setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return { content: [{ type: 'text' as const, text }], isError };
  });
});

if (isStdio) await server.connect(new serverStdioModule.StdioServerTransport());
else {
  const transport = new serverStreamableHTTPModule.StreamableHTTPServerTransport({
    sessionIdGenerator: () => 'mcp-session-1',
  });
  // The SDK's own type of a transport is stricter than its transports under exactOptionalPropertyTypes.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  const http = createServer((request, response) => void transport.handleRequest(request, response));
  http.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp\n`);
  });
}
