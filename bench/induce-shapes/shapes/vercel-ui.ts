import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** All that is done for one message of the user is one message of parts: steps begin with a mark, tools are part types. */
export const vercelUi: Shape = {
  source: 'Vercel AI SDK 5, stored UI messages',
  form: 'json',
  files: () => pick('travel', 'refunds', 'analysis', 'wording', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const messages = episodes(conversation.turns).flatMap(([first, ...answers]) => [
    {
      id: made.token(16),
      role: 'user',
      metadata: { createdAt: made.tick() },
      parts: [{ type: 'text', text: first?.text ?? '' }],
    },
    {
      id: made.token(16),
      role: 'assistant',
      metadata: { createdAt: made.tick(), model: conversation.model, totalTokens: made.number(900, 4000) },
      parts: answers
        .filter((turn): turn is AgentTurn => turn.by === 'agent')
        .flatMap((turn) => toParts(turn, made)),
    },
  ]);
  const chat = {
    id: made.token(16),
    title: conversation.title,
    createdAt: conversation.startedAt,
    visibility: 'private',
    messages,
  };
  return { path: `chats/${chat.id}.json`, text: json(chat), runs: [expectSteps(conversation.turns)] };
}

function toParts(turn: AgentTurn, made: Made): unknown[] {
  return [
    { type: 'step-start' },
    ...(turn.thought === undefined
      ? []
      : [
          {
            type: 'reasoning',
            text: turn.thought,
            state: 'done',
            providerMetadata: { openai: { itemId: `rs_${made.hex(32)}`, reasoningEncryptedContent: null } },
          },
        ]),
    ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text, state: 'done' }]),
    ...callsOf(turn).map((call) => toPart(call, made)),
  ];
}

function toPart(call: Call, made: Made): unknown {
  const part = { type: `tool-${call.tool}`, toolCallId: `call_${made.token(24)}` };
  const metadata = { callProviderMetadata: { openai: { itemId: `fc_${made.hex(32)}` } } };
  if (call.failed === true)
    return { ...part, state: 'output-error', input: call.arguments, errorText: call.result, ...metadata };
  return { ...part, state: 'output-available', input: call.arguments, output: call.result, ...metadata };
}
