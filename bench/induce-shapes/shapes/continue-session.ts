import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Each item holds a message and what the panel shows of it: calls stand twice, results three times. */
export const continueSession: Shape = {
  source: 'Continue, session of the editor panel',
  form: 'json',
  files: () => pick('coding', 'analysis', 'wording', 'incident', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const sessionId = made.uuid();
  const text = json({
    sessionId,
    title: conversation.title,
    workspaceDirectory: 'file:///workspace/billing',
    history: conversation.turns.flatMap((turn) => toItems(turn, conversation, made)),
    mode: 'agent',
    chatModelTitle: conversation.model,
  });
  return { path: `sessions/${sessionId}.json`, text, runs: [expectSteps(conversation.turns)] };
}

function toItems(turn: Turn, { model, system }: Conversation, made: Made): unknown[] {
  if (turn.by === 'user')
    return [
      {
        message: { role: 'user', content: [{ type: 'text', text: turn.text }], id: made.uuid() },
        contextItems: [],
        editorState: {
          type: 'doc',
          content: [{ type: 'paragraph', content: [{ type: 'text', text: turn.text }] }],
        },
      },
    ];
  const calls = callsOf(turn).map((call) => {
    const id = `call_${made.token(24)}`;
    const toolCall = {
      id,
      type: 'function',
      function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
    };
    const output = [
      { icon: 'terminal', name: call.tool, description: `Output of ${call.tool}`, content: resultText(call) },
    ];
    return { call, id, toolCall, output };
  });
  const at = made.tick();
  const item = {
    message: {
      role: 'assistant',
      content: turn.text ?? '',
      id: made.uuid(),
      ...(calls.length === 0 ? {} : { toolCalls: calls.map(({ toolCall }) => toolCall) }),
    },
    contextItems: [],
    promptLogs: [
      {
        modelTitle: model,
        modelProvider: 'remote',
        prompt: `<system>\n${system}\n\n<user>\n…`,
        completion: turn.text ?? '',
      },
    ],
    ...(turn.thought === undefined
      ? {}
      : { reasoning: { active: false, text: turn.thought, startAt: at, endAt: at + 900 } }),
    ...(calls.length === 0
      ? {}
      : {
          toolCallStates: calls.map(({ call, id, toolCall, output }) => ({
            toolCallId: id,
            toolCall,
            status: call.failed === true ? 'errored' : 'done',
            parsedArgs: call.arguments,
            output,
          })),
        }),
  };
  const results = calls.map(({ call, id, output }) => ({
    message: { role: 'tool', content: resultText(call), toolCallId: id, id: made.uuid() },
    contextItems: output,
  }));
  return [item, ...results];
}
