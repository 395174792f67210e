/** The words that variants are written in: those that both halves may draw, and those that only one may. */

export type Half = 'dev' | 'held';

/** Words, one a space; a `_` joins the words of one name. */
interface Pool {
  readonly both: string;
  readonly dev: string;
  readonly held: string;
}

export type Field = keyof typeof FIELDS;

/** Names of members by what they hold. */
const FIELDS = {
  role: { both: 'role', dev: 'from speaker author', held: 'sender by actor' },
  text: { both: 'content text', dev: 'message msg body', held: 'value utterance said' },
  thought: {
    both: 'reasoning',
    dev: 'thought thinking rationale',
    held: 'thoughts reasoning_content scratchpad',
  },
  kind: { both: 'type', dev: 'kind event event_type', held: 'name record_type op' },
  tool: { both: 'name tool_name', dev: 'tool function fn', held: 'action function_name tool_id' },
  arguments: {
    both: 'arguments args',
    dev: 'input parameters tool_input',
    held: 'params action_input kwargs',
  },
  result: { both: 'result output', dev: 'observation response', held: 'tool_output returned res' },
  error: { both: 'error', dev: 'error_message', held: 'err' },
  flag: { both: 'is_error', dev: 'failed', held: 'errored' },
  status: { both: 'status', dev: 'state', held: 'outcome' },
  id: { both: 'id', dev: 'uuid event_id', held: 'uid msg_id' },
  parent: { both: 'parent_id', dev: 'parent', held: 'prev_id' },
  callId: {
    both: 'tool_call_id call_id',
    dev: 'tool_use_id request_id',
    held: 'invocation_id correlation_id',
  },
  calls: { both: 'tool_calls', dev: 'calls tool_uses', held: 'actions function_calls' },
  time: { both: 'timestamp', dev: 'ts created_at', held: 'time at logged_at' },
  endTime: { both: 'end_time', dev: 'ended_at', held: 'finished' },
  call: { both: 'function', dev: 'action', held: 'invocation' },
  agent: { both: 'agent', dev: 'agent_name', held: 'worker' },
  session: { both: 'session_id', dev: 'run_id', held: 'conversation_id' },
  spanInput: { both: 'input', dev: 'inputs', held: 'request' },
  spanOutput: { both: 'output', dev: 'outputs', held: 'response' },
  records: {
    both: 'messages events',
    dev: 'steps history items',
    held: 'trajectory log entries',
  },
  sessions: { both: 'sessions', dev: 'runs conversations', held: 'episodes threads' },
  task: { both: 'task', dev: 'question instruction', held: 'goal query' },
  reply: { both: 'answer', dev: 'final_answer', held: 'response' },
  wrapper: { both: 'data payload', dev: 'event_data body', held: 'detail content_data' },
} satisfies Readonly<Record<string, Pool>>;

/** Who speaks: user, agent, tool, system. */
const ROLES: Pool = {
  both: 'user/assistant/tool/system',
  dev: 'human/ai/tool/system user/agent/function/system customer/bot/tool/instructions',
  held: 'user/model/function/system client/assistant/environment/developer human/agent/observation/system',
};

/** Kinds of records: user, agent, thought, call, result, system, both call and result in one. */
const KINDS: Pool = {
  both: 'user_message/assistant_message/thinking/tool_call/tool_result/system_message/tool user/assistant/reasoning/tool_use/tool_result/system/tool_use',
  dev: 'user_input/agent_output/thought/tool_started/tool_finished/system_prompt/tool_run message_received/message_sent/thought/action/observation/instructions/action human/ai/thinking/function_call/function_response/system/function',
  held: 'user_turn/agent_turn/chain_of_thought/tool_invoked/tool_returned/system/tool_invocation prompt/reply/plan/call/return/setup/step user_query/model_response/reason/tool_call_begin/tool_call_end/preamble/tool_execution',
};

/** Of a call that is told again when it is over. */
const STATES: Pool = {
  both: 'running/completed/failed',
  dev: 'started/success/error',
  held: 'pending/ok/failure',
};

/** Kinds of records that tell no step: at the start, now and then, after an answer, at the end. */
const NOISES: Pool = {
  both: 'session_start/heartbeat/token_usage/session_end',
  dev: 'init/status/usage/summary',
  held: 'run_begin/ping/cost_report/run_finished',
};

/** How words of a name are put together. */
const CASES: Pool = { both: 'snake camel', dev: 'Pascal', held: 'kebab' };
/** How kinds are written. */
const KIND_CASES: Pool = { both: 'snake', dev: 'Pascal dotted', held: 'kebab UPPER slash' };

const POOLS = {
  ...FIELDS,
  roles: ROLES,
  kinds: KINDS,
  states: STATES,
  noises: NOISES,
  cases: CASES,
  kindCases: KIND_CASES,
};

export const FIELD_NAMES = Object.keys(FIELDS) as Field[];

/** What one half may draw. */
export function wordsOf(pool: keyof typeof POOLS, half: Half): readonly string[] {
  return `${POOLS[pool].both} ${POOLS[pool][half]}`.split(' ');
}

export function writeName(name: string, style: string): string {
  const words = name.split('_');
  const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
  if (style === 'camel') return words.map((word, index) => (index === 0 ? word : capital(word))).join('');
  if (style === 'Pascal') return words.map(capital).join('');
  if (style === 'kebab') return words.join('-');
  if (style === 'dotted') return words.join('.');
  if (style === 'slash') return words.join('/');
  if (style === 'UPPER') return name.toUpperCase();
  return name;
}
