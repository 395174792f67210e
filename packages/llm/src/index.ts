export { HOW_TO_CONFIGURE, type ModelSettings, readModelSettings } from './providers/model-settings.ts';
export { type ModelUsage, openModel, type OpenModelOptions, type PriceOf } from './providers/open-model.ts';
export { estimateTokens, type ModelBudget, withBudget } from './budget/with-budget.ts';
export { withCache } from './cache/with-cache.ts';
export { recordCassette, replayCassette } from './cassette/with-cassette.ts';
