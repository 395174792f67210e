/** What libraries for agents trace. */
import {
  type Conversation,
  expectSteps,
  firstEpisode,
  jsonLines,
  make,
  pythonIndented,
  pythonText,
  resultText,
  severalEach,
  tell,
  thoughtOf,
  toolNames,
  usage,
} from './kit.ts';

/** A line a batch as it is posted: traces when they begin, spans when they end, and so what is below before what is above. */
export const openaiAgentsTraces = severalEach(
  'OpenAI Agents SDK, batches of its trace exporter',
  'json',
  [['press', 'home'], ['greenhouse'], ['coding', 'analysis'], ['library'], ['game', 'travel']],
  (conversations, index) => ({
    path: `traces/ingest-${index + 1}.jsonl`,
    text: jsonLines(conversations.flatMap(toBatches)),
    runs: conversations.map((conversation) =>
      expectSteps(firstEpisode(conversation), {
        result: (call) => (call.failed === true ? RAISED + resultText(call) : pythonText(call)),
      }),
    ),
  }),
);

const RAISED = 'An error occurred while running the tool. Please try again. Error: ';

function toBatches(conversation: Conversation): object[] {
  const made = make(conversation);
  const traceId = `trace_${made.hex(32)}`;
  const agentSpan = `span_${made.hex(24)}`;
  const startedAt = toOffset(made.time());
  const span = (data: object, error: object | null = null, more: object = {}): object => ({
    object: 'trace.span',
    id: `span_${made.hex(24)}`,
    trace_id: traceId,
    parent_id: agentSpan,
    started_at: toOffset(made.time()),
    ended_at: toOffset(made.time()),
    span_data: data,
    error,
    ...more,
  });
  const messages: object[] = [{ role: 'system', content: conversation.system }];
  const spans = tell(
    firstEpisode(conversation),
    () => `call_${made.token(24)}`,
    (content) => {
      messages.push({ role: 'user', content });
      return [];
    },
    (turn, calls) => {
      const answer = {
        role: 'assistant',
        content: turn.text ?? null,
        refusal: null,
        ...(turn.thought === undefined ? {} : { reasoning_content: turn.thought }),
        tool_calls:
          calls.length === 0
            ? null
            : calls.map(({ call, id }) => ({
                id,
                type: 'function',
                function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
              })),
      };
      const { input_tokens, output_tokens } = usage(made);
      const generation = span({
        type: 'generation',
        input: [...messages],
        output: [answer],
        model: conversation.model,
        model_config: { temperature: 0.2, tool_choice: null, parallel_tool_calls: null },
        usage: { input_tokens, output_tokens },
      });
      messages.push(answer);
      const functions = calls.map(({ call, id }) => {
        const output = call.failed === true ? RAISED + resultText(call) : pythonText(call);
        messages.push({ role: 'tool', tool_call_id: id, content: output });
        return span(
          {
            type: 'function',
            name: call.tool,
            input: JSON.stringify(call.arguments),
            output,
            mcp_data: null,
          },
          call.failed === true
            ? {
                message: 'Error running tool (non-fatal)',
                data: { tool_name: call.tool, error: resultText(call) },
              }
            : null,
        );
      });
      return [generation, ...functions];
    },
  );
  const trace = {
    object: 'trace',
    id: traceId,
    workflow_name: conversation.title,
    group_id: null,
    metadata: null,
  };
  const agent = span(
    {
      type: 'agent',
      name: conversation.agent,
      handoffs: [],
      tools: toolNames(conversation),
      output_type: 'str',
    },
    null,
    { id: agentSpan, parent_id: null, started_at: startedAt },
  );
  const items = [trace, ...spans, agent];
  const size = 5;
  return Array.from({ length: Math.ceil(items.length / size) }, (_batch, index) => ({
    data: items.slice(index * size, (index + 1) * size),
  }));
}

function toOffset(time: string): string {
  return time.replace('Z', '000+00:00');
}

function toMicroseconds(time: string): string {
  return time.replace('Z', '000Z');
}

/** Objects of several lines, one after the other; messages are attributes with numbers in their names; the root ends last. */
export const otelConsole = severalEach(
  'OpenTelemetry (Python), ConsoleSpanExporter with OpenInference attributes',
  'json',
  [['greenhouse'], ['home', 'library'], ['game'], ['analysis'], ['press', 'coding']],
  (conversations, index) => ({
    path: `spans-${index + 1}.json`,
    text: conversations.flatMap(toConsoleSpans).join(''),
    runs: conversations.map((conversation) => expectSteps(firstEpisode(conversation))),
  }),
);

function toConsoleSpans(conversation: Conversation): string[] {
  const made = make(conversation);
  const traceId = `0x${made.hex(32)}`;
  const rootId = `0x${made.hex(16)}`;
  const startTime = toMicroseconds(made.time());
  const span = (name: string, kind: string, attributes: object, error?: string, more: object = {}): string =>
    `${pythonIndented(
      {
        name,
        context: { trace_id: traceId, span_id: `0x${made.hex(16)}`, trace_state: '[]' },
        kind: 'SpanKind.INTERNAL',
        parent_id: rootId,
        start_time: toMicroseconds(made.time()),
        end_time: toMicroseconds(made.time()),
        status:
          error === undefined
            ? { status_code: 'OK' }
            : { status_code: 'ERROR', description: `ToolError: ${error}` },
        attributes: { ...attributes, 'openinference.span.kind': kind },
        events: [],
        links: [],
        resource: { attributes: { 'service.name': conversation.agent }, schema_url: '' },
        ...more,
      },
      4,
    )}\n`;
  const messages: Record<string, string>[] = [
    { 'message.role': 'system', 'message.content': conversation.system },
  ];
  const turns = firstEpisode(conversation);
  const below = tell(
    turns,
    () => `call_${made.token(24)}`,
    (text) => {
      messages.push({ 'message.role': 'user', 'message.content': text });
      return [];
    },
    (turn, calls) => {
      const answer: Record<string, string> = {
        'message.role': 'assistant',
        ...(turn.text === undefined ? {} : { 'message.content': turn.text }),
        ...Object.assign(
          {},
          ...calls.map(({ call, id }, place) => ({
            [`message.tool_calls.${place}.tool_call.id`]: id,
            [`message.tool_calls.${place}.tool_call.function.name`]: call.tool,
            [`message.tool_calls.${place}.tool_call.function.arguments`]: JSON.stringify(call.arguments),
          })),
        ),
      };
      const thought = thoughtOf(turn);
      const { input_tokens, output_tokens, total_tokens } = usage(made);
      const asked = span('ChatCompletion', 'LLM', {
        'llm.model_name': conversation.model,
        'llm.invocation_parameters': JSON.stringify({ temperature: 0 }),
        ...numbered('llm.input_messages', messages),
        ...numbered('llm.output_messages', [answer]),
        ...(thought === undefined ? {} : { metadata: JSON.stringify({ reasoning: thought }) }),
        'llm.token_count.prompt': input_tokens,
        'llm.token_count.completion': output_tokens,
        'llm.token_count.total': total_tokens,
      });
      messages.push(answer);
      const ran = calls.map(({ call, id }) => {
        messages.push({
          'message.role': 'tool',
          'message.content': resultText(call),
          'message.tool_call_id': id,
        });
        return span(
          call.tool,
          'TOOL',
          {
            'tool.name': call.tool,
            'input.value': JSON.stringify(call.arguments),
            'input.mime_type': 'application/json',
            ...(call.failed === true ? {} : { 'output.value': resultText(call) }),
          },
          call.failed === true ? resultText(call) : undefined,
        );
      });
      return [asked, ...ran];
    },
  );
  const root = span(
    conversation.agent,
    'AGENT',
    { 'input.value': turns[0]?.text ?? '', 'output.value': turns.at(-1)?.text ?? '' },
    undefined,
    {
      context: { trace_id: traceId, span_id: rootId, trace_state: '[]' },
      parent_id: null,
      start_time: startTime,
    },
  );
  return [...below, root];
}

function numbered(prefix: string, messages: readonly Record<string, string>[]): object {
  const members = messages.flatMap((message, index) =>
    Object.entries(message).map(([name, value]) => [`${prefix}.${index}.${name}`, value]),
  );
  return Object.fromEntries(members) as object;
}
