/** What chat apps give to their users when these ask for their data. */
import {
  callsOf,
  type Conversation,
  episodes,
  expectSteps,
  given,
  json,
  make,
  type Made,
  resultText,
  severalEach,
  tell,
  type Turn,
  untilSaid,
} from '../blind-2/kit.ts';

const UNSUPPORTED = '```\nThis block is not supported on your current device yet.\n```';

/** All that is done for a message of the user is one message, whose blocks hold calls and results; its text leaves them out. */
export const claudeAiExport = severalEach(
  'Claude.ai, conversations.json of an account export',
  'json',
  [['analysis', 'wording'], ['travel'], ['library', 'press', 'greenhouse'], ['refunds', 'bakery'], ['home']],
  (conversations, index) => ({
    path: `data-2025-12-0${index + 1}-batch-0000/conversations.json`,
    text: `${JSON.stringify(conversations.map(toExport))}\n`,
    runs: conversations.map(({ turns }) => expectSteps(untilSaid(turns))),
  }),
);

function toExport(conversation: Conversation): object {
  const made = make(conversation);
  const message = (sender: string, content: readonly object[], text: string): object => ({
    uuid: made.uuid(),
    text,
    content,
    sender,
    created_at: toMicroseconds(made.time()),
    updated_at: toMicroseconds(made.time(0)),
    attachments: [],
    files: [],
  });
  return {
    uuid: made.uuid(),
    name: conversation.title,
    summary: '',
    created_at: toMicroseconds(conversation.startedAt),
    updated_at: toMicroseconds(made.time(0)),
    account: { uuid: made.uuid() },
    chat_messages: episodes(untilSaid(conversation.turns)).flatMap(([first, ...answers]) => {
      const asked = first?.text ?? '';
      return [
        message('human', [toBlock('text', { text: asked, citations: [] }, made)], asked),
        message(
          'assistant',
          answers.flatMap((turn) => toBlocks(turn, made)),
          answers
            .flatMap((turn) => [...given(turn.text, String), ...callsOf(turn).map(() => UNSUPPORTED)])
            .join('\n'),
        ),
      ];
    }),
  };
}

function toMicroseconds(time: string): string {
  return time.replace('Z', '000Z');
}

function toBlock(type: string, more: object, made: Made): object {
  return {
    start_timestamp: toMicroseconds(made.time(0.2)),
    stop_timestamp: toMicroseconds(made.time()),
    flags: null,
    type,
    ...more,
  };
}

function toBlocks(turn: Turn, made: Made): object[] {
  return tell(
    [turn],
    () => `toolu_${made.token(24)}`,
    () => [],
    ({ thought, text }, calls) => [
      ...given(thought, (thinking) =>
        toBlock(
          'thinking',
          { thinking, summaries: [{ summary: 'Weighed the next step.' }], cut_off: false },
          made,
        ),
      ),
      ...given(text, (said) => toBlock('text', { text: said, citations: [] }, made)),
      ...calls.map(({ call, id }) =>
        toBlock(
          'tool_use',
          {
            id,
            name: call.tool,
            input: call.arguments,
            message: call.tool.replaceAll('_', ' '),
            integration_name: 'Desk',
            integration_icon_url: null,
            context: null,
            display_content: null,
            approval_options: null,
            approval_key: null,
          },
          made,
        ),
      ),
      ...calls.map(({ call, id }) =>
        toBlock(
          'tool_result',
          {
            tool_use_id: id,
            name: call.tool,
            content: [{ type: 'text', text: resultText(call), uuid: made.uuid() }],
            is_error: call.failed === true,
            structured_content: null,
            meta: null,
            message: null,
            integration_name: 'Desk',
            integration_icon_url: null,
            display_content: null,
          },
          made,
        ),
      ),
    ],
  );
}

/** Chats with their messages; the tools that were used stand beside the answer that they led to. */
export const flowiseExport = severalEach(
  'Flowise, exported messages of a chatflow',
  'json',
  [['refunds', 'travel'], ['intake'], ['home', 'library', 'bakery'], ['greenhouse', 'permit']],
  (conversations, index) => ({
    path: `flow-${index + 1}-Message.json`,
    text: json(conversations.map(toFlowiseChat)),
    runs: conversations.map(({ turns }) => expectSteps(untilSaid(turns))),
  }),
);

function toFlowiseChat(conversation: Conversation): object {
  const made = make(conversation);
  const sessionId = made.uuid();
  return {
    id: sessionId,
    source: 'UI',
    sessionId,
    memoryType: 'Buffer Memory',
    email: '',
    messages: episodes(untilSaid(conversation.turns)).flatMap(([first, ...answers]) => [
      { content: first?.text ?? '', role: 'user', time: made.time() },
      {
        content: answers.at(-1)?.text ?? '',
        role: 'bot',
        time: made.time(),
        usedTools: answers.flatMap(callsOf).map((call) => ({
          tool: call.tool,
          toolInput: call.arguments,
          toolOutput: resultText(call),
        })),
      },
    ]),
  };
}
