/**
 * The field's words: what people call a role, a thought, a tool, its arguments and its result. Data, used by the inducer
 * alone; an adapter holds what was concluded from them. No word here belongs to one format.
 */
import type { AdapterRole, FactName, FieldName, RecordKind } from '../adapter/adapter.ts';
import { inFieldWords } from './words-of-others.ts';

/** `toolName`, `Tool-Name` and `TOOL NAME` are `tool_name`. */
export function normaliseName(name: string): string {
  return name
    .slice(0, 80)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** "params_as_json" holds the parameters, "timestamp [UTC]" the time; "content_json" may stand beside the content. */
const WRITTEN_AS = /_(?:as_(?:json|text|string)|utc)$/;

/** "tool_inputs" is the tool's input, "created_on" when it was created. */
const INPUTS = /^((?:tool|action|function)_(?:in|out)put)s$/;
const ON = /(?<=(?:^|_)(?:created|started|ended|finished|completed))_on$/;

/** The name in the field's own words, whatever language it is in. */
export function canonicalName(name: string): string {
  return inFieldWords(normaliseName(name).replace(WRITTEN_AS, '').replace(INPUTS, '$1').replace(ON, '_at'));
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const set = (text: string): ReadonlySet<string> => new Set(words(text));

/** Names of members by what they hold, the surest first. */
export const FIELD_WORDS: Readonly<Record<FieldName, readonly string[]>> = {
  role: words(
    'role speaker from author_role sender author actor source participant who type by origin kind side direction label tag detail',
  ),
  agent: words(
    'agent agent_name name agent_id sender author actor speaker node participant worker assignee role_name persona detail',
  ),
  thought: words(
    'thought thoughts reasoning reasoning_content thinking rationale chain_of_thought cot reflection plan analysis scratchpad inner_monologue monologue think reasoning_text deliberation explanation why justification internal_thought evaluation_previous_goal',
  ),
  text: words(
    'content text message utterance body msg said say value response answer reply output_text completion parts final_answer model_output llm_output output generation markdown prompt question input query transcript delta',
  ),
  asked: words(
    'user_message user_input user_prompt human_message human user question query prompt request instruction utterance message input input_value',
  ),
  reply: words(
    'reply final_answer answer assistant_message assistant_response assistant response bot ai agent_response agent completion output',
  ),
  tool: words(
    'tool_name tool function_name tool_call_name tool_id concept_name activity function action_name action_type api_name command_name operation method skill endpoint action tool_call function_call callee plugin recipient api capability name type',
  ),
  arguments: words(
    'arguments args tool_input tool_args tool_arguments action_input input_value parameters params kwargs action_args function_args input inputs tool_params tool_parameters payload request argument options data',
  ),
  callText: words('action command cmd code tool_call call act script shell_command bash tool_calls'),
  result: words(
    'observation tool_result tool_output tool_return result results observations output output_value tool_response function_response api_response response return_value returned returns return obs feedback execution_result env_response environment_feedback stdout outputs answer content text body message value data payload',
  ),
  resultName: words('tool_name tool name function_name function action_name'),
  success: words('success ok succeeded is_success successful passed'),
  error: words(
    'is_error error error_message error_text err exception failed has_error iserror stderr failure traceback',
  ),
  exitCode: words('exit_code return_code returncode exitcode code rc'),
  status: words('status state outcome result_status level severity'),
  time: words(
    'timestamp time ts start_time started_at start created_at created datetime date at begin_time event_time logged_at occurred_at when timestamp_ms epoch unix_time start_time_unix_nano time_unix_nano start_time_ms stamp',
  ),
  endTime: words('end_time ended_at end finished_at completed_at finish_time end_time_unix_nano end_time_ms'),
  id: words('id uuid event_id message_id step_id record_id span_id run_id uid key seq'),
  turnId: words('message_id turn_id response_id generation_id msg_id step_id'),
  parentId: words(
    'parent_id parent_uuid parent parent_run_id parent_span_id parent_event_id parent_message_id',
  ),
  callId: words(
    'tool_call_id call_id tool_use_id invocation_id function_call_id correlation_id request_id action_id tool_id ref in_reply_to cause id uid',
  ),
  inputTokens: words('input_tokens prompt_tokens tokens_in prompt_token_count in_tokens n_prompt_tokens'),
  outputTokens: words(
    'output_tokens completion_tokens tokens_out candidates_token_count out_tokens n_completion_tokens generated_tokens',
  ),
  costUsd: words('cost_usd cost total_cost price usd'),
  model: words('model model_name model_id llm llm_model engine deployment'),
};

export const FACT_WORDS: Readonly<Record<FactName, readonly string[]>> = {
  id: words(
    'session_id run_id trace_id trajectory_id conversation_id thread_id episode_id chat_id dialogue_id sample_id uuid id',
  ),
  task: words('task_id instance_id problem_id question_id case_id scenario_id sample_id task_name task'),
  taskText: words(
    'task instruction instructions question goal objective problem_statement problem prompt query intent request user_request description input title',
  ),
  agent: words('agent agent_name assistant_name agent_id system_name scaffold'),
  model: words('model model_name model_id llm llm_model engine'),
  system: words('system system_prompt system_instruction system_message instructions developer_prompt'),
  success: words(
    'success resolved passed is_correct correct solved is_success successful succeeded task_success completed_successfully verdict outcome',
  ),
  score: words('reward score final_reward total_reward final_score grade accuracy'),
};

/** Members that only wrap: what stands in them counts as if it stood beside them. */
export const WRAPPERS: ReadonlySet<string> = set(
  'data payload message msg event body attributes details detail kwargs params properties record item entry content inner info metadata meta context span_context extra value fields object delta chunk parts function additional_kwargs state step turn args tags content_block block',
);

/** Objects that hold a call's name and arguments. */
export const CALL_PARENTS: ReadonlySet<string> = set(
  'action tool function tool_call function_call call invoke execute perform do use api_call command invocation tool_use act request tool_calls calls actions function_calls tool_uses tool_invocation operation execution api decision activity activity_type',
);

const CALL_WORDS = /(?:^|_)(?:tool|function)(?:_|$)/;
/** What stands beside a call: what came back, whose it is, what may be called. */
const NO_CALL_WORDS =
  /(?:^|_)(?:results?|outputs?|responses?|returns?|observations?|errors?|ids?|names?|choice|config|settings|definitions?|schemas?|specs?|usage|stats|counts?|status|state|types?|descriptions?|messages?|role)(?:_|$)/;

/** "use_tool", "tool_former_data": what holds a call, whatever else its name says. */
export function isCallParent(name: string): boolean {
  return CALL_PARENTS.has(name) || (CALL_WORDS.test(name) && !NO_CALL_WORDS.test(name));
}

/** "raw_args" are arguments, "output_json" is output. */
export function bareName(name: string): string {
  return name
    .replace(/^(?:raw|parsed|json|original)_(?=.)/, '')
    .replace(/(?<=.)_(?:raw|json|str|string|parsed)$/, '');
}

/** Objects that hold a result's text and status. */
export const RESULT_PARENTS: ReadonlySet<string> = set(
  'result response observation output outputs tool_result tool_response function_response results feedback return env_response api_response execution_result outcome observations error exception env return returned returns',
);

/** "tool_output", "execution_result": what wraps what came back. */
export function isResultParent(name: string): boolean {
  return RESULT_PARENTS.has(name) || /_(?:result|response|observation|output)$/.test(name);
}

export const CALL_NAME_LEAVES: readonly string[] = words(
  'name tool_name tool function function_name action_name action_type type kind method endpoint api command operation skill op id',
);

export const CALL_ARGUMENT_LEAVES: readonly string[] = words(
  'arguments args input parameters params with given tool_input action_input kwargs inputs payload data options body',
);

export const RESULT_LEAVES: readonly string[] = words(
  'content output text result value response stdout message body data return_value observation outputs',
);

/** Lists of calls, of blocks and of results inside a record. */
export const CALL_LISTS: ReadonlySet<string> = set(
  'tool_calls function_calls calls actions operations requests invocations executions tools_used used_tools tool_uses invocations api_calls commands tool_invocations tools toolcalls steps',
);
export const BLOCK_LISTS: ReadonlySet<string> = set(
  'content parts blocks items segments children contents message messages pieces chunks elements body output data value summary',
);
export const RESULT_LISTS: ReadonlySet<string> = set(
  'tool_results observations results outputs tool_responses responses function_responses',
);

/** Lists that hold no turns, whatever they look like. */
export const NOT_RECORDS: ReadonlySet<string> = set(
  'tools functions tool_definitions tool_defs available_tools tags scores evaluations labels choices logprobs examples demonstrations few_shot annotations citations usage metrics expected expected_actions ground_truth rubric rubrics checks assertions requirements schema artifacts attachments files links',
);

/** Lists inside one run: turns of turns. */
export const WITHIN_RUN: ReadonlySet<string> = set(
  'turns steps rounds requests phases iterations events messages spans exchanges history trajectory stages blocks segments trace log entries transcript records moves cycles dialog dialogue conversation interactions actions ticks children contents items',
);

/** Names of lists that hold a run's records. */
export const RECORD_LISTS: ReadonlySet<string> = set(
  'messages steps events history trajectory turns trace transcript log logs entries records dialog dialogue conversation interactions traj contents chat items actions spans observations chat_history memory rounds moves step_log children requests exchanges cycles',
);

/** Members that tell records of several runs apart. */
export const GROUP_WORDS: readonly string[] = words(
  'run_id session_id conversation_id thread_id trajectory_id episode_id trace_id dialogue_id dialog_id chat_id sample_id rollout_id case_id session conversation thread episode session_key',
);

/** Members whose values tell kinds of records apart, the surest first. */
export const TYPE_WORDS: readonly string[] = words(
  'type kind event event_type record_type message_type msg_type entry_type tag label category event_name op action_type role subtype sub_type step_type node_type class phase source name topic sort variety nature t k',
);

const USER = set(
  'user human customer client operator prompt question query student requester caller interviewer person instruction task visitor guest owner asker patient me request goal inquiry shopper requestor passenger you incoming inbound',
);
const AGENT = set(
  'assistant ai agent model bot llm gpt claude gemini completion answer reply chatbot copilot final generation planner solver coder worker robot machine response policy expert orchestrator helper outgoing outbound',
);
const SYSTEM = set('system developer instructions sys preamble');
const TOOL = set(
  'tool function command action api mcp skill exec execution executor plugin cmd shell bash code invocation activity',
);
const ENVIRONMENT = set(
  'environment env observation ipython jupyter terminal computer console sandbox simulator interpreter os browser world host runtime stdout stderr server backend kernel',
);
const CALL = set(
  'call calls called use used using ran invoke invoked invoking start started starting begin began request requested execute executing run running input invocation issued dispatch dispatched scheduled calling pending',
);
const RESULT = set(
  'result results output outputs response return returned returns end ended finished finish complete completed observation obs done success succeeded failed failure feedback replied answered outcome error returning reply',
);
const THOUGHT = set(
  'thought thoughts think thinking reason reasoning plan planning reflection rationale cot analysis monologue scratchpad reflect deliberation criticism critique',
);
const ARGUMENTS = set('input inputs arguments args parameters params argument');
const NOTE = set(
  'session start started initialize handshake connected connect ready shutdown end ended opened closed open close meta metadata init initialized status progress usage token tokens metrics statistics heartbeat ping info debug config configuration checkpoint snapshot log cost title summary stats finish finished done warning begin trace header footer version turn run step task crew entering chain hook timer setup teardown created completed complete working state',
);
/** Of an agent's event: its end brings what was said. */
const BEFORE = set(
  'start started starting begin began init initialized created config configuration request requested registered joined spawned settings',
);
/** What a label of several words is about, where they end in one of these: the log itself. */
const ABOUT = set(
  'count counts counter usage title metadata meta settings config configuration snapshot stats statistics metrics cost costs limit limits mode duration latency checkpoint heartbeat link version timing budget name nickname',
);
/** Of an agent's event: it tells how the agent stands, not what it says. */
const STATE = set('state status usage cost tokens heartbeat metrics handoff handover');
const FILLERS = set('on the a an of new event evt to by for and delta chunk json');
const SPOKEN = set('message said says say text utterance speech speaks spoke chat msg dialogue turn sent');

/** "tools/call" speaks of a tool. */
function isIn(vocabulary: ReadonlySet<string>, word: string): boolean {
  return vocabulary.has(word) || (word.endsWith('s') && vocabulary.has(word.slice(0, -1)));
}

const WHOLE = /^(?:workflow|run|session|graph|chain|pipeline|job|crew|flow|thread)$/;

/** "response.function_call_arguments.delta": between where it belongs and how far it has come stands what it is. */
const PHASED =
  /^[\w-]{1,40}\.(?:[\w-]{1,40}\.){0,3}([\w-]{1,60})\.(?:delta|done|added|chunk|created|completed|started|start|end|partial)$/;

/** "gen_ai.user.message", "com.acme.agent.tool.called": whose words these are says what stands behind it. */
const NAMESPACE =
  /^(?:(?:gen_ai|genai|llm|ai)\.(?=[a-z_]{1,40}\.)|(?:com|org|net|io|dev)\.(?:[\w-]{1,40}\.){1,4}(?=[\w-]{1,40}\.[\w-]{1,40}$))/;

const AGREED =
  /^(?:notifications?\/[\w/.-]{1,60}|[\w$.-]{1,40}\/(?:[\w/.-]{1,40}\/)?(?:list|ping|subscribe|unsubscribe|complete))$/i;

export interface LabelMeaning {
  readonly as: RecordKind;
  readonly role?: AdapterRole;
  /** How sure, [0, 1]: whether every word was understood. */
  readonly confidence: number;
}

/** Signs that terminal agents write before what is theirs. */
export const SIGNS: ReadonlyMap<string, LabelMeaning> = new Map(
  (
    [
      ['>❯›', { as: 'turn', role: 'user', confidence: 0.6 }],
      ['⏺●•◆', { as: 'turn', role: 'agent', confidence: 0.6 }],
      ['⎿└↳', { as: 'result', role: 'tool', confidence: 0.6 }],
    ] satisfies readonly (readonly [string, LabelMeaning])[]
  ).flatMap(([signs, meaning]): [string, LabelMeaning][] => signs.split('').map((sign) => [sign, meaning])),
);
/** Pictograms that stand for a label. */
export const PICTOGRAMS: ReadonlyMap<string, 'user' | 'assistant' | 'thought'> = new Map([
  ...Array.from('👤🧑👩👨🙋🗣', (sign) => [sign, 'user'] as const),
  ...Array.from('🤖🦾💬', (sign) => [sign, 'assistant'] as const),
  ...Array.from('💭🤔🧠', (sign) => [sign, 'thought'] as const),
]);
/** The sign of a heading alone, where headings are what was asked (induce-voice-rule.ts, induce-notes-rule.ts). */
const HEADING = /^(?:#{2,6}|\*{1,6})$/;

/** What a written type, role or heading says of a record; undefined when it says nothing known. */
export function readLabel(label: string): LabelMeaning | undefined {
  const bare = label.replace(NAMESPACE, '');
  if (bare !== label && bare !== '') return readLabel(bare);
  const sign = SIGNS.get(label);
  if (sign !== undefined) return sign;
  if (HEADING.test(label)) return { as: 'turn', role: 'user', confidence: 0.6 };
  // "agent -> tool": who turns to a tool calls it, what a tool says came back.
  const [from = '', to] = label.slice(0, 120).split(/ ?(?:->|→|=>) ?/);
  if (to !== undefined) {
    const [sender, receiver] = [readRole(from), readRole(to)];
    if (receiver === 'tool') return { as: 'call', role: 'agent', confidence: 0.8 };
    if (sender === 'tool' || sender === 'environment') return { as: 'result', role: 'tool', confidence: 0.8 };
    return sender === undefined ? undefined : { as: 'turn', role: sender, confidence: 0.8 };
  }
  // "tools/list", "notifications/progress": two programs that agree on what they can do, and how far they are.
  if (AGREED.test(label)) return { as: 'note', confidence: 0.8 };
  const within = PHASED.exec(label.slice(0, 200))?.[1];
  if (within !== undefined) return readLabel(within);
  const all = canonicalName(label)
    .split('_')
    .filter((word) => word !== '' && !/^\d+$/.test(word) && !FILLERS.has(word));
  if (all.length === 0 || all.length > 6) return undefined;
  const has = (vocabulary: ReadonlySet<string>): boolean => all.some((word) => isIn(vocabulary, word));
  const known = all.filter((word) =>
    [USER, AGENT, SYSTEM, TOOL, ENVIRONMENT, CALL, RESULT, THOUGHT, ARGUMENTS, NOTE, SPOKEN].some(
      (vocabulary) => isIn(vocabulary, word),
    ),
  ).length;
  const confidence = known / all.length;
  const as = (kind: RecordKind, role?: AdapterRole): LabelMeaning => ({
    as: kind,
    ...(role === undefined ? {} : { role }),
    confidence,
  });
  const [first = '', last = ''] = [all[0], all.at(-1)];
  // "workflow_execution_started": the whole, not a call in it.
  const isOver = has(NOTE) || has(RESULT) || /^(?:completion|updated?)$/.test(last);
  if (
    all.length > 1 &&
    (WHOLE.test(first) || (first === 'task' && last === 'completion')) &&
    isOver &&
    !all.includes('tool')
  )
    return as('note');
  // "input_audio_transcription", "output_transcript": what was heard, and what was spoken.
  if (/^(?:transcript|transcription)$/.test(last) && (first === 'input' || first === 'output'))
    return as('turn', first === 'input' ? 'user' : 'agent');
  if (all.length === 2 && /^(?:in|out)put$/.test(first) && last === 'audio') return as('turn');
  // What a model is sent repeats what is said.
  const isModels = all.includes('model') || all.includes('llm');
  if (isModels && ARGUMENTS.has(last)) return as('note');
  // What it answers to that is no tool's.
  if (isModels && all.includes('invocation') && RESULT.has(last)) return as('note');
  if (all[0] === 'api' && /^req(?:uest)?s?$/.test(all[1] ?? '')) return as('note');
  // "agent_execution_started": an agent's run, no tool's.
  const isTool = all.some(
    (word) => isIn(TOOL, word) && !(first === 'agent' && /^exec(?:ution)?$/.test(word)),
  );
  if (all.length > 1 && last === 'id') return as('note');
  if (all.length > 1 && all.every((word) => ARGUMENTS.has(word))) return as('arguments', 'agent');
  if (all.length > 1 && ABOUT.has(last) && !has(ENVIRONMENT)) return as('note');
  // "finish reason"
  if (all.length === 2 && last === 'reason' && (isIn(NOTE, first) || isIn(RESULT, first) || first === 'stop'))
    return as('note');
  if (has(THOUGHT)) return as('thought', 'agent');
  // "Next goal": what the agent means to do. "Memory", "Eval": what it holds of what was done.
  if (all.length === 2 && first === 'next' && /^(?:goal|step|task)s?$/.test(last))
    return as('thought', 'agent');
  if (all.length === 1 && /^(?:memory|eval)$/.test(first)) return as('thought', 'agent');
  if (isTool) {
    if (all.length > 1 && ARGUMENTS.has(last)) return as('arguments', 'agent');
    if (has(RESULT) || /^completed?$/.test(last)) return as('result', 'tool');
    if (has(CALL)) return as('call', 'agent');
    if (has(USER) && !has(AGENT)) return as('turn', 'user');
    if (has(ENVIRONMENT)) return as('result', 'tool');
    if (SPOKEN.has(last)) return as('turn', 'tool');
    if (all.length === 1) {
      if (
        first === 'action' ||
        first === 'command' ||
        first === 'cmd' ||
        first === 'invocation' ||
        first === 'code'
      )
        return as('call', 'agent');
      return as('turn', 'tool');
    }
    if (has(NOTE)) return undefined;
    return all.every((word) => TOOL.has(word) || AGENT.has(word)) ? as('call', 'agent') : undefined;
  }
  if (has(SYSTEM)) return as('turn', 'system');
  if (has(AGENT)) {
    // "llm_start" repeats what is said already; "llm_end" brings the answer.
    if (has(STATE)) return as('note');
    if (all.length > 1 && (has(BEFORE) || all.includes('call') || all.includes('calls'))) return as('note');
    return as('turn', 'agent');
  }
  if (has(ENVIRONMENT)) {
    if (all.length === 1 && (first === 'observation' || first === 'stdout' || first === 'stderr'))
      return as('result', 'tool');
    if (has(RESULT)) return as('result', 'tool');
    // "server listening"
    return confidence <= 0.5 ? undefined : as('turn', 'environment');
  }
  if (has(USER)) return has(NOTE) && !has(SPOKEN) && all.length > 1 ? as('note') : as('turn', 'user');
  // What is put in where people talk, or where a run takes a step.
  if (
    all.length > 1 &&
    last === 'input' &&
    (has(SPOKEN) || (all.length === 2 && /^(?:step|task|run)$/.test(first)))
  )
    return as('turn', 'user');
  if (all.length > 1 && /^(?:output|reply|response)$/.test(last) && has(SPOKEN) && !has(TOOL))
    return as('turn', 'agent');
  if (all.length === 1 && ARGUMENTS.has(first)) return as('arguments', 'agent');
  if (has(SPOKEN) && known === all.length) return as('turn');
  if (has(NOTE) && all.length > 1 && known === all.length) return as('note');
  if (all.length <= 2 && has(RESULT) && !has(NOTE)) return as('result', 'tool');
  if (has(NOTE) && known === all.length) return as('note');
  if (all.length === 1 && CALL.has(first) && !NOTE.has(first)) return as('call', 'agent');
  return undefined;
}

/** Who a written role stands for; undefined when it is nobody known, such as a name. */
export function readRole(role: string): AdapterRole | undefined {
  const all = canonicalName(role)
    .split('_')
    .filter((word) => word !== '');
  if (all.length === 0 || all.length > 4) return undefined;
  const has = (vocabulary: ReadonlySet<string>): boolean => all.some((word) => vocabulary.has(word));
  // "ComputerTerminal", "code_executor": a machine prints; "user_proxy" stands for the user.
  if (has(ENVIRONMENT)) return 'environment';
  if (has(USER) && !has(AGENT)) return 'user';
  if (all.some((word) => word === 'executor' || word === 'interpreter')) return 'environment';
  if (has(SYSTEM)) return 'system';
  if (has(AGENT)) return 'agent';
  if (all.length <= 2 && (has(TOOL) || all.includes('observation'))) return 'tool';
  return undefined;
}

const LETTERS: Readonly<Record<string, AdapterRole>> = {
  u: 'user',
  h: 'user',
  a: 'agent',
  b: 'agent',
  m: 'agent',
  s: 'system',
  t: 'tool',
  f: 'tool',
  e: 'environment',
};

/** Who the values of a role stand for; single letters say it where all of them are known ones, and one is the agent. */
export function readRoles(values: readonly string[]): ReadonlyMap<string, AdapterRole> {
  const letters = values.map((value) => value.trim().toLowerCase());
  const isLetters =
    values.length >= 2 &&
    letters.every((letter) => letter.length === 1 && Object.hasOwn(LETTERS, letter)) &&
    letters.some((letter) => LETTERS[letter] === 'agent');
  return new Map(
    values.flatMap((value, index) => {
      const bare = value.replace(/\(.*$/, '');
      const meaning = readLabel(bare);
      const role = isLetters
        ? LETTERS[letters[index] ?? '']
        : (readRole(value) ?? readRole(bare) ?? (meaning?.as === 'result' ? 'tool' : undefined));
      return role === undefined ? [] : [[value, role] as const];
    }),
  );
}

/** Words of a status, for the rules of an adapter. */
export const STATUS_WORDS: { readonly ok: readonly string[]; readonly error: readonly string[] } = {
  ok: words('ok success succeeded successful completed complete done passed finished fulfilled 200'),
  error: words(
    'error failed failure fail exception timeout timed_out cancelled canceled rejected denied aborted invalid critical fatal crashed',
  ),
};
