/** The real AI SDK with its OpenAI provider against a scripted server. */
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, stepCountIs, streamText, tool, ToolLoopAgent, wrapLanguageModel } from 'ai';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { tracewright, type Tracewright } from '@tracewright/sdk';
import { type Collector, startCollector } from '../../test-support/collector.ts';
import { compareText } from '../../test-support/compare-text.ts';
import { ANSWER, type ModelServer, startModelServer } from '../../test-support/model-server.ts';

let collector: Collector;
let server: ModelServer;
let tw: Tracewright;
beforeEach(async () => {
  [collector, server] = await Promise.all([startCollector(), startModelServer()]);
  tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
});
afterEach(async () => {
  await tw.shutdown();
  await collector[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const provider = () => createOpenAI({ apiKey: 'k', baseURL: server.url });
const weather = () =>
  tool({
    description: 'The weather',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ city, degrees: city === 'Oslo' ? -3 : 21 }),
  });

it.each(['chat', 'responses'] as const)('records a multi-step agent on the %s API', async (api) => {
  const model = tw.model(provider()[api]('scripted-1'));
  const tools = tw.tools({ weather: weather() });
  const result = await tw.run(
    {
      task: 'weather',
      session: 's1',
      outcome: ({ text }) => ({ status: text === ANSWER ? 'success' : 'failure', source: 'test' }),
    },
    async () =>
      generateText({ model, tools, system: 'Be brief.', prompt: 'Weather?', stopWhen: stepCountIs(3) }),
  );
  expect(result.text).toBe(ANSWER);
  await tw.flush();
  const { spans, path, runs, problems } = await collector.read();
  expect(problems).toEqual([]);
  expect(spans.map(path).toSorted()).toEqual([
    'run weather',
    'run weather > chat scripted-1',
    'run weather > chat scripted-1',
    'run weather > execute_tool weather',
    'run weather > execute_tool weather',
  ]);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    task: 'weather',
    session: 's1',
    outcome: { status: 'success', source: 'test' },
  });
  const [first, second] = spans.filter(({ operation }) => operation === 'model');
  expect(first).toMatchObject({ model: 'scripted-1-0', inputTokens: 20, outputTokens: 9 });
  expect(first?.input.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(first?.output[0]?.parts.map(({ type }) => type)).toEqual(['tool_call', 'tool_call']);
  expect(second?.input.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'tool']);
  expect(JSON.stringify(second?.output)).toContain(ANSWER);
  expect(second?.attributes['gen_ai.usage.cache_read.input_tokens']).toBe(8);
  const calls = spans.filter(({ operation }) => operation === 'tool');
  expect(
    calls.map(({ tool: call }) => [call?.name, call?.callId, call?.arguments]).toSorted(compareText),
  ).toEqual([
    ['weather', 'call_1', { city: 'Oslo' }],
    ['weather', 'call_2', { city: 'Rome' }],
  ]);
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined);
  expect(root?.attributes).toMatchObject({ 'gen_ai.conversation.id': 's1' });
});

it('records a stream through the middleware, ended when it was read', async () => {
  const model = wrapLanguageModel({ model: provider().chat('scripted-1'), middleware: tw.middleware() });
  const { textStream } = streamText({ model, prompt: 'Weather?' });
  let text = '';
  for await (const part of textStream) text += part;
  expect(text).toBe(ANSWER);
  await tw.flush();
  const { span } = await collector.read();
  expect(span('chat scripted-1')).toMatchObject({
    model: 'scripted-1-0',
    inputTokens: 20,
    output: [{ role: 'assistant', parts: [{ type: 'text', content: ANSWER }] }],
  });
  expect(span('chat scripted-1').attributes).toMatchObject({
    'gen_ai.request.stream': true,
    'gen_ai.response.finish_reasons': ['stop'],
  });
});

it('ends the span of a stream that is cancelled', async () => {
  const model = tw.model(provider().chat('scripted-1'));
  const { stream } = await model.doStream({
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'Weather?' }] }],
  });
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  await tw.flush();
  const { spans } = await collector.read();
  expect(spans).toHaveLength(1);
});

it('records an agent of the SDK and its failures, which it leaves as they are', async () => {
  const agent = tw.agent(
    new ToolLoopAgent({ model: tw.model(provider().chat('scripted-1')), maxRetries: 0 }),
    'forecaster',
  );
  expect((await agent.generate({ prompt: 'Weather?' })).text).toBe(ANSWER);
  await expect(agent.generate({ prompt: 'fail' })).rejects.toThrow('slow down');
  await tw.flush();
  const { spans, path } = await collector.read();
  expect(spans.map(path).toSorted()).toEqual([
    'invoke_agent forecaster',
    'invoke_agent forecaster',
    'invoke_agent forecaster > chat scripted-1',
    'invoke_agent forecaster > chat scripted-1',
  ]);
  expect(spans.filter(({ status }) => status === 'error').map(({ statusMessage }) => statusMessage)).toEqual([
    'slow down',
    'slow down',
  ]);
  expect(new Set(spans.map(({ agent: name }) => name))).toEqual(new Set(['forecaster']));
});
