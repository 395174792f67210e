/**
 * Classes of models that rank the steps of a run, on all labelled runs: `npm run bench -- onset-models [CLASS...]`.
 *
 * Each class chooses its options within the training folds; all are judged on the same outer folds, grouped by question. Differences to the
 * shipped class are paired by run; their intervals resample whole questions, with the runs and labels that share them.
 */
import { FIRST_ACT } from '@tracewright/analysis';
import { clusterBootstrap, createRandom, percentileInterval } from '@tracewright/numeric';
import { readAgentRxMagentic, readAgentRxRetail, readWhoAndWhen } from './onset/cases.ts';
import { fixed } from './onset/learners.ts';
import { crossValidate, planFolds, type Prediction, SEED } from './onset/nested-cv.ts';
import { MODEL_CLASSES } from './onset/other-learners.ts';

const RESAMPLES = 2000;

/** What is compared, of one run. */
const MEASURES: Readonly<Record<string, (prediction: Prediction) => number>> = {
  step: ({ item, ranked }) => (ranked[0]?.stepIndex === item.onset ? 1 : 0),
  'first three': ({ item, ranked }) =>
    ranked.slice(0, 3).some(({ stepIndex }) => stepIndex === item.onset) ? 1 : 0,
  'log likelihood': ({ item, ranked }) => {
    const share = ranked.find(({ stepIndex }) => stepIndex === item.onset)?.score;
    // A label that is no step of an agent says nothing of a model.
    return share === undefined ? 0 : Math.log(share);
  },
};

/** @param args names of classes to compare with the shipped one; all without any */
export async function run(args: readonly string[]): Promise<void> {
  const cases = [
    ...(await readWhoAndWhen()),
    ...(await readAgentRxMagentic()),
    ...(await readAgentRxRetail()),
  ];
  const folds = planFolds(cases);
  const classes = Object.entries({ ...MODEL_CLASSES, 'rule, untrained': [fixed(FIRST_ACT)] }).filter(
    ([name], at) => at === 0 || args.length === 0 || args.includes(name),
  );
  let shipped: readonly Prediction[] | undefined;
  console.log(['class', 'options', 'measure', 'mean', 'difference', '95% interval'].join('\t'));
  for (const [name, learners] of classes) {
    const chosen = new Map<string, number>();
    const predictions = crossValidate(folds, learners, (learner) =>
      chosen.set(learner.name, (chosen.get(learner.name) ?? 0) + 1),
    );
    shipped ??= predictions;
    for (const [option, count] of chosen) console.log(`# ${name}: ${count} folds chose ${option}`);
    for (const [measure, read] of Object.entries(MEASURES)) {
      const differences = predictions.map((each, at) => ({
        question: each.item.question,
        value: read(each) - (shipped?.[at] === undefined ? 0 : read(shipped[at])),
      }));
      const [low, high] = resample(differences);
      console.log(
        [
          name,
          learners.length,
          measure,
          mean(predictions.map(read)).toFixed(3),
          mean(differences.map(({ value }) => value)).toFixed(3),
          `${low.toFixed(3)} to ${high.toFixed(3)}`,
        ].join('\t'),
      );
    }
  }
}

/** The middle 95 % of the mean difference over resamples of questions. */
function resample(
  differences: readonly { readonly question: string; readonly value: number }[],
): [number, number] {
  const byQuestion = new Map<string, number[]>();
  for (const { question, value } of differences)
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), value]);
  const means = clusterBootstrap([...byQuestion.values()], (drawn) => mean(drawn.flat()), {
    resamples: RESAMPLES,
    random: createRandom(SEED),
  });
  return percentileInterval(means) ?? [Number.NaN, Number.NaN];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
