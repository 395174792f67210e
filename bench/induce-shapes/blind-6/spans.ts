/** Spans as standards write them: OTLP of a JavaScript library, Zipkin of a Java one. Children end before their parents. */
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { callsOf, expectSteps, json, jsonLines, type Made, resultText } from '../shape.ts';
import { agentTurns, callsWithIds, each } from './kit.ts';

/** Arguments and results are attributes with JSON as text; of a failed call there is only its exception. */
export const aiSdkOtlp = each(
  'Vercel AI SDK, telemetry as OTLP JSON lines (OpenTelemetry file exporter)',
  ['analysis', 'cluster', 'museum'],
  (conversation, made) => ({
    path: `otlp/${conversation.id}.jsonl`,
    text: jsonLines(toAiSpans(conversation, made).map(toExportLine)),
    runs: [expectSteps(conversation.turns)],
  }),
);

type Attributes = Readonly<Record<string, string | number>>;

function toOtlpAttributes(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}

function toExportLine(span: object): object {
  const resource = {
    attributes: toOtlpAttributes({ 'service.name': 'assistant', 'telemetry.sdk.language': 'nodejs' }),
  };
  return {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'ai', version: '' }, spans: [span] }] }],
  };
}

function toAiSpans(conversation: Conversation, made: Made): object[] {
  const { system, model, turns } = conversation;
  const traceId = made.hex(32);
  const root = made.hex(16);
  const question = turns[0]?.text ?? '';
  const messages: object[] = [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: question }] },
  ];
  const span = (name: string, attributes: Attributes, more: object = {}): object => ({
    traceId,
    spanId: made.hex(16),
    parentSpanId: root,
    name,
    kind: 1,
    startTimeUnixNano: `${made.tick()}000000`,
    endTimeUnixNano: `${made.tick()}000000`,
    attributes: toOtlpAttributes({
      'operation.name': name,
      'ai.operationId': name,
      ...attributes,
      'ai.settings.maxRetries': 2,
      'ai.telemetry.functionId': 'assistant',
    }),
    status: {},
    ...more,
  });
  const use = (call: Call, id: string): object => {
    const attributes = {
      'ai.toolCall.name': call.tool,
      'ai.toolCall.id': id,
      'ai.toolCall.args': JSON.stringify(call.arguments),
    };
    const message = resultText(call);
    if (!call.failed)
      return span('ai.toolCall', { ...attributes, 'ai.toolCall.result': JSON.stringify(call.result) });
    const exception = {
      name: 'exception',
      timeUnixNano: `${made.tick()}000000`,
      attributes: toOtlpAttributes({
        'exception.type': 'Error',
        'exception.message': message,
        'exception.stacktrace': `Error: ${message}\n    at execute (/app/tools.js:41:11)`,
      }),
    };
    return span('ai.toolCall', attributes, { events: [exception], status: { code: 2, message } });
  };
  const ask = (turn: AgentTurn): object[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const asks = calls.map(({ call, id }) => ({
      toolCallId: id,
      toolName: call.tool,
      input: JSON.stringify(call.arguments),
    }));
    const generate = span('ai.generateText.doGenerate', {
      'ai.model.provider': 'openai.responses',
      'ai.model.id': model,
      'ai.prompt.messages': JSON.stringify(messages),
      'ai.response.finishReason': calls.length > 0 ? 'tool-calls' : 'stop',
      ...(turn.text === undefined ? {} : { 'ai.response.text': turn.text }),
      ...(calls.length > 0 ? { 'ai.response.toolCalls': JSON.stringify(asks) } : {}),
      'ai.usage.promptTokens': made.number(200, 3000),
      'ai.usage.completionTokens': made.number(9, 200),
      'gen_ai.system': 'openai.responses',
      'gen_ai.request.model': model,
    });
    messages.push({
      role: 'assistant',
      content: [
        ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]),
        ...calls.map(({ call, id }) => ({
          type: 'tool-call',
          toolCallId: id,
          toolName: call.tool,
          input: call.arguments,
        })),
      ],
    });
    if (calls.length > 0)
      messages.push({
        role: 'tool',
        content: calls.map(({ call, id }) => ({
          type: 'tool-result',
          toolCallId: id,
          toolName: call.tool,
          output: {
            type: call.failed ? 'error-text' : typeof call.result === 'string' ? 'text' : 'json',
            value: call.result,
          },
        })),
      });
    return [generate, ...calls.map(({ call, id }) => use(call, id))];
  };
  const children = agentTurns(conversation).flatMap(ask);
  const parent = span(
    'ai.generateText',
    {
      'ai.model.id': model,
      'ai.prompt': JSON.stringify({ system, prompt: question }),
      'ai.response.text': turns.at(-1)?.text ?? '',
      'ai.response.finishReason': 'stop',
    },
    { spanId: root, parentSpanId: undefined, startTimeUnixNano: `${made.tick(-90)}000000` },
  );
  return [...children, parent];
}

/** Tags are texts; a prompt is a list of what was said so far, of which the first is the system's and the second the user's. */
export const springAiZipkin = each(
  'Spring AI, observations as traces of Zipkin (GET /api/v2/trace)',
  ['press', 'game', 'permit'],
  (conversation, made) => ({
    path: `zipkin-${conversation.id}.json`,
    text: json(toZipkinSpans(conversation, made)),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toZipkinSpans(conversation: Conversation, made: Made): object[] {
  const { system, model, turns, id } = conversation;
  const traceId = made.hex(32);
  const request = made.hex(16);
  const client = made.hex(16);
  const prompt = JSON.stringify([system, turns[0]?.text ?? '']);
  const span = (
    name: string,
    parentId: string | undefined,
    tags: Readonly<Record<string, string>>,
    more: object = {},
  ): object => ({
    traceId,
    parentId,
    id: made.hex(16),
    name,
    timestamp: made.tick() * 1000,
    duration: made.number(900, 4_000_000),
    localEndpoint: { serviceName: 'assistant', ipv4: '10.2.0.14' },
    tags,
    ...more,
  });
  const ask = (turn: AgentTurn): object[] => [
    span(`chat ${model}`, client, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.response.model': model,
      'gen_ai.request.temperature': '0.7',
      'gen_ai.response.finish_reasons': callsOf(turn).length > 0 ? '["TOOL_CALLS"]' : '["STOP"]',
      'gen_ai.usage.input_tokens': String(made.number(200, 3000)),
      'gen_ai.usage.output_tokens': String(made.number(9, 300)),
      'gen_ai.prompt': prompt,
      'gen_ai.completion': JSON.stringify([turn.text ?? '']),
    }),
    ...callsOf(turn).map((call) =>
      span(`tool_call ${call.tool}`, client, {
        'gen_ai.operation.name': 'framework',
        'gen_ai.system': 'spring_ai',
        'spring.ai.kind': 'tool_call',
        'spring.ai.tool.definition.name': call.tool,
        'spring.ai.tool.definition.description': `Calls ${call.tool}.`,
        'spring.ai.tool.call.arguments': JSON.stringify(call.arguments),
        'spring.ai.tool.call.result': resultText(call),
      }),
    ),
  ];
  const started = made.tick() * 1000;
  return [
    span(
      'http post /api/chat',
      undefined,
      { 'http.url': '/api/chat', method: 'POST', status: '200', outcome: 'SUCCESS', exception: 'none' },
      { id: request, kind: 'SERVER', timestamp: started },
    ),
    span(
      'spring_ai chat_client',
      request,
      {
        'gen_ai.operation.name': 'framework',
        'gen_ai.system': 'spring_ai',
        'spring.ai.kind': 'chat_client',
        'spring.ai.chat.client.stream': 'false',
        'spring.ai.chat.client.conversation.id': id,
        'spring.ai.chat.client.advisors': '["call"]',
      },
      { id: client, timestamp: started + 800 },
    ),
    ...agentTurns(conversation).flatMap(ask),
  ];
}
