/** Coding agents in a terminal: records with parents, a wire of events, exchanges whose nodes have a number for a type. */
import { given } from '../blind-2/kit.ts';
import type { AgentTurn, Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, episodes, expectSteps, json, jsonLines, type Made, resultText } from '../shape.ts';
import { callsWithIds, type CallWithId, each, pieces } from './kit.ts';

/** Contents of the Gemini API in records; what the terminal counts stands between them. */
export const qwenCodeChat = each(
  'Qwen Code, chat of a project (~/.qwen/projects/*/chats)',
  ['coding', 'press', 'cluster'],
  (conversation, made) => {
    const sessionId = made.uuid();
    return {
      path: `projects/-workspace-${conversation.id}/chats/${sessionId}.jsonl`,
      text: jsonLines(toQwenRecords(conversation, made, sessionId)),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toQwenRecords(conversation: Conversation, made: Made, sessionId: string): object[] {
  let parentUuid: string | null = null;
  const record = (type: string, more: object): object => {
    const uuid = made.uuid();
    const { id } = conversation;
    const head = { uuid, parentUuid, sessionId, timestamp: made.time(), type, cwd: `/workspace/${id}` };
    parentUuid = uuid;
    return { ...head, version: '0.6.1', gitBranch: 'main', ...more };
  };
  const telemetry = (name: string, more: object): object =>
    record('system', {
      subtype: 'ui_telemetry',
      systemPayload: {
        uiEvent: {
          'event.name': `qwen-code.${name}`,
          'event.timestamp': made.time(0),
          ...more,
          prompt_id: `${sessionId}########0`,
        },
      },
    });
  const respond = (call: Call, callId: string): object[] => {
    const { tool: name, failed = false } = call;
    const text = resultText(call);
    return [
      telemetry('tool_call', {
        function_name: name,
        function_args: call.arguments,
        duration_ms: made.number(4, 900),
        status: failed ? 'error' : 'success',
        success: !failed,
        decision: 'auto_accept',
        tool_type: 'native',
        ...(failed ? { error: text, error_type: 'execution_failed' } : {}),
      }),
      record('tool_result', {
        message: {
          role: 'user',
          parts: [
            {
              functionResponse: {
                id: callId,
                name,
                response: failed ? { error: text } : { output: text },
              },
            },
          ],
        },
        toolCallResult: {
          callId,
          status: failed ? 'error' : 'success',
          resultDisplay: text.split('\n')[0],
          ...(failed ? { errorType: 'execution_failed' } : {}),
        },
      }),
    ];
  };
  const answer = (turn: AgentTurn): object[] => {
    const calls = callsOf(turn).map((call) => ({ call, callId: `call_${made.hex(24)}` }));
    const usageMetadata = {
      promptTokenCount: made.number(9000, 18_000),
      candidatesTokenCount: made.number(20, 300),
      thoughtsTokenCount: made.number(0, 80),
      totalTokenCount: made.number(18_400, 19_000),
      cachedContentTokenCount: 8192,
    };
    return [
      telemetry('api_response', {
        model: conversation.model,
        duration_ms: made.number(900, 8000),
        input_token_count: usageMetadata.promptTokenCount,
        auth_type: 'qwen-oauth',
        status_code: 200,
      }),
      record('assistant', {
        model: conversation.model,
        message: {
          role: 'model',
          parts: [
            ...given(turn.thought, (text) => ({ text, thought: true })),
            ...given(turn.text, (text) => ({ text })),
            ...calls.map(({ call, callId }) => ({
              functionCall: { id: callId, name: call.tool, args: call.arguments },
            })),
          ],
        },
        usageMetadata,
      }),
      ...calls.flatMap(({ call, callId }) => respond(call, callId)),
    ];
  };
  return conversation.turns.flatMap((turn) =>
    turn.by === 'user'
      ? [record('user', { message: { role: 'user', parts: [{ text: turn.text }] } })]
      : answer(turn),
  );
}

/** All that goes over the wire to the screen: a call arrives with the first piece of its arguments only. */
export const kimiWire = each(
  'Kimi CLI, wire.jsonl of a session',
  ['analysis', 'incident', 'game'],
  (conversation, made) => ({
    path: `sessions/${made.hex(32)}/${made.uuid()}/wire.jsonl`,
    text: jsonLines([
      { type: 'metadata', protocol_version: '1.3' },
      ...episodes(conversation.turns).flatMap((turns) => toKimiTurn(turns, made)),
    ]),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toKimiTurn([first, ...answers]: readonly Turn[], made: Made): object[] {
  const event = (type: string, payload: object): object => ({
    timestamp: made.tick() / 1000,
    message: { type, payload },
  });
  const call = ({ call: { tool, arguments: args }, id }: CallWithId): object[] => {
    const text = JSON.stringify(args);
    const rest = text.slice(9).match(/.{1,24}/gsu) ?? [];
    return [
      event('ToolCall', {
        type: 'function',
        id,
        function: { name: tool, arguments: text.slice(0, 9) },
        extras: null,
      }),
      ...rest.map((part) => event('ToolCallPart', { arguments_part: part })),
    ];
  };
  const result = ({ call: answered, id }: CallWithId): object =>
    event('ToolResult', {
      tool_call_id: id,
      return_value: {
        is_error: answered.failed ?? false,
        output: resultText(answered),
        message: answered.failed ? 'Tool call failed.' : 'Tool call successful.',
        display: [],
        extras: null,
      },
    });
  const step = (turn: Turn, index: number): object[] => {
    const calls = callsWithIds(turn, () => `tool_${made.token(24)}`);
    return [
      event('StepBegin', { n: index + 1 }),
      ...(turn.by === 'agent' ? given(turn.thought, String) : []).flatMap((text) =>
        pieces(text).map((think) => event('ContentPart', { type: 'think', think, encrypted: null })),
      ),
      ...given(turn.text, String).flatMap((said) =>
        pieces(said).map((text) => event('ContentPart', { type: 'text', text })),
      ),
      ...calls.flatMap(call),
      event('StatusUpdate', {
        context_usage: made.number(20, 300) / 1000,
        token_usage: {
          input_other: made.number(200, 4000),
          output: made.number(20, 400),
          input_cache_read: made.number(4000, 9000),
          input_cache_creation: 0,
        },
        message_id: `chatcmpl-${made.token(24)}`,
      }),
      ...calls.map(result),
    ];
  };
  return [
    event('TurnBegin', { user_input: [{ type: 'text', text: first?.text ?? '' }] }),
    ...answers.flatMap(step),
    event('TurnEnd', {}),
  ];
}

/** The kinds of nodes, which the file knows by number. */
const NODE = { text: 0, toolResult: 1, ideState: 4, toolUse: 5, thinking: 8, tokenUsage: 10 } as const;

/** An exchange is a request (a message or results) with its response; arguments are JSON as text. */
export const auggieSession = each(
  'Augment CLI, session file (~/.augment/sessions)',
  ['coding', 'travel', 'greenhouse'],
  (conversation, made) => {
    const sessionId = made.uuid();
    return {
      path: `sessions/${sessionId}.json`,
      text: json({
        sessionId,
        created: conversation.startedAt,
        modified: made.time(600),
        chatHistory: toExchanges(conversation, made),
        agentState: {
          userGuidelines: '',
          workspaceGuidelines: conversation.system,
          agentMemories: '',
          modelId: conversation.model,
          userEmail: 'dev@example.com',
        },
        rootTaskUuid: made.uuid(),
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toExchanges(conversation: Conversation, made: Made): object[] {
  const { turns } = conversation;
  let pending: object[] = [];
  let message = '';
  return turns.flatMap((turn, sequence) => {
    if (turn.by === 'user') {
      message = turn.text;
      pending = [
        { id: 0, type: NODE.text, text_node: { content: turn.text } },
        {
          id: 1,
          type: NODE.ideState,
          ide_state_node: {
            workspace_folders: [{ repository_root: '/workspace', folder_root: '/workspace' }],
            workspace_folders_unchanged: sequence > 0,
            current_terminal: { terminal_id: 0, current_working_directory: '/workspace' },
          },
        },
      ];
      return [];
    }
    const calls = callsWithIds(turn, () => `toolu_${made.token(24)}`);
    const said = turn.text ?? '';
    const bodies = [
      ...given(turn.thought, (summary) => ({
        type: NODE.thinking,
        content: '',
        thinking: { summary, encrypted_content: made.token(44), provider: null },
      })),
      ...given(turn.text, (content) => ({ type: NODE.text, content })),
      ...calls.map(({ call, id }) => ({
        type: NODE.toolUse,
        content: '',
        tool_use: {
          tool_use_id: id,
          tool_name: call.tool,
          input_json: JSON.stringify(call.arguments),
          is_partial: false,
        },
      })),
      {
        type: NODE.tokenUsage,
        content: '',
        token_usage: {
          input_tokens: made.number(5, 90),
          output_tokens: made.number(20, 400),
          cache_read_input_tokens: made.number(4000, 20_000),
          cache_creation_input_tokens: made.number(0, 900),
        },
      },
    ];
    const exchange = {
      exchange: {
        request_message: message,
        response_text: said,
        request_id: made.uuid(),
        request_nodes: pending,
        response_nodes: bodies.map((body, id) => ({ id, ...body })),
      },
      completed: true,
      sequenceId: sequence,
      finishedAt: made.time(),
      changedFiles: [],
      changedFilesSkipped: [],
      changedFilesSkippedCount: 0,
    };
    message = '';
    pending = calls.map(({ call, id }, index) => ({
      id: index,
      type: NODE.toolResult,
      tool_result_node: {
        tool_use_id: id,
        content: resultText(call),
        is_error: call.failed ?? false,
        request_id: exchange.exchange.request_id,
      },
    }));
    return [exchange];
  });
}
