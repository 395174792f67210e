/** Calls on the phone, as the services keep them. */
import type { JsonValue } from '@tracewright/core';
import {
  expectSteps,
  given,
  json,
  oneEach,
  plainText,
  resultText,
  severalEach,
  tell,
  type Conversation,
  make,
} from '../blind-2/kit.ts';

/** The messages stand twice, once more as OpenAI wants them, and as a transcript; times are milliseconds and seconds from the start. */
export const vapiCall = oneEach(
  'Vapi, a call (GET /call/ID)',
  'json',
  ['refunds', 'bakery', 'home', 'travel', 'intake'],
  (conversation, made) => {
    const start = Date.parse(conversation.startedAt);
    const message = (role: string, more: object): object => {
      const time = made.tick();
      return { role, time, ...more, secondsFromStart: (time - start) / 1000 };
    };
    const spoken = (role: string, text: string): object =>
      message(role, { message: text, endTime: made.tick(1), duration: made.number(800, 6000), source: '' });
    const heard = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (text) => [
        { said: `User: ${text}`, openai: { role: 'user', content: text }, full: spoken('user', text) },
      ],
      (turn, calls) => [
        ...given(turn.text, (text) => ({
          said: `AI: ${text}`,
          openai: { role: 'assistant', content: text },
          full: spoken('bot', text),
        })),
        ...(calls.length === 0 ? [] : [calls]).map((all) => {
          const toolCalls = all.map(({ call, id }) => ({
            id,
            type: 'function',
            function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
          }));
          return {
            said: '',
            openai: { role: 'assistant', tool_calls: toolCalls },
            full: message('tool_calls', { message: '', toolCalls }),
          };
        }),
        ...calls.map(({ call, id }) => ({
          said: '',
          openai: { role: 'tool', content: resultText(call), tool_call_id: id },
          full: message('tool_call_result', { name: call.tool, result: resultText(call), toolCallId: id }),
        })),
      ],
    );
    const transcript = heard
      .filter(({ said }) => said !== '')
      .map(({ said }) => `${said}\n`)
      .join('');
    const messages = [{ role: 'system', time: start, message: conversation.system, secondsFromStart: 0 }];
    const full = [...messages, ...heard.map((item) => item.full)];
    const id = made.uuid();
    return {
      path: `calls/${id}.json`,
      text: json({
        id,
        orgId: made.uuid(),
        type: 'inboundPhoneCall',
        assistantId: made.uuid(),
        phoneNumberId: made.uuid(),
        createdAt: conversation.startedAt,
        startedAt: conversation.startedAt,
        endedAt: made.time(2),
        status: 'ended',
        endedReason: 'customer-ended-call',
        transcript,
        summary: conversation.title,
        messages: full,
        analysis: { summary: conversation.title, successEvaluation: 'true' },
        artifact: {
          messages: full,
          messagesOpenAIFormatted: [
            { role: 'system', content: conversation.system },
            ...heard.map(({ openai }) => openai),
          ],
          transcript,
          recordingUrl: `https://recordings.example/${id}-mono.wav`,
        },
        cost: 0.0931,
        costBreakdown: { transport: 0.01, stt: 0.02, llm: 0.03, tts: 0.02, vapi: 0.0131, total: 0.0931 },
        customer: { number: '+4940555011' },
      }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

/** A list of what is said; calls stand in an entry of the agent and their results in its next one. */
export const elevenlabsConversation = oneEach(
  'ElevenLabs Agents, a conversation (GET /v1/convai/conversations/ID)',
  'json',
  ['bakery', 'refunds', 'library', 'intake', 'greenhouse'],
  (conversation, made) => {
    let seconds = 0;
    const entry = (role: string, more: object): object => ({
      role,
      agent_metadata:
        role === 'user' ? null : { agent_id: 'agent_01jx', workflow_node_id: null, branch_id: null },
      message: null,
      multivoice_message: null,
      tool_calls: [],
      tool_results: [],
      ...more,
      feedback: null,
      llm_override: null,
      time_in_call_secs: (seconds += made.number(1, 7)),
      conversation_turn_metrics: null,
      rag_retrieval_info: null,
      llm_usage: null,
      interrupted: false,
      original_message: null,
      source_medium: role === 'user' ? 'audio' : null,
    });
    const transcript = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (text) => [entry('user', { message: text })],
      (turn, calls) => [
        entry('agent', {
          message: turn.text ?? null,
          tool_calls: calls.map(({ call, id }) => ({
            type: 'webhook',
            request_id: id,
            tool_name: call.tool,
            params_as_json: JSON.stringify(call.arguments),
            tool_has_been_called: true,
            tool_details: null,
          })),
        }),
        ...(calls.length === 0
          ? []
          : [
              entry('agent', {
                tool_results: calls.map(({ call, id }) => ({
                  type: 'webhook',
                  request_id: id,
                  tool_name: call.tool,
                  result_value: resultText(call),
                  is_error: call.failed === true,
                  tool_has_been_called: true,
                  tool_latency_secs: made.number(10, 900) / 1000,
                  dynamic_variable_updates: [],
                })),
              }),
            ]),
      ],
    );
    const id = `conv_${made.token(26).toLowerCase()}`;
    return {
      path: `conversations/${id}.json`,
      text: json({
        agent_id: 'agent_01jx',
        agent_name: conversation.agent,
        status: 'done',
        user_id: null,
        transcript,
        metadata: {
          start_time_unix_secs: Math.floor(Date.parse(conversation.startedAt) / 1000),
          call_duration_secs: seconds,
          cost: made.number(100, 900),
          main_language: 'en',
          termination_reason: 'Client disconnected: 1000',
        },
        analysis: {
          evaluation_criteria_results: {},
          data_collection_results: {},
          call_successful: 'success',
          transcript_summary: `Call about: ${conversation.title}`,
        },
        conversation_id: id,
        has_audio: true,
        has_user_audio: true,
        has_response_audio: true,
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** Actions of a playbook: each is an object of one member, whose name tells who acts; outputs are always objects. */
export const dialogflowExamples = severalEach(
  'Dialogflow CX, examples of a playbook made from its conversations (REST)',
  'json',
  [['refunds'], ['intake', 'bakery'], ['travel'], ['library', 'home']],
  (conversations, index) => ({
    path: `playbooks/examples-${index + 1}.json`,
    text: json({ examples: conversations.map(toExample) }),
    runs: conversations.map(({ turns }) =>
      expectSteps(turns, { textApart: true, result: ({ result }) => plainText(toOutput(result)) }),
    ),
  }),
);

const PLAYBOOK = 'projects/desk-prod/locations/global/agents/7f1c';

function toOutput(result: JsonValue): JsonValue {
  return typeof result === 'object' && result !== null && !Array.isArray(result)
    ? result
    : { output: result };
}

function toExample(conversation: Conversation): object {
  const made = make(conversation);
  const tools = new Map<string, string>();
  const toolId = (tool: string): string => {
    const known = tools.get(tool) ?? `${PLAYBOOK}/tools/${made.uuid()}`;
    tools.set(tool, known);
    return known;
  };
  const actions = tell(
    conversation.turns,
    () => '',
    (text): object[] => [{ userUtterance: { text } }],
    (turn, calls) => [
      ...given(turn.text, (text) => ({ agentUtterance: { text } })),
      ...calls.map(({ call }) => ({
        toolUse: {
          tool: toolId(call.tool),
          displayName: call.tool,
          action: call.tool,
          inputActionParameters: call.arguments,
          outputActionParameters: toOutput(call.result),
        },
      })),
    ],
  );
  return {
    name: `${PLAYBOOK}/playbooks/00000000-0000-0000-0000-000000000000/examples/${made.uuid()}`,
    displayName: conversation.title,
    playbookInput: { precedingConversationSummary: '' },
    playbookOutput: { executionSummary: `Talked about: ${conversation.title}` },
    actions,
    createTime: conversation.startedAt,
    updateTime: made.time(),
    tokenCount: String(made.number(200, 900)),
    conversationState: 'OUTPUT_STATE_OK',
    languageCode: 'en',
  };
}
