import type { JsonObject, JsonValue, Message, Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairToolCalls } from '../building/pair-tool-calls.ts';
import { toMaskFinding } from './mask-finding.ts';
import { createMasker, type MaskableSpan } from './masker.ts';
import { readMaskingPolicy } from './masking-policy.ts';
import { makeSecrets } from './testing-secrets.ts';

const SEED = 20_261_125;
const secrets = makeSecrets(SEED);
const KEY = `sk-ant-api03-${'aB3dE5gH7'.repeat(5)}`;

function makeSpan(members: Partial<MaskableSpan> = {}): MaskableSpan {
  return {
    // Any text is an id here.
    traceId: 't' as TraceId,
    spanId: 's' as SpanId,
    name: 'chat',
    kind: 'client',
    operation: 'model',
    status: 'ok',
    inputTokens: 12,
    outputTokens: 3,
    input: [],
    output: [],
    attributes: {},
    events: [],
    links: [],
    ...members,
  };
}

const says = (content: string, role = 'user'): Message => ({ role, parts: [{ type: 'text', content }] });

/** A span with the text in every field that can carry one. */
function plantEverywhere(text: string): MaskableSpan {
  const nested: JsonValue = {
    list: [1, { deep: text }],
    json: JSON.stringify({ inner: text }),
    [`name ${text}`]: true,
  };
  return makeSpan({
    name: `call ${text}`,
    statusMessage: `failed: ${text}`,
    agent: text,
    model: text,
    attributes: { 'http.url': text, nested, [`key ${text}`]: 1 },
    tool: { name: `tool ${text}`, callId: text, arguments: nested, result: text },
    input: [
      {
        role: 'user',
        name: text,
        parts: [
          { type: 'text', content: text },
          { type: 'reasoning', content: text },
        ],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: text, name: 'search', arguments: nested }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: text, response: nested }] },
    ],
    output: [
      {
        role: 'assistant',
        parts: [
          { type: 'other', name: 'block', value: nested },
          { type: 'media', modality: 'image', uri: `https://host/image?x=${text}` },
          { type: 'tool_call', name: 'search', arguments: text },
        ],
      },
      {
        role: `user ${text}`,
        parts: [
          { type: 'tool_call', name: `call ${text}`, arguments: {} },
          { type: 'media', modality: 'image', mimeType: text },
          { type: 'other', name: `block ${text}`, value: 1 },
        ],
      },
    ],
    events: [{ name: `event ${text}`, attributes: { 'exception.message': text, nested } }],
    links: [{ traceId: 't', spanId: 's', attributes: { nested } }],
  });
}

/** Counts of everything: what masking must not change. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shapeOf);
  return typeof value === 'string' ? 'text' : value;
}

describe('createMasker', () => {
  it.each(secrets.map((planted, index) => ({ ...planted, index })))(
    'takes $index $kind out of every field',
    ({ secret, text }) => {
      const span = plantEverywhere(text);
      const { span: masked, masks } = createMasker().maskSpan(span);
      const json = JSON.stringify(masked);
      expect(json).not.toContain(secret.slice(0, 12));
      expect(json).not.toContain(secret.slice(-12));
      expect(shapeOf(masked)).toEqual(shapeOf(span));
      expect(masks.length).toBeGreaterThan(15);
      expect(masks.every(({ kind }) => kind !== 'masking-failed')).toBe(true);
    },
  );

  it('leaves no planted secret in any span, masks nothing twice, and keeps shape and counts', () => {
    const texts = fc.array(
      fc.oneof(
        fc.constantFrom(...secrets),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.lorem({ maxCount: 5 }),
      ),
      { maxLength: 4 },
    );
    const masker = createMasker();
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(' ', '\n', '\t', '", "'),
        fc.boolean(),
        (pieces, separator, isNested) => {
          const joined = pieces
            .map((piece) => (typeof piece === 'string' ? piece : piece.text))
            .join(separator);
          const span = plantEverywhere(isNested ? JSON.stringify({ text: joined }) : joined);
          const { span: masked } = masker.maskSpan(span);
          const json = JSON.stringify(masked);
          const isGone = pieces.every((piece) => typeof piece === 'string' || !json.includes(piece.secret));
          const again = masker.maskSpan(masked);
          return (
            isGone &&
            again.span === masked &&
            again.masks.length === 0 &&
            JSON.stringify(shapeOf(masked)) === JSON.stringify(shapeOf(span))
          );
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('gives clean spans, values and messages back themselves', () => {
    const clean = plantEverywhere('nothing to hide');
    const masker = createMasker();
    expect(masker.maskSpan(clean)).toEqual({ span: clean, masks: [] });
    expect(masker.maskSpan(clean).span === clean).toBe(true);
    const dirty = makeSpan({ input: [says('fine'), says(KEY)], attributes: { a: { b: 1 } } });
    const { span } = masker.maskSpan(dirty);
    expect(span.input[0] === dirty.input[0]).toBe(true);
    expect(span.attributes === dirty.attributes).toBe(true);
    // A message that many spans share stays one object.
    expect(masker.maskSpan(dirty).span.input[1] === span.input[1]).toBe(true);
  });

  it('keeps the text around a secret, and says what it took', () => {
    const { span, masks } = createMasker().maskSpan(makeSpan({ input: [says(`use ${KEY}, then ${KEY}.`)] }));
    expect(span.input[0]?.parts[0]).toEqual({
      type: 'text',
      content: 'use [masked:anthropic-api-key], then [masked:anthropic-api-key].',
    });
    expect(masks).toEqual([{ kind: 'anthropic-api-key', field: 'input/0/parts/0', count: 2 }]);
  });

  it('masks what stands under the name of a secret, whatever it looks like', () => {
    const attributes: JsonObject = {
      'http.request.header.authorization': 'Custom x',
      'http.request.header.cookie': ['a=b; c=d'],
      argv: ['mysql', '--password', 'letmein', '--host', 'db', '--api-key', '--verbose'],
      described: { password: { type: 'string', value: 'letmein' } },
      config: { db: { password: 'letmein', port: 5432 }, pin: 1, apiKey: { live: 'k1', test: 'k2' } },
      env: [{ name: 'DB_PASSWORD', value: 'letmein' }],
      password: 123_456,
      max_tokens: 100,
      token: 'Hello',
      schema: { password: { type: 'string', description: 'the password' } },
      hasPassword: true,
      PWD: '/home/user',
    };
    expect(createMasker().maskSpan(makeSpan({ attributes })).span.attributes).toEqual({
      ...attributes,
      'http.request.header.authorization': '[masked:authorization]',
      'http.request.header.cookie': ['[masked:cookie]'],
      argv: ['mysql', '--password', '[masked:password]', '--host', 'db', '--api-key', '--verbose'],
      described: { password: { type: 'string', value: '[masked:password]' } },
      config: {
        db: { password: '[masked:password]', port: 5432 },
        pin: 1,
        apiKey: { live: '[masked:api-key]', test: '[masked:api-key]' },
      },
      env: [{ name: 'DB_PASSWORD', value: '[masked:password]' }],
      password: '[masked:password]',
    });
  });

  it('keeps calls and results paired where their ids hold secrets, over spans and files', () => {
    const call = (id: string): Message => ({
      role: 'assistant',
      parts: [{ type: 'tool_call', id, name: 'look', arguments: { at: id.slice(0, 3) } }],
    });
    const response = (id: string): Message => ({
      role: 'tool',
      parts: [{ type: 'tool_call_response', id, response: 'seen' }],
    });
    const ids = [`a-${KEY}`, `b-${KEY}`, 'c-clean'];
    const spans: readonly MaskableSpan[] = [
      makeSpan({ output: ids.map(call), tool: { name: 'look', callId: `a-${KEY}` } }),
      // Paired by name and arguments, as masked.
      makeSpan({ operation: 'tool', tool: { name: 'look', arguments: { at: 'b-s' } } }),
      makeSpan({ input: ids.map(response) }),
    ];
    const readIds = (key?: string): (string | undefined)[] => {
      const policy = { version: 1, ...(key === undefined ? {} : { hashKey: key }) };
      const stored = spans.map((span, sequence): Span => {
        // A masker of its own, as another file has.
        const { span: masked } = createMasker(readMaskingPolicy(policy)).maskSpan(span);
        return { ...masked, runId: 'r' as RunId, sequence };
      });
      return pairToolCalls(stored).flatMap(({ tool, input, output }) => [
        ...(tool === undefined ? [] : [tool.callId]),
        ...[...input, ...output].flatMap(({ parts: [part] }) =>
          part?.type === 'tool_call' || part?.type === 'tool_call_response' ? [part.id] : [],
        ),
      ]);
    };
    const [a, , b] = readIds();
    expect(a).toMatch(/^\[masked:anthropic-api-key#[0-9a-f]{8}\]$/);
    expect(b).not.toBe(a);
    expect(readIds()).toEqual([a, a, b, 'c-clean', b, a, b, 'c-clean']);
    const [keyed, ...others] = readIds('a key for tests only');
    expect([a, b]).not.toContain(keyed);
    expect(others[0]).toBe(keyed);
    const { masks } = createMasker().maskSpan(spans[0] ?? makeSpan());
    expect(masks.map(({ field }) => field)).toEqual(['tool/callId', 'output/0/parts/0', 'output/1/parts/0']);
  });

  it('keeps members whose names become equal, and `__proto__`', () => {
    const value = JSON.parse(`{"${KEY}":1,"${KEY}x":2,"__proto__":{"a":"${KEY}"}}`) as JsonObject;
    const { span } = createMasker().maskSpan(makeSpan({ attributes: { value } }));
    expect(JSON.stringify(span.attributes)).toBe(
      '{"value":{"[masked:anthropic-api-key]":1,"[masked:anthropic-api-key] 2":2,"__proto__":{"a":"[masked:anthropic-api-key]"}}}',
    );
  });

  it('masks runs', () => {
    const run: Run = {
      runId: 'r' as RunId,
      traceIds: [],
      taskText: `use ${KEY}`,
      task: KEY,
      session: `chat ${KEY}`,
      user: KEY,
      agent: `helper ${KEY}`,
      agentVersion: KEY,
      model: KEY,
      source: { path: 'a', format: 'b' },
      outcome: { status: 'failure', details: { log: KEY } },
      tools: [{ name: `x ${KEY}`, description: KEY, parameters: { default: KEY } }, { name: 'y' }],
      environment: { env: { API_KEY: 'a1b2c3d4' }, cwd: '/x' },
    };
    const { run: masked, masks } = createMasker().maskRun(run);
    expect(JSON.stringify(masked)).not.toContain(KEY);
    expect(masked.environment).toEqual({ env: { API_KEY: '[masked:api-key]' }, cwd: '/x' });
    expect(masked.tools[1] === run.tools[1]).toBe(true);
    expect(masks.map(({ field }) => field)).toEqual([
      'run/task',
      'run/taskText',
      'run/session',
      'run/user',
      'run/agent',
      'run/agentVersion',
      'run/model',
      'run/environment',
      'run/outcome',
      'run/tools',
      'run/tools',
      'run/tools',
    ]);
    const clean: Run = {
      runId: run.runId,
      traceIds: [],
      source: run.source,
      task: 'a',
      taskText: 'x',
      session: 's',
      user: 'u',
      outcome: { status: 'unknown' },
      tools: [],
      environment: {},
    };
    expect(createMasker().maskRun(clean).run === clean).toBe(true);
  });

  it('is not slow in deep values, and lets none through that nest too deep', () => {
    let deep: JsonValue = KEY;
    for (let level = 0; level < 150; level += 1) deep = level % 2 === 0 ? { a: deep } : [deep];
    const { span } = createMasker().maskSpan(makeSpan({ attributes: { deep } }));
    expect(JSON.stringify(span.attributes)).toContain('[masked:anthropic-api-key]');
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const { span: failed, masks } = createMasker().maskSpan(
      makeSpan({ attributes: { deep }, input: [says('ok')] }),
    );
    expect(failed.attributes).toEqual({ deep: '[masked:masking-failed]' });
    expect(masks).toEqual([{ kind: 'masking-failed', field: 'attributes/deep', count: 1 }]);
  });
});

describe('the rules of a policy', () => {
  const policy = (fields: readonly (readonly [string, string])[]) =>
    readMaskingPolicy({
      version: 1,
      hashKey: 'a key for tests only',
      fields: fields.map(([field, action]) => ({ field, action })),
    });

  it('keep, mask, drop and hash fields', () => {
    const masker = createMasker(
      policy([
        ['attributes.kept', 'keep'],
        ['attributes.user.*', 'hash'],
        ['attributes.gone', 'drop'],
        ['messages.system', 'drop'],
        ['messages.user', 'mask'],
        ['tool.Bash.result', 'mask'],
        ['name', 'mask'],
      ]),
    );
    const span = makeSpan({
      attributes: { kept: KEY, 'user.email': 'a@b.c', 'user.ids': [7, 'x'], gone: 1, other: KEY },
      input: [says('the system', 'system'), says('the user'), says('the assistant', 'assistant')],
      tool: { name: 'Bash', arguments: { command: 'ls' }, result: { stdout: 'x', code: 0, isOk: true } },
    });
    const { span: masked, masks } = masker.maskSpan(span);
    expect(masked.name).toBe('[masked:policy]');
    const hash = expect.stringMatching(/^\[hash:[0-9a-f]{16}\]$/);
    expect(masked.attributes).toEqual({
      kept: KEY,
      'user.email': hash,
      'user.ids': [hash, hash],
      other: '[masked:anthropic-api-key]',
    });
    expect(masked.input.map(({ parts }) => parts[0])).toEqual([
      { type: 'text', content: '' },
      { type: 'text', content: '[masked:policy]' },
      { type: 'text', content: 'the assistant' },
    ]);
    expect(masked.tool).toEqual({
      name: 'Bash',
      arguments: { command: 'ls' },
      result: { stdout: '[masked:policy]', code: '[masked:policy]', isOk: true },
    });
    expect(masks.filter(({ kind }) => kind === 'policy').map(({ field }) => field)).toEqual([
      'name',
      'attributes/user.email',
      'attributes/user.ids',
      'attributes/gone',
      'tool/result',
      'input/0/parts/0',
      'input/1/parts/0',
    ]);
    expect(masker.maskSpan(masked).span === masked).toBe(true);
  });

  it('hide a tool result in messages by the name of its call, and where the name is not known', () => {
    const masker = createMasker(policy([['tool.Bash.result', 'mask']]));
    const response = (id: string): Message => ({
      role: 'tool',
      parts: [{ type: 'tool_call_response', id, response: 'text' }],
    });
    const { span } = masker.maskSpan(
      makeSpan({
        input: [
          {
            role: 'assistant',
            parts: [
              { type: 'tool_call', id: '1', name: 'Bash', arguments: {} },
              { type: 'tool_call', id: '2', name: 'Read', arguments: {} },
            ],
          },
          response('1'),
          response('2'),
          response('3'),
        ],
      }),
    );
    expect(
      span.input.slice(1).map(({ parts: [part] }) => part?.type === 'tool_call_response' && part.response),
    ).toEqual(['[masked:policy]', 'text', '[masked:policy]']);
  });

  it('add patterns, with a part named secret or the whole match', () => {
    const masker = createMasker(
      readMaskingPolicy({
        version: 1,
        defaultRules: false,
        patterns: [
          { name: 'employee', pattern: 'EMP-\\d{6}' },
          { name: 'badge', pattern: 'badge (?<secret>[a-z]{4})', ignoreCase: true },
        ],
      }),
    );
    const { span } = masker.maskSpan(makeSpan({ name: `EMP-123456 Badge abcd ${KEY}` }));
    expect(span.name).toBe(`[masked:employee] Badge [masked:badge] ${KEY}`);
    // Wherever a window of the search ends.
    for (const before of [16_370, 16_376, 16_380, 16_384, 16_390])
      expect(
        masker.maskSpan(makeSpan({ statusMessage: `${'x'.repeat(before)}EMP-123456` })).span.statusMessage,
      ).toBe(`${'x'.repeat(before)}[masked:employee]`);
  });

  it('fail closed', () => {
    const failing = createMasker({
      hasDefaults: true,
      fields: [],
      allow: new Set(),
      hashKey: undefined,
      patterns: [
        {
          name: 'failing',
          find: (text) => {
            if (text.includes('trouble')) throw new Error('too slow');
          },
        },
      ],
    });
    const { span, masks } = failing.maskSpan(
      makeSpan({ statusMessage: 'trouble and more', attributes: { a: ['trouble', 'fine'] } }),
    );
    expect(span.statusMessage).toBe('[masked:masking-failed]');
    expect(span.attributes).toEqual({ a: ['[masked:masking-failed]', 'fine'] });
    expect(masks.map(({ kind, field }) => [kind, field])).toEqual([
      ['masking-failed', 'statusMessage'],
      ['masking-failed', 'attributes/a'],
    ]);
  });
});

describe('toMaskFinding', () => {
  it('quotes the placeholders where they stand', () => {
    const { span, masks } = createMasker().maskSpan(plantEverywhere(`first ${KEY}`));
    const placed: Span = { ...span, runId: 'r' as RunId, sequence: 0 };
    const finding = toMaskFinding(masks, { runId: placed.runId, spanId: placed.spanId, span });
    expect(finding).toMatchObject({
      runId: 'r',
      spanId: 's',
      detector: 'secret-masking@1',
      category: 'secret-masked',
      severity: 'warning',
    });
    expect(finding.message).toMatch(
      /^\d+ secrets were masked on the way in: anthropic-api-key × \d+, in name, statusMessage, agent, model, attributes\/http.url and \d+ more$/,
    );
    expect(finding.evidence.map(({ path }) => path)).toEqual([
      'statusMessage',
      'tool/arguments',
      'tool/result',
      'input/0/parts/0',
      'input/0/parts/1',
      'input/1/parts/0',
      'input/2/parts/0',
      'output/0/parts/0',
      'output/0/parts/2',
    ]);
    expect(finding.evidence.every(({ start, end, quote }) => end - start === quote.length)).toBe(true);
    expect(toMaskFinding(masks.slice(0, 1), { ...placed, span }).id).toBe(finding.id);
  });
});
