/**
 * What is proved outweighs what is ranked: where a run is one chain of reasoning that the checkers understand, its first wrong
 * line is the onset.
 */
import type { RunContext } from '../detect/context.ts';
import { checkRunReasoning } from '../reasoning/check-run.ts';
import type { RankedStep } from './ranking.ts';

/** A checker may have misread the line. */
export const PROOF_CONFIDENCE = 0.95;

/** The ranking with the step that is proved wrong first; unchanged where none is. */
export function rankProved(context: RunContext, ranked: readonly RankedStep[]): readonly RankedStep[] {
  const { isOneTrace, faults } = checkRunReasoning(context);
  const [first] = faults;
  if (!isOneTrace || first === undefined) return ranked;
  const stepIndex = first.step.index;
  const others = ranked.filter((step) => step.stepIndex !== stepIndex);
  const total = others.reduce((sum, { score }) => sum + score, 0);
  if (total === 0) return [{ stepIndex, score: 1 }];
  return [
    { stepIndex, score: PROOF_CONFIDENCE },
    ...others.map((step) => ({ ...step, score: ((1 - PROOF_CONFIDENCE) * step.score) / total })),
  ];
}
