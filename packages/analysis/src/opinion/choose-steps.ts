/**
 * Which steps a model is shown before it asks for any: all of a short run, a sample of each stage of a middling one, and of a
 * long one only what stands around the deviations.
 * Source: CodeTracer (arXiv 2604.11641), complexity tiers; how a stage is sampled and what counts as a deviation is ours.
 */
import type { Diagnosis, StepTreeNodeJson } from '@tracewright/core';

const ALL = 20;
const SAMPLED = 100;
/** Steps on either side of a deviation. */
const AROUND = 2;
/** Of the ranking, the places looked at. */
const CANDIDATES = 5;
export const MAX_FIRST_STEPS = 40;

/** Step indices, ascending. */
export function chooseSteps(
  tree: readonly StepTreeNodeJson[],
  { ranked, findings }: Pick<Diagnosis, 'ranked' | 'findings'>,
): readonly number[] {
  const count = tree.length;
  if (count <= ALL) return tree.map((_, index) => index);
  const deviations = [
    ...ranked.slice(0, CANDIDATES).map(({ stepIndex }) => stepIndex),
    ...findings.flatMap(({ stepIndex, severity }) =>
      stepIndex === undefined || severity === 'info' ? [] : [stepIndex],
    ),
  ];
  const around = deviations.flatMap((index) =>
    Array.from({ length: 2 * AROUND + 1 }, (_, offset) => index - AROUND + offset),
  );
  const edges = [0, 1, count - 2, count - 1];
  const sample = count <= SAMPLED ? sampleStages(tree) : [];
  const chosen = new Set<number>();
  for (const index of [...edges, ...sample, ...around]) {
    if (chosen.size >= MAX_FIRST_STEPS) break;
    if (index >= 0 && index < count) chosen.add(index);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

/** The first, the middle and the last step of each stage, stages in turn, so that a limit cuts none of them off whole. */
function sampleStages(tree: readonly StepTreeNodeJson[]): readonly number[] {
  const stages = new Map<number, number[]>();
  for (const { index, stage } of tree) {
    const own = stages.get(stage);
    if (own === undefined) stages.set(stage, [index]);
    else own.push(index);
  }
  const of = (at: (steps: readonly number[]) => number | undefined): number[] =>
    [...stages.values()].map(at).filter((index) => index !== undefined);
  return [
    ...of((steps) => steps[0]),
    ...of((steps) => steps.at(-1)),
    ...of((steps) => steps[Math.floor(steps.length / 2)]),
  ];
}
