import { isTraceError, type JsonValue } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUNDLED_PRICES, PRICES_LISTED } from './bundled-prices.ts';
import { findPrice } from './find-price.ts';
import type { Price } from './price-table.ts';
import { mergePrices, readPriceTable } from './read-price-table.ts';
import { toCost, type TokenUsage } from './to-cost.ts';
import { COST_SOURCE, withCost } from './with-cost.ts';

/** Dollars per million tokens: input, output. */
const pair = (model: string, provider?: string): readonly number[] | undefined => {
  const price = findPrice(model, provider);
  return price === undefined ? undefined : [price.input, price.output];
};

describe('findPrice', () => {
  it.each([
    ['gpt-4o', undefined, [2.5, 10]],
    ['gpt-4o-2024-08-06', 'openai', [2.5, 10]],
    ['openai/gpt-4o-2024-08-06', 'openrouter', [2.5, 10]],
    ['gpt-4o-mini-2024-07-18', 'azure.ai.openai', [0.15, 0.6]],
    // A version with a price of its own.
    ['gpt-4o-2024-05-13', 'openai', [5, 15]],
    ['gpt-4-1106-preview', 'openai', [10, 30]],
    ['claude-sonnet-4-5-20250929', 'anthropic', [3, 15]],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'aws.bedrock', [3, 15]],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'aws.bedrock', [0.8, 4]],
    ['claude-opus-4-5@20251101', 'gcp.vertex_ai', [5, 25]],
    ['models/gemini-2.5-flash-preview-05-20', 'gcp.gemini', [0.3, 2.5]],
    ['publishers/google/models/gemini-2.0-flash-001', 'gcp.vertex_ai', [0.1, 0.4]],
    ['mistral-small-2506', 'mistral_ai', [0.1, 0.3]],
    ['deepseek/deepseek-chat', undefined, [0.14, 0.28]],
    ['grok-4-fast-reasoning', 'x_ai', [0.2, 0.5]],
    ['grok-4-0709', 'x_ai', [3, 15]],
    ['command-r-plus-08-2024', 'cohere', [2.5, 10]],
    ['amazon.nova-pro-v1:0', 'aws.bedrock', [0.8, 3.2]],
    ['us.meta.llama3-3-70b-instruct-v1:0', 'amazon-bedrock', [0.72, 0.72]],
    ['meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together', [1.04, 1.04]],
    ['llama-3.3-70b-versatile', 'groq', [0.59, 0.79]],
  ])('knows %s of %s', (model, provider, expected) => {
    expect(pair(model, provider)).toEqual(expected);
  });

  it.each([
    ['my-model', 'openai'],
    ['gpt-4o-realtime-preview', 'openai'],
    ['ft:gpt-4o-2024-08-06:org::abc', 'openai'],
    ['deepseek/deepseek-chat:free', 'openrouter'],
    // What a host asks is no price elsewhere.
    ['llama-3.3-70b-versatile', undefined],
    ['llama-3.3-70b-versatile', 'openai'],
    ['mistral-small', 'ollama'],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('does not know %s of %s', (model, provider) => {
    expect(findPrice(model, provider)).toBeUndefined();
  });

  it('never throws, whatever the names', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (model, provider) => {
        findPrice(model, provider);
        return true;
      }),
      { seed: 3 },
    );
  });
});

it('the bundled table is sound: prices positive, cached input cheaper than fresh, names in lower case and once a host', () => {
  for (const { models, input, output, cacheRead, above, listed } of BUNDLED_PRICES) {
    expect(input > 0 && output >= 0 && (cacheRead ?? 0) < input).toBe(true);
    expect(above === undefined || (above.input > input && above.output > output)).toBe(true);
    expect(models).toEqual(models.map((name) => name.toLowerCase().trim()));
    expect(listed).toBe(PRICES_LISTED);
  }
  const names = BUNDLED_PRICES.flatMap(({ models, provider, isHosted }) =>
    models.map((name) => `${isHosted === true ? provider : ''}/${name}`),
  );
  expect(new Set(names).size).toBe(names.length);
});

describe('toCost', () => {
  const price: Price = {
    models: ['m'],
    input: 3,
    output: 15,
    cacheRead: 0.3,
    cacheWrite: 3.75,
    above: { inputTokens: 200_000, input: 6, output: 22.5, cacheRead: 0.6, cacheWrite: 7.5 },
    listed: 'x',
  };

  // By hand: 600 fresh, 300 read and 100 written at 3, 0.3 and 3.75, 200 out at 15, a million tokens:
  // 1800 + 90 + 375 + 3000 = 5265 millionths.
  it('counts cached tokens once, at their own price', () => {
    const usage = { inputTokens: 1000, outputTokens: 200, cacheReadTokens: 300, cacheWriteTokens: 100 };
    expect(toCost(usage, price)).toBeCloseTo(0.005265, 12);
  });

  it.each([
    ['gpt-4o', { inputTokens: 10_000, outputTokens: 1000, cacheReadTokens: 8000 }, 0.025],
    // 2000 x 2.5 + 8000 x 1.25 + 1000 x 10 = 5000 + 10000 + 10000 = 25000 millionths.
    ['gpt-4o-mini', { inputTokens: 1_000_000, outputTokens: 1_000_000 }, 0.75],
    ['claude-haiku-4-5', { inputTokens: 2500, outputTokens: 400, cacheWriteTokens: 2000 }, 0.005],
    // 500 x 1 + 2000 x 1.25 + 400 x 5 = 500 + 2500 + 2000 = 5000 millionths.
    ['gemini-2.5-pro', { inputTokens: 250_000, outputTokens: 10_000 }, 0.775],
    // Above 200,000: 250000 x 2.5 + 10000 x 15 = 625000 + 150000 millionths.
    ['text-embedding-3-small', { inputTokens: 50_000, outputTokens: undefined }, 0.001],
  ] satisfies readonly (readonly [string, TokenUsage, number])[])('%s by hand', (model, usage, expected) => {
    const found = findPrice(model, undefined);
    expect(found === undefined ? undefined : toCost(usage, found)).toBeCloseTo(expected, 10);
  });

  it('charges cached tokens beside the input where a source leaves them out of it', () => {
    expect(toCost({ inputTokens: 10, outputTokens: 0, cacheReadTokens: 1000 }, price)).toBeCloseTo(
      0.00033,
      12,
    );
  });

  it('is unknown, never zero, when a count is missing', () => {
    expect(toCost({ inputTokens: undefined, outputTokens: 5 }, price)).toBeUndefined();
    expect(toCost({ inputTokens: 5, outputTokens: undefined }, price)).toBeUndefined();
  });

  it('grows with every count', () => {
    const count = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, count, (fresh, read, written, out) => {
        const usage = {
          inputTokens: fresh + read + written,
          outputTokens: out,
          cacheReadTokens: read,
          cacheWriteTokens: written,
        };
        const cost = toCost(usage, price) ?? Number.NaN;
        return cost >= 0 && (toCost({ ...usage, outputTokens: out + 1 }, price) ?? 0) > cost;
      }),
      { seed: 5 },
    );
  });
});

describe('withCost', () => {
  const span = {
    operation: 'model',
    model: 'gpt-4o-2024-08-06',
    inputTokens: 10_000,
    outputTokens: 1000,
    attributes: { 'gen_ai.usage.cache_read.input_tokens': 8000 },
  } as const;

  it('computes the cost and says from which list', () => {
    const { costUsd, attributes } = withCost<Parameters<typeof withCost>[0]>(span, 'openai');
    expect(costUsd).toBeCloseTo(0.025, 12);
    expect(attributes).toEqual({ ...span.attributes, [COST_SOURCE]: `prices@${PRICES_LISTED}` });
  });

  it('prices embeddings, whatever the dialect', () => {
    for (const attributes of [
      { 'gen_ai.operation.name': 'embeddings' },
      { 'openinference.span.kind': 'EMBEDDING' },
      { 'langfuse.observation.type': 'embedding' },
      { 'llm.request.type': 'embedding' },
      { 'ai.operationId': 'ai.embedMany.doEmbed' },
    ]) {
      const other = { ...span, operation: 'other', model: 'text-embedding-3-small', attributes } as const;
      expect(withCost<Parameters<typeof withCost>[0]>(other, 'openai').costUsd).toBeCloseTo(0.0002, 12);
    }
  });

  it('leaves a cost that is given, an unknown model, a sum of calls and a span without tokens as they are', () => {
    const others: readonly Parameters<typeof withCost>[0][] = [
      { ...span, operation: 'other', attributes: { 'gen_ai.operation.name': 'invoke_workflow' } },
      { ...span, costUsd: 0.5 },
      { ...span, model: 'my-model' },
      { ...span, operation: 'agent' },
      { operation: 'model', model: 'gpt-4o', attributes: {} },
    ];
    for (const other of others) expect(withCost(other, 'openai')).toBe(other);
  });
});

describe('readPriceTable', () => {
  it('goes in front of the bundled prices', () => {
    const own = readPriceTable({
      listed: '2026-11-01',
      prices: [
        { models: ['GPT-4o', 'our-*'], input: 1, output: 2, cacheRead: 0.5 },
        {
          models: ['llama'],
          provider: 'groq',
          input: 3,
          output: 4,
          above: { inputTokens: 5, input: 6, output: 7 },
        },
      ],
    });
    const table = mergePrices(own);
    expect(findPrice('openai/gpt-4o-2024-08-06', 'openai', table)).toMatchObject({
      input: 1,
      listed: '2026-11-01',
    });
    expect(findPrice('our-tuned-7b', undefined, table)).toMatchObject({ output: 2 });
    expect(findPrice('llama', 'groq', table)).toMatchObject({
      input: 3,
      above: { inputTokens: 5, output: 7 },
    });
    expect(findPrice('llama', 'openai', table)).toBeUndefined();
    expect(findPrice('claude-haiku-4-5', undefined, table)).toMatchObject({ listed: PRICES_LISTED });
  });

  const price = { models: ['m'], input: 1, output: 2 };
  it.each<[string, JsonValue]>([
    ['the price table', []],
    ['/listed', { listed: 5, prices: [] }],
    ['/prices', {}],
    ['/prices/0', { prices: ['m'] }],
    ['/prices/0/models', { prices: [{ ...price, models: [] }] }],
    ['/prices/0/models/1', { prices: [{ ...price, models: ['a', 'b*c'] }] }],
    ['/prices/1/input', { prices: [price, { ...price, input: -1 }] }],
    ['/prices/0/output', { prices: [{ models: ['m'], input: 1 }] }],
    ['/prices/0/cacheRead', { prices: [{ ...price, cacheRead: '1' }] }],
    ['/prices/0/provider', { prices: [{ ...price, provider: 1 }] }],
    ['/prices/0/cached', { prices: [{ ...price, cached: 1 }] }],
    ['/prices/0/above/inputTokens', { prices: [{ ...price, above: 3 }] }],
    ['/prices/0/above/input', { prices: [{ ...price, above: { inputTokens: 3, output: 1 } }] }],
  ])('says that %s is wrong', (where, json) => {
    expect(() => readPriceTable(json)).toThrow(expect.objectContaining({ code: 'record-invalid', where }));
  });

  it('throws nothing but TraceError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          // What fast-check makes is JSON.
          readPriceTable({ prices: [json as JsonValue] });
          return true;
        } catch (error) {
          return isTraceError(error);
        }
      }),
      { seed: 7 },
    );
  });
});
