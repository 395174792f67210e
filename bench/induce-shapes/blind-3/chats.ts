/** Chats as three platforms and pages keep them: what was called stands inside the answer. */
import {
  callsOf,
  type Conversation,
  episodes,
  expectSteps,
  given,
  json,
  make,
  oneEach,
  resultText,
  severalEach,
  tell,
} from '../blind-2/kit.ts';

/** A row a message; all that the agent did on the way to an answer stands in blocks beside it. */
export const langflowMessages = oneEach(
  'Langflow, messages of a session (GET /api/v1/monitor/messages)',
  'json',
  ['refunds', 'home', 'travel', 'bakery', 'library'],
  (conversation, made) => {
    const flowId = made.uuid();
    const row = (isUser: boolean, text: string, blocks: object[]): object => ({
      id: made.uuid(),
      flow_id: flowId,
      timestamp: made.time().replace('T', ' ').replace(/\..*/, ' UTC'),
      sender: isUser ? 'User' : 'Machine',
      sender_name: isUser ? 'User' : 'AI',
      session_id: `${conversation.id}-1`,
      text,
      files: [],
      error: false,
      edit: false,
      duration: null,
      properties: {
        text_color: '',
        background_color: '',
        edited: false,
        source: {
          id: isUser ? null : 'Agent-xQ2vb',
          display_name: isUser ? null : 'Agent',
          source: isUser ? null : conversation.model,
        },
        icon: isUser ? '' : 'bot',
        allow_markdown: !isUser,
        state: 'complete',
        targets: [],
      },
      category: 'message',
      content_blocks: blocks,
    });
    const textBlock = (title: string, icon: string, text: string): object => ({
      type: 'text',
      duration: made.number(1, 900),
      header: { title, icon },
      text,
    });
    const rows = episodes(conversation.turns).flatMap((episode) => {
      const asked = episode[0]?.text ?? '';
      const answer = episode.at(-1)?.text ?? '';
      const uses = episode.flatMap(callsOf).map((call) => ({
        type: 'tool_use',
        duration: made.number(20, 2000),
        header: { title: `Executed **${call.tool}**`, icon: 'Hammer' },
        name: call.tool,
        tool_input: call.arguments,
        output: call.failed === true ? null : call.result,
        error: call.failed === true ? call.result : null,
      }));
      const contents = [
        textBlock('Input', 'MessageSquare', `**Input**: ${asked}`),
        ...uses,
        textBlock('Output', 'MessageSquare', answer),
      ];
      return [
        row(true, asked, []),
        row(false, answer, [{ title: 'Agent Steps', contents, allow_markdown: true, media_url: null }]),
      ];
    });
    return {
      path: `monitor-messages-${conversation.id}.json`,
      text: JSON.stringify(rows),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** A message an answer: parts that think, call and say; the calls once more in a list, the text once more as content. */
export const mastraMessages = oneEach(
  'Mastra, messages of a thread in its storage (format 2)',
  'json',
  ['intake', 'library', 'greenhouse', 'home', 'bakery'],
  (conversation, made) => {
    const threadId = made.uuid();
    const message = (role: string, parts: object[], toolInvocations: object[], content: string): object => ({
      id: made.uuid(),
      threadId,
      resourceId: `${conversation.agent}-desk`,
      role,
      type: 'v2',
      createdAt: made.time(),
      content: {
        format: 2,
        parts,
        ...(toolInvocations.length === 0 ? {} : { toolInvocations }),
        content,
      },
    });
    const messages = episodes(conversation.turns).flatMap(([asked, ...turns]) => {
      const steps = turns.map((turn, step) => {
        const invocations = callsOf(turn).map((call) => ({
          state: 'result',
          step,
          toolCallId: `call_${made.token(24)}`,
          toolName: call.tool,
          args: call.arguments,
          result: call.result,
        }));
        const thought = turn.by === 'agent' ? turn.thought : undefined;
        const parts = [
          { type: 'step-start' },
          ...given(thought, (text) => ({
            type: 'reasoning',
            reasoning: '',
            details: [{ type: 'text', text }],
          })),
          ...given(turn.text, (text) => ({ type: 'text', text })),
          ...invocations.map((toolInvocation) => ({ type: 'tool-invocation', toolInvocation })),
        ];
        return { invocations, parts };
      });
      const text = asked?.text ?? '';
      return [
        message('user', [{ type: 'text', text }], [], text),
        message(
          'assistant',
          steps.flatMap(({ parts }) => parts),
          steps.flatMap(({ invocations }) => invocations),
          turns.at(-1)?.text ?? '',
        ),
      ];
    });
    return {
      path: `threads/${threadId}.json`,
      text: json({ thread: { id: threadId, title: conversation.title, metadata: {} }, messages }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** The messages of all sessions in one list; a call is a plugin with an API, and its result is a message of the tool. */
export const lobechatExport = severalEach(
  'LobeChat, exported sessions (version 7)',
  'json',
  [['library', 'travel'], ['press'], ['home', 'research'], ['bakery']],
  (conversations, index) => {
    const sessions = conversations.map((conversation) => ({ conversation, made: make(conversation) }));
    const told = sessions.map(({ conversation, made }) => {
      const sessionId = made.token(12);
      let parentId: string | undefined;
      const message = (role: string, content: string, more: object = {}): object => {
        const time = made.tick();
        const record = {
          id: `msg_${made.token(14)}`,
          role,
          content,
          ...more,
          parentId,
          sessionId,
          topicId: null,
          createdAt: time,
          updatedAt: time,
          meta: {},
          extra: { fromModel: conversation.model, fromProvider: 'openai' },
        };
        parentId = record.id;
        return record;
      };
      const identifier = `${conversation.agent}-tools`;
      const messages = tell(
        conversation.turns,
        () => `call_${made.token(24)}`,
        (text) => [message('user', text)],
        (turn, calls) => [
          message('assistant', turn.text ?? '', {
            ...(turn.thought === undefined
              ? {}
              : { reasoning: { content: turn.thought, duration: made.number(300, 4000) } }),
            ...(calls.length === 0
              ? {}
              : {
                  tools: calls.map(({ call, id }) => ({
                    id,
                    apiName: call.tool,
                    arguments: JSON.stringify(call.arguments),
                    identifier,
                    type: 'default',
                  })),
                }),
          }),
          ...calls.map(({ call, id }) =>
            message('tool', resultText(call), {
              plugin: {
                identifier,
                apiName: call.tool,
                arguments: JSON.stringify(call.arguments),
                type: 'default',
              },
              tool_call_id: id,
              ...(call.failed === true ? { pluginError: { type: 'PluginServerError' } } : {}),
            }),
          ),
        ],
      );
      return { session: toSession(conversation, sessionId), messages };
    });
    return {
      path: `LobeChat-sessions-${index + 1}.json`,
      text: json({
        exportType: 'sessions',
        state: {
          messages: told.flatMap(({ messages }) => messages),
          sessionGroups: [],
          sessions: told.map(({ session }) => session),
          topics: [],
        },
        version: 7,
      }),
      runs: conversations.map(({ turns }) => expectSteps(turns)),
    };
  },
);

function toSession(conversation: Conversation, id: string): object {
  return {
    id,
    type: 'agent',
    createdAt: conversation.startedAt,
    updatedAt: conversation.startedAt,
    meta: { title: conversation.title, avatar: '🤖' },
    config: {
      model: conversation.model,
      params: { temperature: 0.6 },
      plugins: [`${conversation.agent}-tools`],
      systemRole: conversation.system,
    },
    group: 'default',
    pinned: false,
  };
}
