import { type CompletionRequest, isTraceError, type LanguageModel, type TraceError } from '@tracewright/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpOptions } from '../http/post-json.ts';
import { type ScriptedModel, type ScriptedTurn, startScriptedModel } from '../testing.ts';
import { openModel } from './open-model.ts';

const running: ScriptedModel[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function start(script: readonly ScriptedTurn[]): Promise<ScriptedModel> {
  const server = await startScriptedModel(script);
  running.push(server);
  return server;
}

const REQUEST: CompletionRequest = {
  system: 'Answer.',
  messages: [{ role: 'user', text: 'Which step?' }],
  maxOutputTokens: 50,
};
const TOOL = {
  name: 'read_steps',
  description: 'reads',
  parameters: { type: 'object', properties: { from: { type: 'integer' } } },
} as const;

async function failureOf(model: LanguageModel, request = REQUEST): Promise<TraceError> {
  const error: unknown = await model.complete(request).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isTraceError(error)) throw new Error('expected a TraceError', { cause: error });
  return error;
}

describe.each(['anthropic', 'openai'] as const)('%s', (protocol) => {
  async function withScript<T>(
    script: readonly ScriptedTurn[],
    use: (
      model: LanguageModel,
      requests: readonly { body: object; headers: object }[],
      waits: number[],
    ) => Promise<T>,
    options: HttpOptions = {},
  ): Promise<T> {
    const server = await start(script);
    const waits: number[] = [];
    const sleep = async (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
    };
    const model = openModel(server.settings(protocol), {
      sleep,
      random: () => 0.5,
      price: ({ inputTokens, outputTokens }) => (inputTokens + 2 * outputTokens) / 1e6,
      ...options,
    });
    return use(model, server.requests, waits);
  }

  it('asks with the key in its header, and answers with tokens and price', async () => {
    await withScript([{ text: 'step 3', usage: [1000, 20] }], async (model, requests) => {
      expect(await model.complete(REQUEST)).toEqual({
        text: 'step 3',
        toolCalls: [],
        finishReason: 'stop',
        inputTokens: 1000,
        outputTokens: 20,
        costUsd: 0.00104,
        isCached: false,
      });
      expect(requests[0]?.headers).toMatchObject(
        protocol === 'anthropic'
          ? { 'x-api-key': 'scripted-key', 'anthropic-version': '2023-06-01' }
          : { authorization: 'Bearer scripted-key' },
      );
    });
  });

  it('goes on after calls of tools', async () => {
    const script: ScriptedTurn[] = [
      { text: 'Let me see.', toolCalls: [{ name: 'read_steps', arguments: { from: 2 } }] },
      { text: 'step 2' },
    ];
    await withScript(script, async (model, requests) => {
      const asked = await model.complete({ ...REQUEST, tools: [TOOL] });
      expect(asked).toMatchObject({
        finishReason: 'tool-calls',
        toolCalls: [{ name: 'read_steps', arguments: { from: 2 } }],
      });
      const [call] = asked.toolCalls;
      const answered = await model.complete({
        ...REQUEST,
        tools: [TOOL],
        forbidsToolCalls: true,
        messages: [
          ...REQUEST.messages,
          { role: 'assistant', text: asked.text, toolCalls: asked.toolCalls },
          { role: 'tool', callId: call?.callId ?? '', text: 'step 2: rm' },
          { role: 'user', text: 'Answer now.' },
        ],
      });
      expect(answered.text).toBe('step 2');
      expect(requests.map(({ body }) => body)).toMatchSnapshot();
    });
  });

  it('holds the answer to a schema, without the keywords that providers refuse', async () => {
    const value = {
      type: 'object',
      required: ['step'],
      properties: { step: { type: 'integer', minimum: 0 }, minimum: { type: 'string', maxLength: 3 } },
    } as const;
    await withScript([{ text: '{"step":1}' }], async (model, requests) => {
      await model.complete({ ...REQUEST, schema: { name: 'opinion', value } });
      const schema = {
        type: 'object',
        required: ['step'],
        properties: { step: { type: 'integer' }, minimum: { type: 'string' } },
        additionalProperties: false,
      };
      expect(requests[0]?.body).toMatchObject(
        protocol === 'anthropic'
          ? { output_config: { format: { type: 'json_schema', schema } } }
          : {
              response_format: {
                type: 'json_schema',
                json_schema: { name: 'opinion', schema, strict: false },
              },
            },
      );
    });
  });

  it('puts the schema in words where the server knows none', async () => {
    const body = '{"error":{"message":"response_format / output_config: json_schema is not supported"}}';
    await withScript([{ status: 400, body }, { text: '{}' }], async (model, requests) => {
      const schema = { name: 'opinion', value: { type: 'object', properties: {} } };
      await model.complete({ ...REQUEST, schema });
      expect(JSON.stringify(requests[1]?.body)).toContain('follows this JSON Schema');
      expect(requests[1]?.body).not.toHaveProperty('response_format');
      expect(requests[1]?.body).not.toHaveProperty('output_config');
    });
  });

  it.each([
    ['refused', { text: 'I cannot help with that.', finish: 'refused' }],
    ['length', { text: '{"ste', finish: 'length' }],
  ] as const)('says that an answer is %s', (finishReason, turn) =>
    withScript([turn], async (model) => {
      expect(await model.complete(REQUEST)).toMatchObject({ finishReason, text: turn.text });
    }),
  );

  it('waits as long as a 429 asks, longer after each 500, and tries an answer that is no JSON again', async () => {
    const script: ScriptedTurn[] = [
      { status: 429, headers: { 'retry-after': '7' }, body: '{"error":{"message":"slow down"}}' },
      { status: 500, body: 'oops' },
      { status: 200, body: '<html>' },
      { text: 'ok' },
    ];
    await withScript(script, async (model, requests, waits) => {
      expect((await model.complete(REQUEST)).text).toBe('ok');
      expect(requests).toHaveLength(4);
      expect(waits).toEqual([7000, 1000, 2000]);
    });
  });

  it('gives up after four attempts, and at once when asked to wait for long', async () => {
    const busy: ScriptedTurn = { status: 529, body: '{"error":{"message":"overloaded"}}' };
    await withScript([busy, busy, busy, busy, busy], async (model, requests) => {
      expect(await failureOf(model)).toMatchObject({
        code: 'network-failed',
        message: expect.stringContaining('HTTP 529: overloaded') as string,
      });
      expect(requests).toHaveLength(4);
    });
    await withScript([{ ...busy, headers: { 'retry-after': '3600' } }], async (model, requests) => {
      expect(await failureOf(model)).toMatchObject({ fix: 'try again in 3600 s' });
      expect(requests).toHaveLength(1);
    });
  });

  it('says no part of a key where a long answer is cut', async () => {
    const body = JSON.stringify({ error: { message: `${'x'.repeat(492)}scripted-key` } });
    await withScript([{ status: 401, body }], async (model) => {
      expect((await failureOf(model)).summary).not.toContain('scripted');
    });
  });

  it('says which key is wrong, and never what it is', async () => {
    const body = '{"error":{"message":"invalid key scripted-key"}}';
    await withScript([{ status: 401, body }], async (model, requests) => {
      const error = await failureOf(model);
      expect(error.fix).toMatch(/(?:ANTHROPIC|OPENAI)_API_KEY/);
      expect(JSON.stringify([error.summary, error.message, error.where, error.fix])).not.toContain(
        'scripted-key',
      );
      expect(requests).toHaveLength(1);
    });
  });

  it('gives up on a model that does not answer in time, and when the question is cancelled', async () => {
    await withScript(
      ['hang'],
      async (model) => expect((await failureOf(model)).message).toContain('within 0.05 s'),
      {
        timeoutMs: 50,
      },
    );
    await withScript(['hang'], async (model, requests) => {
      const stop = new AbortController();
      const failing = failureOf(model, { ...REQUEST, signal: stop.signal });
      while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      expect((await failing).code).toBe('cancelled');
    });
  });
});

it('says where a server is missing', async () => {
  const server = await start([]);
  const settings = { ...server.settings('openai'), url: 'http://127.0.0.1:9/v1' };
  const error = await failureOf(openModel(settings, { sleep: async () => undefined }));
  expect(error).toMatchObject({ code: 'network-failed', where: 'http://127.0.0.1:9/v1/chat/completions' });
});

it('gives signed reasoning back as it came', async () => {
  const content = [
    { type: 'thinking', thinking: '', signature: 'abc' },
    { type: 'tool_use', id: 't', name: 'read_steps', input: {} },
  ];
  const body = JSON.stringify({ content, stop_reason: 'tool_use', usage: {} });
  const server = await start([{ status: 200, body }, { text: 'ok' }]);
  const model = openModel(server.settings('anthropic'));
  const { native = null, text, toolCalls } = await model.complete({ ...REQUEST, tools: [TOOL] });
  await model.complete({ ...REQUEST, messages: [{ role: 'assistant', text, toolCalls, native }] });
  expect(server.requests[1]?.body['messages']).toEqual([{ role: 'assistant', content }]);
});
