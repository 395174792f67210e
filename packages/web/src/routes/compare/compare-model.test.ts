import { expect, it } from 'vitest';
import type { AlignedStepsJson, ComparisonJson, SegmentJson, StepDifference } from '@tracewright/core';
import { type CompareModel, listDifferences, listRows } from './compare-model.ts';

const TOTALS = { start: 0, end: 0, steps: 0, tokens: null, costUsd: null, seconds: null };

/** A model of segments, each a list of differences; only what the rows are made of. */
function makeModel(...segments: readonly (readonly StepDifference[])[]): CompareModel {
  let at = 0;
  const aligned: AlignedStepsJson[] = segments
    .flat()
    .map((difference, index) => ({ a: index, b: index, difference }));
  const made = segments.map((differences): SegmentJson => {
    const start = at;
    at += differences.length;
    const isSame = differences.every((name) => ['none', 'wording', 'result'].includes(name));
    return {
      kind: isSame ? 'same' : 'rerouted',
      aligned: { start, end: at },
      a: TOTALS,
      b: TOTALS,
      differences: {},
    };
  });
  // The rows are made of these two members alone.
  return { comparison: { aligned, segments: made } as unknown as ComparisonJson, a: [], b: [] };
}

const outline = (model: CompareModel, open: readonly number[] = []): string =>
  listRows(model, new Set(open))
    .map((row) => (row.kind === 'pair' ? row.index : row.kind === 'fold' ? `(${row.count})` : '#'))
    .join(' ');

const same = (count: number): StepDifference[] => Array<StepDifference>(count).fill('none');

it('folds what is the same between two steps of context, and shows it when asked', () => {
  const model = makeModel(same(9), ['tool', 'extra'], same(6));
  expect(outline(model)).toBe('# 0 1 (5) 7 8 # 9 10 # 11 12 13 14 15 16');
  expect(outline(model, [0])).toBe('# 0 1 2 3 4 5 6 7 8 # 9 10 # 11 12 13 14 15 16');
});

it('does not fold a result that differs among steps that are the same', () => {
  expect(outline(makeModel([...same(3), 'result', ...same(8)]))).toBe('# 0 1 2 3 4 5 (4) 10 11');
});

it('visits the first step of each stretch that differs', () => {
  const model = makeModel([...same(2), 'result'], ['tool', 'extra'], same(2), ['missing']);
  const rows = listRows(model, new Set());
  expect(listDifferences(rows).map((at) => (rows[at]?.kind === 'pair' ? rows[at].index : -1))).toEqual([
    2, 7,
  ]);
});
