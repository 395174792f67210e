/**
 * The Vercel AI SDK with its own telemetry: one text with a tool in several steps, one streamed, one structured object, and
 * an agent that loops until it is done. `metadata` carries the session and the user; a span around the agent, how it
 * ended.
 */
import { openai } from '@ai-sdk/openai';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { generateText, Output, stepCountIs, streamText, tool, ToolLoopAgent } from 'ai';
import { z } from 'zod';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'vercel-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

const telemetry = (functionId: string, sessionId: string) => ({
  isEnabled: true,
  functionId,
  metadata: { sessionId, userId: 'ada' },
});
const findBook = tool({
  description: 'Looks a book up in the catalogue',
  inputSchema: z.object({ title: z.string() }),
  execute: async ({ title }) => {
    if (title === 'Gone') throw new RangeError('no such book');
    return { title, copies: 2 };
  },
});
const model = openai('gpt-5-mini');

await generateText({
  model: openai.chat('gpt-5-mini'),
  system: 'You keep a library.',
  prompt: 'Is "Salt" in?',
  tools: { find_book: findBook },
  stopWhen: stepCountIs(3),
  experimental_telemetry: telemetry('answer', 'desk-1'),
});

const streamed = streamText({
  model,
  prompt: 'Greet the reader.',
  experimental_telemetry: telemetry('greet', 'desk-2'),
});
for await (const piece of streamed.textStream) process.stderr.write(piece);

await generateText({
  model,
  prompt: 'Which shelf?',
  output: Output.object({ schema: z.object({ shelf: z.string() }) }),
  experimental_telemetry: telemetry('shelf', 'desk-3'),
});

const librarian = new ToolLoopAgent({
  model,
  instructions: 'You keep a library.',
  tools: { find_book: findBook },
  experimental_telemetry: telemetry('librarian', 'desk-4'),
});
await trace.getTracer('desk').startActiveSpan('desk', async (span) => {
  const { text } = await librarian.generate({ prompt: 'Find "Gone", else "Salt".' });
  // Tracewright's own: a test has found out how the run ended.
  const status = text.includes('"Salt" is') ? 'success' : 'failure';
  span.setAttributes({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
  span.end();
});

await provider.shutdown();
