/** The real LangChain.js against a scripted server. */
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { type AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { BaseRetriever } from '@langchain/core/retrievers';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
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

const chat = () =>
  new ChatOpenAI({
    model: 'scripted-1',
    apiKey: 'k',
    maxRetries: 0,
    configuration: { baseURL: server.url },
    temperature: 0.25,
  });
const weather = () =>
  tool(async ({ city }) => `${city}: cold`, {
    name: 'weather',
    description: 'The weather',
    schema: z.object({ city: z.string() }),
  });

it('records an agent loop with parallel tools, nested in the run', async () => {
  const tools = [weather()];
  const agent = RunnableLambda.from(async (question: string, config) => {
    const messages: BaseMessage[] = [new HumanMessage(question)];
    for (;;) {
      const answer: AIMessage = await chat().bindTools(tools).invoke(messages, config);
      messages.push(answer);
      if (answer.tool_calls === undefined || answer.tool_calls.length === 0) return answer.text;
      messages.push(
        ...(
          await Promise.all(
            answer.tool_calls.map(async (call) => tools[0]?.invoke({ ...call, type: 'tool_call' }, config)),
          )
        ).filter((message) => message !== undefined),
      );
    }
  }).withConfig({ runName: 'weather_agent' });
  const text = await tw.run({ task: 'weather', session: 's1' }, async () =>
    agent.invoke('Weather?', { callbacks: [tw.langchain()] }),
  );
  expect(text).toBe(ANSWER);
  await tw.flush();
  const { spans, path, problems } = await collector.read();
  expect(problems).toEqual([]);
  expect(spans.map(path).toSorted()).toEqual([
    'run weather',
    'run weather > invoke_agent weather_agent',
    'run weather > invoke_agent weather_agent > chat scripted-1',
    'run weather > invoke_agent weather_agent > chat scripted-1',
    'run weather > invoke_agent weather_agent > execute_tool weather',
    'run weather > invoke_agent weather_agent > execute_tool weather',
  ]);
  const [first, second] = spans.filter(({ operation }) => operation === 'model');
  expect(first).toMatchObject({
    inputTokens: 20,
    outputTokens: 9,
    agent: 'weather_agent',
    input: [{ role: 'user', parts: [{ type: 'text', content: 'Weather?' }] }],
  });
  expect(first?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'scripted-1',
    'gen_ai.request.temperature': 0.25,
    'gen_ai.usage.cache_read.input_tokens': 8,
    'gen_ai.usage.reasoning.output_tokens': 3,
    'gen_ai.conversation.id': 's1',
  });
  expect(first?.output[0]?.parts.map(({ type }) => type)).toEqual(['tool_call', 'tool_call']);
  expect(second?.input.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool']);
  const calls = spans.filter(({ operation }) => operation === 'tool').map(({ tool: call }) => call);
  expect(calls.map((call) => [call?.callId, call?.arguments, call?.result]).toSorted(compareText)).toEqual([
    ['call_1', { city: 'Oslo' }, 'Oslo: cold'],
    ['call_2', { city: 'Rome' }, 'Rome: cold'],
  ]);
});

it('records a stream and a chain with a retriever', async () => {
  class Notes extends BaseRetriever {
    lc_namespace = ['test'];
    override async _getRelevantDocuments(query: string) {
      return [{ pageContent: `about ${query}`, metadata: {} }];
    }
  }
  const callbacks = [tw.langchain()];
  await new Notes().invoke('weather', { callbacks });
  const chain = ChatPromptTemplate.fromMessages([['user', '{question}']]).pipe(chat());
  let text = '';
  for await (const chunk of await chain.stream({ question: 'Weather?' }, { callbacks })) text += chunk.text;
  expect(text).toBe(ANSWER);
  await tw.flush();
  const { span, spans } = await collector.read();
  expect(spans.find(({ operation }) => operation === 'retrieval')?.name).toBe('retrieval Notes');
  expect(span('chat scripted-1')).toMatchObject({
    inputTokens: 20,
    output: [{ role: 'assistant', parts: [{ type: 'text', content: ANSWER }] }],
  });
  expect(span('chat scripted-1').attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThanOrEqual(0);
});

it('records failures and leaves them as they are', async () => {
  await expect(chat().invoke('fail', { callbacks: [tw.langchain()] })).rejects.toThrow('slow down');
  await tw.flush();
  const { span } = await collector.read();
  expect(span('chat scripted-1')).toMatchObject({
    status: 'error',
    statusMessage: expect.stringContaining('slow down'),
  });
});
