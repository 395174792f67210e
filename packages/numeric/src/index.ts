export {
  clusterByAverageLinkage,
  type Clustering,
  type DistanceMatrix,
} from './clustering/average-linkage.ts';
export { createRandom, type Random } from './random/random.ts';
export { adjustBenjaminiHochberg, adjustHolm, type WeightedP } from './statistics/adjust-p-values.ts';
export { clusterBootstrap, percentileInterval } from './statistics/cluster-bootstrap.ts';
export {
  type ConditionalDistribution,
  conditionalDistribution,
  detectableOddsRatio,
  type ExactOddsRatio,
  exactOddsRatio,
  exactPower,
  mantelHaenszel,
  type Table2x2,
} from './statistics/exact-odds-ratio.ts';
export { fisherExact } from './statistics/fisher-exact.ts';
export { signTest } from './statistics/sign-test.ts';
export { findTestable } from './statistics/find-testable.ts';
export { wilsonInterval } from './statistics/wilson-interval.ts';
export { calibrationError, type ReliabilityBin, reliabilityBins } from './calibration/reliability.ts';
export { fitTemperature, type ScoredGroup } from './calibration/temperature.ts';
export {
  type ChoiceGroup,
  type ConditionalLogitOptions,
  choiceShares,
  conditionalLogitLoss,
  fitConditionalLogit,
  softmax,
} from './models/conditional-logit.ts';
