/** Frameworks: rows of a session's table, a session of turns with steps, steps of a profiler, a table printed as XML. */
import type { JsonObject } from '@tracewright/core';
import { given, severalEach } from '../blind-2/kit.ts';
import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  make,
  type Made,
  pythonJson,
  pythonRepr,
  resultText,
} from '../shape.ts';
import { agentTurns, callsWithIds, type CallWithId, declaredTools, each, pythonTime } from './kit.ts';

/** Items of the Responses API, each in a row as Python's JSON; all sessions share the table. */
export const agentsSqlite = severalEach(
  'OpenAI Agents SDK, agent_messages of a SQLiteSession (sqlite3 -json)',
  'json',
  [['refunds', 'intake'], ['home', 'analysis', 'museum'], ['bakery']],
  (conversations, index) => {
    const rows = conversations.flatMap((conversation) => {
      const made = make(conversation);
      return conversation.turns.flatMap((turn) =>
        toResponseItems(turn, made).map((item) => ({
          session_id: `${conversation.agent}-${conversation.id}-0${index + 1}`,
          message_data: pythonJson(item),
          created_at: made.time(0).slice(0, 19).replace('T', ' '),
        })),
      );
    });
    const lines = rows.map((row, id) => JSON.stringify({ id: id + 1, ...row }));
    return {
      path: `agent_messages_${index + 1}.json`,
      text: `[${lines.join(',\n')}]\n`,
      runs: conversations.map(({ turns }) => expectSteps(turns, { textApart: true, result: toAgentsResult })),
    };
  },
);

/** The SDK's own words stand before what a tool raised. */
function toAgentsResult(call: Call): string {
  const text = resultText(call);
  return call.failed ? `An error occurred while running the tool. Please try again. Error: ${text}` : text;
}

function toResponseItems(turn: Turn, made: Made): JsonObject[] {
  made.tick();
  if (turn.by === 'user') return [{ content: turn.text, role: 'user' }];
  const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
  return [
    ...given(turn.thought, (text) => ({
      id: `rs_${made.hex(48)}`,
      summary: [{ text, type: 'summary_text' }],
      type: 'reasoning',
    })),
    ...given(turn.text, (text) => ({
      id: `msg_${made.hex(48)}`,
      content: [{ annotations: [], text, type: 'output_text', logprobs: [] }],
      role: 'assistant',
      status: 'completed',
      type: 'message',
    })),
    ...calls.map(({ call, id }) => ({
      arguments: JSON.stringify(call.arguments),
      call_id: id,
      name: call.tool,
      type: 'function_call',
      id: `fc_${made.hex(48)}`,
      status: 'completed',
    })),
    ...calls.map(({ call, id }) => ({
      call_id: id,
      output: toAgentsResult(call),
      type: 'function_call_output',
    })),
  ];
}

/** Each message of the user is a turn; what is said last is both its last step and its output. */
export const llamaStackTurns = each(
  'Llama Stack, session of the agents API',
  ['travel', 'library', 'greenhouse'],
  (conversation, made) => {
    const session_id = made.uuid();
    return {
      path: `session-${session_id.slice(0, 8)}.json`,
      text: json({
        session_id,
        session_name: conversation.title,
        started_at: conversation.startedAt.replace('Z', '+00:00'),
        turns: episodes(conversation.turns).map((turns) => toLlamaTurn(turns, session_id, made)),
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toLlamaTurn([first, ...answers]: readonly Turn[], session_id: string, made: Made): object {
  const turn_id = made.uuid();
  const step = (step_type: string, more: object): object => ({
    turn_id,
    step_id: made.uuid(),
    started_at: made.time(),
    completed_at: made.time(),
    step_type,
    ...more,
  });
  const calls = (turn: Turn): CallWithId[] => callsWithIds(turn, () => `call_${made.hex(8)}`);
  const toolCall = ({ call, id }: CallWithId): object => ({
    call_id: id,
    tool_name: call.tool,
    arguments: call.arguments,
    arguments_json: JSON.stringify(call.arguments),
  });
  const message = (turn: Turn | undefined, tool_calls: readonly object[]): object => ({
    role: 'assistant',
    content: turn?.text ?? '',
    stop_reason: tool_calls.length > 0 ? 'end_of_message' : 'end_of_turn',
    tool_calls,
  });
  const steps = answers.flatMap((turn) => {
    const called = calls(turn);
    const inference = step('inference', { model_response: message(turn, called.map(toolCall)) });
    if (called.length === 0) return [inference];
    const tool_responses = called.map(({ call, id }) => ({
      call_id: id,
      tool_name: call.tool,
      content: resultText(call),
      metadata: call.failed ? { error: true } : null,
    }));
    return [inference, step('tool_execution', { tool_calls: called.map(toolCall), tool_responses })];
  });
  return {
    turn_id,
    session_id,
    input_messages: [{ role: 'user', content: first?.text ?? '', context: null }],
    steps: [step('shield_call', { violation: null }), ...steps],
    output_message: message(answers.at(-1), []),
    output_attachments: [],
    started_at: made.time(0),
    completed_at: made.time(0),
  };
}

/** Starts and ends of all that ran, with tokens between; what a tool got is Python's `repr` once and JSON once. */
export const nemoAgentSteps = severalEach(
  'NVIDIA NeMo Agent Toolkit, workflow_output.json of an evaluation',
  'json',
  [
    ['analysis', 'permit'],
    ['cluster', 'game'],
    ['press', 'museum'],
  ],
  (conversations, index) => ({
    path: `.tmp/nat/eval_${index + 1}/workflow_output.json`,
    text: json(conversations.map(toNemoItem)),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

function toNemoItem(conversation: Conversation): object {
  const made = make(conversation);
  const question = conversation.turns[0]?.text ?? '';
  const answer = conversation.turns.at(-1)?.text ?? '';
  const workflow = made.uuid();
  const event = (event_type: string, UUID: string, name: string, more: object): object => {
    const at = made.tick(0.7) / 1000;
    const usage_info = {
      token_usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
      num_llm_calls: event_type.startsWith('LLM') ? 1 : 0,
      seconds_between_calls: 0,
    };
    return {
      parent_id: event_type.startsWith('WORKFLOW') ? 'root' : workflow,
      function_ancestry: {
        function_id: workflow,
        function_name: '<workflow>',
        parent_id: 'root',
        parent_name: 'root',
      },
      payload: {
        event_type,
        event_timestamp: at,
        span_event_timestamp: event_type.endsWith('_END') ? at - 0.61 : null,
        framework: event_type.startsWith('WORKFLOW') ? null : 'langchain',
        name,
        tags: null,
        ...more,
        usage_info,
        UUID,
      },
    };
  };
  const answerOf = (turn: Turn): object[] => {
    const id = made.uuid();
    const { model } = conversation;
    const asks = callsOf(turn).map(({ tool, arguments: args }) => ({
      name: tool,
      args,
      id: `call_${made.token(22)}`,
      type: 'tool_call',
    }));
    const content = turn.text ?? '';
    return [
      event('LLM_START', id, model, {
        metadata: { chat_inputs: [{ type: 'human', content: question }] },
        data: { input: question, output: null, chunk: null },
      }),
      event('LLM_NEW_TOKEN', id, model, {
        metadata: null,
        data: { input: question, output: null, chunk: content.slice(0, 5) },
      }),
      event('LLM_END', id, model, {
        metadata: {
          chat_responses: [{ text: content, message: { type: 'ai', content, tool_calls: asks } }],
          tools_schema: declaredTools(conversation).map((tool) => ({ type: 'function', function: tool })),
        },
        data: { input: question, output: content, chunk: null },
      }),
      ...callsOf(turn).flatMap(run),
    ];
  };
  const run = (call: Call): object[] => {
    const id = made.uuid();
    const input = pythonRepr(call.arguments);
    const output = resultText(call);
    return [
      event('TOOL_START', id, call.tool, {
        metadata: { tool_inputs: call.arguments, tool_info: { name: call.tool, description: '' } },
        data: { input, output: null, chunk: null },
      }),
      event('TOOL_END', id, call.tool, {
        metadata: { tool_outputs: output },
        data: { input, output, chunk: null },
      }),
    ];
  };
  return {
    id: conversation.id,
    question,
    answer: '',
    generated_answer: answer,
    intermediate_steps: [
      event('WORKFLOW_START', workflow, '<workflow>', {
        metadata: null,
        data: { input: question, output: null, chunk: null },
      }),
      ...agentTurns(conversation).flatMap(answerOf),
      event('WORKFLOW_END', workflow, '<workflow>', {
        metadata: null,
        data: { input: null, output: answer, chunk: null },
      }),
    ],
    expected_intermediate_steps: [],
  };
}

/** A row for the user and one for all that was done and said then, so that no text stands beside a call. */
export const laravelAiXml = severalEach(
  'Laravel AI SDK, agent_conversation_messages (mysql --xml)',
  'json',
  [['refunds', 'library'], ['intake'], ['bakery', 'home']],
  (conversations, index) => ({
    path: `agent_conversation_messages_${index + 1}.xml`,
    text: toResultSet(conversations.flatMap(toLaravelRows)),
    runs: conversations.map(({ turns }) =>
      episodes(turns).flatMap((episode) => [
        ...expectSteps(episode.filter((turn) => turn.by === 'user' || callsOf(turn).length > 0)),
        { role: 'agent' },
      ]),
    ),
  }),
);

function toLaravelRows(conversation: Conversation): Record<string, string>[] {
  const made = make(conversation);
  const conversation_id = made.uuid();
  const row = (role: string, content: string, calls: readonly Call[]): Record<string, string> => {
    const asks = calls.map((call) => ({
      id: `call_${made.token(24)}`,
      name: call.tool,
      arguments: call.arguments,
      result_id: `fc_${made.hex(32)}`,
    }));
    const results = calls.map(({ result, failed = false }, index) => ({
      ...asks[index],
      result,
      successful: !failed,
      error: failed ? result : null,
    }));
    const time = pythonTime(made.time()).slice(0, 19).replace('T', ' ');
    const usage = { prompt_tokens: made.number(300, 2000), completion_tokens: made.number(10, 200) };
    return {
      id: made.uuid(),
      conversation_id,
      user_id: '412',
      agent: String.raw`App\Ai\Agents\ShopAssistant`,
      role,
      content,
      attachments: '[]',
      tool_calls: JSON.stringify(asks),
      tool_results: JSON.stringify(results),
      usage: role === 'user' ? '[]' : JSON.stringify(usage),
      meta: role === 'user' ? '[]' : JSON.stringify({ provider: 'openai', model: conversation.model }),
      created_at: time,
      updated_at: time,
    };
  };
  return episodes(conversation.turns).flatMap(([first, ...answers]) => [
    row('user', first?.text ?? '', []),
    row('assistant', answers.at(-1)?.text ?? '', answers.flatMap(callsOf)),
  ]);
}

function toResultSet(rows: readonly Record<string, string>[]): string {
  const field = ([name, value]: readonly [string, string]): string =>
    `\t<field name="${name}">${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</field>\n`;
  const body = rows.map((row) => `  <row>\n${Object.entries(row).map(field).join('')}  </row>\n`);
  return `<?xml version="1.0"?>\n\n<resultset statement="select * from agent_conversation_messages order by created_at" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${body.join('\n')}</resultset>\n`;
}
