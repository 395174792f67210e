/** Rows of a query to the store of spans of Pydantic. */
import { severalEach } from '../blind-2/kit.ts';
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { expectSteps, make, resultText } from '../shape.ts';
import { agentTurns, callsWithIds } from './kit.ts';

const LOGFIRE_COLUMNS = [
  'start_timestamp',
  'end_timestamp',
  'duration',
  'trace_id',
  'span_id',
  'parent_span_id',
  'kind',
  'level',
  'span_name',
  'message',
  'is_exception',
  'exception_type',
  'exception_message',
  'tags',
  'service_name',
  'deployment_environment',
  'otel_scope_name',
  'attributes',
] as const;

type LogfireRow = Partial<Record<(typeof LOGFIRE_COLUMNS)[number], string>>;

/** Rows of all traces by time; what was said and done is JSON in the last column. */
export const logfireCsv = severalEach(
  'Pydantic Logfire, records of a query as CSV (agents of Pydantic AI)',
  'json',
  [['permit', 'analysis'], ['press'], ['game', 'museum']],
  (conversations, index) => ({
    path: `logfire-records-${index + 1}.csv`,
    text: [
      LOGFIRE_COLUMNS.join(','),
      ...conversations
        .flatMap(toLogfireRows)
        .map((row) => LOGFIRE_COLUMNS.map((column) => toCsvCell(row[column] ?? '')).join(',')),
      '',
    ].join('\n'),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

function toCsvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toLogfireRows(conversation: Conversation): LogfireRow[] {
  const made = make(conversation);
  const trace_id = made.hex(32);
  const root = made.hex(16);
  const { agent, model, system, turns } = conversation;
  const answer = turns.at(-1)?.text ?? '';
  const messages: object[] = [
    { role: 'system', parts: [{ type: 'text', content: system }] },
    { role: 'user', parts: [{ type: 'text', content: turns[0]?.text ?? '' }] },
  ];
  const row = (
    span_name: string,
    message: string,
    attributes: object,
    more: LogfireRow = {},
  ): LogfireRow => ({
    start_timestamp: made.time(),
    end_timestamp: made.time(0.4),
    duration: '0.4',
    trace_id,
    span_id: made.hex(16),
    parent_span_id: root,
    kind: 'span',
    level: 'info',
    span_name,
    message,
    is_exception: 'false',
    tags: '[]',
    service_name: 'assistant-api',
    deployment_environment: 'production',
    otel_scope_name: 'pydantic-ai',
    attributes: JSON.stringify({ ...attributes, 'logfire.msg': message }),
    ...more,
  });
  const use = (call: Call, id: string): LogfireRow => {
    const text = resultText(call);
    return row(
      'running tool',
      `running tool: ${call.tool}`,
      {
        'gen_ai.tool.name': call.tool,
        'gen_ai.tool.call.id': id,
        tool_arguments: call.arguments,
        ...(call.failed ? {} : { tool_response: call.result }),
      },
      call.failed
        ? { level: 'error', is_exception: 'true', exception_type: 'ToolRetryError', exception_message: text }
        : {},
    );
  };
  const ask = (turn: AgentTurn): LogfireRow[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const output = {
      role: 'assistant',
      parts: [
        ...(turn.text === undefined ? [] : [{ type: 'text', content: turn.text }]),
        ...calls.map(({ call, id }) => ({
          type: 'tool_call',
          id,
          name: call.tool,
          arguments: call.arguments,
        })),
      ],
      finish_reason: calls.length > 0 ? 'tool_call' : 'stop',
    };
    const chat = row(`chat ${model}`, `chat ${model}`, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': model,
      'server.address': 'api.openai.com',
      'gen_ai.input.messages': [...messages],
      'gen_ai.output.messages': [output],
      'gen_ai.usage.input_tokens': made.number(200, 3000),
      'gen_ai.usage.output_tokens': made.number(10, 200),
    });
    const parts = calls.map(({ call, id }) => ({
      type: 'tool_call_response',
      id,
      name: call.tool,
      result: call.result,
    }));
    messages.push(output, ...(parts.length > 0 ? [{ role: 'user', parts }] : []));
    return [chat, ...calls.map(({ call, id }) => use(call, id))];
  };
  const spans = agentTurns(conversation).flatMap(ask);
  const run = {
    agent_name: agent,
    model_name: model,
    'gen_ai.system_instructions': [{ type: 'text', content: system }],
    'pydantic_ai.all_messages': messages,
    final_result: answer,
  };
  return [
    row('agent run', `${agent} run`, run, {
      span_id: root,
      parent_span_id: '',
      start_timestamp: conversation.startedAt,
      duration: '41.7',
    }),
    ...spans,
  ];
}
