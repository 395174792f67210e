import type { JsonObject, Span } from '@tracewright/core';
import { findNumber, findText } from '../reading/json-text.ts';
import { BUNDLED_PRICES } from './bundled-prices.ts';
import { findPrice } from './find-price.ts';
import type { PriceTable } from './price-table.ts';
import { toCost } from './to-cost.ts';

/** Stands on every span whose cost was computed: `prices@DAY`. A cost that the telemetry gave has none. */
export const COST_SOURCE = 'tracewright.cost.source';

type Priced = Pick<Span, 'operation' | 'model' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'attributes'>;

/**
 * The span with its cost computed, where it is one call of a model whose price is known, has tokens, and the telemetry gives no
 * cost. Agents, workflows and chains sum up the calls below them: they are left as they are.
 */
export function withCost<S extends Priced>(
  span: S,
  provider: string | undefined,
  table: PriceTable = BUNDLED_PRICES,
): S {
  if (span.costUsd !== undefined || span.model === undefined || span.inputTokens === undefined) return span;
  if (span.operation !== 'model' && !isEmbedding(span.attributes)) return span;
  const price = findPrice(span.model, provider, table);
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

function isEmbedding(attributes: JsonObject): boolean {
  return [
    'gen_ai.operation.name',
    'openinference.span.kind',
    'langfuse.observation.type',
    'llm.request.type',
    'ai.operationId',
  ].some((name) => /^embeddings?$|\.doEmbed$/i.test(findText(attributes, name) ?? ''));
}
