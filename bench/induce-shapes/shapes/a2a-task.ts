import type { JsonValue } from '@tracewright/core';
import { type Call, type Conversation, type Turn } from '../conversations.ts';
import { callsOf, expectSteps, json, make, type Made, pick, type Shape, type ShapeFile } from '../shape.ts';

/** Answers to `tasks/get`: calls are data parts, as the converter of the Agent Development Kit writes them; the artifact repeats the last message. */
export const a2aTask: Shape = {
  source: 'A2A protocol, task with history and artifacts',
  form: 'json',
  files: () => pick('refunds', 'travel', 'analysis', 'wording', 'incident').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const [contextId, taskId] = [made.uuid(), made.uuid()];
  const message = (role: string, parts: readonly unknown[]): unknown => ({
    contextId,
    kind: 'message',
    messageId: made.uuid(),
    metadata: { adk_app_name: conversation.agent, adk_session_id: contextId },
    parts,
    role,
    taskId,
  });
  const history = conversation.turns.flatMap((turn) =>
    toParts(turn, made).map(({ role, parts }) => message(role, parts)),
  );
  const last = conversation.turns.at(-1);
  const artifacts = [{ artifactId: made.uuid(), parts: [text(last?.text ?? '')] }];
  const usage = { candidatesTokenCount: made.number(20, 90), promptTokenCount: made.number(900, 2000) };
  const result = {
    artifacts,
    contextId,
    history,
    id: taskId,
    kind: 'task',
    metadata: {
      adk_user_id: `A2A_USER_${contextId}`,
      adk_usage_metadata: usage,
      adk_author: conversation.agent,
    },
    status: { state: 'completed', timestamp: made.time() },
  };
  return {
    path: `tasks/${taskId}.json`,
    text: json({ id: made.uuid(), jsonrpc: '2.0', result }),
    runs: [expectSteps(conversation.turns)],
  };
}

interface Parts {
  readonly role: string;
  readonly parts: readonly unknown[];
}

function toParts(turn: Turn, made: Made): Parts[] {
  if (turn.by === 'user') return [{ role: 'user', parts: [text(turn.text)] }];
  const calls = callsOf(turn).map((call) => ({ call, id: `adk-${made.uuid()}` }));
  const said = [
    ...(turn.thought === undefined ? [] : [{ ...text(turn.thought), metadata: { adk_thought: true } }]),
    ...(turn.text === undefined ? [] : [text(turn.text)]),
  ];
  const asked = calls.map(({ call, id }) => ({
    data: { args: call.arguments, id, name: call.tool },
    kind: 'data',
    metadata: { adk_is_long_running: false, adk_type: 'function_call' },
  }));
  const answered = calls.map(({ call, id }) => ({
    data: { id, name: call.tool, response: toResponse(call) },
    kind: 'data',
    metadata: { adk_type: 'function_response' },
  }));
  return [
    { role: 'agent', parts: [...said, ...asked] },
    ...(answered.length === 0 ? [] : [{ role: 'agent', parts: answered }]),
  ];
}

function text(value: string): { kind: string; text: string } {
  return { kind: 'text', text: value };
}

/** Functions that return no object have their value wrapped. */
export function toResponse({ result, failed }: Call): JsonValue {
  if (failed === true) return { error: result };
  return typeof result === 'object' && result !== null && !Array.isArray(result) ? result : { result };
}
