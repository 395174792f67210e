export { buildSteps } from './steps/build-steps.ts';
export { locateSteps, type LocatedStep, type TextPlace } from './steps/locate-steps.ts';
export { classifyStep, type ClassifiedAction } from './steps/classify-step.ts';
export { countStats } from './steps/count-stats.ts';
export { checkEvidence, quote } from './text/quote.ts';
export { buildSpanTree, MAX_TREE_DEPTH } from './tree/span-tree.ts';
export { buildStepTree } from './tree/step-tree.ts';
export { flattenSpanTree, flattenStageTree, type TreeColumns, type TreeRow } from './tree/flatten-trees.ts';
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
export { diagnose, DIAGNOSIS_VERSION } from './onset/diagnose.ts';
export { describeSteps, type StepFeatures } from './onset/features.ts';
export { FIRST_ACT, type RankingModel, rankSteps } from './onset/ranking.ts';
