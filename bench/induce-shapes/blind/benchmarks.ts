/** What benchmarks of agents write for each task. */
import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  firstEpisode,
  json,
  jsonLines,
  make,
  type Made,
  pythonRepr,
  type Shape,
} from '../shape.ts';
import {
  dumpedText,
  oneCallEach,
  oneEach,
  saidBy,
  severalEach,
  toolNames,
  untilSaid,
  withIds,
} from './write.ts';

const FINISH = 'Finish';

/** Three copies of one chain: a tree whose nodes are thought, action and its input, the chain, and what the model was trained on. */
export const toolbenchAnswer: Shape = oneEach(
  'ToolBench (ToolLLaMA), answer of a query',
  'json',
  ['research', 'home', 'greenhouse', 'game', 'library'],
  (conversation, made) => {
    const [query, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const steps = turns.map((turn): Turn => {
      if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
      const args = { return_type: 'give_answer', final_answer: turn.text ?? '' };
      return {
        ...turn,
        calls: [{ tool: FINISH, arguments: args, result: 'successfully giving the final answer.' }],
      };
    });
    const nodes = steps.flatMap(toNodes);
    const names = [...toolNames(conversation), FINISH];
    const system = `You are AutoGPT, you can use many tools(functions) to do the following task.\nSpecifically, you have access to the following APIs: ${names.join(', ')}`;
    const train = steps.map((_turn, index) => [
      { role: 'system', content: system },
      { role: 'user', content: `\n${query?.text ?? ''}\nBegin!\n` },
      ...steps.slice(0, index + 1).flatMap((turn) =>
        callsOf(turn).flatMap((call) => [
          {
            role: 'assistant',
            content: saidBy(turn),
            function_call: { name: call.tool, arguments: JSON.stringify(call.arguments) },
          },
          { role: 'function', name: call.tool, content: observe(call) },
        ]),
      ),
    ]);
    return {
      path: `answers/${made.number(100, 90_000)}_CoT@1.json`,
      text: json({
        win: true,
        try_count: 1,
        trys: [],
        compare_candidates: [],
        forward_args: { single_chain_max_step: 12, pass_at: 1, answer: 1 },
        tree: {
          size: nodes.length,
          max_length: nodes.length,
          tree: grow([{ node_type: 'Root', description: '' }, ...nodes]),
        },
        answer_generation: {
          valid_data: true,
          query: query?.text ?? '',
          function: names.map((name) => ({
            name,
            description: `Use ${name}.`,
            parameters: { type: 'object' },
          })),
          final_answer: JSON.stringify(callsOf(steps.at(-1) ?? { by: 'user', text: '' })[0]?.arguments ?? {}),
          total_tokens: made.number(2000, 20_000),
          train_messages: train,
          chain: nodes.map((node, depth) => ({
            is_terminal: depth === nodes.length - 1,
            depth: depth + 1,
            ...node,
          })),
        },
      }),
      runs: [[{ role: 'user' }, ...expectSteps(steps, { result: observe })]],
    };
  },
);

interface Node {
  readonly node_type: string;
  readonly description: string;
  readonly [member: string]: unknown;
}

function observe(call: Call): string {
  const [error, response] = call.failed === true ? [dumpedText(call), ''] : ['', dumpedText(call)];
  return JSON.stringify({ error, response });
}

function toNodes(turn: Turn): Node[] {
  const more = { observation: '', observation_code: null, Elo: 1000, pruned: false };
  return callsOf(turn).flatMap((call) => [
    ...(saidBy(turn) === '' ? [] : [{ node_type: 'Thought', description: saidBy(turn), ...more }]),
    { node_type: 'Action', description: call.tool, ...more },
    {
      node_type: 'Action Input',
      description: JSON.stringify(call.arguments),
      ...more,
      observation: observe(call),
      observation_code: call.tool === FINISH ? 3 : call.failed === true ? 12 : 0,
    },
  ]);
}

/** Each node is the only child of the one before. */
function grow([first, ...rest]: readonly Node[], depth: number = 0): unknown {
  return {
    is_terminal: rest.length === 0,
    depth,
    ...first,
    children: rest.length === 0 ? [] : [grow(rest, depth + 1)],
  };
}

/** A line a task; its log is a list of turns with numbered steps, between them the state; a call is an object of one member. */
export const bfclResult: Shape = severalEach(
  'Berkeley Function Calling Leaderboard, result of a multi-turn category',
  'json',
  [['travel', 'greenhouse'], ['library'], ['refunds', 'intake'], ['home'], ['analysis', 'press']],
  (conversations, index) => ({
    path: `result/model-FC/BFCL_v3_multi_turn_base_${index}_result.json`,
    text: jsonLines(conversations.map(toBfclLine)),
    runs: conversations.map(({ turns }) => expectSteps(untilSaid(turns), { result: dumpedText })),
  }),
);

function toBfclLine(conversation: Conversation, place: number): unknown {
  const made = make(conversation);
  const asked = episodes(untilSaid(conversation.turns));
  const state = (turn: number): unknown => [
    { role: 'state_info', class_name: 'ServiceAPI', content: { session: conversation.id, turn, open: true } },
  ];
  const turns = asked.map(([first, ...answers]) => ({
    begin_of_turn_query: [{ role: 'user', content: first?.text ?? '' }],
    ...Object.fromEntries(answers.map((turn, index) => [`step_${index}`, toBfclStep(turn, made)])),
  }));
  const numbers = (low: number, high: number): number[][] =>
    asked.map(([, ...answers]) => answers.map(() => made.number(low, high)));
  return {
    id: `multi_turn_base_${place}`,
    result: asked.map(([, ...answers]) => answers.map((turn) => toFunctionCalls(turn))),
    input_token_count: numbers(500, 6000),
    output_token_count: numbers(10, 300),
    latency: numbers(1, 9),
    inference_log: [state(0), ...turns.flatMap((turn, index) => [turn, state(index + 1)])],
  };
}

function toFunctionCalls(turn: Turn): unknown {
  const calls = callsOf(turn);
  return calls.length === 0
    ? (turn.text ?? '')
    : calls.map((call) => ({ [call.tool]: JSON.stringify(call.arguments) }));
}

function toBfclStep(turn: Turn, made: Made): unknown[] {
  const calls = withIds(turn, () => `call_${made.token(24)}`);
  const decoded = calls.map(({ call }) => {
    const args = Object.entries(call.arguments).map(([name, value]) => `${name}=${pythonRepr(value)}`);
    return `${call.tool}(${args.join(',')})`;
  });
  const log =
    calls.length > 0
      ? { content: 'Successfully decoded model response.', model_response_decoded: decoded }
      : {
          content: 'Error decoding the model response. Proceed to next turn.',
          error: "'str' object has no attribute 'items'",
        };
  const thought =
    turn.by === 'agent' && turn.thought !== undefined ? { reasoning_content: turn.thought } : {};
  return [
    { role: 'assistant', content: toFunctionCalls(turn), ...thought },
    { role: 'handler_log', ...log },
    ...calls.map(({ call, id }) => ({ role: 'tool', tool_call_id: id, content: dumpedText(call) })),
  ];
}
