export { createRandom, type Random } from './random/random.ts';
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
