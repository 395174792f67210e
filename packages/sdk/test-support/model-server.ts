/**
 * A model server on a real socket that speaks OpenAI's chat completions and responses, streamed or not, and answers by a
 * script: a request whose last word is a tool's result is answered with text, one that offers tools with two parallel
 * calls, one that says "fail" with an error.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelServer extends AsyncDisposable {
  /** Base address, `/v1` included. */
  readonly url: string;
  /** What was asked, parsed, with the headers. */
  readonly requests: { readonly path: string; readonly body: Record<string, unknown> }[];
}

const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 8 },
  completion_tokens_details: { reasoning_tokens: 3 },
};
const RESPONSE_USAGE = {
  input_tokens: 20,
  output_tokens: 9,
  total_tokens: 29,
  input_tokens_details: { cached_tokens: 8 },
  output_tokens_details: { reasoning_tokens: 3 },
};
const CALLS = [
  { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
  { id: 'call_2', name: 'weather', arguments: '{"city":"Rome"}' },
];
export const ANSWER = 'Cold in Oslo, warm in Rome.';

export async function startModelServer(): Promise<ModelServer> {
  const requests: { path: string; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      const path = request.url ?? '';
      requests.push({ path, body });
      if (JSON.stringify(body).includes('"fail"')) return fail(response);
      if (path.endsWith('/responses')) return answerResponses(body, response);
      return answerChat(body, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function fail(response: ServerResponse): void {
  response.writeHead(429, { 'content-type': 'application/json', 'x-should-retry': 'false' });
  response.end(
    JSON.stringify({ error: { message: 'slow down', type: 'rate_limit', code: 'rate_limit_exceeded' } }),
  );
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1' });
  response.end(JSON.stringify(value));
}

function sendEvents(response: ServerResponse, events: readonly object[], isNamed: boolean): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    const name = isNamed && 'type' in event ? `event: ${String(event.type)}\n` : '';
    response.write(`${name}data: ${JSON.stringify(event)}\n\n`);
  }
  response.end(isNamed ? '' : 'data: [DONE]\n\n');
}

function wantsTools(body: Record<string, unknown>, last: unknown): boolean {
  const hasTools = Array.isArray(body['tools']) && body['tools'].length > 0;
  return hasTools && !/"role":"tool"|function_call_output/.test(JSON.stringify(last));
}

function answerChat(body: Record<string, unknown>, response: ServerResponse): void {
  const messages = body['messages'] as unknown[];
  const isCall = wantsTools(body, messages.at(-1));
  const head = { id: 'chatcmpl-1', created: 1_780_000_000, model: 'scripted-1-0' };
  const finish_reason = isCall ? 'tool_calls' : 'stop';
  const tool_calls = CALLS.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  if (body['stream'] !== true) {
    const message = isCall
      ? { role: 'assistant', content: null, refusal: null, tool_calls }
      : { role: 'assistant', content: ANSWER, refusal: null };
    return sendJson(response, {
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason, logprobs: null }],
      usage: USAGE,
    });
  }
  const deltas: object[] = isCall
    ? CALLS.flatMap(({ id, name, arguments: args }, index) => [
        { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
        { tool_calls: [{ index, function: { arguments: args.slice(0, 5) } }] },
        { tool_calls: [{ index, function: { arguments: args.slice(5) } }] },
      ])
    : (ANSWER.match(/\S+\s*/g)?.map((content) => ({ content })) ?? []);
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const includesUsage = JSON.stringify(body['stream_options'] ?? {}).includes('true');
  sendEvents(
    response,
    [
      chunk({ role: 'assistant', content: '' }),
      ...deltas.map((delta) => chunk(delta)),
      chunk({}, finish_reason),
      ...(includesUsage ? [{ ...head, object: 'chat.completion.chunk', choices: [], usage: USAGE }] : []),
    ],
    false,
  );
}

function answerResponses(body: Record<string, unknown>, response: ServerResponse): void {
  const input = body['input'];
  const isCall = wantsTools(body, Array.isArray(input) ? input.at(-1) : input);
  const output: Record<string, unknown>[] = isCall
    ? CALLS.map(({ id, name, arguments: args }, index) => ({
        type: 'function_call',
        id: `fc_${index}`,
        call_id: id,
        name,
        arguments: args,
        status: 'completed',
      }))
    : [
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Both are known.' }] },
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: ANSWER, annotations: [] }],
        },
      ];
  const whole = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_780_000_000,
    model: 'scripted-1-0',
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    output,
    usage: RESPONSE_USAGE,
  };
  if (body['stream'] !== true) return sendJson(response, whole);
  const events: Record<string, unknown>[] = [
    { type: 'response.created', response: { ...whole, status: 'in_progress', output: [], usage: null } },
  ];
  for (const [output_index, item] of output.entries()) {
    const text = item['type'] === 'message';
    const call = item['type'] === 'function_call';
    events.push({
      type: 'response.output_item.added',
      output_index,
      item: { ...item, ...(text ? { content: [] } : {}), ...(call ? { arguments: '' } : {}) },
    });
    const item_id = item['id'];
    if (call) {
      events.push(
        { type: 'response.function_call_arguments.delta', output_index, item_id, delta: item['arguments'] },
        {
          type: 'response.function_call_arguments.done',
          output_index,
          item_id,
          arguments: item['arguments'],
        },
      );
    }
    if (text) {
      const part = { type: 'output_text', text: '', annotations: [] };
      events.push({ type: 'response.content_part.added', output_index, item_id, content_index: 0, part });
      for (const delta of ANSWER.match(/\S+\s*/g) ?? [])
        events.push({ type: 'response.output_text.delta', output_index, item_id, content_index: 0, delta });
      events.push(
        { type: 'response.output_text.done', output_index, item_id, content_index: 0, text: ANSWER },
        {
          type: 'response.content_part.done',
          output_index,
          item_id,
          content_index: 0,
          part: { ...part, text: ANSWER },
        },
      );
    }
    events.push({ type: 'response.output_item.done', output_index, item });
  }
  events.push({ type: 'response.completed', response: whole });
  sendEvents(
    response,
    events.map((event, sequence_number) => ({ ...event, sequence_number })),
    true,
  );
}
