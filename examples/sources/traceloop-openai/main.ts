/**
 * The OpenAI client under OpenLLMetry's instrumentation: a chat completion that calls a tool, its answer streamed, and one
 * request to the responses API. Workflow, tool and association properties are set as Traceloop's SDK sets them, so that
 * only the instrumentation is needed.
 */
import { type Span, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenAIInstrumentation } from '@traceloop/instrumentation-openai';
import OpenAI from 'openai';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'traceloop-openai-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new OpenAIInstrumentation().manuallyInstrument(OpenAI);

const client = new OpenAI();
const model = 'gpt-5-mini';
const parameters = { type: 'object', properties: { title: { type: 'string' } } };
const description = 'Looks a book up in the catalogue';
const findBook = { type: 'function', function: { name: 'find_book', description, parameters } } as const;
const messages: OpenAI.ChatCompletionMessageParam[] = [
  { role: 'system', content: 'You keep a library.' },
  { role: 'user', content: 'Is "Salt" in?' },
];

await inEntity('workflow', 'desk', {}, async (span) => {
  const asked = await client.chat.completions.create({ model, messages, tools: [findBook] });
  const message = asked.choices[0]?.message;
  if (message !== undefined) messages.push(message);
  for (const call of message?.tool_calls ?? []) {
    if (call.type !== 'function') continue;
    const content = await inEntity('tool', 'find_book', JSON.parse(call.function.arguments), async () => ({
      copies: 2,
    }));
    messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(content) });
  }
  const answer = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let said = '';
  for await (const chunk of answer) said += chunk.choices[0]?.delta.content ?? '';
  // Tracewright's own: a test has found out how the run ended.
  const status = said.includes('copies are in') ? 'success' : 'failure';
  span.setAttributes({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
  return (await client.responses.create({ model, instructions: 'Be brief.', input: 'Greet the reader.' }))
    .output_text;
});
await provider.shutdown();

/** One span of a kind that Traceloop's decorators make, with the association properties of this reader. */
function inEntity<T>(
  kind: string,
  name: string,
  input: object,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const attributes = {
    'traceloop.span.kind': kind,
    'traceloop.entity.name': name,
    'traceloop.workflow.name': 'desk',
    'traceloop.entity.input': JSON.stringify({ args: [input], kwargs: {} }),
    'traceloop.association.properties.session_id': 'desk-7',
    'traceloop.association.properties.user_id': 'ada',
  };
  return trace
    .getTracer('@traceloop/node-server-sdk')
    .startActiveSpan(`${name}.${kind}`, { attributes }, async (span) => {
      const output = await work(span);
      span.setAttribute('traceloop.entity.output', JSON.stringify(output)).end();
      return output;
    });
}
