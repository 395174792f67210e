/** What every dialect owes: it takes any attributes, says the same of the same, and lets no label through. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJudgement } from './judgement.ts';
import { keepAttributes, normaliseSpan } from './normalise.ts';
import { keepEvents, keepLinks, readSpanEvents } from './span-events.ts';
import { mergeFacts } from './span-facts.ts';

/** Names that some dialect reads, so that values of any shape meet every reader. */
const KNOWN_NAMES = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.prompt',
  'gen_ai.prompt.0.role',
  'gen_ai.completion',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.result',
  'gen_ai.usage.input_tokens',
  'gen_ai.retrieval.documents',
  'gen_ai.retrieval.query.text',
  'gen_ai.memory.records',
  'gen_ai.evaluation.name',
  'gen_ai.evaluation.score.value',
  'gen_ai.event.content',
  'openinference.span.kind',
  'input.value',
  'output.value',
  'llm.input_messages.0.message.content',
  'llm.prompts.0.prompt.text',
  'llm.choices.0.completion.text',
  'llm.function_call',
  'llm.invocation_parameters',
  'tool.json_schema',
  'reranker.query',
  'reranker.output_documents.0.document.content',
  'retrieval.documents.0.document.metadata',
  'annotations.0.annotation.label',
  'trace.evaluations.0.evaluation.score',
  'session.annotations',
  'session.annotations.1.annotation.score',
  'traceloop.span.kind',
  'traceloop.entity.input',
  'ai.operationId',
  'ai.prompt.messages',
  'ai.response.toolCalls',
  'langfuse.observation.type',
  'langfuse.observation.input',
  'langfuse.observation.output',
  'langfuse.observation.usage_details',
  'langfuse.observation.cost_details',
  'langfuse.observation.model.parameters',
  'langfuse.experiment.item.expected_output',
  'mcp.method.name',
  'mcp.request.argument',
  'mcp.request.argument.x',
  'mcp.response.value',
  'tracewright.run.task',
  'tracewright.run.outcome.status',
  'tracewright.run.outcome.score',
  'tracewright.run.outcome.details',
  'gcp.vertex.agent.llm_request',
  'pydantic_ai.all_messages',
  'events',
  'model_request_parameters',
  'exception.message',
  'error.type',
  'session.id',
  'user.id',
];
const WORDS = [
  'chat',
  'execute_tool',
  'retrieval',
  'search_memory',
  'upsert_memory',
  'TOOL',
  'RETRIEVER',
  'RERANKER',
  'LLM',
  'agent',
  'tool',
  'generation',
  'retriever',
  'tools/call',
  'resources/read',
  'success',
  'ERROR',
  'ai.toolCall',
  '[{"role":"user","content":"hi"}]',
  '{"a":1}',
  '[',
  '',
];
/** What fast-check makes of JSON is JSON. */
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  json,
  fc.constantFrom(...WORDS),
  json.map((each) => JSON.stringify(each)),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KNOWN_NAMES) },
  { weight: 1, arbitrary: fc.string() },
);
const attributes: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(name, value), { maxLength: 14 })
  .map((entries) => Object.fromEntries(entries));
const EVENT_NAMES = [
  'gen_ai.user.message',
  'gen_ai.tool.message',
  'gen_ai.choice',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
  'gen_ai.client.inference.operation.details',
  'gen_ai.evaluation.result',
  'exception',
  'db.query.result',
  'other',
];

const plain = (thing: unknown): string => JSON.stringify(thing);

describe('any attributes', () => {
  it('are read without a throw, the same way each time, and not changed', () => {
    fc.assert(
      fc.property(fc.constantFrom('chat', 'tools/call x', ''), attributes, (spanName, given) => {
        const before = plain(given);
        const facts = normaliseSpan(spanName, given, 'scope');
        return plain(facts) === plain(normaliseSpan(spanName, given, 'scope')) && plain(given) === before;
      }),
      { seed: 11, numRuns: 1500 },
    );
  });

  it('leave no label among the attributes that are kept', () => {
    fc.assert(
      fc.property(attributes, (given) => {
        const kept = keepAttributes(given, normaliseSpan('s', given, ''));
        return Object.keys(kept).every((key) => !isJudgement(key));
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('of events are read without a throw, and no judgement stays an event', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.constantFrom(...EVENT_NAMES), attributes }), { maxLength: 6 }),
        (events) => {
          const told = readSpanEvents(events);
          return keepEvents(events, told, told).every((event) => event.name !== 'gen_ai.evaluation.result');
        },
      ),
      { seed: 17, numRuns: 500 },
    );
  });
});

it.each([
  'gen_ai.evaluation.score.value',
  'gen_ai.evaluation',
  'annotations.0.annotation.label',
  'evaluations.3.evaluation.score',
  'trace.annotations.0.annotation.score',
  'session.evaluations.0.evaluation.name',
  'trace.annotations',
  'langfuse.experiment.item.expected_output',
  'tracewright.run.task',
  'tracewright.run.outcome.status',
  'tracewright.run.outcome.score',
  'tracewright.run.outcome.source',
  'tracewright.run.outcome.details',
])('%s is a label', (key) => {
  expect(isJudgement(key)).toBe(true);
});

describe('the outcome that the SDK tells', () => {
  const read = (outcome: JsonObject): unknown =>
    normaliseSpan(
      'run',
      Object.fromEntries(
        Object.entries(outcome).map(([key, each]) => [`tracewright.run.outcome.${key}`, each]),
      ),
      '',
    ).outcome;

  it('is read whole', () => {
    expect(read({ status: 'success', score: '0.5', source: 'human', details: '{"by":"ada"}' })).toEqual({
      status: 'success',
      score: 0.5,
      source: 'human',
      details: { by: 'ada' },
    });
  });

  it('has no words but the known ones', () => {
    expect(read({ status: 'fine', source: 'me' })).toBeUndefined();
    expect(read({ status: 'fine', score: 1, source: 'me', details: 'x' })).toEqual({
      status: 'unknown',
      score: 1,
    });
  });
});

describe('sessions and users', () => {
  it.each([
    [{ 'session.id': 's', 'user.id': 'u' }, 's', 'u'],
    [{ 'gen_ai.conversation.id': 'c', 'session.id': 's', 'enduser.id': 'e' }, 'c', 'e'],
    [{ 'langfuse.session.id': 'l', 'langfuse.user.id': 'lu', 'session.id': 's', 'user.id': 'u' }, 'l', 'lu'],
    [{ 'langgraph.thread_id': 't' }, 't', undefined],
    // The connection of a client and a server is nobody's conversation.
    [{ 'mcp.session.id': 'm', 'mcp.method.name': 'ping' }, undefined, undefined],
  ])('%j', (given, conversation, user) => {
    const facts = normaliseSpan('s', given, '');
    expect([facts.conversation, facts.user]).toEqual([conversation, user]);
  });
});

describe('failures', () => {
  it('are told by error.type, and by an exception that left the span', () => {
    expect(normaliseSpan('s', { 'error.type': 'timeout' }, '')).toMatchObject({
      status: 'error',
      canonical: { 'error.type': 'timeout' },
    });
    const exception = { 'exception.type': 'KeyError', 'exception.message': 'x' };
    expect(
      readSpanEvents([{ name: 'exception', attributes: { ...exception, 'exception.escaped': true } }]),
    ).toMatchObject({
      status: 'error',
      statusMessage: 'x',
      canonical: { 'error.type': 'KeyError' },
    });
    // Handled: the message stands ready should the status say that the span failed.
    const handled = readSpanEvents([{ name: 'exception', attributes: exception }]);
    expect([handled.status, handled.statusMessage]).toEqual([undefined, 'x']);
  });
});

it('reads the hits of a vector store, told as events, without their vectors', () => {
  const hit = (id: string): { name: string; attributes: JsonObject } => ({
    name: 'db.query.result',
    attributes: { 'db.query.result.id': id, 'db.query.result.score': 0.5, 'db.query.result.vector': [1, 2] },
  });
  expect(readSpanEvents([hit('a'), hit('b')])).toMatchObject({
    operation: 'retrieval',
    tool: {
      result: [
        { id: 'a', score: 0.5 },
        { id: 'b', score: 0.5 },
      ],
    },
  });
});

describe('what was not taken over is kept', () => {
  const read = (attributes: JsonObject): JsonObject =>
    keepAttributes(attributes, normaliseSpan('span', attributes, ''));

  it.each<[what: string, kept: JsonObject, taken?: JsonObject]>([
    [
      'the arguments of a call that an agent stands for',
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.tool.call.arguments': '{"a":1}',
        'gen_ai.tool.call.result': 'b',
      },
    ],
    ['a call in a chain', { 'openinference.span.kind': 'CHAIN', 'gen_ai.tool.call.result': 'b' }],
    [
      'documents in a chain',
      { 'openinference.span.kind': 'CHAIN', 'retrieval.documents.0.document.content': 'd' },
    ],
    [
      'documents of a reranker',
      { 'openinference.span.kind': 'RERANKER', 'retrieval.documents.0.document.content': 'd' },
    ],
    [
      'the query of an embedding',
      { 'openinference.span.kind': 'EMBEDDING', 'gen_ai.retrieval.query.text': 'q' },
    ],
    ['a prompt that cannot be read', { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.prompt': '[1' }],
    ['messages that cannot be read', { 'ai.operationId': 'x', 'ai.prompt.messages': '[{"role":' }],
    [
      'definitions that cannot be read',
      { 'gen_ai.operation.name': 'chat', 'gen_ai.tool.definitions': '[{"name"' },
    ],
    [
      "a tool's messages",
      { 'openinference.span.kind': 'TOOL', 'llm.input_messages.0.message.content': 'hi' },
    ],
    [
      'what a completion has beside its message',
      { 'gen_ai.completion.0.finish_reason': 'length', 'gen_ai.completion.0.logprobs': '[-0.1]' },
      { 'gen_ai.completion.0.role': 'assistant', 'gen_ai.completion.0.content': 'Well' },
    ],
    [
      'what a tool on offer has beside its definition',
      { 'llm.request.functions.0.strict': true },
      { 'traceloop.span.kind': 'task', 'llm.request.functions.0.name': 'look' },
    ],
    [
      'a tool on offer that cannot be read',
      { 'llm.tools.1.tool.json_schema': '{"name"' },
      { 'llm.tools.0.tool.json_schema': '{"name":"look"}' },
    ],
    [
      'prompts beside messages',
      { 'llm.prompts.0.prompt.text': 'b' },
      { 'llm.input_messages.0.message.content': 'a' },
    ],
    [
      'what a choice has beside its text',
      { 'llm.choices.0.completion.logprobs': '[-0.1]' },
      { 'llm.choices.0.completion.text': 'a' },
    ],
    [
      'a function call beside others',
      { 'llm.function_call': '{"name":"look","arguments":"{}"}' },
      { 'llm.output_messages.0.message.function_call_name': 'look' },
    ],
    [
      'documents beside those that were taken',
      { 'retrieval.documents.0.document.id': 'b' },
      { 'gen_ai.operation.name': 'retrieval', 'gen_ai.retrieval.documents': '[{"id":"a"}]' },
    ],
    [
      'arguments beside those that were taken',
      { 'mcp.request.argument.path': 'b' },
      { 'mcp.method.name': 'tools/call', 'mcp.request.argument': '{"path":"a"}' },
    ],
    [
      "the input of a tool's trace",
      { 'langfuse.trace.input': 'whole' },
      { 'langfuse.observation.type': 'tool', 'langfuse.observation.input': '{"path":"a"}' },
    ],
  ])('%s', (_what, attributes, taken = {}) => {
    expect(read({ ...attributes, ...taken })).toMatchObject(attributes);
  });

  it('each member of a message that is spelled out stands in the message or among the attributes', () => {
    const roles = [
      ['tool', 'content', 'name', 'tool_call_id', 'hue'],
      [
        'assistant',
        'content',
        'name',
        'function_call_name',
        'function_call_arguments_json',
        'tool_calls.0.tool_call.id',
        'tool_calls.0.tool_call.function.name',
        'tool_calls.0.tool_call.function.arguments',
        'tool_calls.0.tool_call.reasoning_signature',
        'hue',
      ],
    ] as const;
    const blocks = [
      ['text', 'text', 'id', 'signature'],
      ['reasoning', 'text', 'id', 'signature', 'data', 'encrypted_content'],
      ['image', 'image.image.url', 'image.image.detail'],
      ['audio', 'audio.audio.url', 'audio.audio.mime_type', 'audio.audio.transcript'],
      ['hologram', 'text', 'depth'],
    ] as const;
    const head = fc
      .constantFrom(...roles)
      .chain(([role, ...names]) => fc.subarray<string>([...names]).map((some) => ({ role, some })));
    const block = fc
      .constantFrom(...blocks)
      .chain(([type, ...names]) => fc.subarray<string>([...names]).map((some) => ({ type, some })));
    fc.assert(
      fc.property(
        fc.constantFrom('input', 'output'),
        head,
        fc.array(block, { maxLength: 3 }),
        (side, { role, some }, contents) => {
          const message = `llm.${side}_messages.0.message`;
          const listed = contents.map((each, at) => ({
            ...each,
            prefix: `${message}.contents.${at}.message_content`,
          }));
          const keys = [
            ...some.map((member) => `${message}.${member}`),
            ...listed.flatMap(({ prefix, some: names }) => names.map((member) => `${prefix}.${member}`)),
          ];
          const given: JsonObject = {
            [`${message}.role`]: role,
            ...Object.fromEntries(listed.map(({ prefix, type }) => [`${prefix}.type`, type])),
            ...Object.fromEntries(keys.map((key, at) => [key, `<${at}>`])),
          };
          const facts = normaliseSpan('s', given, '');
          const stored = plain([facts.input, facts.output, keepAttributes(given, facts)]);
          return keys.every((_key, at) => stored.includes(`<${at}>`));
        },
      ),
      { seed: 19, numRuns: 1000 },
    );
  });

  it('hits that no call holds', () => {
    const hits = [{ name: 'db.query.result', attributes: { 'db.query.result.id': 'a' } }];
    const told = readSpanEvents(hits);
    const keep = (attributes: JsonObject): unknown =>
      keepEvents(hits, told, mergeFacts([normaliseSpan('s', attributes, ''), told]));
    expect(keep({ 'db.system': 'chroma' })).toEqual([]);
    expect(keep({ 'gen_ai.operation.name': 'chat' })).toEqual(hits);
    expect(keep({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.call.result': 'own' })).toEqual(hits);
  });

  it('the structured content beside the text of an MCP result', () => {
    const result = { content: [{ type: 'text', text: 'two' }], structuredContent: { rows: [1, 2] } };
    const call = { 'mcp.method.name': 'tools/call', 'gen_ai.tool.call.result': JSON.stringify(result) };
    expect(normaliseSpan('tools/call x', call, '').tool?.result).toEqual(result);
  });
});

it('reads the judgement of any event, and keeps none in events and links', () => {
  const verdict = { 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.explanation': 'rude' };
  const events = [
    { name: 'evaluation', attributes: { ...verdict, by: 'us' } },
    { name: 'other', attributes: { 'annotations.0.annotation.label': 'bad' } },
  ];
  const told = readSpanEvents(events);
  expect(told.evaluations).toEqual([
    { name: 'tone', target: 'span', explanation: 'rude' },
    { name: 'evaluation', target: 'span', label: 'bad' },
  ]);
  expect(keepEvents(events, told, told)).toEqual([
    { name: 'evaluation', attributes: { by: 'us' } },
    { name: 'other', attributes: {} },
  ]);
  const links = [{ traceId: 't', spanId: 's', attributes: { ...verdict, why: 'w' } }];
  expect(keepLinks(links)).toEqual([{ traceId: 't', spanId: 's', attributes: { why: 'w' } }]);
});
