import { expect, it } from 'vitest';
import { unflatten } from './flattened.ts';
import { keepAttributes, normaliseSpan } from './normalise.ts';

it('takes what a span is from the first mark in the order of precedence', () => {
  const genAi = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' };
  expect(normaliseSpan('s', genAi, '').operation).toBe('model');
  expect(normaliseSpan('s', { ...genAi, 'openinference.span.kind': 'TOOL' }, '').operation).toBe('tool');
  expect(
    normaliseSpan(
      's',
      { ...genAi, 'openinference.span.kind': 'TOOL', 'langfuse.observation.type': 'agent' },
      '',
    ).operation,
  ).toBe('agent');
  expect(normaliseSpan('s', { 'gen_ai.tool.name': 't' }, '').operation).toBe('tool');
  expect(normaliseSpan('s', { 'gen_ai.agent.name': 'a' }, '').operation).toBe('agent');
  expect(normaliseSpan('GET /', { 'http.route': '/' }, '').operation).toBeUndefined();
});

it('keeps the originals beside the canonical names, without what became messages and without judgements', () => {
  const attributes = {
    'gen_ai.system': 'vertex_ai',
    'gen_ai.prompt.0.role': 'user',
    'gen_ai.prompt.0.content': 'Hi',
    'gen_ai.usage.completion_tokens': '3',
    'gen_ai.evaluation.score.value': 1,
    'trace.annotations.0.annotation.label': 'good',
    'langfuse.experiment.item.expected_output': '42',
    'my.own': true,
  };
  const facts = normaliseSpan('chat', attributes, '');
  expect(facts.outputTokens).toBe(3);
  expect(facts.input).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]);
  expect(keepAttributes(attributes, facts)).toEqual({
    'gen_ai.system': 'vertex_ai',
    'gen_ai.usage.completion_tokens': '3',
    'gen_ai.provider.name': 'gcp.vertex_ai',
    'my.own': true,
  });
});

it('takes a prompt that is a plain text for what the user said', () => {
  const attributes = { 'gen_ai.prompt': 'Tell me', 'gen_ai.operation.name': 'chat' };
  const facts = normaliseSpan('chat', attributes, '');
  expect(facts.input).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Tell me' }] }]);
  expect(keepAttributes(attributes, facts)).toEqual({ 'gen_ai.operation.name': 'chat' });
});

it('reads the messages of OpenLLMetry beside the filter results of Azure, which stay', () => {
  const filtered = { 'gen_ai.prompt.prompt_filter_results': '[{"prompt_index":0}]' };
  const attributes = {
    'gen_ai.prompt.10.content': 'last',
    'gen_ai.prompt.0.role': 'system',
    'gen_ai.prompt.0.content': 'first',
    ...filtered,
  };
  const facts = normaliseSpan('openai.chat', attributes, '');
  expect(facts.input).toEqual([
    { role: 'system', parts: [{ type: 'text', content: 'first' }] },
    { role: 'user', parts: [{ type: 'text', content: 'last' }] },
  ]);
  expect(keepAttributes(attributes, facts)).toEqual(filtered);
});

it("says of a Vercel model call why and how soon it answered, and nothing of the calls' sum", () => {
  const told = { 'ai.response.finishReason': 'length', 'ai.response.msToFirstChunk': 250.5 };
  const read = (id: string): unknown =>
    normaliseSpan(id, { 'ai.operationId': id, ...told }, 'ai').canonical ?? {};
  expect(read('ai.streamText.doStream')).toEqual({
    'gen_ai.response.finish_reasons': ['length'],
    'gen_ai.response.time_to_first_chunk': 0.2505,
  });
  expect(read('ai.streamText')).toEqual({});
});

it('builds lists from indexed keys, in order of index, and no list from an absurd index', () => {
  expect(unflatten({ 'a.10.x': 'k', 'a.2.x': 'c', 'a.2.y.0': 1, b: 2 }, 'a.')).toEqual([
    { x: 'c', y: [1] },
    { x: 'k' },
  ]);
  expect(unflatten({ 'a.99999999999.x': 1 }, 'a.')).toEqual({ '99999999999': { x: 1 } });
  expect(unflatten({ b: 1 }, 'a.')).toBeUndefined();
});
