import type { RunStats, Span } from '@tracewright/core';
import { buildSpanForest, ENCLOSES, markAbove, WRAPS } from './span-forest.ts';
import { countSteps } from './visit-turns.ts';

/**
 * Counts of a run. Tokens and cost are those of the innermost spans that state them: wrappers and agent spans that sum up
 * what stands below them are not counted again; a model call that starts a sub-agent through a tool still is.
 */
export function countStats(spans: readonly Span[]): RunStats {
  const forest = buildSpanForest(spans);
  const counted = (has: (span: Span) => boolean): Span[] => {
    const marks = markAbove(forest, has);
    return forest.spans.filter(
      (span, index) =>
        has(span) && ((marks[index] ?? 0) & (span.operation === 'model' ? WRAPS : ENCLOSES)) === 0,
    );
  };
  const withTokens = counted(
    ({ inputTokens, outputTokens }) => inputTokens !== undefined || outputTokens !== undefined,
  );
  const withCost = counted(({ costUsd }) => costUsd !== undefined);
  return {
    steps: countSteps(forest),
    spans: spans.length,
    inputTokens: withTokens.reduce((sum, { inputTokens = 0 }) => sum + inputTokens, 0),
    outputTokens: withTokens.reduce((sum, { outputTokens = 0 }) => sum + outputTokens, 0),
    ...(withCost.length === 0
      ? {}
      : { costUsd: withCost.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0) }),
  };
}
