import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  pythonRepr,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

/** A dumped result of a team: what is said beside calls is a thought event; values of tools are `str` of them. */
export const autogenTeam: Shape = {
  source: 'AutoGen 0.4 AgentChat, messages of a TaskResult',
  form: 'json',
  files: () => pick('research', 'incident', 'analysis', 'coding', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const isTeam = conversation.turns.some((turn) => turn.by === 'agent' && turn.name !== undefined);
  const messages = conversation.turns.flatMap((turn) => toMessages(turn, conversation, made, isTeam));
  return {
    path: `results/${conversation.id}.json`,
    text: json({ messages, stop_reason: 'Maximum number of turns 20 reached.' }),
    runs: [expectSteps(conversation.turns, { result: ({ result }) => toText(result) })],
  };
}

function toMessages(turn: Turn, conversation: Conversation, made: Made, isTeam: boolean): unknown[] {
  const source = turn.by === 'user' ? 'user' : speakerOf(turn, conversation);
  const message = (
    type: string,
    content: unknown,
    usage: unknown = null,
    from: string = source,
  ): unknown => ({
    id: made.uuid(),
    source: from,
    models_usage: usage,
    metadata: {},
    created_at: made.time(),
    content,
    type,
  });
  if (turn.by === 'user') return [message('TextMessage', turn.text)];
  const usage = { prompt_tokens: made.number(300, 2000), completion_tokens: made.number(10, 200) };
  const selected = isTeam ? [message('SelectSpeakerEvent', [source], null, 'SelectorGroupChatManager')] : [];
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  if (calls.length === 0)
    return [
      ...selected,
      ...(turn.thought === undefined ? [] : [message('ThoughtEvent', turn.thought)]),
      message('TextMessage', turn.text ?? '', usage),
    ];
  const said = [turn.thought, turn.text].filter((text) => text !== undefined).join('\n');
  return [
    ...selected,
    ...(said === '' ? [] : [message('ThoughtEvent', said)]),
    message(
      'ToolCallRequestEvent',
      calls.map(({ call, id }) => ({ id, arguments: JSON.stringify(call.arguments), name: call.tool })),
      usage,
    ),
    message(
      'ToolCallExecutionEvent',
      calls.map(({ call, id }) => ({
        content: toText(call.result),
        name: call.tool,
        call_id: id,
        is_error: call.failed === true,
      })),
    ),
  ];
}

function toText(result: Parameters<typeof pythonRepr>[0]): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
