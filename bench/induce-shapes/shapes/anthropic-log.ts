import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  jsonLines,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** One line a request: each repeats the conversation so far. Some requests are refused and sent again, some only count tokens. */
export const anthropicLog: Shape = {
  source: 'Anthropic Messages API, requests and responses as a proxy records them',
  form: 'json',
  files: () => pick('coding', 'refunds', 'analysis', 'travel', 'wording').map(toFile),
};

interface Blocks {
  readonly role: 'user' | 'assistant';
  readonly content: string | readonly unknown[];
}

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const messages: Blocks[] = [];
  const records: unknown[] = [];
  for (const [index, turn] of conversation.turns.entries()) {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      continue;
    }
    const body = toBody(conversation, messages);
    if (index === 1)
      records.push(record(made, '/v1/messages/count_tokens', body, 200, { input_tokens: 812 }));
    if (index === 3)
      records.push(
        record(made, '/v1/messages', body, 529, {
          type: 'error',
          error: { type: 'overloaded_error', message: 'Overloaded' },
          request_id: `req_${made.token(24)}`,
        }),
      );
    const { content, results } = toBlocks(turn, made);
    records.push(
      record(made, '/v1/messages', body, 200, {
        id: `msg_01${made.token(22)}`,
        type: 'message',
        role: 'assistant',
        model: conversation.model,
        content,
        stop_reason: results.length > 0 ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage: {
          input_tokens: made.number(4, 900),
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: made.number(1000, 9000),
          output_tokens: made.number(20, 400),
          service_tier: 'standard',
        },
      }),
    );
    messages.push({ role: 'assistant', content });
    if (results.length > 0) messages.push({ role: 'user', content: results });
  }
  return {
    path: `logs/${conversation.startedAt.slice(0, 10)}-${conversation.id}.jsonl`,
    text: jsonLines(records),
    runs: [expectSteps(conversation.turns)],
  };
}

function toBody({ model, system, turns }: Conversation, messages: readonly Blocks[]): unknown {
  const names = [...new Set(turns.flatMap((turn) => callsOf(turn).map(({ tool }) => tool)))];
  return {
    model,
    max_tokens: 8192,
    temperature: 1,
    system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
    tools: names.map((name) => ({
      name,
      description: `Use ${name} when it helps.`,
      input_schema: { type: 'object', properties: {}, additionalProperties: true },
    })),
    messages: [...messages],
    stream: false,
  };
}

function record(made: Made, path: string, request: unknown, status: number, response: unknown): unknown {
  return {
    timestamp: made.time(),
    request: {
      method: 'POST',
      url: `https://api.anthropic.com${path}`,
      headers: {
        'anthropic-version': '2023-06-01',
        'content-type': 'application/json',
        'x-api-key': '[redacted]',
      },
      body: request,
    },
    response: {
      status,
      headers: { 'content-type': 'application/json', 'request-id': `req_01${made.token(22)}` },
      body: response,
    },
    duration_ms: made.number(600, 6000),
  };
}

function toBlocks(turn: Turn, made: Made): { content: unknown[]; results: unknown[] } {
  const calls = callsOf(turn).map((call) => ({ call, id: `toolu_01${made.token(22)}` }));
  const thought = turn.by === 'agent' ? turn.thought : undefined;
  return {
    content: [
      ...(thought === undefined ? [] : [{ type: 'thinking', thinking: thought, signature: made.token(64) }]),
      ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]),
      ...calls.map(({ call, id }) => ({ type: 'tool_use', id, name: call.tool, input: call.arguments })),
    ],
    results: calls.map(({ call, id }) => ({
      type: 'tool_result',
      tool_use_id: id,
      content: [{ type: 'text', text: resultText(call) }],
      ...(call.failed === true ? { is_error: true } : {}),
    })),
  };
}
