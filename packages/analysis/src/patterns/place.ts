import type { Evidence, PlaceJson, RunId, Span } from '@tracewright/core';
import { type BlindRun, buildContext } from '../detect/context.ts';
import { quoteAction, quoteResult } from '../detect/finding.ts';
import type { AttemptOf } from './attempts.ts';

/** A step of an attempt; the quotes are added when it is shown. */
export function placeAt(
  { profile }: AttemptOf<{ readonly runId: RunId }>,
  stepIndex: number | undefined,
): PlaceJson {
  return { runId: profile.runId, stepIndex: stepIndex ?? null, evidence: [] };
}

/** Quotes what each step asked for or said, and what came of it. */
export function quoteSteps(
  run: BlindRun,
  spans: readonly Span[],
  stepIndices: Iterable<number>,
): Map<number, readonly Evidence[]> {
  const { steps } = buildContext(run, spans);
  const quotes = new Map<number, readonly Evidence[]>();
  for (const index of stepIndices) {
    const step = steps[index];
    if (step !== undefined)
      quotes.set(
        index,
        [quoteAction(step), quoteResult(step)].filter((item) => item !== undefined),
      );
  }
  return quotes;
}
