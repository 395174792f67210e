import type { Call, Conversation, Turn } from '../conversations.ts';
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

/** Messages with their calls, each of which holds its answer twice: as the model reads it and as the terminal shows it. */
export const geminiCliChat: Shape = {
  source: 'Gemini CLI, recorded chat',
  form: 'json',
  files: () => pick('coding', 'analysis', 'incident', 'game', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const sessionId = made.uuid();
  const startTime = made.time();
  const projectHash = made.hex(64);
  const messages = conversation.turns.map((turn) => toMessage(turn, conversation, made));
  const stamp = startTime.slice(0, 16).replace(':', '-');
  return {
    path: `.gemini/tmp/${projectHash}/chats/session-${stamp}-${sessionId.slice(0, 8)}.json`,
    text: json({ sessionId, projectHash, startTime, lastUpdated: made.time(), messages }),
    runs: [expectSteps(conversation.turns)],
  };
}

function toMessage(turn: Turn, { model }: Conversation, made: Made): unknown {
  const head = { id: made.uuid(), timestamp: made.time() };
  if (turn.by === 'user') return { ...head, type: 'user', content: turn.text };
  const toolCalls = callsOf(turn).map((call) => toToolCall(call, made));
  return {
    ...head,
    type: 'gemini',
    content: turn.text ?? '',
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    thoughts:
      turn.thought === undefined
        ? []
        : [{ subject: 'Planning the next step', description: turn.thought, timestamp: made.time(0.1) }],
    model,
    tokens: {
      input: made.number(4000, 9000),
      output: made.number(10, 300),
      cached: 0,
      thoughts: made.number(0, 200),
      tool: 0,
      total: 9500,
    },
  };
}

function toToolCall(call: Call, made: Made): unknown {
  const id = `${call.tool}-${made.tick()}-${made.hex(13)}`;
  const text = resultText(call);
  const response = call.failed === true ? { error: text } : { output: text };
  const title = call.tool.replaceAll('_', ' ');
  return {
    id,
    name: call.tool,
    args: call.arguments,
    result: [{ functionResponse: { id, name: call.tool, response } }],
    status: call.failed === true ? 'error' : 'success',
    timestamp: made.time(0.2),
    resultDisplay: text.length > 60 ? `${text.slice(0, 60)}...` : text,
    displayName: title.charAt(0).toUpperCase() + title.slice(1),
    description: Object.values(call.arguments).map(String).join(' '),
    renderOutputAsMarkdown: false,
  };
}
