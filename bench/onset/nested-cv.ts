/**
 * Nested cross-validation of the ranking, grouped by question: which model, with which options, is chosen within the training folds only, so
 * that no run is judged by anything its own question had a part in.
 */
import { FIRST_ACT, type RankedStep, type RankingModel, type RunDescription } from '@tracewright/analysis';
import { createRandom, fitTemperature, type ScoredGroup, softmax } from '@tracewright/numeric';
import type { CaseSource, OnsetCase } from './cases.ts';

export const SEED = 20_261;
export const OUTER_FOLDS = 10;
export const INNER_FOLDS = 5;
/** Runs that two sets of labels share teach once, not twice. */
const SECOND_LABEL_WEIGHT = 0.5;

/** Scores of the candidates of a run; the softmax makes shares of them. */
export type Scorer = (description: RunDescription) => Float64Array;

/** A way to learn a ranking, all its options set. */
export interface Learner {
  readonly name: string;
  readonly fit: (cases: readonly OnsetCase[]) => Scorer;
}

interface Split {
  readonly train: readonly OnsetCase[];
  readonly held: readonly OnsetCase[];
}

/** Cases to learn from, and their inner folds. */
export interface Training {
  readonly cases: readonly OnsetCase[];
  readonly inner: readonly Split[];
}

export interface Fold {
  readonly training: Training;
  readonly held: readonly OnsetCase[];
}

export interface Prediction {
  readonly item: OnsetCase;
  /** Every candidate. */
  readonly ranked: readonly RankedStep[];
}

export function planFolds(cases: readonly OnsetCase[]): Fold[] {
  return splitByQuestion(cases, OUTER_FOLDS, SEED).map(({ train, held }, fold) => ({
    training: planTraining(train, SEED + 1 + fold),
    held,
  }));
}

export function planTraining(cases: readonly OnsetCase[], seed: number = SEED): Training {
  return { cases, inner: splitByQuestion(cases, INNER_FOLDS, seed) };
}

/** Every case ranked by a model that never saw its question. @param onChoice told what each outer fold chose */
export function crossValidate(
  folds: readonly Fold[],
  learners: readonly Learner[],
  onChoice?: (chosen: Learner) => void,
): Prediction[] {
  return folds.flatMap(({ training, held }) => {
    const chosen = chooseLearner(training, learners);
    onChoice?.(chosen);
    const temperatures = fitTemperatures(training, chosen);
    return rankCases(chosen.fit(training.cases), held, temperatures);
  });
}

export function rankCases(
  score: Scorer,
  cases: readonly OnsetCase[],
  temperatures: RankingModel['temperatures'] = FIRST_ACT.temperatures,
): Prediction[] {
  return cases.map((item): Prediction => {
    const { shape, candidates } = item.description;
    const shares = softmax(score(item.description), temperatures[shape]);
    const ranked = candidates.map((stepIndex, row): RankedStep => ({ stepIndex, score: shares[row] ?? 0 }));
    return { item, ranked: ranked.toSorted((a, b) => b.score - a.score || a.stepIndex - b.stepIndex) };
  });
}

/** Whose predictions of left-out questions are likeliest, sources counting alike; the first among equals. */
export function chooseLearner<Kind extends Learner>(training: Training, learners: readonly Kind[]): Kind {
  const scores = learners.map((learner) => meanLogLikelihood(predictHeldOut(training, learner)));
  const best = learners[scores.indexOf(Math.max(...scores))];
  if (best === undefined) throw new Error('no learners to choose among');
  return best;
}

/** What scores are divided by, a number a shape of run, fitted on predictions of left-out questions. */
export function fitTemperatures(training: Training, learner: Learner): RankingModel['temperatures'] {
  const scored = predictHeldOut(training, learner).filter(({ row }) => row !== -1);
  const fit = (shape: keyof RankingModel['temperatures']): number =>
    fitTemperature(
      scored
        .filter(({ item }) => item.description.shape === shape)
        .map(({ scores, row }): ScoredGroup => ({
          scores,
          target: scores.map((_, at) => (at === row ? 1 : 0)),
        })),
    );
  return { peers: fit('peers'), coordinated: fit('coordinated'), tools: fit('tools') };
}

interface Scored {
  readonly item: OnsetCase;
  readonly scores: Float64Array;
  /** The labelled candidate; -1 where the label is no step of an agent. */
  readonly row: number;
}

function predictHeldOut({ inner }: Training, learner: Learner): Scored[] {
  return inner.flatMap(({ train, held }) => {
    const score = learner.fit(train);
    return held.map((item): Scored => ({
      item,
      scores: score(item.description),
      row: item.description.candidates.indexOf(item.onset),
    }));
  });
}

/** Over sources alike, but those that label again what another source labels count half, as in training. */
function meanLogLikelihood(scored: readonly Scored[]): number {
  const bySource = new Map<CaseSource, number[]>();
  for (const { item, scores, row } of scored) {
    if (row === -1) continue;
    const own = bySource.get(item.source) ?? [];
    bySource.set(item.source, own);
    own.push(Math.log(softmax(scores)[row] ?? 0));
  }
  let [sum, total] = [0, 0];
  for (const [source, own] of bySource) {
    const weight = weightOf(source);
    sum += (weight * own.reduce((rest, value) => rest + value, 0)) / own.length;
    total += weight;
  }
  return sum / total;
}

function weightOf(source: CaseSource): number {
  return source === 'agentrx-magentic' ? SECOND_LABEL_WEIGHT : 1;
}

/** Magentic-One runs stand in two sets of labels: the second counts half. */
export function toTraining(cases: readonly OnsetCase[]): OnsetCase[] {
  return cases.map((item) => ({ ...item, weight: weightOf(item.source) }));
}

/** Splits into folds of about as many questions each, drawn by seed. */
export function splitByQuestion(cases: readonly OnsetCase[], folds: number, seed: number): Split[] {
  const random = createRandom(seed);
  const questions = [...new Set(cases.map(({ question }) => question))]
    .toSorted()
    .map((question) => ({ question, draw: random() }))
    .toSorted((a, b) => a.draw - b.draw);
  const foldOf = new Map(questions.map(({ question }, at) => [question, at % folds]));
  return Array.from({ length: folds }, (_, fold) => ({
    train: cases.filter(({ question }) => foldOf.get(question) !== fold),
    held: cases.filter(({ question }) => foldOf.get(question) === fold),
  }));
}
