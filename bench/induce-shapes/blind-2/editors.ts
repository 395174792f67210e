/** What programs that write code keep of a task. */
import {
  type AgentTurn,
  type Call,
  type CallWithId,
  type Conversation,
  dumpedText,
  episodes,
  expectSteps,
  given,
  json,
  type Made,
  oneCallEach,
  oneEach,
  pythonJson,
  pythonLines,
  resultText,
  tell,
  usage,
} from './kit.ts';

/** What the side bar shows: a list of things asked and said; calls, requests and questions are JSON in texts. */
export const rooUiMessages = oneEach(
  'Roo Code, ui_messages.json of a task',
  'json',
  ['refunds', 'press', 'library', 'greenhouse', 'intake'],
  (conversation, made) => {
    const turns = oneCallEach(conversation.turns);
    const show = (kind: 'say' | 'ask', what: string, text: string, more: object = {}): object => ({
      ts: made.tick(0.3),
      type: kind,
      [kind]: what,
      text,
      ...more,
    });
    let request = '';
    let isFirst = true;
    const shown = tell(
      turns,
      () => made.uuid(),
      (text) => {
        request = `<user_message>\n${text}\n</user_message>`;
        const images = { images: [] };
        const said = isFirst ? show('say', 'text', text, images) : show('say', 'user_feedback', text, images);
        isFirst = false;
        return [said];
      },
      (turn, calls) => {
        const before = [
          show('say', 'api_req_started', JSON.stringify(toRequest(request, made))),
          ...given(turn.thought, (text) => show('say', 'reasoning', text, { partial: false })),
          ...sayOrAsk(turn, turns.at(-1) === turn, show),
        ];
        const called = calls.flatMap(({ call }) => {
          request = `[use_mcp_tool for '${conversation.agent}'] Result:\n\n${answerOf(call)}`;
          const use = {
            type: 'use_mcp_tool',
            serverName: conversation.agent,
            toolName: call.tool,
            arguments: JSON.stringify(call.arguments),
          };
          return [
            show('ask', 'use_mcp_server', JSON.stringify(use), { partial: false, isAnswered: true }),
            show('say', 'mcp_server_request_started', ''),
            show('say', 'mcp_server_response', answerOf(call)),
          ];
        });
        return [
          ...before,
          ...called,
          ...(calls.length === 0
            ? []
            : [show('say', 'checkpoint_saved', made.hex(40), { checkpoint: { from: made.hex(40) } })]),
        ];
      },
    );
    return {
      path: `tasks/${made.uuid()}/ui_messages.json`,
      text: JSON.stringify(shown),
      runs: [expectSteps(turns, { textApart: true, result: answerOf })],
    };
  },
);

function answerOf(call: Call): string {
  return `${call.failed === true ? 'Error:\n' : ''}${resultText(call)}`;
}

function toRequest(request: string, made: Made): object {
  const { input_tokens, output_tokens } = usage(made);
  return {
    request: `${request}\n\n<environment_details>\n# Current Mode\n<slug>code</slug>\n</environment_details>`,
    apiProtocol: 'anthropic',
    tokensIn: input_tokens,
    tokensOut: output_tokens,
    cacheWrites: 0,
    cacheReads: made.number(0, 9000),
    cost: made.number(1, 90) / 1000,
  };
}

/** What ends a task is its result, shown twice; what awaits the user's answer is a question. */
function sayOrAsk(
  turn: AgentTurn,
  isEnd: boolean,
  show: (kind: 'say' | 'ask', what: string, text: string, more?: object) => object,
): object[] {
  if (turn.text === undefined) return [];
  if ((turn.calls ?? []).length > 0) return [show('say', 'text', turn.text, { partial: false })];
  return isEnd
    ? [show('say', 'completion_result', turn.text, { partial: false }), show('ask', 'completion_result', '')]
    : [show('ask', 'followup', JSON.stringify({ question: turn.text, suggest: [] }), { isAnswered: true })];
}

/** A line a message; calls are written in what the assistant says, and what comes back is said by the system. */
export const gptmeConversation = oneEach(
  'gptme, conversation.jsonl (tool format)',
  'json',
  ['coding', 'greenhouse', 'refunds', 'press', 'home'],
  (conversation, made) => {
    const message = (role: string, content: string, more = {}): object => ({
      role,
      content,
      timestamp: made.time().replace('Z', '000'),
      ...more,
    });
    const lines = [
      message('system', conversation.system, { pinned: true }),
      message('system', '# Working directory\n\nToday is a working day.', { pinned: true }),
      ...tell(
        conversation.turns,
        () => `call_${made.token(20)}`,
        (text) => [message('user', text)],
        (turn, calls) => {
          const content = [
            ...given(turn.thought, (text) => `<think>\n${text}\n</think>\n`),
            ...given(turn.text, (text) => text),
            ...calls.map(({ call, id }) => `@${call.tool}(${id}): ${pythonJson(call.arguments, false)}`),
          ].join('\n');
          const { input_tokens, output_tokens } = usage(made);
          const metadata = {
            model: conversation.model,
            cost: made.number(1, 90) / 1000,
            usage: { input_tokens, output_tokens },
          };
          return [
            message('assistant', content, { metadata }),
            ...calls.map(({ call, id }) => message('system', dumpedText(call), { call_id: id })),
          ];
        },
      ),
    ];
    return {
      path: `logs/2025-09-03-${conversation.id}/conversation.jsonl`,
      text: pythonLines(lines),
      runs: [expectSteps(conversation.turns, { result: dumpedText })],
    };
  },
);

/** Rows of a table, one a line; the parts of a message are JSON in a text, and the input of a call is JSON in that. */
export const crushMessages = oneEach(
  'Crush, messages of its database (sqlite3 -json)',
  'json',
  ['coding', 'library', 'analysis', 'game', 'travel'],
  (conversation, made) => {
    const session = made.uuid();
    const row = (role: string, parts: readonly object[], reason: string = 'stop'): string => {
      const at = Math.floor(made.tick() / 1000);
      const isAssistant = role === 'assistant';
      return JSON.stringify({
        id: made.uuid(),
        session_id: session,
        role,
        parts: goJson([...parts, part('finish', { reason, time: at })]),
        model: isAssistant ? conversation.model : null,
        created_at: at,
        updated_at: at,
        finished_at: isAssistant ? at + 2 : null,
        provider: isAssistant ? 'anthropic' : null,
        is_summary_message: 0,
      });
    };
    const rows = tell(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (text) => [row('user', [part('text', { text })])],
      (turn, calls) => {
        const parts = [
          ...given(turn.thought, (thinking) => part('reasoning', { thinking, signature: made.token(40) })),
          ...given(turn.text, (text) => part('text', { text })),
          ...calls.map(({ call, id }) =>
            part('tool_call', {
              id,
              name: call.tool,
              input: JSON.stringify(call.arguments),
              provider_executed: false,
              finished: true,
            }),
          ),
        ];
        return [
          row('assistant', parts, calls.length > 0 ? 'tool_use' : 'end_turn'),
          ...(calls.length === 0 ? [] : [row('tool', calls.map(toToolResult))]),
        ];
      },
    );
    return {
      path: `dumps/${session}.json`,
      text: `[${rows.join(',\n')}]\n`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toToolResult({ call, id }: CallWithId): object {
  const content = resultText(call);
  const isError = call.failed === true;
  return part('tool_result', {
    tool_call_id: id,
    name: call.tool,
    content,
    metadata: '',
    is_error: isError,
  });
}

function part(type: string, data: object): object {
  return { type, data };
}

/** Go's encoder writes no signs that HTML has a meaning for. */
function goJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('&', String.raw`\u0026`)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
}

/** A conversation whose messages are fragments with short names; all that the assistant does for a message is one message of its own. */
export const bigAgiExport = oneEach(
  'big-AGI, exported conversation',
  'json',
  ['library', 'coding', 'greenhouse', 'travel', 'wording'],
  (conversation, made) => {
    const fragment = (part: object, ft: string = 'content'): object => ({ ft, fId: made.token(8), part });
    const message = (role: string, fragments: readonly object[], more: object = {}): object => ({
      id: made.uuid(),
      avatar: null,
      role,
      fragments,
      tokenCount: made.number(5, 900),
      created: made.tick(),
      updated: made.tick(),
      ...more,
    });
    const messages = episodes(conversation.turns).flatMap(([first, ...answers]) => [
      message('user', [fragment({ pt: 'text', text: first?.text ?? '' })]),
      message('assistant', toFragments(answers, fragment, made), {
        purposeId: 'Generic',
        generator: toGenerator(conversation, made),
      }),
    ]);
    return {
      path: `conversation-${conversation.id}.agi.json`,
      text: json({
        id: made.uuid(),
        messages,
        systemPurposeId: 'Generic',
        userTitle: conversation.title,
        created: Date.parse(conversation.startedAt),
        updated: made.tick(),
        tokenCount: made.number(900, 9000),
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toFragments(
  answers: Conversation['turns'],
  fragment: (part: object, ft?: string) => object,
  made: Made,
): object[] {
  return tell(
    answers,
    () => `toolu_${made.token(24)}`,
    () => [],
    (turn, calls) => [
      ...given(turn.thought, (aText) => fragment({ pt: 'ma', aType: 'reasoning', aText }, 'void')),
      ...given(turn.text, (text) => fragment({ pt: 'text', text })),
      ...calls.map(({ call, id }) =>
        fragment({
          pt: 'tool_invocation',
          id,
          invocation: { type: 'function_call', name: call.tool, args: JSON.stringify(call.arguments) },
        }),
      ),
      ...calls.map(({ call, id }) =>
        fragment({
          pt: 'tool_response',
          id,
          error: call.failed === true,
          response: { type: 'function_call', name: call.tool, result: resultText(call) },
          environment: 'client',
        }),
      ),
    ],
  );
}

function toGenerator({ model }: Conversation, made: Made): object {
  const { input_tokens, output_tokens } = usage(made);
  return {
    mgt: 'aix',
    name: model,
    aix: { vId: 'openai', mId: model },
    metrics: { TIn: input_tokens, TOut: output_tokens, dtAll: made.number(900, 9000) },
    tokenStopReason: 'ok',
  };
}
