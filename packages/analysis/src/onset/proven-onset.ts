/**
 * What is proved outweighs what is ranked: where a run is one chain of reasoning that the checkers understand, its first wrong
 * line is the onset.
 */
import type { RunContext } from '../detect/context.ts';
import { checkRunReasoning } from '../reasoning/check-run.ts';
import type { RankedStep } from './ranking.ts';

/** A checker may have misread the line: of labelled traces that were not read for it, nine in ten are judged exactly (docs/reasoning.md). */
export const PROOF_CONFIDENCE = 0.9;

/** The step with the first wrong line, where the run is one chain of reasoning. */
export function findProvenStep(context: RunContext): number | undefined {
  const { isOneTrace, faults } = checkRunReasoning(context);
  return isOneTrace ? faults[0]?.step.index : undefined;
}

/** The ranking with the proven step first. What the checker may have misread is left to the other steps, if there are any. */
export function putFirst(ranked: readonly RankedStep[], proven: number): RankedStep[] {
  const others = ranked.filter(({ stepIndex }) => stepIndex !== proven);
  const left = 1 - (ranked.find(({ stepIndex }) => stepIndex === proven)?.score ?? 0);
  const scale = left === 0 ? 0 : (1 - PROOF_CONFIDENCE) / left;
  return [
    { stepIndex: proven, score: PROOF_CONFIDENCE },
    ...others.map(({ stepIndex, score }) => ({ stepIndex, score: score * scale })),
  ];
}
