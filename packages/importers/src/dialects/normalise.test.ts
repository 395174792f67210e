import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { unflatten } from './flattened.ts';
import { readMessageEvents } from './message-events.ts';
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

it('takes a model with its tokens for a model call where nothing was told of what was said, an embedding for none', () => {
  const counted = {
    'gen_ai.system': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 10,
    'gen_ai.usage.output_tokens': 5,
  };
  const read = (more: JsonObject): unknown => normaliseSpan('s', { ...counted, ...more }, '').operation;
  expect(read({})).toBe('model');
  expect(read({ 'gen_ai.agent.name': 'sums up its calls' })).not.toBe('model');
  for (const request of ['embedding', 'rerank']) expect(read({ 'llm.request.type': request })).toBe('other');
  for (const more of [
    { 'http.route': '/chat' },
    { 'langfuse.observation.type': 'span' },
    { 'gen_ai.usage.output_tokens': 0 },
  ])
    expect(read(more)).not.toBe('model');
});

it('counts cached tokens among the input, also of SDKs that count them beside it', () => {
  const read = (input: number): unknown =>
    normaliseSpan(
      'chat',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.usage.inputTokens': input,
        'ai.usage.cachedInputTokens': 100,
        'gen_ai.usage.cache_creation_input_tokens': 20,
      },
      'ai',
    ).inputTokens;
  expect(read(10)).toBe(130);
  expect(read(130)).toBe(130);
});

it('takes the name of an agent from its span where no attribute has it', () => {
  const invoked = { 'gen_ai.operation.name': 'invoke_agent' };
  expect(normaliseSpan('invoke_agent Bob', invoked, '').agent).toBe('Bob');
  expect(normaliseSpan('invoke_agent', invoked, '').agent).toBeUndefined();
  expect(normaliseSpan('invoke_agent Bob', { 'gen_ai.operation.name': 'chat' }, '').agent).toBeUndefined();
  for (const named of [
    { 'openinference.span.kind': 'AGENT', 'agent.name': 'Ann' },
    { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'Ann' },
    { 'ai.telemetry.functionId': 'Ann' },
  ])
    expect(normaliseSpan('invoke_agent id-42', { ...invoked, ...named }, '').agent).toBe('Ann');
  expect(normaliseSpan('invoke_agent Bob', { ...invoked, 'gen_ai.agent.name': 'Ann' }, '').agent).toBe('Ann');
});

it('reads sessions and users that are numbers', () => {
  const sessions: readonly JsonObject[] = [
    { 'session.id': 7, 'user.id': 42 },
    { 'gen_ai.conversation.id': 7, 'enduser.id': 42 },
    { 'langfuse.session.id': 7, 'langfuse.user.id': 42 },
    { 'ai.telemetry.metadata.sessionId': 7, 'ai.telemetry.metadata.userId': 42 },
    {
      'traceloop.association.properties.session_id': 7,
      'traceloop.association.properties.user_id': 42,
    },
    { 'openinference.span.kind': 'LLM', metadata: '{"session_id":7,"user_id":42}' },
  ];
  for (const attributes of sessions)
    expect(normaliseSpan('s', attributes, '')).toMatchObject({ conversation: '7', user: '42' });
  expect(normaliseSpan('s', { 'session.id': 0, 'user.id': true }, '')).toMatchObject({ conversation: '0' });
  expect(normaliseSpan('s', { 'user.id': true }, '').user).toBeUndefined();
});

it('reads model and tokens of embeddings, in Vercel’s spans of the inner one alone', () => {
  const model = 'text-embedding-3-small';
  expect(
    normaliseSpan(
      's',
      {
        'openinference.span.kind': 'EMBEDDING',
        'embedding.model_name': model,
        'llm.token_count.prompt': 9,
      },
      '',
    ),
  ).toMatchObject({ operation: 'other', model, inputTokens: 9 });
  const vercel = { 'ai.model.id': model, 'ai.usage.tokens': 9 };
  const inner = normaliseSpan('s', { ...vercel, 'ai.operationId': 'ai.embed.doEmbed' }, 'ai');
  expect(inner).toMatchObject({ operation: 'other', model, inputTokens: 9 });
  const outer = normaliseSpan('s', { ...vercel, 'ai.operationId': 'ai.embed' }, 'ai');
  expect(outer.inputTokens).toBeUndefined();
});

it('reads what a span of Vercel’s names has without an operation of its own', () => {
  const counted = { 'ai.model.id': 'm', 'ai.usage.promptTokens': 9, 'ai.usage.completionTokens': 3 };
  for (const more of [{ 'ai.response.text': 'Hi' }, { 'gen_ai.operation.name': 'chat' }])
    expect(normaliseSpan('s', { ...counted, ...more }, '')).toMatchObject({
      operation: 'model',
      model: 'm',
      inputTokens: 9,
      outputTokens: 3,
    });
});

describe('blocks of content that stand as JSON text', () => {
  const blocks = [
    { type: 'text', text: 'See' },
    { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
  ];
  const said = [
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'See' },
        { type: 'media', modality: 'image', uri: 'https://a.example/b.png' },
      ],
    },
  ];

  it('are read in the messages of OpenLLMetry and in message events', () => {
    const content = JSON.stringify(blocks);
    expect(
      normaliseSpan('s', { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': content }, '').input,
    ).toEqual(said);
    const read = readMessageEvents([
      { name: 'gen_ai.user.message', attributes: { content } },
      { name: 'gen_ai.choice', attributes: { message: JSON.stringify({ role: 'user', content }) } },
    ]);
    expect(read).toMatchObject({ input: said, output: said });
  });

  it('are left as they were typed where they are no blocks that are known', () => {
    const call = JSON.stringify([
      { type: 'text', text: 'Now' },
      { type: 'tool_use', id: '1', name: 'f', input: {} },
    ]);
    for (const content of [
      call,
      '[{"type":"thinking","thinking":"hm"}]',
      '[1,2]',
      '[]',
      '{"type":"text"}',
      '[{"type":"later","x":1}]',
      '[{"a":1}]',
      '[{',
    ])
      expect(
        normaliseSpan('s', { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': content }, '').input,
      ).toEqual([{ role: 'user', parts: [{ type: 'text', content }] }]);
  });
});

it('reads the tools that stand beside the messages of a request in Langfuse’s input', () => {
  const tool = { type: 'function', function: { name: 'search', parameters: { type: 'object' } } };
  const input = JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], tools: [tool] });
  const facts = normaliseSpan(
    's',
    { 'langfuse.observation.type': 'generation', 'langfuse.observation.input': input },
    '',
  );
  expect(facts.tools).toEqual([{ name: 'search', parameters: { type: 'object' } }]);
  expect(facts.input).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]);
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
