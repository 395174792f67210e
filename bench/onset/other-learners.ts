/** Other classes of models than the conditional logit that is shipped, under the same protocol: none is used by the product. */
import {
  FEATURES,
  FIRST_ACT,
  type RankingModel,
  type RunDescription,
  type RunShape,
  scoreSteps,
} from '@tracewright/analysis';
import { softmax } from '@tracewright/numeric';
import { type BoostedGroup, type BoostingOptions, fitBoostedChoice, scoreBoosted } from './boosted-choice.ts';
import type { OnsetCase } from './cases.ts';
import { LEARNT_OR_RULE } from './learners.ts';
import { type Learner, toTraining } from './nested-cv.ts';

const NO_WEIGHTS: RankingModel = { ...FIRST_ACT, id: 'zero', weights: {} };
const SHAPES: readonly RunShape[] = ['peers', 'coordinated', 'tools'];
const WIDTH = FEATURES.length + SHAPES.length;

/** Symmetric trees over all features and the shape of the run, added to a rule or to nothing; as many of them as each of `rounds`. */
function boosted(
  base: RankingModel,
  rounds: readonly number[],
  options: Omit<BoostingOptions, 'rounds'>,
): Learner[] {
  const grow = remember((cases) => {
    const groups = toTraining(cases).flatMap((item): BoostedGroup[] => {
      const target = toTarget(item);
      if (target === undefined) return [];
      const { description, weight = 1 } = item;
      return [{ features: withShape(description), target, weight, base: scoreSteps(description, base) }];
    });
    return fitBoostedChoice(groups, WIDTH, { ...options, rounds: Math.max(...rounds) });
  });
  return rounds.map((count) => ({
    name: `${count} trees of depth ${options.depth} on ${base.id}`,
    fit: (cases) => {
      const trees = grow(cases).slice(0, count);
      return (description) => {
        const own = scoreBoosted(trees, withShape(description), WIDTH);
        return scoreSteps(description, base).map((score, row) => score + (own[row] ?? 0));
      };
    },
  }));
}

function withShape({ shape, candidates, values }: RunDescription): Float64Array {
  const features = new Float64Array(candidates.length * WIDTH);
  for (let row = 0; row < candidates.length; row += 1) {
    for (let at = 0; at < FEATURES.length; at += 1)
      features[row * WIDTH + at] = values[row * FEATURES.length + at] ?? 0;
    features[row * WIDTH + FEATURES.length + SHAPES.indexOf(shape)] = 1;
  }
  return features;
}

/** The mean of the logarithms of the shares that several learners give. */
function ensemble(members: readonly Learner[]): Learner {
  return {
    name: members.map(({ name }) => name).join(' + '),
    fit: (cases) => {
      const scorers = members.map((member) => member.fit(cases));
      return (description) => {
        const all = scorers.map((score) => softmax(score(description)).map(Math.log));
        return Float64Array.from(
          description.candidates,
          (_, row) => all.reduce((sum, scores) => sum + (scores[row] ?? 0), 0) / all.length,
        );
      };
    },
  };
}

function toTarget({ description, onset }: OnsetCase): Float64Array | undefined {
  const chosen = description.candidates.indexOf(onset);
  return chosen === -1
    ? undefined
    : Float64Array.from(description.candidates, (_, row) => (row === chosen ? 1 : 0));
}

/** What was learnt from the same cases is not learnt again. */
function remember<Learnt extends object>(learn: (cases: readonly OnsetCase[]) => Learnt): typeof learn {
  const known = new WeakMap<readonly OnsetCase[], Learnt>();
  return (cases) => {
    const learnt = known.get(cases) ?? learn(cases);
    known.set(cases, learnt);
    return learnt;
  };
}

const LOGITS = LEARNT_OR_RULE.map(({ name, fit }): Learner => ({ name, fit: remember(fit) }));
const TREES = [NO_WEIGHTS, FIRST_ACT].flatMap((base) =>
  [1, 2].flatMap((depth) => boosted(base, [10, 30, 60], { depth, rate: 0.1, l2: 1 })),
);

/** By the name of the class; chosen among within the training folds. */
export const MODEL_CLASSES: Readonly<Record<string, readonly Learner[]>> = {
  'conditional logit': LOGITS,
  'boosted trees': TREES,
  'logit and trees': LOGITS.filter((_, at) => at % 3 === 0).flatMap((one) =>
    TREES.map((two) => ensemble([one, two])),
  ),
};
