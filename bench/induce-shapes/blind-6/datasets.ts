/** Benchmarks of tool use: runs with their verdict, dialogues as lines, simulations beside the tasks they came from. */
import type { JsonObject } from '@tracewright/core';
import { severalEach } from '../blind-2/kit.ts';
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { callsOf, expectSteps, json, make, type Made, pythonJson, resultText } from '../shape.ts';
import { type CallWithId, callsWithIds, each, pythonTime } from './kit.ts';

/** What a tool answers is JSON of Python; what it raised stands in a member of its own, and its content is empty. */
export const agentdojoRun = each(
  'AgentDojo, run of a task (runs/*/*/user_task_*/none)',
  ['analysis', 'permit', 'press'],
  (conversation, made, index) => {
    const { model, system, turns } = conversation;
    const text = {
      suite_name: 'workspace',
      pipeline_name: model,
      user_task_id: `user_task_${index * 4}`,
      injection_task_id: null,
      attack_type: null,
      injections: {},
      messages: [
        { role: 'system', content: toTextParts(system) },
        ...turns.flatMap((turn) =>
          turn.by === 'user'
            ? [{ role: 'user', content: toTextParts(turn.text) }]
            : toDojoMessages(turn, made),
        ),
      ],
      error: null,
      utility: index > 0,
      security: true,
      duration: made.number(4000, 90_000) / 1000,
      evaluation_timestamp: conversation.startedAt.slice(0, 19).replace('T', ' '),
      agentdojo_package_version: '0.1.35',
    };
    return {
      path: `runs/${model}/workspace/user_task_${index * 4}/none/none.json`,
      text: json(text, 4),
      runs: [expectSteps(turns, { result: toDojoResult })],
    };
  },
);

function toDojoResult({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result);
}

function toTextParts(content: string): object[] {
  return [{ type: 'text', content }];
}

function toDojoMessages(turn: AgentTurn, made: Made): object[] {
  const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
  const toolCall = ({ call, id }: CallWithId): object => ({
    function: call.tool,
    args: call.arguments,
    id,
    placeholder_args: null,
  });
  const said = {
    role: 'assistant',
    content: turn.text === undefined ? null : toTextParts(turn.text),
    tool_calls: calls.length > 0 ? calls.map(toolCall) : null,
  };
  const results = calls.map((called) => ({
    role: 'tool',
    content: toTextParts(called.call.failed ? '' : toDojoResult(called.call)),
    tool_call_id: called.id,
    tool_call: toolCall(called),
    error: called.call.failed ? toDojoResult(called.call) : null,
  }));
  return [said, ...results];
}

/** A line for each thing said and for each call, which holds its result or what it raised. */
export const apiBank = each(
  'API-Bank, dialogue of level 1 or 2 as JSON lines',
  ['refunds', 'intake', 'travel', 'home'],
  (conversation, _made, index) => ({
    path: `lv1-lv2-samples/level-${1 + (index % 2)}/${conversation.agent}-level-${1 + (index % 2)}-${index + 1}.jsonl`,
    text: toApiBankLines(conversation)
      .map((line) => `${pythonJson(line)}\n`)
      .join(''),
    runs: [expectSteps(conversation.turns, { textApart: true })],
  }),
);

function toApiBankLines({ turns }: Conversation): JsonObject[] {
  return turns.flatMap((turn): JsonObject[] => {
    if (turn.by === 'user') return [{ role: 'User', text: turn.text }];
    const said = turn.text === undefined ? [] : [{ role: 'AI', text: turn.text }];
    const calls = callsOf(turn).map(({ tool, arguments: args, result, failed = false }) => ({
      role: 'API',
      api_name: tool,
      param_dict: args,
      result: {
        api_name: tool,
        input: args,
        output: failed ? null : result,
        exception: failed ? result : null,
      },
    }));
    return [...said, ...calls];
  });
}

/** The agent greets first and the user's last word stops it; a task says beforehand which calls it wants. */
export const tau2Simulations = severalEach(
  'τ²-bench, results of a run (data/simulations)',
  'json',
  [
    ['refunds', 'bakery'],
    ['travel', 'library'],
    ['intake', 'home'],
  ],
  (conversations, index) => ({
    path: `data/simulations/2025-10-0${index + 1}T10:12:44_retail_llm_agent_user_simulator.json`,
    text: json(
      {
        timestamp: '2025-10-01T10:12:44.104229',
        info: toTau2Info(conversations),
        tasks: conversations.map(toTau2Task),
        simulations: conversations.map(toTau2Simulation),
      },
      4,
    ),
    runs: conversations.map(({ turns }) => [{ role: 'agent' }, ...expectSteps(turns), { role: 'user' }]),
  }),
);

function toTau2Info(conversations: readonly Conversation[]): object {
  const llm = { llm: conversations[0]?.model, llm_args: { temperature: 0 } };
  return {
    git_commit: '5b1f0cc2e4',
    num_trials: 1,
    max_steps: 200,
    max_errors: 10,
    user_info: {
      implementation: 'user_simulator',
      ...llm,
      global_simulation_guidelines: 'You play a customer.',
    },
    agent_info: { implementation: 'llm_agent', ...llm },
    environment_info: { domain_name: 'retail', policy: conversations[0]?.system, tool_defs: null },
    seed: 300,
  };
}

function toTau2Task({ id, title, turns }: Conversation): object {
  const wanted = turns.flatMap(callsOf).filter(({ failed = false }) => !failed);
  return {
    id,
    description: { purpose: title, relevant_policies: null, notes: null },
    user_scenario: {
      persona: null,
      instructions: {
        domain: 'retail',
        reason_for_call: title,
        known_info: null,
        unknown_info: null,
        task_instructions: 'Answer briefly.',
      },
    },
    ticket: null,
    initial_state: null,
    evaluation_criteria: {
      actions: wanted.map((call, index) => ({
        action_id: `${id}_${index}`,
        requestor: 'assistant',
        name: call.tool,
        arguments: call.arguments,
        info: null,
        compare_args: null,
      })),
      env_assertions: null,
      communicate_info: [],
      nl_assertions: null,
      reward_basis: ['DB', 'COMMUNICATE'],
    },
    annotations: null,
  };
}

function toTau2Simulation(conversation: Conversation): object {
  const made = make(conversation);
  let turn_idx = -1;
  const message = (role: string, more: object): object => {
    turn_idx += 1;
    return { role, ...more, turn_idx, timestamp: pythonTime(made.time()) };
  };
  const spoken = (role: string, content: string | null, tool_calls: readonly object[] | null): object =>
    message(role, {
      content,
      tool_calls,
      cost: made.number(10, 900) / 100_000,
      usage: { completion_tokens: made.number(10, 200), prompt_tokens: made.number(2000, 6000) },
      raw_data: null,
    });
  const answer = (turn: AgentTurn): object[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const asks = calls.map(({ call, id }) => ({
      id,
      name: call.tool,
      arguments: call.arguments,
      requestor: 'assistant',
    }));
    return [
      spoken('assistant', turn.text ?? null, asks.length > 0 ? asks : null),
      ...calls.map(({ call, id }) =>
        message('tool', {
          id,
          content: resultText(call),
          requestor: 'assistant',
          error: call.failed ?? false,
        }),
      ),
    ];
  };
  const messages = [
    message('assistant', {
      content: 'Hi! How can I help you today?',
      tool_calls: null,
      cost: 0,
      usage: null,
      raw_data: null,
    }),
    ...conversation.turns.flatMap((turn) =>
      turn.by === 'user' ? [spoken('user', turn.text, null)] : answer(turn),
    ),
    spoken('user', '###STOP###', null),
  ];
  return {
    id: made.uuid(),
    task_id: conversation.id,
    timestamp: pythonTime(made.time(0)),
    start_time: pythonTime(conversation.startedAt),
    end_time: pythonTime(made.time(0)),
    duration: 61.20418,
    termination_reason: 'user_stop',
    agent_cost: 0.0412,
    user_cost: 0.0071,
    reward_info: {
      reward: 1,
      db_check: { db_match: true, db_reward: 1 },
      env_assertions: null,
      action_checks: null,
      nl_assertions: null,
      communicate_checks: [],
      reward_basis: ['DB', 'COMMUNICATE'],
      reward_breakdown: { DB: 1, COMMUNICATE: 1 },
    },
    messages,
    trial: 0,
    seed: 626_729,
  };
}
