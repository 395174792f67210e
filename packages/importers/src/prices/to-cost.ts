import type { Price, TokenPrices } from './price-table.ts';

/** Tokens of one request, as the GenAI conventions count them: cached tokens are part of the input, reasoning of the output. */
export interface TokenUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
}

/**
 * US dollars of one request; undefined when a count that the price needs is missing. Sources that leave cached tokens out of the
 * input are known by more cached tokens than input: theirs stand beside it.
 */
export function toCost(usage: TokenUsage, price: Price): number | undefined {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined || (outputTokens === undefined && price.output > 0)) return undefined;
  const read = Math.max(0, usage.cacheReadTokens ?? 0);
  const written = Math.max(0, usage.cacheWriteTokens ?? 0);
  const isApart = read + written > inputTokens;
  const fresh = isApart ? inputTokens : inputTokens - read - written;
  const { above } = price;
  const rate: TokenPrices = above !== undefined && fresh + read + written > above.inputTokens ? above : price;
  return (
    (fresh * rate.input +
      read * (rate.cacheRead ?? rate.input) +
      written * (rate.cacheWrite ?? rate.input) +
      (outputTokens ?? 0) * rate.output) /
    1e6
  );
}
