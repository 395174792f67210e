import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes the telemetry of the Vercel AI SDK: steps, stream, object, agent', async () => {
  const { runs, spans } = await runSource('vercel-ai');
  const bySession = runs.toSorted((a, b) => ((a.session ?? '') < (b.session ?? '') ? -1 : 1));
  expect(bySession).toMatchObject([
    { session: 'desk-1', agent: 'answer', stats: { inputTokens: 100, outputTokens: 13 } },
    { session: 'desk-2', agent: 'greet', stats: { inputTokens: 9, outputTokens: 3 } },
    { session: 'desk-3', agent: 'shelf', stats: { inputTokens: 11, outputTokens: 6 } },
    { session: 'desk-4', agent: 'librarian', stats: { inputTokens: 210, outputTokens: 39 } },
  ]);
  expect(runs.map(({ user }) => user)).toEqual(Array.from({ length: 4 }, () => 'ada'));
  // Its telemetry cannot tell an outcome: the span around the agent does.
  const unknown = { status: 'unknown' };
  expect(bySession.map(({ outcome }) => outcome)).toEqual([
    unknown,
    unknown,
    unknown,
    { status: 'success', source: 'test' },
  ]);
  expect(bySession[0]?.tools.map(({ name }) => name)).toEqual(['find_book']);
  expect(outline(spans)).toEqual([
    'ai.generateText (agent)',
    '  ai.generateText.doGenerate (model)',
    '  ai.toolCall (tool)',
    '  ai.generateText.doGenerate (model)',
    'ai.streamText (agent)',
    '  ai.streamText.doStream (model)',
    'ai.generateText (agent)',
    '  ai.generateText.doGenerate (model)',
    'desk (other)',
    '  ai.generateText (agent)',
    '    ai.generateText.doGenerate (model)',
    '    ai.toolCall (tool)',
    '    ai.generateText.doGenerate (model)',
    '    ai.toolCall (tool)',
    '    ai.generateText.doGenerate (model)',
  ]);
  // The sums of the enclosing spans are not counted again: each call has its own.
  expect(tokens(spans)).toEqual([
    [40, 8],
    [60, 5],
    [9, 3],
    [11, 6],
    [50, 20],
    [70, 8],
    [90, 11],
  ]);
  for (const agent of ofOperation(spans, 'agent')) {
    expect(agent.inputTokens).toBeUndefined();
    expect(agent.costUsd).toBeUndefined();
  }
  const costs = ofOperation(spans, 'model').map(({ costUsd }) => costUsd ?? Number.NaN);
  expect(costs.every((cost) => cost > 0)).toBe(true);
  expect(runs.reduce((sum, { stats }) => sum + (stats.costUsd ?? Number.NaN), 0)).toBeCloseTo(
    costs.reduce((sum, cost) => sum + cost, 0),
    12,
  );
  const [asked, answer, streamed, shelf, agentAsked, , agentAnswer] = ofOperation(spans, 'model');
  expect(asked).toMatchObject({
    model: 'gpt-5-mini-2026-05-01',
    input: [said('system', 'You keep a library.'), said('user', 'Is "Salt" in?')],
    output: [called('call_1_0', 'find_book', { title: 'Salt' })],
  });
  expect(answer).toMatchObject({
    output: [said('assistant', 'Two copies are in.')],
    attributes: { 'gen_ai.provider.name': 'openai', 'gen_ai.usage.cache_read.input_tokens': 32 },
  });
  expect(answer?.input.at(-1)).toEqual(answered('call_1_0', { title: 'Salt', copies: 2 }));
  expect(streamed?.output).toEqual([said('assistant', 'Good morning.')]);
  expect(shelf?.output).toEqual([said('assistant', '{"shelf":"B4"}')]);
  expect(agentAsked).toMatchObject({
    agent: 'librarian',
    attributes: { 'gen_ai.usage.reasoning.output_tokens': 12 },
    output: [{ parts: [{ type: 'reasoning', content: 'The first may be lost.' }, { type: 'tool_call' }] }],
  });
  expect(agentAnswer?.input).toHaveLength(6);
  expect(ofOperation(spans, 'tool')).toMatchObject([
    { tool: { name: 'find_book', callId: 'call_1_0', result: { title: 'Salt', copies: 2 } } },
    {
      tool: { callId: 'call_5_0', arguments: { title: 'Gone' } },
      status: 'error',
      statusMessage: 'no such book',
    },
    { tool: { callId: 'call_6_0', arguments: { title: 'Salt' }, result: { title: 'Salt', copies: 2 } } },
  ]);
});
