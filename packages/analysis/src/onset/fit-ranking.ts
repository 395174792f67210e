/**
 * Learns a ranking from runs whose onset is known: a conditional logit over the steps of each run. Weights are drawn towards a prior ranking, so
 * that few labels correct a rule where they speak clearly and leave it alone where they do not.
 *
 * With `byShape` every feature has a second weight for each shape of run, added in runs of that shape: what all runs share is learnt from
 * all of them. Source: Daumé, "Frustratingly easy domain adaptation" (ACL 2007).
 */
import { type ChoiceGroup, fitConditionalLogit } from '@tracewright/numeric';
import type { RunDescription } from './describe-steps.ts';
import type { FeatureFamily } from './features/feature.ts';
import { FEATURES } from './features/registry.ts';
import { type RankingModel, UNSCALED } from './ranking.ts';

export interface LabelledRun {
  readonly description: RunDescription;
  /** The step where it began; a run where that is no step of an agent teaches nothing. */
  readonly onset: number;
  /** How much it counts; 1 by default. */
  readonly weight?: number;
}

export interface RankingOptions {
  readonly families: readonly FeatureFamily[];
  readonly byShape: boolean;
  readonly l2: number;
  readonly prior: RankingModel | undefined;
}

export function fitRanking(id: string, runs: readonly LabelledRun[], options: RankingOptions): RankingModel {
  const columns = listColumns(runs, options);
  const prior = Float64Array.from(columns, ({ key }) => options.prior?.weights[key] ?? 0);
  const groups = runs.flatMap((run) => toChoiceGroup(run, columns) ?? []);
  const fitted = fitConditionalLogit(groups, columns.length, { l2: options.l2, prior });
  const weights = Object.fromEntries(columns.map(({ key }, at) => [key, fitted[at] ?? 0]));
  // What is not learnt stays as the prior has it.
  return { id, weights: { ...options.prior?.weights, ...weights }, temperatures: UNSCALED };
}

interface Column {
  readonly key: string;
  readonly feature: number;
  readonly shape: string | undefined;
}

function listColumns(runs: readonly LabelledRun[], { families, byShape }: RankingOptions): Column[] {
  const shapes = byShape ? [...new Set(runs.map(({ description }) => description.shape))].toSorted() : [];
  return [undefined, ...shapes].flatMap((shape) =>
    FEATURES.flatMap(({ name, family }, feature) =>
      families.includes(family)
        ? [{ key: shape === undefined ? name : `${shape}/${name}`, feature, shape }]
        : [],
    ),
  );
}

function toChoiceGroup(
  { description, onset, weight = 1 }: LabelledRun,
  columns: readonly Column[],
): ChoiceGroup | undefined {
  const { shape, candidates, values } = description;
  const chosen = candidates.indexOf(onset);
  if (chosen === -1) return undefined;
  const features = new Float64Array(candidates.length * columns.length);
  for (const [at, column] of columns.entries()) {
    if (column.shape !== undefined && column.shape !== shape) continue;
    for (let row = 0; row < candidates.length; row += 1)
      features[row * columns.length + at] = values[row * FEATURES.length + column.feature] ?? 0;
  }
  return { features, target: Float64Array.from(candidates, (_, row) => (row === chosen ? 1 : 0)), weight };
}
