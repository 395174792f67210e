/** What a price is, and where its numbers came from. Prices are US dollars per million tokens. */

/** Prices of a request, by kind of token. A kind without a price of its own costs what `input` does. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** Input that was read from the provider's cache. */
  readonly cacheRead?: number;
  /** Input that was written to it. */
  readonly cacheWrite?: number;
}

export interface Price extends TokenPrices {
  /**
   * Names of the model as requests and responses give them, in lower case, without provider, region, date and version; or with
   * them, where that version has a price of its own. A `*` at the end stands for any ending.
   */
  readonly models: readonly string[];
  /** Who asks this price, as `gen_ai.provider.name`. */
  readonly provider?: string;
  /** Others host the model at other prices: only the named provider's spans are priced. */
  readonly isHosted?: true;
  /** Prices of the whole request where it has more input tokens than this. */
  readonly above?: TokenPrices & { readonly inputTokens: number };
  /** The day on which the price was known to hold, `2026-04-30`, or another name for the list. */
  readonly listed: string;
}

/** Of the prices of one name the first that fits is taken, whole names before those with a `*`. */
export type PriceTable = readonly Price[];
