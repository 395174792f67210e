import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';
import { toResponse } from './a2a-task.ts';

/** A session with its events: thoughts are parts with a mark, results come as content of role `user`. */
export const adkSession: Shape = {
  source: 'Google Agent Development Kit, session of the API server',
  form: 'json',
  files: () => pick('incident', 'refunds', 'research', 'travel', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const id = made.uuid();
  let invocation = '';
  const events = conversation.turns.flatMap((turn) => {
    if (turn.by === 'user') invocation = `e-${made.uuid()}`;
    return toEvents(turn, conversation, made, invocation);
  });
  const session = {
    id,
    appName: conversation.agent,
    userId: 'user',
    state: { 'user:locale': 'en', _time: conversation.startedAt },
    events,
    lastUpdateTime: made.tick() / 1000,
  };
  return { path: `sessions/${id}.json`, text: json(session), runs: [expectSteps(conversation.turns)] };
}

function toEvents(turn: Turn, conversation: Conversation, made: Made, invocationId: string): unknown[] {
  const author = turn.by === 'user' ? 'user' : speakerOf(turn, conversation);
  const event = (role: string, parts: readonly unknown[], more: object = {}): unknown => ({
    ...more,
    content: { parts, role },
    invocationId,
    author,
    actions: { stateDelta: {}, artifactDelta: {}, requestedAuthConfigs: {} },
    id: made.token(8),
    timestamp: made.tick() / 1000,
  });
  if (turn.by === 'user') return [event('user', [{ text: turn.text }])];
  const calls = callsOf(turn).map((call) => ({ call, id: `adk-${made.uuid()}` }));
  const said = [
    ...(turn.thought === undefined ? [] : [{ thought: true, text: turn.thought }]),
    ...(turn.text === undefined ? [] : [{ text: turn.text }]),
  ];
  const asked = calls.map(({ call, id }) => ({
    functionCall: { id, args: call.arguments, name: call.tool },
  }));
  const answered = calls.map(({ call, id }) => ({
    functionResponse: { id, name: call.tool, response: toResponse(call) },
  }));
  const usageMetadata = {
    candidatesTokenCount: made.number(10, 200),
    promptTokenCount: made.number(300, 2000),
    totalTokenCount: made.number(2000, 2400),
  };
  const model = event('model', [...said, ...asked], {
    usageMetadata,
    longRunningToolIds: [],
    finishReason: 'STOP',
  });
  return answered.length === 0 ? [model] : [model, event('user', answered)];
}
