export { buildSteps } from './steps/build-steps.ts';
export { locateSteps, type LocatedStep, type TextPlace } from './steps/locate-steps.ts';
export { classifyStep, type ClassifiedAction } from './steps/classify-step.ts';
export { countStats } from './steps/count-stats.ts';
export { checkEvidence, quote } from './text/quote.ts';
export { buildSpanTree, MAX_TREE_DEPTH } from './tree/span-tree.ts';
export { renderRunReport, type RunReportOptions } from './report/render-run-report.ts';
export { buildStepTree } from './tree/step-tree.ts';
export { flattenSpanTree, flattenStageTree, type TreeColumns, type TreeRow } from './tree/flatten-trees.ts';
export { graphRun, type Lane, type RunGraph } from './graph/graph-run.ts';
export { outlineSteps, type StepColumns } from './outline/outline-steps.ts';
export { type CutStep, cutStep, WHOLE_TEXT } from './outline/cut-step.ts';
export type { Detector } from './detect/detector.ts';
export {
  type BlindRun,
  buildContext,
  type JudgedStep,
  type RunContext,
  type StepResult,
} from './detect/context.ts';
export { detectAll } from './detect/detect-all.ts';
export { DETECTORS } from './detect/registry.ts';
export { type Attempt, type AttemptOf, toAttempt } from './patterns/attempts.ts';
export { findPatterns } from './patterns/find-patterns.ts';
export { quoteSteps } from './patterns/place.ts';
export { profileRun, type RunProfile } from './patterns/profile-run.ts';
export {
  buildProcessMap,
  findCommonNodes,
  type FlowProfile,
  foldFlow,
  toEdgeKey,
} from './process-map/build-process-map.ts';
export { keepPaths, type KeptPaths } from './process-map/keep-paths.ts';
export { renderDot, renderMermaid } from './process-map/render-dot.ts';
export { describeFlows, type RunFlows } from './process-map/describe-flows.ts';
export type { RunFlow } from './process-map/flow-counter.ts';
export { diagnose, DIAGNOSED_ATTRIBUTES, DIAGNOSIS_VERSION } from './onset/diagnose.ts';
export { describeSteps, type RunDescription } from './onset/describe-steps.ts';
export type { RunShape } from './onset/features/step-view.ts';
export { FEATURES } from './onset/features/registry.ts';
export type { Feature, FeatureFamily } from './onset/features/feature.ts';
export { fitRanking, type LabelledRun, type RankingOptions } from './onset/fit-ranking.ts';
export { nameFailure } from './onset/name-failure.ts';
export { ONSET_RANKING } from './onset/onset-ranking.ts';
export { FIRST_ACT, type RankedStep, type RankingModel, rankSteps, scoreSteps } from './onset/ranking.ts';
export {
  askOpinion,
  OPINION_BUDGET,
  type OpinionBudget,
  type OpinionProgress,
  type OpinionRequest,
  planOpinion,
} from './opinion/ask-opinion.ts';
export { OPINION_VERSION } from './opinion/opinion-findings.ts';
export { findParting, type Parting } from './memory/find-parting.ts';
export { type FailureShape, findShapes, type Fix, type PastRun } from './memory/find-shapes.ts';
export {
  createNotes,
  isEdited,
  type Note,
  type NotesFile,
  parseNotes,
  renderNotes,
  toContext,
} from './memory/notes-file.ts';
export { refreshNotes } from './memory/refresh-notes.ts';
export { rewriteNotes } from './memory/rewrite-notes.ts';
export {
  AGENTRX_CATEGORIES,
  type AgentRxCategory,
  classifyFinding,
  type FailureClass,
  MISTAKE_KINDS,
  type MistakeKind,
  parseAgentRxCategory,
} from './taxonomy/taxonomy.ts';
export { checkRunReasoning, type LocatedFault, type RunReasoning } from './reasoning/check-run.ts';
export {
  type CheckedReasoning,
  checkReasoning,
  isCovered,
  type ReasoningFault,
} from './reasoning/check-reasoning.ts';
export type { LineVerdict } from './reasoning/checker.ts';
export { planReplay, type ReplayOptions } from './replay/plan-replay.ts';
export { compareRuns, type Comparison } from './diff/compare-runs.ts';
export type { EndedRun } from './diff/compare-outcomes.ts';
export { compareGroup, type GroupMember } from './diff/compare-group.ts';
export { type Artefact, type Perturbation, PERTURBATIONS, type Perturbed } from './perturb/artefact.ts';
export { perturb } from './perturb/perturb.ts';
export {
  type Inputs,
  measurePerturbations,
  type PerturbationOptions,
  type PerturbationReport,
  type PerturbationResult,
  type WorkflowRun,
} from './perturb/measure-perturbations.ts';
