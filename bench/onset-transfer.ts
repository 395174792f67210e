/**
 * How far the ranking of onsets carries: `npm run bench -- onset-transfer`.
 *
 * - transfer: learnt on some sources of labels, tried on another; no question of the tried source is among those learnt from, and options are
 *   chosen within what is learnt from;
 * - draws: the same cross-validation over other divisions into folds, for how much of a figure is luck of the division;
 * - amount: learnt from a part of the questions, and how much better a ranking does on the runs it was fitted to.
 */
import { FIRST_ACT, type RankedStep } from '@tracewright/analysis';
import { createRandom } from '@tracewright/numeric';
import {
  type CaseSource,
  type OnsetCase,
  readAgentRxMagentic,
  readAgentRxRetail,
  readWhoAndWhen,
} from './onset/cases.ts';
import { fixed, LEARNT, LEARNT_OR_RULE, logit } from './onset/learners.ts';
import {
  chooseLearner,
  type Learner,
  OUTER_FOLDS,
  planTraining,
  type Prediction,
  rankCases,
  SEED,
  splitByQuestion,
} from './onset/nested-cv.ts';

const SOURCES = ['algorithm-generated', 'hand-crafted', 'agentrx-magentic', 'agentrx-retail'] as const;
/** What is learnt from, and what it is tried on. */
const TRANSFERS: readonly (readonly [from: readonly CaseSource[], to: readonly CaseSource[]])[] = [
  [
    ['algorithm-generated', 'hand-crafted'],
    ['agentrx-magentic', 'agentrx-retail'],
  ],
  [
    ['agentrx-magentic', 'agentrx-retail'],
    ['algorithm-generated', 'hand-crafted'],
  ],
  [['algorithm-generated'], ['hand-crafted', 'agentrx-magentic', 'agentrx-retail']],
  [
    ['hand-crafted', 'agentrx-magentic'],
    ['algorithm-generated', 'agentrx-retail'],
  ],
  [['agentrx-retail'], ['algorithm-generated', 'hand-crafted', 'agentrx-magentic']],
];
const DRAWS = 10;
const SHARES = [0.25, 0.5, 0.75, 1] as const;
const SUBSAMPLES = 3;

/** The options that all runs chose (docs/models/onset.md), and the same from zero. */
const FAMILIES = ['place', 'act', 'agent', 'content', 'language', 'evidence'] as const;
const SHIPPED: Readonly<Record<string, Learner>> = {
  'drawn towards the rule': logit({ families: FAMILIES, byShape: false, l2: 10, prior: FIRST_ACT }),
  'learnt alone': logit({ families: FAMILIES, byShape: false, l2: 10, prior: undefined }),
};
const RULE = fixed(FIRST_ACT);

export async function run(): Promise<void> {
  const cases = [
    ...(await readWhoAndWhen()),
    ...(await readAgentRxMagentic()),
    ...(await readAgentRxRetail()),
  ];
  console.log(['question', 'method', 'labels', 'runs', 'step', 'first three', 'log likelihood'].join('\t'));
  reportTransfer(cases);
  reportDraws(cases);
  reportAmount(cases);
}

function reportTransfer(cases: readonly OnsetCase[]): void {
  for (const [from, to] of TRANSFERS)
    for (const source of to) {
      const held = cases.filter((item) => item.source === source);
      const questions = new Set(held.map(({ question }) => question));
      const known = cases.filter((item) => from.includes(item.source) && !questions.has(item.question));
      const training = planTraining(known);
      for (const [method, learners] of [
        ['learnt and rule', LEARNT_OR_RULE],
        ['learnt alone', LEARNT],
        ['rule, untrained', [RULE]],
      ] as const) {
        const chosen = chooseLearner(training, learners);
        print(
          `from ${from.join(' + ')} (${known.length})`,
          method,
          source,
          rankCases(chosen.fit(known), held),
        );
      }
    }
}

/** Options as shipped, so that only the division differs. */
function reportDraws(cases: readonly OnsetCase[]): void {
  for (const [method, learner] of Object.entries(SHIPPED)) {
    const draws = Array.from({ length: DRAWS }, (_, draw) =>
      splitByQuestion(cases, OUTER_FOLDS, SEED + draw).flatMap(({ train, held }) =>
        rankCases(learner.fit(train), held),
      ),
    );
    for (const source of SOURCES) {
      const right = draws.map((predictions) => ofSource(predictions, source).filter(isStep).length);
      console.log(
        [
          `${DRAWS} divisions into folds`,
          method,
          source,
          ofSource(draws[0] ?? [], source).length,
          `${Math.min(...right)} to ${Math.max(...right)}, mean ${mean(right).toFixed(1)}`,
          mean(draws.map((each) => ofSource(each, source).filter(isTop3).length)).toFixed(1),
          mean(draws.map((each) => meanLogLikelihood(ofSource(each, source)))).toFixed(3),
        ].join('\t'),
      );
    }
  }
}

function reportAmount(cases: readonly OnsetCase[]): void {
  for (const [method, learner] of Object.entries(SHIPPED)) {
    for (const share of SHARES) {
      const draws = Array.from({ length: share === 1 ? 1 : SUBSAMPLES }, (_, draw) =>
        splitByQuestion(cases, OUTER_FOLDS, SEED).flatMap(({ train, held }, fold) =>
          rankCases(learner.fit(drawQuestions(train, share, SEED + 100 * draw + fold)), held),
        ),
      );
      printMeans(`from ${100 * share} % of the questions`, method, draws);
    }
    printMeans('on the runs it was fitted to', method, [rankCases(learner.fit(cases), cases)]);
  }
  printMeans('untrained', 'rule', [rankCases(RULE.fit([]), cases)]);
}

function drawQuestions(cases: readonly OnsetCase[], share: number, seed: number): OnsetCase[] {
  const random = createRandom(seed);
  const drawn = [...new Set(cases.map(({ question }) => question))]
    .toSorted()
    .map((question) => ({ question, draw: random() }))
    .toSorted((a, b) => a.draw - b.draw);
  const kept = new Set(drawn.slice(0, Math.round(share * drawn.length)).map(({ question }) => question));
  return cases.filter(({ question }) => kept.has(question));
}

function printMeans(question: string, method: string, draws: readonly (readonly Prediction[])[]): void {
  const count = (isRight: (prediction: Prediction) => boolean): string =>
    mean(draws.map((each) => each.filter(isRight).length)).toFixed(1);
  const likelihood = mean(draws.map(meanLogLikelihood)).toFixed(3);
  console.log(
    [question, method, 'all', draws[0]?.length ?? 0, count(isStep), count(isTop3), likelihood].join('\t'),
  );
}

function print(question: string, method: string, source: string, predictions: readonly Prediction[]): void {
  console.log(
    [
      question,
      method,
      source,
      predictions.length,
      predictions.filter(isStep).length,
      predictions.filter(isTop3).length,
      meanLogLikelihood(predictions).toFixed(3),
    ].join('\t'),
  );
}

function ofSource(predictions: readonly Prediction[], source: CaseSource): Prediction[] {
  return predictions.filter(({ item }) => item.source === source);
}

function isStep({ item, ranked }: Prediction): boolean {
  return ranked[0]?.stepIndex === item.onset;
}

function isTop3({ item, ranked }: Prediction): boolean {
  return ranked.slice(0, 3).some(({ stepIndex }) => stepIndex === item.onset);
}

/** Of the labels that are a step of an agent, temperature 1. */
function meanLogLikelihood(predictions: readonly Prediction[]): number {
  const shares = predictions.flatMap(
    ({ item, ranked }) => ranked.find(({ stepIndex }: RankedStep) => stepIndex === item.onset)?.score ?? [],
  );
  return mean(shares.map((share) => Math.log(share)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
