/** The conditional logits that are chosen among: few and coarse, for there are about a hundred runs. */
import {
  type FeatureFamily,
  FIRST_ACT,
  fitRanking,
  type RankingModel,
  type RankingOptions,
  scoreSteps,
} from '@tracewright/analysis';
import { type Learner, toTraining } from './nested-cv.ts';

const PLACE: readonly FeatureFamily[] = ['place', 'act', 'agent'];
const ALL: readonly FeatureFamily[] = [...PLACE, 'content', 'language', 'evidence'];

export interface LogitLearner extends Learner {
  readonly options: RankingOptions;
}

export function logit(options: RankingOptions): LogitLearner {
  const { families, byShape, l2, prior } = options;
  return {
    name: `${families.join(', ')}${byShape ? ', by shape' : ''}, L2 ${l2}, towards ${prior?.id ?? 'zero'}`,
    options,
    fit: (cases) => {
      const model = fitRanking('fold@1', toTraining(cases), options);
      return (description) => scoreSteps(description, model);
    },
  };
}

export const LEARNT: readonly LogitLearner[] = listLogits([undefined]);
/** With the untrained rule to be drawn towards. */
export const LEARNT_OR_RULE: readonly LogitLearner[] = listLogits([undefined, FIRST_ACT]);

function listLogits(priors: readonly (RankingModel | undefined)[]): LogitLearner[] {
  const shapes: readonly Pick<RankingOptions, 'families' | 'byShape'>[] = [
    { families: PLACE, byShape: true },
    { families: [...PLACE, 'content'], byShape: true },
    { families: ALL, byShape: false },
  ];
  return priors.flatMap((prior) =>
    shapes.flatMap((shape) => [10, 30, 100].map((l2) => logit({ ...shape, l2, prior }))),
  );
}

/** A ranking that needs no labels. */
export function fixed(model: RankingModel): Learner {
  return { name: model.id, fit: () => (description) => scoreSteps(description, model) };
}
