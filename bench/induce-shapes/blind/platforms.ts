/** What platforms for agents store and export. */
import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  type Made,
  plainText,
  resultText,
  type Shape,
} from '../shape.ts';
import { given, oneEach, usage, withIds } from './write.ts';

/** A session of runs: each repeats the system prompt and tells its calls twice, in messages and in a list. */
export const agnoSession: Shape = oneEach(
  'Agno, session as its database stores it',
  'json',
  ['library', 'intake', 'coding', 'greenhouse', 'incident'],
  (conversation, made) => {
    const session = made.uuid();
    const agent = { name: conversation.agent, agent_id: conversation.agent };
    const runs = episodes(conversation.turns).map((episode) => toRun(episode, conversation, session, made));
    const row = {
      session_id: session,
      session_type: 'agent',
      agent_id: agent.agent_id,
      team_id: null,
      workflow_id: null,
      user_id: 'ingrid@example.com',
      session_data: { session_state: {}, session_metrics: usage(made) },
      agent_data: { ...agent, model: { id: conversation.model, name: 'OpenAIChat', provider: 'OpenAI' } },
      team_data: null,
      metadata: null,
      runs,
      summary: null,
      created_at: Math.floor(Date.parse(conversation.startedAt) / 1000),
      updated_at: Math.floor(made.tick() / 1000),
    };
    return { path: `sessions/${session}.json`, text: json([row]), runs: [expectSteps(conversation.turns)] };
  },
);

function toRun(
  episode: readonly Turn[],
  { agent, model, system }: Conversation,
  session: string,
  made: Made,
): unknown {
  const message = (role: string, content: unknown, more: object = {}): unknown => ({
    id: made.uuid(),
    content,
    from_history: false,
    stop_after_tool_call: false,
    role,
    ...more,
    created_at: Math.floor(made.tick() / 1000),
  });
  const tools: unknown[] = [];
  const messages = episode.flatMap((turn) => {
    if (turn.by === 'user') return [message('user', turn.text)];
    const calls = withIds(turn, () => `call_${made.token(24)}`);
    const results = calls.map(({ call, id }) => {
      const tool = {
        tool_call_id: id,
        tool_name: call.tool,
        tool_args: call.arguments,
        tool_call_error: call.failed === true,
        metrics: { duration: made.number(10, 4000) / 1000 },
      };
      tools.push({
        ...tool,
        result: resultText(call),
        requires_confirmation: null,
        external_execution_required: null,
      });
      return message('tool', resultText(call), tool);
    });
    return [
      message('assistant', turn.text ?? '', {
        ...(turn.thought === undefined ? {} : { reasoning_content: turn.thought }),
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map(({ call, id }) => ({
                id,
                function: { arguments: JSON.stringify(call.arguments), name: call.tool },
                type: 'function',
              })),
            }),
        metrics: usage(made),
      }),
      ...results,
    ];
  });
  return {
    run_id: made.uuid(),
    agent_id: agent,
    agent_name: agent,
    session_id: session,
    user_id: 'ingrid@example.com',
    input: { input_content: episode[0]?.text ?? '' },
    content: episode.at(-1)?.text ?? '',
    content_type: 'str',
    model,
    model_provider: 'OpenAI',
    metrics: usage(made),
    messages: [message('system', system), ...messages],
    tools,
    status: 'COMPLETED',
    created_at: Math.floor(made.tick() / 1000),
  };
}

/** One flat list: thoughts, calls, returns and what is said are messages of their own types. */
export const lettaMessages: Shape = oneEach(
  'Letta, messages of an agent (GET /v1/agents/ID/messages)',
  'json',
  ['home', 'library', 'refunds', 'letters', 'travel'],
  (conversation, made) => {
    const message = (type: string, more: object, step: string | null = null): unknown => ({
      id: `message-${made.uuid()}`,
      date: made.time().replace('.', '+00:00.').slice(0, 25),
      name: null,
      message_type: type,
      otid: made.uuid(),
      sender_id: null,
      step_id: step,
      is_err: null,
      seq_id: null,
      run_id: null,
      ...more,
    });
    const messages = [
      message('system_message', { content: conversation.system }),
      ...conversation.turns.flatMap((turn) => {
        if (turn.by === 'user') return [message('user_message', { content: turn.text })];
        const step = `step-${made.uuid()}`;
        const calls = withIds(turn, () => `call_${made.token(24)}`);
        return [
          ...given(turn.thought, (reasoning) =>
            message('reasoning_message', { source: 'reasoner_model', reasoning, signature: null }, step),
          ),
          ...given(turn.text, (content) => message('assistant_message', { content }, step)),
          ...calls.flatMap(({ call, id }) => {
            const toolCall = { name: call.tool, arguments: JSON.stringify(call.arguments), tool_call_id: id };
            const status = call.failed === true ? 'error' : 'success';
            const back = {
              tool_return: resultText(call),
              status,
              tool_call_id: id,
              stdout: null,
              stderr: null,
            };
            return [
              message('tool_call_message', { tool_call: toolCall, tool_calls: [toolCall] }, step),
              message('tool_return_message', { ...back, tool_returns: [back] }, step),
            ];
          }),
        ];
      }),
    ];
    return {
      path: `agents/agent-${made.uuid()}/messages.json`,
      text: json(messages),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

interface Step {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** A thread of steps with parents; runs hold them and are none; messages carry their text as output. */
export const chainlitThread: Shape = oneEach(
  'Chainlit, thread of the data layer',
  'json',
  ['travel', 'library', 'greenhouse', 'analysis', 'home'],
  (conversation, made) => {
    const threadId = made.uuid();
    const step = (type: string, name: string, input: string, output: string, more: object = {}): Step => {
      const start = made.time();
      return {
        id: made.uuid(),
        threadId,
        parentId: null,
        name,
        type,
        streaming: false,
        waitForAnswer: false,
        isError: false,
        metadata: {},
        tags: null,
        input,
        output,
        createdAt: start,
        start,
        end: made.time(),
        generation: null,
        showInput: type === 'tool' ? 'json' : null,
        language: type === 'tool' ? 'json' : null,
        indent: null,
        ...more,
      };
    };
    const steps = episodes(conversation.turns).flatMap(([first, ...answers]) => {
      const run = step('run', 'on_message', first?.text ?? '', '');
      const parent = { parentId: run.id };
      return [
        step('user_message', 'ingrid', '', first?.text ?? ''),
        run,
        ...answers.flatMap((turn) => [
          ...given(turn.text, (text) => step('assistant_message', conversation.agent, '', text, parent)),
          ...callsOf(turn).map((call) =>
            step('tool', call.tool, JSON.stringify(call.arguments, null, 4), plainText(call.result), {
              ...parent,
              isError: call.failed === true,
            }),
          ),
        ]),
      ];
    });
    return {
      path: `threads/${threadId}.json`,
      text: json({
        id: threadId,
        createdAt: conversation.startedAt,
        name: conversation.title,
        userId: made.uuid(),
        userIdentifier: 'ingrid',
        tags: [],
        metadata: { chat_profile: conversation.model },
        steps,
        elements: [],
      }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);
