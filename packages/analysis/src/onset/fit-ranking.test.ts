import { createRandom } from '@tracewright/numeric';
import { expect, it } from 'vitest';
import type { RunDescription } from './describe-steps.ts';
import { FEATURES } from './features/registry.ts';
import { fitRanking, type LabelledRun, type RankingOptions } from './fit-ranking.ts';
import { FIRST_ACT, rankSteps, weightsFor } from './ranking.ts';

const CODE = FEATURES.findIndex(({ name }) => name === 'code');
const FAMILIES = [...new Set(FEATURES.map(({ family }) => family))];
const OPTIONS: RankingOptions = { families: FAMILIES, byShape: true, l2: 1, prior: undefined };

/** Runs of five steps of which one brings code: the onset among peers, never where tools are called. */
function drawRuns(count: number): LabelledRun[] {
  const random = createRandom(2);
  return Array.from({ length: count }, (_, index): LabelledRun => {
    const coding = Math.floor(random() * 5);
    const values = new Float32Array(5 * FEATURES.length);
    values[coding * FEATURES.length + CODE] = 1;
    const shape = index % 2 === 0 ? 'peers' : 'tools';
    const description: RunDescription = { shape, candidates: [0, 1, 2, 3, 4], values };
    return { description, onset: shape === 'peers' ? coding : (coding + 1) % 5 };
  });
}

it('learns what holds in all runs, and what holds in runs of one shape', () => {
  const model = fitRanking('test@1', drawRuns(80), OPTIONS);
  expect(weightsFor(model, 'peers')[CODE]).toBeGreaterThan(1);
  expect(weightsFor(model, 'tools')[CODE]).toBeLessThan(-1);
  const [first] = drawRuns(1);
  if (first === undefined) throw new Error('a run was drawn');
  expect(rankSteps(first.description, model)[0]?.stepIndex).toBe(first.onset);
});

it('stays with the prior where there is nothing to learn from', () => {
  const prior = FIRST_ACT;
  expect(fitRanking('test@1', [], { ...OPTIONS, prior }).weights).toMatchObject(FIRST_ACT.weights);
  const labelled = drawRuns(10).map((run) => ({ ...run, onset: 99 }));
  const model = fitRanking('test@1', labelled, { ...OPTIONS, families: ['content'], prior });
  expect(model.weights).toMatchObject(FIRST_ACT.weights);
});

it('gives probabilities that sum to 1 and flatten with the temperature', () => {
  const [run] = drawRuns(1);
  if (run === undefined) throw new Error('a run was drawn');
  const model = fitRanking('test@1', drawRuns(80), OPTIONS);
  const [sharp, flat] = [1, 4].map((temperature) =>
    rankSteps(run.description, {
      ...model,
      temperatures: { peers: temperature, coordinated: temperature, tools: temperature },
    }),
  );
  expect(sharp?.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 9);
  expect(sharp?.[0]?.score).toBeGreaterThan(flat?.[0]?.score ?? 1);
  expect(flat?.[0]?.stepIndex).toBe(sharp?.[0]?.stepIndex);
});
