/**
 * The OpenTelemetry JS SDK with spans written by hand, named as the GenAI conventions say: the agent of a library desk asks
 * a model, looks up a book that is not there, and asks again. The exporter is chosen as OpenTelemetry does it, by
 * OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf (the default), http/json, or grpc (whose endpoint is port 4317).
 */
import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
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
const model = 'gpt-5-mini';
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Is "Salt" in?' }];

await inSpan('invoke_agent librarian', { 'gen_ai.agent.name': 'librarian' }, async (span) => {
  const { tool_calls: [call] = [] } = await inSpan(`chat ${model}`, {}, chat);
  if (call?.type === 'function') await inSpan(`execute_tool ${call.function.name}`, {}, findBook(call));
  const { content } = await inSpan(`chat ${model}`, {}, chat);
  // Tracewright's own: a test has found out how the run ended.
  const status = content?.startsWith('There is no') === true ? 'failure' : 'success';
  span.setAttributes({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
});
await provider.shutdown();

async function chat(span: Span): Promise<OpenAI.ChatCompletionMessage> {
  span.setAttributes({ 'gen_ai.request.model': model, 'gen_ai.input.messages': JSON.stringify(messages) });
  const { choices, usage, model: answering } = await client.chat.completions.create({ model, messages });
  const [choice] = choices;
  if (choice === undefined) throw new Error('the model gave no answer');
  messages.push(choice.message);
  span.setAttributes({
    'gen_ai.response.model': answering,
    'gen_ai.output.messages': JSON.stringify([choice.message]),
    'gen_ai.usage.input_tokens': usage?.prompt_tokens,
    'gen_ai.usage.output_tokens': usage?.completion_tokens,
  });
  return choice.message;
}

function findBook({ id, function: call }: OpenAI.ChatCompletionMessageFunctionToolCall) {
  return async (span: Span): Promise<void> => {
    const error = new RangeError('no such book');
    span.setAttributes({
      'gen_ai.tool.name': call.name,
      'gen_ai.tool.call.id': id,
      'gen_ai.tool.call.arguments': call.arguments,
      'gen_ai.tool.call.result': error.message,
    });
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    messages.push({ role: 'tool', tool_call_id: id, content: error.message });
  };
}

/** Runs `work` in a span of its own; the first word of a name is the operation. */
function inSpan<T>(name: string, more: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  const attributes = {
    'gen_ai.operation.name': name.split(' ', 1)[0],
    'gen_ai.provider.name': 'openai',
    'gen_ai.conversation.id': 'desk-7',
    'user.id': 'ada',
    ...more,
  };
  return trace
    .getTracer('library-desk')
    .startActiveSpan(name, { attributes }, (span) => work(span).finally(() => span.end()));
}
