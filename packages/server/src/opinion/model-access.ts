/** The language model that a server or a command may ask: named by the environment, priced by the table of prices. */
import type { LanguageModel } from '@tracewright/core';
import { findPrice, type PriceTable, toCost } from '@tracewright/importers';
import {
  HOW_TO_CONFIGURE,
  type ModelSettings,
  type ModelUsage,
  openModel,
  readModelSettings,
  withBudget,
  withCache,
} from '@tracewright/llm';
import { isTraceError, TraceError } from '@tracewright/core';

export interface ModelAccess {
  /** Whom a question without a name goes to, or why there is nobody. */
  describe(): { readonly model: string } | { readonly fix: string };
  /** @throws TraceError `usage-invalid` where no model is set up, or a key is missing */
  choose(named?: string): ModelSettings;
  /** US dollars of a request to it; undefined where no price is known. */
  price(settings: ModelSettings, usage: ModelUsage): number | undefined;
  /** @param cacheFolder where answers are kept; none when absent */
  open(
    settings: ModelSettings,
    limits: { readonly maxUsd: number; readonly maxCalls: number; readonly cacheFolder?: string | undefined },
  ): LanguageModel;
}

export function createModelAccess(
  env: Readonly<Record<string, string | undefined>>,
  prices?: PriceTable,
): ModelAccess {
  const price: ModelAccess['price'] = ({ model, provider }, usage) => {
    const found = findPrice(model, provider, prices);
    return found === undefined ? undefined : toCost(usage, found);
  };
  const choose: ModelAccess['choose'] = (named) => {
    const settings = readModelSettings(env, named);
    if (settings !== undefined) return settings;
    throw new TraceError('usage-invalid', {
      where: 'the language model',
      message: 'no model is set up, so nobody can be asked',
      fix: HOW_TO_CONFIGURE,
    });
  };
  return {
    describe() {
      try {
        return { model: choose().id };
      } catch (error) {
        if (!isTraceError(error)) throw error;
        return { fix: error.fix ?? error.message };
      }
    },
    choose,
    price,
    open(settings, { maxUsd, maxCalls, cacheFolder }) {
      const own = (usage: ModelUsage): number | undefined => price(settings, usage);
      const model = openModel(settings, { price: own });
      const cached = cacheFolder === undefined ? model : withCache(model, cacheFolder);
      return withBudget(cached, { maxUsd, maxCalls, price: own });
    },
  };
}
