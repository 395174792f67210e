import type { Span } from '@tracewright/core';
import { findNumber } from '../reading/json-text.ts';
import { BUNDLED_PRICES } from './bundled-prices.ts';
import { findPrice } from './find-price.ts';
import type { Price, PriceTable } from './price-table.ts';
import { toCost } from './to-cost.ts';

/** Stands on every span whose cost was computed: `prices@DAY`. A cost that the telemetry gave has none. */
export const COST_SOURCE = 'tracewright.cost.source';

type Priced = Pick<Span, 'operation' | 'model' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'attributes'>;

/** What was found for a model, a table: looking through the names of a table costs more than everything else here. */
const recalled = new WeakMap<PriceTable, Map<string, Price | undefined>>();
/** Names of models come from telemetry: so many are remembered. */
const MAX_RECALLED = 1000;

function recallPrice(model: string, provider: string | undefined, table: PriceTable): Price | undefined {
  const prices = recalled.get(table) ?? new Map<string, Price | undefined>();
  recalled.set(table, prices);
  const key = `${provider ?? ''} ${model}`;
  if (prices.has(key)) return prices.get(key);
  const price = findPrice(model, provider, table);
  if (prices.size < MAX_RECALLED) prices.set(key, price);
  return price;
}

/**
 * The span with its cost computed, where it has tokens of a model whose price is known and the telemetry gives no cost. An
 * agent's span sums up calls of perhaps several models: it is left as it is.
 */
export function withCost<S extends Priced>(
  span: S,
  provider: string | undefined,
  table: PriceTable = BUNDLED_PRICES,
): S {
  if (span.costUsd !== undefined || span.model === undefined || span.operation === 'agent') return span;
  if (span.inputTokens === undefined) return span;
  const price = recallPrice(span.model, provider, table);
  if (price === undefined) return span;
  const costUsd = toCost(
    {
      inputTokens: span.inputTokens,
      outputTokens: span.outputTokens,
      cacheReadTokens: findNumber(span.attributes, 'gen_ai.usage.cache_read.input_tokens'),
      cacheWriteTokens: findNumber(span.attributes, 'gen_ai.usage.cache_creation.input_tokens'),
    },
    price,
  );
  if (costUsd === undefined) return span;
  return {
    ...span,
    costUsd,
    attributes: { ...span.attributes, [COST_SOURCE]: `prices@${price.listed}` },
  };
}
