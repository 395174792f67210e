/** Voice agents: the report of a session, whose events say most things again, and the messages of a call. */
import { given } from '../blind-2/kit.ts';
import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, expectSteps, json, type Made, pythonRepr, resultText } from '../shape.ts';
import { declaredTools, each } from './kit.ts';

/** What a tool returns stands there as Python's `str` makes it. */
function toPythonText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}

/** The history holds each step once; the events hold states, what was heard, and calls with their outputs. */
export const livekitReport = each(
  'LiveKit Agents, session report',
  ['refunds', 'home', 'library', 'bakery'],
  (conversation, made) => {
    const items = toChatItems(conversation, made);
    const room = `call-_${made.token(12)}`;
    return {
      path: `session_report_${made.token(8)}.json`,
      text: json({
        job_id: `AJ_${made.token(12)}`,
        room_id: `RM_${made.token(12)}`,
        room,
        events: items.flatMap(toReportEvents),
        chat_history: { items },
        options: {
          allow_interruptions: true,
          discard_audio_if_uninterruptible: true,
          min_interruption_duration: 0.5,
          min_endpointing_delay: 0.5,
          max_endpointing_delay: 3,
          max_tool_steps: 3,
        },
        sdk_version: '1.3.6',
        timestamp: made.tick() / 1000,
      }),
      runs: [expectSteps(conversation.turns, { textApart: true, result: toPythonText })],
    };
  },
);

interface ChatItem {
  readonly id: string;
  readonly type: string;
  readonly created_at: number;
  readonly role?: string;
  readonly content?: readonly string[];
}

function toChatItems(conversation: Conversation, made: Made): ChatItem[] {
  const item = (type: string, more: object): ChatItem => ({
    id: `item_${made.hex(12)}`,
    type,
    ...more,
    created_at: made.tick() / 1000,
  });
  const message = (role: string, text: string, more: object): ChatItem =>
    item('message', { role, content: [text], interrupted: false, ...more, extra: {} });
  const answer = (turn: Turn): ChatItem[] => {
    const calls = callsOf(turn).map((call) => ({ call, call_id: `call_${made.token(24)}` }));
    return [
      ...given(turn.text, (text) =>
        message('assistant', text, { metrics: { llm_node_ttft: 0.41, tts_node_ttfb: 0.19 } }),
      ),
      ...calls.map(({ call, call_id }) =>
        item('function_call', {
          call_id,
          arguments: JSON.stringify(call.arguments),
          name: call.tool,
          extra: {},
        }),
      ),
      ...calls.map(({ call, call_id }) =>
        item('function_call_output', {
          name: call.tool,
          call_id,
          output: toPythonText(call),
          is_error: call.failed ?? false,
        }),
      ),
    ];
  };
  return [
    item('agent_config_update', {
      instructions: conversation.system,
      tools_added: declaredTools(conversation).map(({ name }) => name),
      tools_removed: null,
    }),
    ...conversation.turns.flatMap((turn) =>
      turn.by === 'user' ? [message('user', turn.text, { transcript_confidence: 0.97 })] : answer(turn),
    ),
  ];
}

function toReportEvents(item: ChatItem, index: number, items: readonly ChatItem[]): object[] {
  const { created_at, role, content } = item;
  const state = (type: string, old_state: string, new_state: string): object => ({
    type,
    old_state,
    new_state,
    created_at,
  });
  const added = { type: 'conversation_item_added', item, created_at };
  if (role === 'user')
    return [
      state('user_state_changed', 'listening', 'speaking'),
      {
        type: 'user_input_transcribed',
        transcript: content?.[0],
        is_final: true,
        speaker_id: null,
        language: 'en',
        created_at,
      },
      state('user_state_changed', 'speaking', 'listening'),
      added,
    ];
  if (role === 'assistant') return [state('agent_state_changed', 'thinking', 'speaking'), added];
  if (item.type === 'function_call') return [state('agent_state_changed', 'listening', 'thinking')];
  if (item.type !== 'function_call_output' || items[index + 1]?.type === item.type) return [];
  const first = items.slice(0, index).findLastIndex(({ type }) => type !== item.type) + 1;
  const function_call_outputs = items.slice(first, index + 1);
  const function_calls = items.slice(first - function_call_outputs.length, first);
  return [{ type: 'function_tools_executed', function_calls, function_call_outputs, created_at }];
}

/** All messages are flat: the text of a call is its arguments, the text of a result what the tool said. */
export const ultravoxMessages = each(
  'Ultravox, messages of a call (GET /api/calls/{id}/messages)',
  ['intake', 'travel', 'home'],
  (conversation, made) => {
    const results = toUltravox(conversation, made);
    return {
      path: `call-${made.uuid()}-messages.json`,
      text: json({ next: null, previous: null, results, total: results.length }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

function toUltravox(conversation: Conversation, made: Made): object[] {
  const callStageId = made.uuid();
  const start = Date.parse(conversation.startedAt);
  const seconds = (): string => `${((made.tick() - start) / 1000).toFixed(3)}s`;
  let callStageMessageIndex = -1;
  const message = (role: string, text: string, more: object): object => {
    callStageMessageIndex += 1;
    return { role: `MESSAGE_ROLE_${role}`, text, ...more, callStageMessageIndex, callStageId };
  };
  const spoken = (role: string, text: string): object =>
    message(role, text, {
      medium: 'MESSAGE_MEDIUM_VOICE',
      timespan: { start: seconds(), end: seconds() },
    });
  return conversation.turns.flatMap((turn) => {
    if (turn.by === 'user') return [spoken('USER', turn.text)];
    const calls = callsOf(turn).map((call) => ({ call, invocationId: `call_${made.token(24)}` }));
    return [
      ...given(turn.text, (text) => spoken('AGENT', text)),
      ...calls.map(({ call: { tool, arguments: args }, invocationId }) =>
        message('TOOL_CALL', JSON.stringify(args), { invocationId, toolName: tool }),
      ),
      ...calls.map(({ call, invocationId }) =>
        message('TOOL_RESULT', resultText(call), {
          invocationId,
          toolName: call.tool,
          errorDetails: call.failed ? `HTTP 500 from https://tools.example/${call.tool}` : '',
        }),
      ),
    ];
  });
}
