/** What is exported from places that watch or test agents: rows of a query, spans, results of tests. */
import type { JsonValue } from '@tracewright/core';
import {
  callsOf,
  type Conversation,
  expectSteps,
  firstEpisode,
  given,
  json,
  make,
  plainText,
  resultText,
  severalEach,
  tell,
  usage,
} from '../blind-2/kit.ts';

/** Rows of CSV whose cells hold JSON; each request to the model is logged with all the messages before it. */
export const appInsightsCsv = severalEach(
  'Azure Application Insights, gen_ai events of the table traces exported as CSV',
  'json',
  [['analysis', 'cluster'], ['incident'], ['library'], ['permit', 'press'], ['greenhouse']],
  (conversations, index) => ({
    path: `query_data-${index + 1}.csv`,
    text: [COLUMNS, ...conversations.flatMap(toRows)].map((row) => `${row.map(toCell).join(',')}\n`).join(''),
    runs: conversations.map((conversation) => expectSteps(firstEpisode(conversation))),
  }),
);

const COLUMNS = [
  'timestamp [UTC]',
  'message',
  'severityLevel',
  'itemType',
  'customDimensions',
  'operation_Id',
  'operation_ParentId',
  'cloud_RoleName',
  'itemId',
];

function toCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toRows(conversation: Conversation): string[][] {
  const made = make(conversation);
  const operation = made.hex(32);
  const row = (span: string, name: string, body: object): string[] => [
    made.time(0.01).replace('T', ' ').replace('Z', ''),
    JSON.stringify(body),
    '1',
    'trace',
    JSON.stringify({ 'event.name': name, 'gen_ai.system': 'openai', 'code.function': 'chat' }),
    operation,
    span,
    conversation.agent,
    made.uuid(),
  ];
  const history: { readonly name: string; readonly body: object }[] = [
    { name: 'gen_ai.system.message', body: { content: conversation.system } },
  ];
  return tell(
    firstEpisode(conversation),
    () => `call_${made.token(24)}`,
    (content) => {
      history.push({ name: 'gen_ai.user.message', body: { content } });
      return [];
    },
    (turn, calls) => {
      const span = made.hex(16);
      made.tick();
      const sent = history.map(({ name, body }) => row(span, name, body));
      const answer = {
        ...(turn.text === undefined ? {} : { content: turn.text }),
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map(({ call, id }) => ({
                id,
                type: 'function',
                function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
              })),
            }),
      };
      const choice = row(span, 'gen_ai.choice', {
        index: 0,
        finish_reason: calls.length === 0 ? 'stop' : 'tool_calls',
        message: { role: 'assistant', ...answer },
      });
      history.push({ name: 'gen_ai.assistant.message', body: answer });
      for (const { call, id } of calls)
        history.push({ name: 'gen_ai.tool.message', body: { content: resultText(call), id } });
      return [...sent, choice];
    },
  );
}

/** Spans of an agent, its model and its tools; what goes in and out is text or a list of messages. */
export const datadogSpans = severalEach(
  'Datadog LLM Observability, exported spans (GET /api/v2/llm-obs/v1/spans/events)',
  'json',
  [['coding'], ['incident', 'library'], ['analysis'], ['permit', 'greenhouse'], ['cluster']],
  (conversations, index) => ({
    path: `llmobs-spans-${index + 1}.json`,
    text: json({
      data: conversations.flatMap(toSpans),
      links: { self: 'https://api.datadoghq.example/api/v2/llm-obs/v1/spans/events' },
      meta: { elapsed: 112, page: {}, request_id: 'req-1', status: 'done' },
    }),
    runs: conversations.map((conversation) => expectSteps(firstEpisode(conversation))),
  }),
);

function toSpans(conversation: Conversation): object[] {
  const made = make(conversation);
  const trace = made.hex(32);
  const span = (kind: string, name: string, parent: string, isError: boolean, more: object): object => {
    const id = made.token(19, '123456789');
    return {
      id: made.token(40),
      type: 'span',
      attributes: {
        ml_app: conversation.agent,
        trace_id: trace,
        span_id: id,
        parent_id: parent,
        name,
        span_kind: kind,
        status: isError ? 'error' : 'ok',
        start_ms: made.tick(),
        duration: made.number(2e7, 2e9),
        tags: ['env:prod', `service:${conversation.agent}`, `error:${isError ? 1 : 0}`],
        ...more,
      },
    };
  };
  const turns = firstEpisode(conversation);
  const root = made.token(19, '123456789');
  const history: object[] = [{ role: 'system', content: conversation.system }];
  const inner = tell(
    turns,
    () => `call_${made.token(24)}`,
    (content) => {
      history.push({ role: 'user', content });
      return [];
    },
    (turn, calls) => {
      const messages = [...history];
      const answer = {
        role: 'assistant',
        content: turn.text ?? '',
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map(({ call, id }) => ({
                name: call.tool,
                arguments: call.arguments,
                tool_id: id,
                type: 'function',
              })),
            }),
      };
      history.push(answer);
      for (const { call, id } of calls)
        history.push({
          role: 'tool',
          content: '',
          tool_results: [{ name: call.tool, result: resultText(call), tool_id: id, type: 'function' }],
        });
      const { input_tokens, output_tokens, total_tokens } = usage(made);
      return [
        span('llm', 'OpenAI.createChatCompletion', root, false, {
          model_name: conversation.model,
          model_provider: 'openai',
          input: { messages },
          output: { messages: [answer] },
          metrics: { input_tokens, output_tokens, total_tokens },
          metadata: { temperature: 0 },
        }),
        ...calls.map(({ call, id }) =>
          span('tool', call.tool, root, call.failed === true, {
            input: { value: JSON.stringify(call.arguments) },
            output: { value: resultText(call) },
            metadata: { tool_id: id },
          }),
        ),
      ];
    },
  );
  const agent = {
    id: made.token(40),
    type: 'span',
    attributes: {
      ml_app: conversation.agent,
      trace_id: trace,
      span_id: root,
      parent_id: 'undefined',
      name: conversation.agent,
      span_kind: 'agent',
      status: 'ok',
      start_ms: Date.parse(conversation.startedAt),
      duration: made.number(2e9, 9e9),
      tags: ['env:prod', `service:${conversation.agent}`, 'error:0'],
      input: { value: turns[0]?.text ?? '' },
      output: { value: turns.at(-1)?.text ?? '' },
    },
  };
  return [agent, ...inner];
}

/** Elements that repeat are lists; a simulated user talks with an agent of whom only the words are kept. */
export const promptfooXml = severalEach(
  'promptfoo, results of simulated users in XML (eval -o results.xml)',
  'json',
  [['refunds', 'wording'], ['travel', 'bakery'], ['intake'], ['library', 'home', 'wording']],
  (conversations, index) => ({
    path: `results-${index + 1}.xml`,
    text: `${toElement('promptfoo', toEvaluation(conversations, index), 0)}`,
    runs: conversations.map(({ turns }) =>
      turns.filter(({ text }) => text !== undefined).map(({ by }) => ({ role: by })),
    ),
  }),
);

function toEvaluation(conversations: readonly Conversation[], index: number): JsonValue {
  return {
    evalId: `eval-k${index}Q-2025-10-02T05:12:09`,
    results: {
      version: 3,
      timestamp: '2025-10-02T05:12:09.101Z',
      results: conversations.map(toResult),
      stats: { successes: conversations.length, failures: 0, errors: 0 },
    },
    config: { description: 'Desk', providers: 'file://desk.js', prompts: 'file://policy.txt' },
    shareableUrl: '',
  };
}

function toResult(conversation: Conversation, testIdx: number): JsonValue {
  const made = make(conversation);
  const said = conversation.turns.flatMap(({ by, text }) =>
    given(text, (content) => ({ role: by === 'user' ? 'user' : 'assistant', content })),
  );
  const output = said
    .map(({ role, content }) => `${role === 'user' ? 'User' : 'Assistant'}: ${content}`)
    .join('\n---\n');
  return {
    id: made.uuid(),
    promptIdx: 0,
    testIdx,
    vars: { instructions: conversation.title },
    provider: { id: 'promptfoo:simulated-user', label: '' },
    prompt: { raw: conversation.system, label: 'policy.txt' },
    response: {
      output,
      tokenUsage: { numRequests: said.length },
      metadata: { messages: said, tools: conversation.turns.flatMap(callsOf).length },
      guardrails: { flagged: false },
    },
    latencyMs: made.number(2000, 20_000),
    success: true,
    score: 1,
    failureReason: 0,
  };
}

function toElement(name: string, value: JsonValue, depth: number): string {
  const margin = '  '.repeat(depth);
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item) => toElement(name, item, depth)).join('');
  if (typeof value !== 'object' || value === null)
    return `${margin}<${name}>${escapeXml(plainText(value))}</${name}>\n`;
  const inner = Object.entries(value as Record<string, JsonValue>).map(([key, item]) =>
    toElement(key, item, depth + 1),
  );
  return `${margin}<${name}>\n${inner.join('')}${margin}</${name}>\n`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;')
    .replaceAll('"', '&quot;');
}
