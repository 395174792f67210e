import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  plainText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** One page of items: what is said, thought, called and answered are items of their own. */
export const responsesItems: Shape = {
  source: 'OpenAI Conversations API, list of the items of a conversation',
  form: 'json',
  files: () => pick('home', 'refunds', 'intake', 'analysis', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const developer = {
    id: `msg_${made.hex(48)}`,
    type: 'message',
    status: 'completed',
    role: 'developer',
    content: [{ type: 'input_text', text: conversation.system }],
  };
  const data = [developer, ...conversation.turns.flatMap((turn) => toItems(turn, made))];
  return {
    path: `conversations/conv_${made.hex(48)}.json`,
    text: json({
      object: 'list',
      data,
      first_id: data[0]?.id,
      last_id: data.at(-1)?.id,
      has_more: false,
    }),
    runs: [expectSteps(conversation.turns, { textApart: true })],
  };
}

interface Item {
  readonly id: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

function toItems(turn: Turn, made: Made): Item[] {
  if (turn.by === 'user')
    return [
      {
        id: `msg_${made.hex(48)}`,
        type: 'message',
        status: 'completed',
        role: 'user',
        content: [{ type: 'input_text', text: turn.text }],
      },
    ];
  const calls = callsOf(turn).map((call) => ({ call, call_id: `call_${made.token(24)}` }));
  return [
    {
      id: `rs_${made.hex(48)}`,
      type: 'reasoning',
      summary: turn.thought === undefined ? [] : [{ type: 'summary_text', text: turn.thought }],
    },
    ...(turn.text === undefined
      ? []
      : [
          {
            id: `msg_${made.hex(48)}`,
            type: 'message',
            status: 'completed',
            role: 'assistant',
            content: [{ type: 'output_text', text: turn.text, annotations: [], logprobs: [] }],
          },
        ]),
    ...calls.map(({ call, call_id }) => ({
      id: `fc_${made.hex(48)}`,
      type: 'function_call',
      status: 'completed',
      call_id,
      name: call.tool,
      arguments: JSON.stringify(call.arguments),
    })),
    ...calls.map(({ call, call_id }) => ({
      id: `fco_${made.hex(48)}`,
      type: 'function_call_output',
      status: 'completed',
      call_id,
      output: plainText(call.result),
    })),
  ];
}
