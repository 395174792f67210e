/**
 * The one-axis label of the information-contamination study, by its rule in its order; kept beside the two axes so that the
 * two can be compared. It calls a run `recovered` whatever its answer is worth: of the study's own detours, 85 % changed
 * their answer.
 *
 * Source: arXiv 2604.27586, the conditions and thresholds of its report. Differs: the study compares events by the operation,
 * agent and action it logged; here an edit is a structural difference of aligned steps, "early termination" and "extended" are
 * ours (`describeStructure`), and its changes are tool calls added or removed and tool failures introduced or avoided.
 */
import type { ContaminationLabel, StructureJson } from '@tracewright/core';

const CATASTROPHIC_DISTANCE = 0.5;
const EXTENDED_CHANGES = 3;
const EXTENDED_DISTANCE = 0.2;

export interface ContaminationFacts {
  readonly structure: StructureJson;
  readonly isExtended: boolean;
  readonly isTerminatedEarly: boolean;
  readonly hasAnswer: boolean;
  readonly isAnswerChanged: boolean;
}

export function labelContamination(facts: ContaminationFacts): ContaminationLabel {
  const { structure, isExtended, isTerminatedEarly, hasAnswer, isAnswerChanged } = facts;
  const { editDistance, reroutes } = structure;
  const changes = countChanges(structure);
  if (!hasAnswer && (isTerminatedEarly || editDistance >= CATASTROPHIC_DISTANCE))
    return 'catastrophic_failure';
  if (isTerminatedEarly) return 'early_termination';
  if (isExtended && (changes >= EXTENDED_CHANGES || editDistance >= EXTENDED_DISTANCE))
    return 'loop_or_extended_execution';
  if (isAnswerChanged && editDistance === 0 && changes === 0) return 'silent_semantic_corruption';
  if (reroutes > 0) return 'strategy_reroute';
  if (editDistance > 0 || changes > 0)
    return isAnswerChanged ? 'structural_divergence_with_outcome_change' : 'structural_divergence_recovered';
  return 'no_observable_effect';
}

function countChanges(structure: StructureJson): number {
  return (
    structure.toolCallsAdded +
    structure.toolCallsRemoved +
    structure.toolFailuresIntroduced +
    structure.toolFailuresAvoided
  );
}
