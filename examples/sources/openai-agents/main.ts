/**
 * The OpenAI Agents SDK under OpenInference's instrumentation, which hands its trace events to OpenTelemetry: a desk agent
 * hands over to a librarian, who has a tool. The instrumentation drops the SDK's `groupId`: session and user are put into the
 * context, and the outcome on a span around it all.
 */
import { setSession, setUser } from '@arizeai/openinference-core';
import { OpenAIAgentsInstrumentation } from '@arizeai/openinference-instrumentation-openai-agents';
import * as agents from '@openai/agents';
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { z } from 'zod';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'agents-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new OpenAIAgentsInstrumentation({ tracerProvider: provider }).manuallyInstrument(agents);

const librarian = new agents.Agent({
  name: 'librarian',
  instructions: 'You keep a library.',
  model: 'gpt-5-mini',
  tools: [
    agents.tool({
      name: 'find_book',
      description: 'Looks a book up in the catalogue',
      parameters: z.object({ title: z.string() }),
      execute: ({ title }) => ({ title, copies: 2 }),
    }),
  ],
});
const desk = new agents.Agent({
  name: 'desk',
  instructions: 'Hand over what is about books.',
  model: 'gpt-5-mini',
  handoffs: [librarian],
});

const reader = setUser(setSession(context.active(), { sessionId: 'desk-7' }), { userId: 'ada' });
await context.with(reader, () =>
  trace.getTracer('desk').startActiveSpan('desk', async (span) => {
    const runner = new agents.Runner({ workflowName: 'library' });
    const run = await runner.run(desk, 'Is "Salt" in?', { stream: true });
    let said = '';
    for await (const piece of run.toTextStream()) said += piece;
    await run.completed;
    // Tracewright's own: a test has found out how the run ended.
    const status = said.includes('copies are in') ? 'success' : 'failure';
    span.setAttributes({
      'tracewright.run.outcome.status': status,
      'tracewright.run.outcome.source': 'test',
    });
    span.end();
  }),
);
await provider.shutdown();
