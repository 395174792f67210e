import { type CompletionRequest, type LanguageModel, TraceError } from '@tracewright/core';
import type { ModelUsage } from '../providers/open-model.ts';

export interface ModelBudget {
  readonly maxCalls?: number;
  readonly maxUsd?: number;
  /** Of a request before it is sent; without a price only calls count. */
  readonly price?: (usage: ModelUsage) => number | undefined;
}

/** Fewer characters than this make no token, in the languages of traces: an estimate on the dear side. */
const CHARACTERS_A_TOKEN = 3;

/**
 * The model until its budget is spent. A request is refused when what was spent and what this one may cost at most (its length
 * in tokens, estimated, and all the output it allows) come to more. Answers from a cache below cost nothing and count as no call.
 */
export function withBudget(model: LanguageModel, budget: ModelBudget): LanguageModel {
  const { maxCalls = Infinity, maxUsd = Infinity, price } = budget;
  let calls = 0;
  let spentUsd = 0;
  return {
    id: model.id,
    async complete(request) {
      const nextUsd =
        price?.({ inputTokens: estimateTokens(request), outputTokens: request.maxOutputTokens }) ?? 0;
      if (calls >= maxCalls) throw exceeded(model.id, `${maxCalls} calls are made`);
      if (spentUsd + nextUsd > maxUsd)
        throw exceeded(
          model.id,
          `${toUsd(spentUsd)} of ${toUsd(maxUsd)} are spent, and the next question may cost ${toUsd(nextUsd)}`,
        );
      calls += 1;
      const completion = await model.complete(request);
      if (completion.isCached) calls -= 1;
      else spentUsd += completion.costUsd ?? 0;
      return completion;
    },
  };
}

export function estimateTokens({ system, messages, tools, schema }: CompletionRequest): number {
  return Math.ceil(JSON.stringify([system, messages, tools, schema]).length / CHARACTERS_A_TOKEN);
}

function exceeded(where: string, why: string): TraceError {
  return new TraceError('limit-exceeded', {
    where,
    message: `the budget is used up: ${why}`,
    fix: 'raise it with --budget USD, or choose a cheaper model',
  });
}

function toUsd(usd: number): string {
  return `$${usd.toFixed(usd > 0 && usd < 0.1 ? 4 : 2)}`;
}
