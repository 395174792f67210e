import type { JsonObject } from '@tracewright/core';
import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  plainText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Pairs of question and answer; on the way to an answer lie thoughts, whose calls and observations are texts of JSON by tool. */
export const difyMessages: Shape = {
  source: 'Dify, message history of an agent app',
  form: 'json',
  files: () => pick('intake', 'refunds', 'home', 'travel', 'game').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const conversationId = made.uuid();
  const kept = episodes(conversation.turns).map(splitSameTools);
  return {
    path: `dify/messages-${conversationId}.json`,
    text: json({
      limit: 20,
      has_more: false,
      data: kept.map((episode) => toMessage(episode, conversationId, conversation, made)),
    }),
    runs: [expectSteps(kept.flat())],
  };
}

/** A thought holds each tool once. */
function splitSameTools(turns: readonly Turn[]): Turn[] {
  return turns.flatMap((turn): Turn[] => {
    const calls = callsOf(turn);
    const names = new Set(calls.map(({ tool }) => tool));
    if (turn.by === 'user' || names.size === calls.length) return [turn];
    return calls.map((call, index) =>
      index === 0 ? { ...turn, calls: [call] } : { by: 'agent', calls: [call] },
    );
  });
}

function toMessage(
  [first, ...answers]: readonly Turn[],
  conversationId: string,
  { model }: Conversation,
  made: Made,
): unknown {
  const id = made.uuid();
  const seconds = (): number => Math.floor(made.tick() / 1000);
  const created = seconds();
  return {
    id,
    conversation_id: conversationId,
    parent_message_id: null,
    inputs: {},
    query: first?.text ?? '',
    answer: answers.at(-1)?.text ?? '',
    message_files: [],
    feedback: null,
    retriever_resources: [],
    created_at: created,
    agent_thoughts: answers.map((turn, index) => {
      const calls = callsOf(turn);
      const byTool = (value: (call: (typeof calls)[number]) => JsonObject[string]): string =>
        calls.length === 0
          ? ''
          : JSON.stringify(Object.fromEntries(calls.map((call) => [call.tool, value(call)])));
      return {
        id: made.uuid(),
        chain_id: null,
        message_id: id,
        position: index + 1,
        thought: turn.text ?? (turn.by === 'agent' ? (turn.thought ?? '') : ''),
        tool: calls.map(({ tool }) => tool).join(';'),
        tool_labels: Object.fromEntries(
          calls.map(({ tool }) => [tool, { en_US: tool, zh_Hans: tool, pt_BR: tool }]),
        ),
        tool_input: byTool((call) => call.arguments),
        created_at: seconds(),
        observation: byTool((call) => plainText(call.result)),
        files: [],
        message_files: [],
      };
    }),
    status: 'normal',
    error: null,
    model_id: model,
    provider_response_latency: made.number(10, 90) / 10,
    message_tokens: made.number(300, 2000),
    answer_tokens: made.number(20, 400),
  };
}
