/** What vendors of observability export: requests with all the messages before, a trace of spans. */
import { severalEach } from '../blind-2/kit.ts';
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { expectSteps, json, jsonLines, make, type Made, resultText } from '../shape.ts';
import { agentTurns, callsWithIds, declaredTools, each, toChatMessages } from './kit.ts';

/** A row for each request of all sessions; one of them was refused and made again. */
export const heliconeRequests = severalEach(
  'Helicone, export of requests as JSON lines',
  'json',
  [['coding', 'travel'], ['intake', 'greenhouse'], ['game']],
  (conversations, index) => ({
    path: `helicone-export-${index + 1}.jsonl`,
    text: jsonLines(conversations.flatMap(toHeliconeRows)),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

function toHeliconeRows(conversation: Conversation): object[] {
  const made = make(conversation);
  const session = made.uuid();
  const { model } = conversation;
  const messages: object[] = [{ role: 'system', content: conversation.system }];
  const tools = declaredTools(conversation).map((tool) => ({ type: 'function', function: tool }));
  const row = (status: number, response_body: object): object => {
    const asked = made.time();
    const usage = { prompt_tokens: made.number(300, 4000), completion_tokens: made.number(10, 300) };
    return {
      response_id: made.uuid(),
      response_created_at: made.time(),
      response_status: status,
      response_body: status === 200 ? { ...response_body, usage } : response_body,
      request_id: made.uuid(),
      request_created_at: asked,
      request_body: { model, messages: [...messages], tools, temperature: 0 },
      request_path: 'https://api.openai.com/v1/chat/completions',
      request_user_id: 'u-2231',
      request_properties: {
        'Helicone-Session-Id': session,
        'Helicone-Session-Name': conversation.title,
        'Helicone-Session-Path': `/${conversation.agent}`,
      },
      request_model: model,
      model_override: null,
      response_model: model,
      provider: 'OPENAI',
      country_code: 'SE',
      delay_ms: made.number(600, 5000),
      time_to_first_token: null,
      ...usage,
      cost_usd: 0.0021,
      scores: {},
      properties: {},
      asset_ids: null,
      cache_enabled: false,
    };
  };
  const refused = (): object =>
    row(429, { error: { message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' } });
  const answer = (turn: AgentTurn, isFirst: boolean): object[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const [message, ...results] = toChatMessages(turn, calls);
    const rows = [
      ...(isFirst ? [refused()] : []),
      row(200, {
        id: `chatcmpl-${made.token(29)}`,
        object: 'chat.completion',
        created: Math.floor(made.tick() / 1000),
        model,
        choices: [
          {
            index: 0,
            message: { ...message, refusal: null, annotations: [] },
            logprobs: null,
            finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
          },
        ],
        service_tier: 'default',
        system_fingerprint: null,
      }),
    ];
    messages.push(message, ...results);
    return rows;
  };
  return conversation.turns.flatMap((turn, index) => {
    if (turn.by === 'agent') return answer(turn, index === 1);
    messages.push({ role: 'user', content: turn.text });
    return [];
  });
}

/** Spans of agents, models and tools; values say which type they are of. */
export const langwatchTrace = each(
  'LangWatch, trace of the REST API',
  ['analysis', 'research', 'cluster'],
  (conversation, made) => ({
    path: `traces/${conversation.id}.json`,
    text: json(toLangwatchTrace(conversation, made)),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toLangwatchTrace(conversation: Conversation, made: Made): object {
  const trace_id = `trace_${made.token(21)}`;
  const root = `span_${made.token(21)}`;
  const messages: object[] = [{ role: 'system', content: conversation.system }];
  const question = conversation.turns[0]?.text ?? '';
  const answer = conversation.turns.at(-1)?.text ?? '';
  messages.push({ role: 'user', content: question });
  const span = (type: string, name: string, more: object): object => {
    const started_at = made.tick();
    return {
      span_id: `span_${made.token(21)}`,
      parent_id: root,
      trace_id,
      type,
      name,
      error: null,
      timestamps: { started_at, first_token_at: null, finished_at: made.tick(), inserted_at: started_at },
      metrics: null,
      params: {},
      ...more,
    };
  };
  const ask = (turn: AgentTurn): object[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const [said, ...results] = toChatMessages(turn, calls);
    const llm = span('llm', 'ChatCompletion', {
      model: `openai/${conversation.model}`,
      vendor: 'openai',
      input: { type: 'chat_messages', value: [...messages] },
      output: { type: 'chat_messages', value: [said] },
      metrics: {
        prompt_tokens: made.number(200, 3000),
        completion_tokens: made.number(9, 200),
        cost: 0.0018,
      },
      params: { temperature: 0, stream: false },
    });
    messages.push(said, ...results);
    return [llm, ...calls.map(({ call }) => use(call))];
  };
  const use = (call: Call): object =>
    span('tool', call.tool, {
      input: { type: 'json', value: call.arguments },
      ...(call.failed
        ? { output: null, error: { has_error: true, message: resultText(call), stacktrace: [] } }
        : { output: { type: typeof call.result === 'string' ? 'text' : 'json', value: call.result } }),
    });
  const spans = agentTurns(conversation).flatMap(ask);
  return {
    trace_id,
    project_id: `project_${made.token(21)}`,
    metadata: {
      thread_id: made.uuid(),
      user_id: 'u-2231',
      labels: ['production'],
      sdk_name: 'langwatch-observability-sdk',
      sdk_version: '0.2.16',
      sdk_language: 'python',
    },
    timestamps: {
      started_at: Date.parse(conversation.startedAt),
      inserted_at: made.tick(),
      updated_at: made.tick(),
    },
    input: { value: question },
    output: { value: answer },
    metrics: { total_time_ms: 21_034, prompt_tokens: 8121, completion_tokens: 644, total_cost: 0.019 },
    error: null,
    spans: [
      {
        span_id: root,
        parent_id: null,
        trace_id,
        type: 'agent',
        name: conversation.agent,
        input: { type: 'text', value: question },
        output: { type: 'text', value: answer },
        error: null,
        timestamps: { started_at: Date.parse(conversation.startedAt), finished_at: made.tick() },
      },
      ...spans,
    ],
    evaluations: [],
  };
}
