/**
 * The OpenTelemetry JS SDK with spans written by hand, named as the GenAI conventions say: the agent of a library desk asks
 * a model, looks up a book that is not there, and asks again. The exporter is chosen as OpenTelemetry does it, by
 * OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf (the default), http/json, or grpc (whose endpoint is port 4317).
 */
import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import OpenAI from 'openai';

const protocol = process.env['OTEL_EXPORTER_OTLP_PROTOCOL'];
const Exporter =
  protocol === 'grpc' ? GrpcExporter : protocol === 'http/json' ? JsonExporter : ProtobufExporter;
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'library-desk' }),
  spanProcessors: [new BatchSpanProcessor(new Exporter())],
});
provider.register();

const client = new OpenAI();
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Is "Salt" in?' }];

await inSpan('invoke_agent librarian', 'invoke_agent', { 'gen_ai.agent.name': 'librarian' }, async (set) => {
  const { tool_calls: [call] = [] } = await chat();
  if (call?.type === 'function')
    messages.push({ role: 'tool', tool_call_id: call.id, content: await findBook(call) });
  const { content } = await chat();
  // Tracewright's own: a test has found out how the run ended.
  const status = content?.startsWith('There is no') === true ? 'failure' : 'success';
  set({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
});
await provider.shutdown();

function chat(): Promise<OpenAI.ChatCompletionMessage> {
  const model = 'gpt-5-mini';
  return inSpan(`chat ${model}`, 'chat', { 'gen_ai.request.model': model }, async (set) => {
    set({ 'gen_ai.input.messages': JSON.stringify(messages) });
    const { choices, usage, model: answering } = await client.chat.completions.create({ model, messages });
    const [choice] = choices;
    if (choice === undefined) throw new Error('the model gave no answer');
    messages.push(choice.message);
    set({
      'gen_ai.response.model': answering,
      'gen_ai.output.messages': JSON.stringify([choice.message]),
      'gen_ai.usage.input_tokens': usage?.prompt_tokens,
      'gen_ai.usage.output_tokens': usage?.completion_tokens,
    });
    return choice.message;
  });
}

async function findBook(call: OpenAI.ChatCompletionMessageFunctionToolCall): Promise<string> {
  const { name, arguments: given } = call.function;
  const attributes = {
    'gen_ai.tool.name': name,
    'gen_ai.tool.call.id': call.id,
    'gen_ai.tool.call.arguments': given,
  };
  return inSpan(`execute_tool ${name}`, 'execute_tool', attributes, async (set) => {
    set({ 'gen_ai.tool.call.result': 'no such book' });
    throw new RangeError('no such book');
  }).catch((error: RangeError) => error.message);
}

/** One span around `work`, marked when it fails. */
function inSpan<T>(
  name: string,
  operation: string,
  attributes: Attributes,
  work: (set: (more: Attributes) => void) => Promise<T>,
): Promise<T> {
  const common = {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'openai',
    'gen_ai.conversation.id': 'desk-7',
    'user.id': 'ada',
  };
  return trace
    .getTracer('library-desk')
    .startActiveSpan(name, { attributes: { ...common, ...attributes } }, async (span) => {
      try {
        return await work((more) => span.setAttributes(more));
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
        throw error;
      } finally {
        span.end();
      }
    });
}
