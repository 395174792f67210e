/** What agent frameworks keep in memory and write to a file. */
import type { Call, Turn } from '../conversations.ts';
import { callsOf, expectSteps, firstEpisode, json, type Made, resultText, type Shape } from '../shape.ts';
import {
  dumpedText,
  given,
  oneCallEach,
  oneEach,
  saidBy,
  thoughtOf,
  untilSaid,
  usage,
  withIds,
} from './write.ts';

/** The task, then steps of which each repeats all that the model read; the answer is a call. */
export const smolagentsMemory: Shape = oneEach(
  'smolagents, agent.memory.get_full_steps() dumped as JSON',
  'json',
  ['press', 'greenhouse', 'coding', 'game', 'analysis'],
  (conversation, made) => {
    const [task, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const steps = turns.map((turn) => endWith('final_answer', 'answer', turn));
    const read: unknown[] = [
      { role: 'system', content: [{ type: 'text', text: conversation.system }] },
      { role: 'user', content: [{ type: 'text', text: `New task:\n${task?.text ?? ''}` }] },
    ];
    const records = steps.map((turn, index) => {
      const record = toActionStep(turn, index + 1, [...read], made);
      read.push(
        { role: 'assistant', content: [{ type: 'text', text: saidBy(turn) }] },
        ...callsOf(turn).map((call) => ({
          role: 'tool-response',
          content: [{ type: 'text', text: `Observation:\n${dumpedText(call)}` }],
        })),
      );
      return record;
    });
    return {
      path: `memory/${conversation.id}.json`,
      text: json([{ task: task?.text ?? '', task_images: null }, ...records]),
      runs: [[{ role: 'user' }, ...expectSteps(steps, { result: dumpedText })]],
    };
  },
);

/** What is said at the end is a call too; what it gives back is nothing, or the same again. */
function endWith(tool: string, member: string, turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  const text = turn.text ?? '';
  return { ...turn, calls: [{ tool, arguments: { [member]: text }, result: tool === 'finish' ? '' : text }] };
}

function toActionStep(turn: Turn, step: number, read: readonly unknown[], made: Made): unknown {
  const start = made.tick() / 1000;
  const [call] = callsOf(turn);
  const isFinal = call?.tool === 'final_answer';
  const calls = withIds(turn, () => `call_${made.token(24)}`).map(
    ({ call: { tool, arguments: args }, id }) => ({
      id,
      type: 'function',
      function: { name: tool, arguments: args },
    }),
  );
  const text = call === undefined ? '' : dumpedText(call);
  const failed = call?.failed === true;
  return {
    step_number: step,
    timing: { start_time: start, end_time: made.tick() / 1000, duration: made.number(100, 9000) / 1000 },
    model_input_messages: read,
    tool_calls: calls,
    error: failed ? { type: 'AgentToolExecutionError', message: text } : null,
    model_output_message: {
      role: 'assistant',
      content: saidBy(turn),
      tool_calls: calls,
      raw: { id: `chatcmpl-${made.token(29)}`, object: 'chat.completion' },
    },
    model_output: saidBy(turn),
    code_action: null,
    observations: failed ? null : text,
    observations_images: null,
    action_output: failed ? null : isFinal ? text : null,
    token_usage: usage(made),
    is_final_answer: isFinal,
  };
}

/** Messages whose content is a list of objects, told apart by their only member; a result repeats the call that it answers. */
export const haystackMessages: Shape = oneEach(
  'Haystack, result of an Agent, ChatMessage.to_dict()',
  'json',
  ['library', 'letters', 'analysis', 'travel', 'wording'],
  (conversation, made) => {
    const message = (role: string, content: readonly unknown[], meta: object = {}): unknown => ({
      role,
      meta,
      name: null,
      content,
    });
    const messages = [
      message('system', [{ text: conversation.system }]),
      ...conversation.turns.flatMap((turn) => {
        if (turn.by === 'user') return [message('user', [{ text: turn.text }])];
        const calls = withIds(turn, () => `call_${made.token(24)}`).map(({ call, id }) => ({
          call,
          origin: { tool_name: call.tool, arguments: call.arguments, id, extra: null },
        }));
        const content = [
          ...given(turn.thought, (text) => ({ reasoning: { reasoning_text: text, extra: {} } })),
          ...given(turn.text, (text) => ({ text })),
          ...calls.map(({ origin }) => ({ tool_call: origin })),
        ];
        const meta = {
          model: conversation.model,
          index: 0,
          finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
          usage: usage(made),
        };
        const results = calls.map(({ call, origin }) =>
          message('tool', [
            { tool_call_result: { result: resultText(call), origin, error: call.failed === true } },
          ]),
        );
        return [message('assistant', content, meta), ...results];
      }),
    ];
    return {
      path: `results/${conversation.id}_agent.json`,
      text: json({ agent: { messages, last_message: messages.at(-1) } }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** A state whose history is a list of episodes: what was proposed, and what became of it. */
export const autogptState: Shape = oneEach(
  'AutoGPT (classic), state.json of an agent',
  'json',
  ['greenhouse', 'press', 'home', 'research', 'incident'],
  (conversation, made) => {
    const [task, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const steps = turns.map((turn) => endWith('finish', 'reason', turn));
    const state = {
      agent_id: `${conversation.id}-${made.hex(8)}`,
      ai_profile: { ai_name: conversation.agent, ai_role: conversation.system, ai_goals: [], api_budget: 0 },
      directives: {
        resources: ['The ability to read websites.'],
        constraints: ['Exclusively use the commands listed below.'],
        best_practices: ['Continuously review and analyze your actions.'],
      },
      task: task?.text ?? '',
      config: {
        big_brain: true,
        fast_llm: 'small-2025-03',
        smart_llm: conversation.model,
        cycle_count: turns.length,
      },
      history: {
        episodes: steps.flatMap((turn) => callsOf(turn).map((call) => toEpisode(turn, call, made))),
        cursor: steps.length,
      },
      context: { items: [] },
    };
    return {
      path: `data/agents/${state.agent_id}/state.json`,
      text: JSON.stringify(state),
      runs: [[{ role: 'user' }, ...expectSteps(steps)]],
    };
  },
);

function toEpisode(turn: Turn, call: Call, made: Made): unknown {
  const thoughts = {
    observations: 'The last command has returned.',
    text: turn.text ?? thoughtOf(turn) ?? 'Go on.',
    reasoning: thoughtOf(turn) ?? 'It is the next thing to do.',
    self_criticism: 'None so far.',
    plan: [`- use ${call.tool}`, '- check what comes back'],
    speak: 'I go on with the task.',
  };
  const useTool = { name: call.tool, arguments: call.arguments };
  const raw = {
    role: 'assistant',
    content: JSON.stringify({ thoughts, use_tool: useTool }),
    tool_calls: null,
  };
  const error = {
    exception_type: 'CommandExecutionError',
    message: resultText(call),
    repr: `CommandExecutionError(${JSON.stringify(resultText(call))})`,
  };
  return {
    action: { raw_message: { ...raw, id: made.hex(8) }, thoughts, use_tool: useTool },
    result:
      call.tool === 'finish'
        ? null
        : call.failed === true
          ? { reason: resultText(call), error, status: 'error' }
          : { outputs: call.result, status: 'success' },
    summary: call.tool === 'finish' ? null : `Used ${call.tool}.`,
  };
}

/** A file for each message, joined: objects on several lines, one after the other. */
export const strandsSession: Shape = oneEach(
  'Strands Agents, messages of a session folder (jq . message_*.json)',
  'json',
  ['refunds', 'library', 'game', 'greenhouse', 'press'],
  (conversation, made) => {
    const messages = conversation.turns.flatMap((turn) => toConverse(turn, made));
    const records = messages.map((message, index) => {
      const at = made.time().replace('Z', '000+00:00');
      return { message, message_id: index, redact_message: null, created_at: at, updated_at: at };
    });
    return {
      path: `session_${conversation.id}/messages.json`,
      text: records.map((record) => json(record)).join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toConverse(turn: Turn, made: Made): unknown[] {
  if (turn.by === 'user') return [{ role: 'user', content: [{ text: turn.text }] }];
  const calls = withIds(turn, () => `tooluse_${made.token(22)}`);
  const content = [
    ...given(turn.thought, (text) => ({
      reasoningContent: { reasoningText: { text, signature: made.token(40) } },
    })),
    ...given(turn.text, (text) => ({ text })),
    ...calls.map(({ call, id }) => ({ toolUse: { toolUseId: id, name: call.tool, input: call.arguments } })),
  ];
  const results = calls.map(({ call, id }) => ({
    toolResult: {
      toolUseId: id,
      status: call.failed === true ? 'error' : 'success',
      content: [typeof call.result === 'string' ? { text: call.result } : { json: call.result }],
    },
  }));
  return [
    { role: 'assistant', content },
    ...(results.length === 0 ? [] : [{ role: 'user', content: results }]),
  ];
}
