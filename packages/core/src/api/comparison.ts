/** Where two runs part, and what that changed: `tracewright diff`, the HTTP API and the page. */
import type { RunJson } from './shapes.ts';

/**
 * How two steps that stand in each other's place differ, most of all. `missing`: only the first run has it; `extra`: only the
 * second. `wording` and `none` do not count as a difference in substance.
 */
export type StepDifference =
  | 'none'
  /** Other words, spaces or formatting to the same effect. */
  | 'wording'
  /** The same action came to another result. */
  | 'result'
  /** The same action failed in one run only. */
  | 'status'
  /** The same tool with other arguments. */
  | 'arguments'
  /** The same speaker says something else. */
  | 'message'
  /** Another tool of the same kind. */
  | 'tool'
  /** Another agent has the turn. */
  | 'agent'
  | 'missing'
  | 'extra';

/** Whether a difference is one in substance. */
export function isMaterialDifference(difference: StepDifference): boolean {
  return difference !== 'none' && difference !== 'wording';
}

/** Steps that stand in each other's place, by index; null where one run has none. */
export interface AlignedStepsJson {
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: StepDifference;
}

/** As the information-contamination study names them, with `different_result` for what it does not tell apart. */
export type DivergenceType =
  | 'different_action'
  | 'different_tool'
  | 'different_agent_routed'
  | 'different_operation'
  | 'different_result'
  | 'tool_success_failure_change'
  | 'event_missing_in_a'
  | 'event_missing_in_b';

export interface DivergenceJson {
  /** The step of each run at which they part; where one run has nothing to show, the step that stands in its place. */
  readonly a: number;
  readonly b: number;
  readonly type: DivergenceType;
  readonly difference: StepDifference;
  /** Share of the first run that went before, 0 to 1. */
  readonly position: number;
  /** Index into `aligned`. */
  readonly alignedIndex: number;
}

export type SegmentKind = 'same' | 'rerouted' | 'missing' | 'extra' | 'cut-short' | 'extended';

/** Steps from `start` up to, not including, `end`. */
export interface StepRangeJson {
  readonly start: number;
  readonly end: number;
}

export interface SegmentTotalsJson {
  readonly steps: number;
  /** Null where no step says. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly seconds: number | null;
}

/** Neighbouring steps that agree in what is done, or do not. */
export interface SegmentJson {
  readonly kind: SegmentKind;
  /** Range in `aligned`. */
  readonly aligned: StepRangeJson;
  readonly a: StepRangeJson & SegmentTotalsJson;
  readonly b: StepRangeJson & SegmentTotalsJson;
  /** How often each difference occurs; those that do not occur are left out. */
  readonly differences: Readonly<Partial<Record<StepDifference, number>>>;
}

export type StructureKind = 'none' | 'rerouted' | 'extended' | 'cut-short' | 'early-termination' | 'loop';

/** How the second run went beside the first, whatever came of it. */
export interface StructureJson {
  readonly kind: StructureKind;
  /** Steps replaced, left out and added. */
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  /** Their sum over the longer run's steps, 0 to 1. */
  readonly editDistance: number;
  /** Segments in which both runs go on, but otherwise. */
  readonly reroutes: number;
  readonly toolCallsAdded: number;
  readonly toolCallsRemoved: number;
  readonly toolFailuresIntroduced: number;
  readonly toolFailuresAvoided: number;
  /** How often more the second run repeats its most repeated action than the first does. */
  readonly repetitionsAdded: number;
}

/** What came of it, apart from how it went. */
export interface OutcomeChangeJson {
  readonly change: 'same' | 'changed' | 'unknown';
  /** The last thing the agent says or submits; `unknown` where a run has none, or longer texts cannot be told apart. */
  readonly answer: 'same' | 'changed' | 'unknown';
}

/** The one-axis label of the information-contamination study (arXiv 2604.27586). */
export type ContaminationLabel =
  | 'catastrophic_failure'
  | 'early_termination'
  | 'loop_or_extended_execution'
  | 'silent_semantic_corruption'
  | 'strategy_reroute'
  | 'structural_divergence_with_outcome_change'
  | 'structural_divergence_recovered'
  | 'no_observable_effect';

/** The step that most likely decided between a passing and a failing run. */
export interface SeparatingStepJson {
  /** What stands in its place in the passing run. */
  readonly passStep: number | null;
  readonly failStep: number;
  /**
   * Of the failing run: where the change is made, or missing. After `failStep` where the agent proposed there what a person
   * then answered; null when no change tells the runs apart.
   */
  readonly changeStep: number | null;
  /** `wrong-action`: only the failing run does it; `missing-action`: only the passing run does, and this is where it stands. */
  readonly kind: 'wrong-action' | 'missing-action' | 'first-divergence';
}

export interface ComparisonJson {
  /** The two runs in the order asked for. */
  readonly runs: readonly [RunJson, RunJson];
  readonly aligned: readonly AlignedStepsJson[];
  /** Null when the runs do the same in substance. */
  readonly firstDivergence: DivergenceJson | null;
  /** Null unless one run passed and the other failed. */
  readonly separatingStep: SeparatingStepJson | null;
  readonly segments: readonly SegmentJson[];
  readonly structure: StructureJson;
  readonly outcome: OutcomeChangeJson;
  /** For comparison with published figures. */
  readonly contaminationLabel: ContaminationLabel;
  /** False when the runs were too long for the best alignment; this one is good, not best. */
  readonly isExact: boolean;
}

/** A step of one of the attempts. */
export interface StepPlaceJson {
  readonly runId: string;
  readonly stepIndex: number;
}

/** Something that some attempts do in one place and others do not. */
export interface SeparationJson {
  readonly column: number;
  /** Null for a message. */
  readonly tool: string | null;
  /** Arguments, cut; null where any use of the tool, or any message, counts. */
  readonly text: string | null;
  readonly example: StepPlaceJson;
  readonly failedWith: number;
  readonly failedWithout: number;
  readonly passedWith: number;
  readonly passedWithout: number;
  /** Share of failures among those that do it, less the share among the others: -1 to 1. */
  readonly difference: number;
  /** Fisher's exact test, two-sided. */
  readonly p: number;
  /** Corrected for all that was asked (Holm); null where no outcome could have passed the correction. */
  readonly adjustedP: number | null;
}

/** A place at which attempts part, with how many passed and failed on each branch. */
export interface BranchJson {
  readonly column: number;
  readonly variants: readonly {
    readonly tool: string | null;
    readonly text: string | null;
    readonly passed: number;
    readonly failed: number;
    readonly example: StepPlaceJson;
  }[];
  /** Attempts that do nothing in this place. */
  readonly absent: { readonly passed: number; readonly failed: number };
}

export interface GroupComparisonJson {
  readonly runs: readonly RunJson[];
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  /** Per column, the step of each run that stands in it, in the order of `runs`. */
  readonly columns: readonly (readonly (number | null)[])[];
  /** What separates best; null unless there are passing and failing attempts that differ. */
  readonly separation: SeparationJson | null;
  /** Questions that the group is large enough to answer, for which p is corrected. */
  readonly asked: number;
  /** The smallest p that a group of this size can give at all; above `level` it can show nothing. */
  readonly smallestP: number | null;
  readonly level: number;
  /** Places at which attempts part, earliest first. */
  readonly branches: readonly BranchJson[];
}

/** Which attempts: those named, or all of a task. */
export interface CompareGroupRequest {
  readonly runs?: readonly string[];
  readonly task?: string;
}
