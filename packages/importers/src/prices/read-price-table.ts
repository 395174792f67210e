/**
 * A price table of the user's own, which goes in front of the bundled one.
 *
 *     { "listed": "2026-11-01", "prices": [
 *       { "models": ["gpt-4o", "our-tuned-*"], "input": 2.0, "output": 8.0, "cacheRead": 1.0 },
 *       { "models": ["llama-3.3-70b-versatile"], "provider": "groq", "input": 0.5, "output": 0.7 } ] }
 *
 * Prices are US dollars per million tokens. A price with a provider holds for that provider's spans only.
 */
import { isJsonObject, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import { BUNDLED_PRICES } from './bundled-prices.ts';
import type { Price, PriceTable, TokenPrices } from './price-table.ts';

const MEMBERS = new Set(['models', 'provider', 'input', 'output', 'cacheRead', 'cacheWrite', 'above']);

/** @throws TraceError `record-invalid`; `where` is the JSON pointer of what is wrong */
export function readPriceTable(json: JsonValue): PriceTable {
  if (!isJsonObject(json)) throw invalid('', 'a price table is an object with the member "prices"');
  const { listed = 'own', prices } = json as { listed?: JsonValue; prices?: JsonValue };
  if (typeof listed !== 'string' || listed === '')
    throw invalid('/listed', '"listed" is a text such as "2026-11-01"');
  if (!Array.isArray(prices)) throw invalid('/prices', '"prices" is a list');
  return (prices as readonly JsonValue[]).map((price, index) => readPrice(price, `/prices/${index}`, listed));
}

/** The own prices first, then the bundled ones. */
export function mergePrices(own: PriceTable): PriceTable {
  return [...own, ...BUNDLED_PRICES];
}

function readPrice(value: JsonValue, where: string, listed: string): Price {
  if (!isJsonObject(value)) throw invalid(where, 'a price is an object');
  const unknown = Object.keys(value).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined)
    throw invalid(
      `${where}/${unknown}`,
      `a price has no member "${unknown}", only ${[...MEMBERS].join(', ')}`,
    );
  const models = value['models'];
  const names = Array.isArray(models) ? (models as readonly JsonValue[]) : [];
  if (names.length === 0) throw invalid(`${where}/models`, '"models" is a list of names, at least one');
  const { provider, above } = value;
  if (provider !== undefined && (typeof provider !== 'string' || provider === ''))
    throw invalid(`${where}/provider`, '"provider" is a name such as "openai"');
  return {
    models: names.map((name, index) => {
      if (typeof name !== 'string' || name.trim() === '' || /\*./.test(name))
        throw invalid(`${where}/models/${index}`, 'a model is a name; a * stands at its end only');
      return name.trim().toLowerCase();
    }),
    ...(provider === undefined ? {} : { provider: provider.toLowerCase(), isHosted: true }),
    ...readTokenPrices(value, where),
    ...(above === undefined ? {} : { above: readAbove(above, `${where}/above`) }),
    listed,
  };
}

function readTokenPrices(value: JsonObject, where: string): TokenPrices {
  const number = (name: string): number => {
    const price = value[name];
    if (typeof price !== 'number' || !Number.isFinite(price) || price < 0)
      throw invalid(`${where}/${name}`, `"${name}" is US dollars per million tokens, 0 or more`);
    return price;
  };
  return {
    input: number('input'),
    output: number('output'),
    ...(value['cacheRead'] === undefined ? {} : { cacheRead: number('cacheRead') }),
    ...(value['cacheWrite'] === undefined ? {} : { cacheWrite: number('cacheWrite') }),
  };
}

function readAbove(value: JsonValue, where: string): NonNullable<Price['above']> {
  const inputTokens = isJsonObject(value) ? value['inputTokens'] : undefined;
  if (!isJsonObject(value) || typeof inputTokens !== 'number' || !(inputTokens > 0))
    throw invalid(`${where}/inputTokens`, '"above" has "inputTokens", a count, beside its prices');
  return { inputTokens, ...readTokenPrices(value, where) };
}

function invalid(where: string, message: string): TraceError {
  return new TraceError('record-invalid', {
    message,
    where: where === '' ? 'the price table' : where,
    fix: 'see docs/dialects.md, "Prices"',
  });
}
