/**
 * Nested cross-validation of the ranking, grouped by question: which features, how strong a penalty and which prior is chosen within the
 * training folds only, so that no run is judged by anything its own question had a part in.
 */
import {
  type FeatureFamily,
  FIRST_ACT,
  fitRanking,
  type RankedStep,
  type RankingModel,
  type RankingOptions,
  rankSteps,
  type RunShape,
} from '@tracewright/analysis';
import { createRandom, fitTemperature, type ScoredGroup } from '@tracewright/numeric';
import type { CaseSource, OnsetCase } from './cases.ts';

export const SEED = 20_261;
export const OUTER_FOLDS = 10;
export const INNER_FOLDS = 5;
/** Runs that two sets of labels share teach once, not twice. */
const SECOND_LABEL_WEIGHT = 0.5;

const PLACE: readonly FeatureFamily[] = ['place', 'act', 'agent'];
const ALL: readonly FeatureFamily[] = [...PLACE, 'content', 'language', 'evidence'];

/** What is chosen among: few and coarse, for there are about a hundred runs. */
export function listOptions(priors: readonly (RankingModel | undefined)[]): RankingOptions[] {
  const shapes: readonly Pick<RankingOptions, 'families' | 'byShape'>[] = [
    { families: PLACE, byShape: true },
    { families: [...PLACE, 'content'], byShape: true },
    { families: ALL, byShape: false },
  ];
  return priors.flatMap((prior) =>
    shapes.flatMap((shape) => [10, 30, 100].map((l2): RankingOptions => ({ ...shape, l2, prior }))),
  );
}

export const LEARNT_OPTIONS: readonly RankingOptions[] = listOptions([undefined]);
export const ALL_OPTIONS: readonly RankingOptions[] = listOptions([undefined, FIRST_ACT]);

export function describeOptions({ families, byShape, l2, prior }: RankingOptions): string {
  return `${families.join(', ')}${byShape ? ', by shape' : ''}, L2 ${l2}, towards ${prior?.id ?? 'zero'}`;
}

export interface Prediction {
  readonly item: OnsetCase;
  readonly ranked: readonly RankedStep[];
}

/** Every case ranked by a model that never saw its question. @param onChoice told what each outer fold chose */
export function crossValidate(
  cases: readonly OnsetCase[],
  options: readonly RankingOptions[],
  onChoice?: (fold: number, chosen: RankingOptions) => void,
): Prediction[] {
  const folds = splitByQuestion(cases, OUTER_FOLDS, SEED);
  return folds.flatMap((held, fold) => {
    const train = cases.filter((item) => !held.includes(item));
    const chosen = chooseOptions(train, options, SEED + 1 + fold);
    onChoice?.(fold, chosen);
    const model = fitCalibrated(`fold-${fold}@1`, train, chosen, SEED + 1 + fold);
    return held.map((item): Prediction => ({ item, ranked: rankSteps(item.description, model) }));
  });
}

/** The options whose predictions of left-out questions are likeliest, sources counting alike; the first among equals. */
export function chooseOptions(
  cases: readonly OnsetCase[],
  options: readonly RankingOptions[],
  seed: number,
): RankingOptions {
  const scores = options.map((option) => meanLogLikelihood(predictHeldOut(cases, option, seed)));
  const best = options[scores.indexOf(Math.max(...scores))];
  if (best === undefined) throw new Error('no options to choose among');
  return best;
}

/** A model fitted on all cases, its temperatures on predictions of left-out questions. */
export function fitCalibrated(
  id: string,
  cases: readonly OnsetCase[],
  options: RankingOptions,
  seed: number,
): RankingModel {
  const scored = predictHeldOut(cases, options, seed).filter(({ row }) => row !== -1);
  const fit = (shape: RunShape): number => {
    const own = scored.filter((each) => each.shape === shape);
    return fitTemperature(
      own.map(({ scores, row }): ScoredGroup => ({
        scores,
        target: scores.map((_, at) => (at === row ? 1 : 0)),
      })),
    );
  };
  const temperatures = { peers: fit('peers'), coordinated: fit('coordinated'), tools: fit('tools') };
  return { ...fitRanking(id, toTraining(cases), options), temperatures };
}

interface Scored {
  readonly source: CaseSource;
  readonly shape: RunShape;
  /** Logarithms of the shares, one a candidate. */
  readonly scores: Float64Array;
  /** The labelled candidate; -1 where the label is no step of an agent. */
  readonly row: number;
}

function predictHeldOut(cases: readonly OnsetCase[], options: RankingOptions, seed: number): Scored[] {
  return splitByQuestion(cases, INNER_FOLDS, seed).flatMap((held) => {
    const model = fitRanking('inner@1', toTraining(cases.filter((item) => !held.includes(item))), options);
    return held.map(({ source, description, onset }): Scored => {
      const ranked = rankSteps(description, model, Number.POSITIVE_INFINITY);
      const shares = new Map(ranked.map(({ stepIndex, score }) => [stepIndex, score]));
      const scores = Float64Array.from(description.candidates, (step) => Math.log(shares.get(step) ?? 0));
      return { source, shape: description.shape, scores, row: description.candidates.indexOf(onset) };
    });
  });
}

/** Over sources alike, but those that label again what another source labels count half, as in training. */
function meanLogLikelihood(scored: readonly Scored[]): number {
  const bySource = new Map<CaseSource, number[]>();
  for (const { source, scores, row } of scored) {
    if (row === -1) continue;
    const own = bySource.get(source) ?? [];
    bySource.set(source, own);
    own.push(scores[row] ?? 0);
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

/** Cases in folds of about as many questions each, drawn by seed. */
export function splitByQuestion(cases: readonly OnsetCase[], folds: number, seed: number): OnsetCase[][] {
  const random = createRandom(seed);
  const questions = [...new Set(cases.map(({ question }) => question))]
    .toSorted()
    .map((question) => ({ question, draw: random() }))
    .toSorted((a, b) => a.draw - b.draw);
  const foldOf = new Map(questions.map(({ question }, at) => [question, at % folds]));
  return Array.from({ length: folds }, (_, fold) =>
    cases.filter(({ question }) => foldOf.get(question) === fold),
  );
}
