import type { JsonValue } from '@tracewright/core';
import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  jsonLines,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** One line an operation: the run, requests to the model as its client makes them, and functions of the agent. */
export const weaveCalls: Shape = {
  source: 'Weights & Biases Weave, exported calls of a project',
  form: 'json',
  files: () => pick('home', 'analysis', 'intake', 'incident', 'refunds').map(toFile),
};

const PROJECT = 'acme/desk-agent';

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const messages: unknown[] = [{ role: 'system', content: conversation.system }];
  const calls = episodes(conversation.turns).flatMap((episode) =>
    toTrace(episode, conversation, made, messages),
  );
  return {
    path: `weave/${conversation.id}-calls.jsonl`,
    text: jsonLines(calls),
    runs: [expectSteps(conversation.turns)],
  };
}

function toTrace(
  episode: readonly Turn[],
  { model, id: thread, agent }: Conversation,
  made: Made,
  messages: unknown[],
): unknown[] {
  const traceId = made.uuid();
  const rootId = made.uuid();
  const operation = (
    name: string,
    parentId: string | null,
    inputs: JsonValue | object,
    output: unknown,
    started_at: string = made.time(0.02),
  ): object => {
    const id = parentId === null ? rootId : made.uuid();
    const ended_at = made.time();
    return {
      id,
      project_id: PROJECT,
      op_name: `weave:///${PROJECT}/op/${name}:${made.token(43)}`,
      display_name: null,
      trace_id: traceId,
      parent_id: parentId,
      thread_id: thread,
      started_at,
      attributes: { weave: { client_version: '0.51.59', source: 'python-sdk', os_name: 'Linux' } },
      inputs,
      ended_at,
      exception: null,
      output,
      summary: {
        status_counts: { success: 1, error: 0 },
        weave: {
          status: 'success',
          trace_name: name,
          latency_ms: Date.parse(ended_at) - Date.parse(started_at),
        },
      },
      wb_user_id: 'VXNlcjo3NzE=',
      wb_run_id: null,
      deleted_at: null,
    };
  };
  const startedAt = made.time();
  const children = episode.flatMap((turn): unknown[] => {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      return [];
    }
    const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
    const message = {
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
    const request = operation(
      'openai.chat.completions.create',
      rootId,
      { self: `${agent}-client`, model, messages: [...messages], temperature: 0 },
      {
        id: `chatcmpl-${made.token(29)}`,
        choices: [
          { index: 0, finish_reason: calls.length === 0 ? 'stop' : 'tool_calls', logprobs: null, message },
        ],
        created: Math.floor(made.tick(0) / 1000),
        model,
        object: 'chat.completion',
        usage: { prompt_tokens: made.number(300, 2500), completion_tokens: made.number(10, 200) },
      },
    );
    messages.push(
      message,
      ...calls.map(({ call, id }) => ({ role: 'tool', tool_call_id: id, content: resultText(call) })),
    );
    return [request, ...calls.map(({ call }) => operation(call.tool, rootId, call.arguments, call.result))];
  });
  const root = operation(
    'Agent.answer',
    null,
    { self: `weave:///${PROJECT}/object/Agent:${made.token(43)}`, question: episode[0]?.text ?? '' },
    episode.at(-1)?.text ?? '',
    startedAt,
  );
  return [root, ...children];
}
