/** The real client against a scripted server; what is recorded is read back from the collector. */
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tracewright, type Tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../../test-support/collector.ts';
import { ANSWER, type ModelServer, startModelServer } from '../../test-support/model-server.ts';

let collector: Collector;
let server: ModelServer;
let tw: Tracewright;
let bare: OpenAI;
let client: OpenAI;
beforeEach(async () => {
  [collector, server] = await Promise.all([startCollector(), startModelServer()]);
  tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
  bare = new OpenAI({ apiKey: 'k', baseURL: server.url, maxRetries: 0 });
  client = tw.openai(bare);
});
afterEach(async () => {
  await tw.shutdown();
  await collector[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const model = 'scripted-1';
const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Weather?' },
];
const tools = [
  {
    type: 'function' as const,
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];
const USAGE = { inputTokens: 20, outputTokens: 9 };
const DETAILS = {
  'gen_ai.usage.cache_read.input_tokens': 8,
  'gen_ai.usage.reasoning.output_tokens': 3,
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': model,
};

it('records a chat completion with parallel tool calls and the answer to their results', async () => {
  const first = await client.chat.completions.create({ model, messages, tools, temperature: 0.5 });
  const call = first.choices[0]?.message;
  expect(call?.tool_calls).toHaveLength(2);
  const results = (call?.tool_calls ?? []).map((one) => ({
    role: 'tool' as const,
    tool_call_id: one.id,
    content: 'cold',
  }));
  const assistant = { role: 'assistant' as const, tool_calls: call?.tool_calls ?? [] };
  await client.chat.completions.create({ model, messages: [...messages, assistant, ...results], tools });
  await tw.flush();
  const { spans, problems } = await collector.read();
  expect(problems).toEqual([]);
  const [one, two] = spans;
  expect(one).toMatchObject({
    name: `chat ${model}`,
    operation: 'model',
    kind: 'client',
    model: 'scripted-1-0',
    ...USAGE,
    input: [
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
    ],
    output: [
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } },
          { type: 'tool_call', id: 'call_2', name: 'weather', arguments: { city: 'Rome' } },
        ],
      },
    ],
  });
  expect(one?.attributes).toMatchObject({
    ...DETAILS,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.finish_reasons': ['tool_calls'],
  });
  expect(two?.input.at(-1)).toEqual({
    role: 'tool',
    parts: [{ type: 'tool_call_response', id: 'call_2', response: 'cold' }],
  });
  expect(two?.output[0]?.parts).toEqual([{ type: 'text', content: ANSWER }]);
});

it.each([true, false])('records a streamed chat completion, tools offered: %s', async (withTools) => {
  const stream = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(withTools ? { tools } : {}),
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe(withTools ? '' : ANSWER);
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans).toHaveLength(1);
  expect(spans[0]).toMatchObject({ ...USAGE, model: 'scripted-1-0', status: 'unset' });
  expect(spans[0]?.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThanOrEqual(0);
  expect(spans[0]?.output[0]?.parts).toEqual(
    withTools
      ? [
          { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } },
          { type: 'tool_call', id: 'call_2', name: 'weather', arguments: { city: 'Rome' } },
        ]
      : [{ type: 'text', content: ANSWER }],
  );
});

it.each([true, false])('records the responses API, streamed: %s', async (isStream) => {
  const request = { model, instructions: 'Be brief.', input: 'Weather?' };
  let text = '';
  if (isStream) {
    for await (const event of await client.responses.create({ ...request, stream: true }))
      if (event.type === 'response.output_text.delta') text += event.delta;
  } else text = (await client.responses.create(request)).output_text;
  expect(text).toBe(ANSWER);
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans).toHaveLength(1);
  expect(spans[0]).toMatchObject({
    ...USAGE,
    input: [
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
    ],
    output: [
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Both are known.' },
          { type: 'text', content: ANSWER },
        ],
      },
    ],
  });
  expect(spans[0]?.attributes).toMatchObject(DETAILS);
});

it('records parallel calls and their outputs of the responses API', async () => {
  const tool = { type: 'function' as const, name: 'weather', parameters: {}, strict: null };
  const first = await client.responses.create({ model, input: 'Weather?', tools: [tool] });
  const outputs = first.output.flatMap((item) =>
    item.type === 'function_call'
      ? [item, { type: 'function_call_output' as const, call_id: item.call_id, output: 'cold' }]
      : [],
  );
  await client.responses.create({ model, input: outputs, tools: [tool] });
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans[0]?.output[0]?.parts).toHaveLength(2);
  expect(spans[1]?.input.map(({ role }) => role)).toEqual(['assistant', 'tool', 'assistant', 'tool']);
});

it('records what helpers do: parse, stream, runTools', async () => {
  expect((await client.chat.completions.parse({ model, messages })).choices[0]?.message.content).toBe(ANSWER);
  expect(await client.chat.completions.stream({ model, messages }).finalContent()).toBe(ANSWER);
  const runner = client.chat.completions.runTools({
    model,
    messages,
    tools: [
      {
        type: 'function',
        function: {
          name: 'weather',
          parse: JSON.parse,
          function: () => 'cold',
          parameters: { type: 'object', properties: {} },
          description: '',
        },
      },
    ],
  });
  expect(await runner.finalContent()).toBe(ANSWER);
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans.map((span) => span.output[0]?.parts.map(({ type }) => type).join())).toEqual([
    'text',
    'text',
    'tool_call,tool_call',
    'text',
  ]);
});

it('gives the host what the bare client gives: errors, raw responses, options', async () => {
  const failing = { model, messages: [{ role: 'user' as const, content: 'fail' }] };
  const expected = await bare.chat.completions.create(failing).catch((error: unknown) => error);
  const caught = await client.chat.completions.create(failing).catch((error: unknown) => error);
  expect(caught).toBeInstanceOf(OpenAI.RateLimitError);
  expect(String(caught)).toBe(String(expected));
  const { data, response, request_id } = await client.chat.completions
    .create({ model, messages })
    .withResponse();
  expect([data.choices[0]?.message.content, response.status, request_id]).toEqual([ANSWER, 200, 'req_1']);
  expect((await client.chat.completions.create({ model, messages }).asResponse()).status).toBe(200);
  const other = client.withOptions({ maxRetries: 1 });
  expect(other).toBeInstanceOf(OpenAI);
  await other.chat.completions.create({ model, messages });
  expect(client.chat.completions).toBe(client.chat.completions);
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans).toHaveLength(4);
  expect(spans[0]).toMatchObject({ status: 'error', statusMessage: '429 slow down' });
  expect(spans[0]?.attributes['error.type']).toBe('RateLimitError');
  expect(spans[0]?.events[0]?.attributes['exception.message']).toBe('429 slow down');
  expect(tw.stats().problems).toEqual({});
});

it('ends the span of a stream that is left early', async () => {
  const stream = await client.chat.completions.create({ model, messages, stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content !== '') break;
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans[0]?.output[0]?.parts).toEqual([{ type: 'text', content: 'Cold ' }]);
});
