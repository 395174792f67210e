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
  speakerOf,
} from '../shape.ts';

/** A chat history as .NET writes it: roles are objects, items name their type, names begin with capitals. */
export const semanticKernel: Shape = {
  source: 'Semantic Kernel, serialized ChatHistory',
  form: 'json',
  files: () => pick('refunds', 'research', 'analysis', 'wording', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const system = { Role: { Label: 'system' }, Items: [text(conversation.system)] };
  const messages = [system, ...conversation.turns.flatMap((turn) => toMessages(turn, conversation, made))];
  return {
    path: `history/${conversation.id}.json`,
    text: json(messages),
    runs: [expectSteps(conversation.turns)],
  };
}

function toMessages(turn: Turn, conversation: Conversation, made: Made): unknown[] {
  if (turn.by === 'user') return [{ Role: { Label: 'user' }, Items: [text(turn.text)] }];
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const answer = {
    AuthorName: speakerOf(turn, conversation),
    Role: { Label: 'assistant' },
    Items: [
      ...(turn.thought === undefined ? [] : [{ $type: 'ReasoningContent', Text: turn.thought }]),
      ...(turn.text === undefined ? [] : [text(turn.text)]),
      ...calls.map(({ call, id }) => ({
        $type: 'FunctionCallContent',
        Id: id,
        PluginName: 'Desk',
        FunctionName: call.tool,
        Arguments: call.arguments,
      })),
    ],
    ModelId: conversation.model,
    Metadata: {
      Id: `chatcmpl-${made.token(29)}`,
      CreatedAt: made.time().replace('Z', '+00:00'),
      SystemFingerprint: `fp_${made.hex(10)}`,
      Usage: {
        OutputTokenCount: made.number(10, 200),
        InputTokenCount: made.number(300, 2000),
        TotalTokenCount: 2200,
      },
      Refusal: null,
      FinishReason: calls.length > 0 ? 'ToolCalls' : 'Stop',
    },
  };
  const results = calls.map(({ call, id }) => ({
    Role: { Label: 'tool' },
    Items: [
      {
        $type: 'FunctionResultContent',
        CallId: id,
        PluginName: 'Desk',
        FunctionName: call.tool,
        Result: resultText(call),
      },
    ],
  }));
  return [answer, ...results];
}

function text(value: string): unknown {
  return { $type: 'TextContent', Text: value };
}
