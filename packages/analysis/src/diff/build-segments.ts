import type {
  AlignedStepsJson,
  SegmentJson,
  SegmentKind,
  SegmentTotalsJson,
  Step,
  StepDifference,
  StepRangeJson,
} from '@tracewright/core';
import { isStructural } from './find-divergence.ts';

/** Cuts an alignment where the runs begin or cease to do the same. */
export function buildSegments(
  aligned: readonly AlignedStepsJson[],
  a: readonly Step[],
  b: readonly Step[],
): SegmentJson[] {
  const segments: SegmentJson[] = [];
  let [fromA, fromB] = [0, 0];
  for (let start = 0; start < aligned.length;) {
    const isSame = !isStructural(aligned[start]?.difference ?? 'none');
    let end = start + 1;
    while (end < aligned.length && isStructural(aligned[end]?.difference ?? 'none') !== isSame) end += 1;
    const pairs = aligned.slice(start, end);
    const [stepsA, stepsB] = [count(pairs, 'a'), count(pairs, 'b')];
    const rangeA = { start: fromA, end: fromA + stepsA };
    const rangeB = { start: fromB, end: fromB + stepsB };
    segments.push({
      kind: isSame ? 'same' : nameSegment(stepsA, stepsB, end === aligned.length),
      aligned: { start, end },
      a: { ...rangeA, ...sumSteps(a, rangeA) },
      b: { ...rangeB, ...sumSteps(b, rangeB) },
      differences: countDifferences(pairs),
    });
    [start, fromA, fromB] = [end, rangeA.end, rangeB.end];
  }
  return segments;
}

function count(pairs: readonly AlignedStepsJson[], side: 'a' | 'b'): number {
  return pairs.reduce((sum, pair) => sum + (pair[side] === null ? 0 : 1), 0);
}

function nameSegment(stepsA: number, stepsB: number, isLast: boolean): SegmentKind {
  if (stepsA > 0 && stepsB > 0) return 'rerouted';
  if (stepsA > 0) return isLast ? 'cut-short' : 'missing';
  return isLast ? 'extended' : 'extra';
}

function countDifferences(
  pairs: readonly AlignedStepsJson[],
): Readonly<Partial<Record<StepDifference, number>>> {
  const counts: Partial<Record<StepDifference, number>> = {};
  for (const { difference } of pairs)
    if (difference !== 'none') counts[difference] = (counts[difference] ?? 0) + 1;
  return counts;
}

function sumSteps(steps: readonly Step[], { start, end }: StepRangeJson): SegmentTotalsJson {
  const own = steps.slice(start, end);
  const seconds = own.flatMap(({ startTime, endTime }) =>
    startTime === undefined || endTime === undefined ? [] : [Number(endTime - startTime) / 1e9],
  );
  return {
    steps: own.length,
    tokens: sum(
      own.flatMap(({ inputTokens, outputTokens }) =>
        inputTokens === undefined && outputTokens === undefined
          ? []
          : [(inputTokens ?? 0) + (outputTokens ?? 0)],
      ),
    ),
    costUsd: sum(own.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]))),
    seconds: sum(seconds),
  };
}

function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}
