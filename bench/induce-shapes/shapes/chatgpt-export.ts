import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  plainText,
  resultText,
  type Shape,
} from '../shape.ts';

/** All conversations of an account in one file, each a tree of messages: one has an answer that was asked for anew. */
export const chatgptExport: Shape = {
  source: 'ChatGPT data export, conversations.json',
  form: 'json',
  files: () => {
    const conversations = pick('wording', 'analysis', 'travel', 'research', 'refunds');
    const runs = conversations.map(({ turns }) =>
      expectSteps(turns, { textApart: true, toolOf, argumentsOf }),
    );
    return [{ path: 'conversations.json', text: json(conversations.map(toTree)), runs }];
  },
};

interface Node {
  readonly id: string;
  readonly message: unknown;
  readonly parent: string | null;
  readonly children: string[];
}

function toTree(conversation: Conversation): unknown {
  const made = make(conversation);
  const mapping: Record<string, Node> = {};
  let last: Node = { id: made.uuid(), message: null, parent: null, children: [] };
  mapping[last.id] = last;
  const add = (parent: Node, message: (id: string) => unknown): Node => {
    const id = made.uuid();
    const node: Node = { id, message: message(id), parent: parent.id, children: [] };
    parent.children.push(id);
    mapping[id] = node;
    return node;
  };
  last = add(
    last,
    toMessage(made, { role: 'system' }, { content_type: 'text', parts: [''] }, 'all', {
      is_visually_hidden_from_conversation: true,
    }),
  );
  for (const [index, turn] of conversation.turns.entries()) {
    if (conversation.id === 'wording' && index === 3)
      add(
        last,
        toMessage(
          made,
          { role: 'assistant' },
          { content_type: 'text', parts: ['I am not sure what you mean.'] },
        ),
      );
    for (const message of toMessages(turn, conversation, made)) last = add(last, message);
  }
  return {
    title: conversation.title,
    create_time: Date.parse(conversation.startedAt) / 1000,
    update_time: made.tick() / 1000,
    mapping,
    moderation_results: [],
    current_node: last.id,
    plugin_ids: null,
    conversation_id: made.uuid(),
    conversation_template_id: null,
    gizmo_id: null,
    is_archived: false,
    default_model_slug: conversation.model,
  };
}

function toMessages(turn: Turn, { model }: Conversation, made: Made): ((id: string) => unknown)[] {
  if (turn.by === 'user')
    return [toMessage(made, { role: 'user' }, { content_type: 'text', parts: [turn.text] })];
  const metadata = {
    model_slug: model,
    finish_details: { type: 'stop', stop_tokens: [200002] },
    is_complete: true,
  };
  const author = { role: 'assistant' };
  return [
    ...(turn.thought === undefined
      ? []
      : [
          toMessage(
            made,
            author,
            {
              content_type: 'thoughts',
              thoughts: [{ summary: 'Thinking', content: turn.thought }],
              source_analysis_msg_id: made.uuid(),
            },
            'all',
            metadata,
          ),
        ]),
    ...(turn.text === undefined
      ? []
      : [toMessage(made, author, { content_type: 'text', parts: [turn.text] }, 'all', metadata)]),
    ...callsOf(turn).flatMap((call) => {
      const isCode = call.tool === 'run_python';
      const code = isCode ? plainText(call.arguments['code']) : JSON.stringify(call.arguments);
      const result = resultText(call);
      const content = isCode
        ? { content_type: 'execution_output', text: result }
        : { content_type: 'text', parts: [result] };
      return [
        toMessage(
          made,
          author,
          {
            content_type: 'code',
            language: isCode ? 'python' : 'unknown',
            response_format_name: null,
            text: code,
          },
          toolOf(call),
          metadata,
        ),
        toMessage(made, { role: 'tool', name: toolOf(call) }, content, 'all', { invoked_plugin: null }),
      ];
    }),
  ];
}

function toMessage(
  made: Made,
  author: { role: string; name?: string },
  content: object,
  recipient: string = 'all',
  metadata: object = {},
) {
  return (id: string): unknown => ({
    id,
    author: { role: author.role, name: author.name ?? null, metadata: {} },
    create_time: author.role === 'system' ? null : made.tick() / 1000,
    update_time: null,
    content,
    status: 'finished_successfully',
    end_turn: recipient === 'all' && author.role === 'assistant' ? true : null,
    weight: author.role === 'system' ? 0 : 1,
    metadata,
    recipient,
    channel: null,
  });
}

function toolOf({ tool }: Call): string {
  return tool === 'run_python' ? 'python' : `desk.${tool}`;
}

/** Code goes to the interpreter as it is. */
function argumentsOf({ tool, arguments: args }: Call): Call['arguments'][string] {
  return tool === 'run_python' ? (args['code'] ?? null) : args;
}
