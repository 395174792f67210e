/**
 * An MCP client that calls a tool over stdio and over streamable HTTP. OpenLLMetry's instrumentation makes the client's
 * spans, OpenInference's sends their context along in `params._meta`, and server.ts goes on in the same trace. A span around
 * each connection has the session and the outcome.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MCPInstrumentation } from '@arizeai/openinference-instrumentation-mcp';
import * as clientModule from '@modelcontextprotocol/sdk/client/index.js';
import * as clientStdioModule from '@modelcontextprotocol/sdk/client/stdio.js';
import * as clientStreamableHTTPModule from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { McpInstrumentation } from '@traceloop/instrumentation-mcp';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'mcp-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new McpInstrumentation().manuallyInstrument(clientModule);
new MCPInstrumentation().manuallyInstrument({ clientStdioModule, clientStreamableHTTPModule });

const server = join(import.meta.dirname, 'server.ts');
const env = { ...process.env } as Record<string, string>;
const stdio = { command: process.execPath, args: ['--import', 'tsx', server, 'stdio'], env };
await askForBooks('desk-7', new clientStdioModule.StdioClientTransport(stdio));

const remote = spawn(process.execPath, ['--import', 'tsx', server, 'http'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [address] = (await once(remote.stdout, 'data')) as [Buffer];
const url = new URL(address.toString().trim());
await askForBooks('desk-8', new clientStreamableHTTPModule.StreamableHTTPClientTransport(url));
remote.kill();
await provider.shutdown();

type Transport = Parameters<clientModule.Client['connect']>[0];

function askForBooks(session: string, transport: object): Promise<void> {
  const attributes = { 'session.id': session, 'user.id': 'ada' };
  return trace.getTracer('desk').startActiveSpan('desk', { attributes }, async (span) => {
    const client = new clientModule.Client({ name: 'desk', version: '1.0.0' });
    // The SDK's own type of a transport is stricter than its transports under exactOptionalPropertyTypes.
    await client.connect(transport as Transport);
    await client.listTools();
    let status = 'failure';
    for (const title of ['Gone', 'Salt']) {
      const { isError } = await client.callTool({ name: 'find_book', arguments: { title } });
      if (isError !== true) status = 'success';
    }
    await client.close();
    // Tracewright's own: a test has found out how the run ended.
    span.setAttributes({
      'tracewright.run.outcome.status': status,
      'tracewright.run.outcome.source': 'test',
    });
    span.end();
  });
}
