/** Spans: a map of them by id whose attributes hold JSON as text, and lists with tags in no order. */
import {
  type Conversation,
  expectSteps,
  firstEpisode,
  given,
  json,
  make,
  oneEach,
  resultText,
  saidBy,
  severalEach,
  speakerOf,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

/** A trace of a flow; what a span got and gave are attributes, and every request holds all the messages before it. */
export const genkitTrace = oneEach(
  'Genkit, trace in the store of the developer UI (.genkit/traces)',
  'json',
  ['analysis', 'library', 'greenhouse', 'museum', 'travel'],
  (conversation, made) => {
    const traceId = made.hex(32);
    const root = made.hex(16);
    const turns = firstEpisode(conversation);
    const span = (
      spanId: string,
      parent: string | undefined,
      name: string,
      subtype: string,
      more: object,
    ): [string, object] => [
      spanId,
      {
        spanId,
        traceId,
        ...(parent === undefined ? {} : { parentSpanId: parent }),
        startTime: parent === undefined ? Date.parse(conversation.startedAt) : made.tick(0.1) + 0.31,
        endTime: made.tick() + 0.27,
        attributes: {
          'genkit:name': name,
          'genkit:isRoot': parent === undefined,
          'genkit:type': 'action',
          'genkit:metadata:subtype': subtype,
          'genkit:path': `/{agentFlow,t:flow}/{${name},t:action,s:${subtype}}`,
          ...more,
          'genkit:state': 'success',
        },
        displayName: name,
        links: [],
        instrumentationLibrary: { name: 'genkit-tracer', version: 'v1' },
        spanKind: 'INTERNAL',
        sameProcessAsParentSpan: { value: true },
        status: { code: 0 },
        timeEvents: { timeEvent: [] },
      },
    ];
    const flow = (input: unknown, output: unknown): object => ({
      'genkit:input': JSON.stringify(input),
      'genkit:output': JSON.stringify(output),
    });
    const messages: object[] = [{ role: 'system', content: [{ text: conversation.system }] }];
    const spans = tell(
      turns,
      () => made.token(8),
      (text) => {
        messages.push({ role: 'user', content: [{ text }] });
        return [];
      },
      (turn, calls) => {
        const message = {
          role: 'model',
          content: [
            ...given(turn.thought, (reasoning) => ({ reasoning })),
            ...given(turn.text, (text) => ({ text })),
            ...calls.map(({ call, id: ref }) => ({
              toolRequest: { name: call.tool, ref, input: call.arguments },
            })),
          ],
        };
        const request = {
          messages: [...messages],
          config: {},
          tools: toolNames(conversation).map((name) => ({ name })),
        };
        const { input_tokens: inputTokens, output_tokens: outputTokens } = usage(made);
        const response = { message, finishReason: 'stop', usage: { inputTokens, outputTokens } };
        messages.push(message);
        if (calls.length > 0)
          messages.push({
            role: 'tool',
            content: calls.map(({ call, id: ref }) => ({
              toolResponse: { name: call.tool, ref, output: call.result },
            })),
          });
        return [
          span(made.hex(16), root, `googleai/${conversation.model}`, 'model', flow(request, response)),
          ...calls.map(({ call }) =>
            span(made.hex(16), root, call.tool, 'tool', flow(call.arguments, call.result)),
          ),
        ];
      },
    );
    const all = [
      ...spans,
      span(root, undefined, 'agentFlow', 'flow', flow(turns[0]?.text ?? '', turns.at(-1)?.text ?? '')),
    ];
    return {
      path: `.genkit/traces/${traceId}`,
      text: json({
        traceId,
        displayName: 'agentFlow',
        startTime: Date.parse(conversation.startedAt),
        endTime: made.tick() + 0.5,
        spans: Object.fromEntries(all) as unknown,
      }),
      runs: [expectSteps(turns)],
    };
  },
);

/** A trace for each conversation; tags are triples of key, type and value, and spans come in the order of their ids. */
export const jaegerTraces = severalEach(
  'Jaeger, traces as its API gives them (GET /api/traces), with the GenAI conventions of OpenTelemetry',
  'json',
  [['incident'], ['analysis', 'cluster'], ['museum'], ['press', 'greenhouse'], ['travel']],
  (conversations, index) => ({
    path: `traces-${1_762_308_000 + index}.json`,
    text: json({ data: conversations.map(toTrace), total: 0, limit: 0, offset: 0, errors: null }),
    runs: conversations.map((conversation) => expectSteps(firstEpisode(conversation))),
  }),
);

interface JaegerSpan {
  readonly spanID: string;
  readonly [member: string]: unknown;
}

function toTrace(conversation: Conversation): object {
  const made = make(conversation);
  const traceID = made.hex(32);
  const root = made.hex(16);
  const tag = (key: string, value: string | number | boolean): object => {
    const type = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'int64' : 'bool';
    return { key, type, value };
  };
  const span = (
    spanID: string,
    operationName: string,
    tags: readonly object[],
    isFailed: boolean = false,
  ): JaegerSpan => ({
    traceID,
    spanID,
    flags: 1,
    operationName,
    references: spanID === root ? [] : [{ refType: 'CHILD_OF', traceID, spanID: root }],
    startTime: made.tick() * 1000 + made.number(0, 999),
    duration: made.number(9000, 390_000),
    tags: [
      ...tags,
      tag('span.kind', operationName.startsWith('chat') ? 'client' : 'internal'),
      ...(isFailed ? [tag('otel.status_code', 'ERROR'), tag('error', true)] : []),
    ],
    logs: [],
    processID: 'p1',
    warnings: null,
  });
  const invoked = span(root, `invoke_agent ${conversation.agent}`, [
    tag('gen_ai.operation.name', 'invoke_agent'),
    tag('gen_ai.agent.name', conversation.agent),
    tag('gen_ai.conversation.id', made.uuid()),
  ]);
  const text = (content: string): object => ({ type: 'text', content });
  const history: object[] = [];
  const spans = tell(
    firstEpisode(conversation),
    () => `call_${made.token(24)}`,
    (content) => {
      history.push({ role: 'user', parts: [text(content)] });
      return [];
    },
    (turn, calls) => {
      const answer = {
        role: 'assistant',
        parts: [
          ...given(saidBy(turn), text),
          ...calls.map(({ call, id }) => ({
            type: 'tool_call',
            id,
            name: call.tool,
            arguments: call.arguments,
          })),
        ],
      };
      const { input_tokens, output_tokens } = usage(made);
      const chat = span(made.hex(16), `chat ${conversation.model}`, [
        tag('gen_ai.operation.name', 'chat'),
        tag('gen_ai.request.model', conversation.model),
        tag('gen_ai.agent.name', speakerOf(turn, conversation)),
        tag('gen_ai.system_instructions', JSON.stringify([text(conversation.system)])),
        tag('gen_ai.input.messages', JSON.stringify(history)),
        tag(
          'gen_ai.output.messages',
          JSON.stringify([{ ...answer, finish_reason: calls.length === 0 ? 'stop' : 'tool_call' }]),
        ),
        tag('gen_ai.usage.input_tokens', input_tokens),
        tag('gen_ai.usage.output_tokens', output_tokens),
      ]);
      const tools = calls.map(({ call, id }) =>
        span(
          made.hex(16),
          `execute_tool ${call.tool}`,
          [
            tag('gen_ai.operation.name', 'execute_tool'),
            tag('gen_ai.tool.name', call.tool),
            tag('gen_ai.tool.call.id', id),
            tag('gen_ai.tool.call.arguments', JSON.stringify(call.arguments)),
            tag('gen_ai.tool.call.result', resultText(call)),
          ],
          call.failed === true,
        ),
      );
      history.push(answer);
      for (const { call, id } of calls)
        history.push({
          role: 'tool',
          parts: [{ type: 'tool_call_response', id, response: resultText(call) }],
        });
      return [chat, ...tools];
    },
  );
  return {
    traceID,
    spans: [invoked, ...spans].toSorted((one, other) => (one.spanID < other.spanID ? -1 : 1)),
    processes: {
      p1: {
        serviceName: conversation.agent,
        tags: [tag('telemetry.sdk.language', 'python'), tag('host.name', 'node-7')],
      },
    },
    warnings: null,
  };
}
