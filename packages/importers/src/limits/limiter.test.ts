import type { JsonValue, Message, Run, RunId, SpanId, TraceId } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskableSpan } from '../masking/masker.ts';
import { TRUNCATED_ATTRIBUTE } from './field-cutter.ts';
import { createLimiter } from './limiter.ts';
import { DEFAULT_SPAN_LIMITS } from './span-limits.ts';
import { truncateText } from './truncate-text.ts';
import { sizeOfValue, truncateValue } from './truncate-value.ts';

const SEED = 20_261_125;

function makeSpan(members: Partial<MaskableSpan> = {}): MaskableSpan {
  return {
    // Any text is an id here.
    traceId: 't' as TraceId,
    spanId: 's' as SpanId,
    name: 'chat',
    kind: 'client',
    operation: 'model',
    status: 'ok',
    input: [],
    output: [],
    attributes: {},
    events: [],
    links: [],
    ...members,
  };
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

const says = (content: string): Message => ({ role: 'user', parts: [{ type: 'text', content }] });

describe('truncateText', () => {
  it('says what was cut, within the limit', () => {
    const cut = truncateText('x'.repeat(1000), 200);
    expect(cut).toMatch(/^x+… \[truncated \d+ of 1000 characters\]$/);
    expect(cut.length).toBeLessThanOrEqual(200);
    const kept = /^x+/.exec(cut)?.[0].length ?? 0;
    expect(cut).toContain(`truncated ${1000 - kept} of`);
  });

  it('never cuts a character in two', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 0, maxLength: 400 }),
        fc.integer({ min: 100, max: 300 }),
        (text, limit) => {
          const cut = truncateText(text, limit);
          return (
            cut.length <= Math.max(limit, 0) && (cut === text || !isWellFormed(text) || isWellFormed(cut))
          );
        },
      ),
      { seed: SEED },
    );
    for (let limit = 100; limit < 110; limit += 1)
      expect(isWellFormed(truncateText('😀'.repeat(200), limit))).toBe(true);
  });
});

describe('truncateValue', () => {
  it('keeps a value within its limits as it is, and any other within the limit', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }),
        fc.integer({ min: 100, max: 400 }),
        (value, limit) => {
          // fast-check's JSON is ours.
          const whole = value as JsonValue;
          const cut = truncateValue(whole, limit, 4);
          const size = sizeOfValue(whole, 4);
          return size <= limit
            ? cut === whole
            : sizeOfValue(cut, 4) <= limit && truncateValue(cut, limit, 4) === cut;
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('marks texts, items, members and depth', () => {
    const list = truncateValue(
      Array.from({ length: 1000 }, (_, index) => index),
      200,
      10,
    ) as JsonValue[];
    expect(list.at(-1)).toBe(`… [truncated ${1000 - list.length + 1} of 1000 items]`);
    const members = truncateValue(
      Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 1])),
      200,
      10,
    );
    expect(JSON.stringify(members)).toMatch(/"…":"… \[truncated \d+ of 1000 members\]"}$/);
    expect(truncateValue([[[['deep']]]], 1000, 3)).toEqual([
      [['… [truncated: nested deeper than 3 levels]']],
    ]);
  });
});

describe('limitSpan', () => {
  it('gives a span within its limits back itself', () => {
    const span = makeSpan({ input: [says('hello')], attributes: { a: 1 } });
    const { span: limited, truncations } = createLimiter().limitSpan(span);
    expect(limited).toBe(span);
    expect(truncations).toEqual([]);
  });

  it('keeps a span of several megabytes by default', () => {
    const span = makeSpan({ input: [says('x'.repeat(3 * 1024 * 1024)), says('y'.repeat(3 * 1024 * 1024))] });
    expect(createLimiter().limitSpan(span).span === span).toBe(true);
  });

  it('cuts each kind of field at its own limit and lists it', () => {
    const limiter = createLimiter({
      nameCharacters: 100,
      attributeKeyCharacters: 100,
      attributeCharacters: 200,
      attributes: 3,
      messagePartCharacters: 300,
      toolCharacters: 400,
      messages: 2,
      events: 1,
      links: 1,
      depth: 5,
    });
    const long = 'x'.repeat(1000);
    const span = makeSpan({
      name: long,
      statusMessage: long,
      attributes: { a: long, b: 1, c: 2, d: 3 },
      tool: { name: 'read', arguments: { path: long }, result: long },
      input: [says('first'), says('second'), says(long)],
      output: [{ role: 'assistant', parts: [{ type: 'other', name: 'x', value: [[[[[['deep']]]]]] }] }],
      events: [
        { name: 'e', attributes: { [long]: 1 } },
        { name: 'f', attributes: {} },
      ],
      links: [
        { traceId: 't', spanId: 's', attributes: { a: long } },
        { traceId: 't', spanId: 's', attributes: {} },
      ],
    });
    const { span: limited, truncations } = limiter.limitSpan(span);
    expect(truncations.map(({ field, unit }) => `${field} ${unit}`).toSorted()).toEqual([
      'attributes items',
      'attributes/a characters',
      `events items`,
      `events/0/attributes/${'x'.repeat(100)} characters`,
      'input items',
      'input/1/parts/0 characters',
      'links items',
      'links/0/attributes/a characters',
      'name characters',
      'output/0/parts/0 levels',
      'statusMessage characters',
      'tool/arguments characters',
      'tool/result characters',
    ]);
    expect(limited.attributes[TRUNCATED_ATTRIBUTE]).toHaveLength(truncations.length);
    expect(limited.input.map(({ parts }) => parts[0])).toEqual([
      { type: 'text', content: 'second' },
      { type: 'text', content: expect.stringMatching(/^x+… \[truncated \d+ of 1000 characters\]$/) },
    ]);
    expect(limited.events).toHaveLength(1);
    // What was cut once is not cut again.
    expect(limiter.limitSpan(limited).span === limited).toBe(true);
  });

  it('cuts the largest texts where the whole is too large, and leaves the small ones', () => {
    const limiter = createLimiter({ spanCharacters: 10_000 });
    const span = makeSpan({ input: [says('a'.repeat(30_000)), says('small'), says('b'.repeat(20_000))] });
    const { span: limited } = limiter.limitSpan(span);
    expect(limited.input[1]).toBe(span.input[1]);
    expect(JSON.stringify(limited).length).toBeLessThan(11_000);
    expect(limited.attributes[TRUNCATED_ATTRIBUTE]).toEqual(['input/0/parts/0', 'input/2/parts/0']);
    expect(limiter.limitSpan(limited).span === limited).toBe(true);
  });

  it('keeps fewer of too many small fields, and says so', () => {
    const limiter = createLimiter({ spanCharacters: 1000 });
    const small = 'x'.repeat(100);
    const span = makeSpan({
      input: [{ role: 'user', parts: Array.from({ length: 500 }, () => ({ type: 'text', content: small })) }],
      attributes: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, small])),
    });
    const { span: limited, truncations } = limiter.limitSpan(span);
    expect(JSON.stringify(limited).length).toBeLessThan(3000);
    expect(truncations.map(({ field }) => field).toSorted()).toEqual(['attributes', 'input/0/parts']);
    expect(limiter.limitSpan(limited).span === limited).toBe(true);
  });

  it('cuts the names and ids beside the content of a part', () => {
    const long = 'x'.repeat(9000);
    const span = makeSpan({
      tool: { name: 't', callId: long },
      output: [
        {
          role: 'assistant',
          parts: [
            { type: 'tool_call', id: long, name: long, arguments: {} },
            { type: 'tool_call_response', id: long, response: 'r' },
            { type: 'media', modality: 'image', mimeType: long },
            { type: 'other', name: long, value: 1 },
          ],
        },
      ],
    });
    const { span: limited, truncations } = createLimiter().limitSpan(span);
    expect(JSON.stringify(limited).length).toBeLessThan(7 * 4200);
    expect(new Set(truncations.map(({ field }) => field)).size).toBe(5);
    expect(createLimiter().limitSpan(limited).span === limited).toBe(true);
  });

  it('names a field by whole characters', () => {
    const key = `${'k'.repeat(99)}😀`;
    const { truncations } = createLimiter({ attributeCharacters: 100 }).limitSpan(
      makeSpan({ attributes: { [key]: 'x'.repeat(500) } }),
    );
    expect(truncations.map(({ field }) => field)).toEqual([`attributes/${'k'.repeat(99)}`]);
  });

  it('keeps the record of a run within the same limits', () => {
    const huge = 'x'.repeat(9_000_000);
    const run: Run = {
      runId: 'r' as RunId,
      traceIds: [],
      source: { path: 'p', format: 'f' },
      outcome: { status: 'unknown', details: { why: huge } },
      taskText: huge,
      session: huge,
      tools: Array.from({ length: 40 }, (_, index) => ({
        name: `t${index}`,
        description: 'd',
        parameters: { enum: [huge] },
      })),
      environment: { service: huge },
    };
    const { run: limited, truncations } = createLimiter().limitRun(run);
    expect(limited.taskText?.length).toBeLessThanOrEqual(DEFAULT_SPAN_LIMITS.messagePartCharacters);
    expect(JSON.stringify([limited.environment, limited.outcome, limited.session]).length).toBeLessThan(
      2_200_000,
    );
    expect(JSON.stringify(limited.tools).length).toBeLessThan(DEFAULT_SPAN_LIMITS.spanCharacters);
    expect(new Set(truncations.map(({ field }) => field))).toEqual(
      new Set(['run/session', 'run/taskText', 'run/environment/service', 'run/outcome/why', 'run/tools']),
    );
    const small: Run = {
      ...run,
      outcome: { status: 'unknown' },
      taskText: 't',
      session: 's',
      tools: [],
      environment: {},
    };
    expect(createLimiter().limitRun(small).run).toBe(small);
  });

  it('refuses limits that leave no room for a mark', () => {
    expect(() => createLimiter({ messagePartCharacters: 5 })).toThrow('not a whole number from 100');
    expect(() => createLimiter({ events: 0 })).toThrow('events');
    expect(createLimiter(DEFAULT_SPAN_LIMITS).limitSpan(makeSpan()).truncations).toEqual([]);
  });
});
