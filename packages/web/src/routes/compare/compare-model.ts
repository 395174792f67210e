/** A comparison, arranged for the page: the rows of the list, and the places that n and p visit. */
import {
  type AlignedStepsJson,
  type ComparisonJson,
  isMaterialDifference,
  type SegmentJson,
  type StepJson,
} from '@tracewright/core';

export type CompareRow =
  | { readonly kind: 'segment'; readonly segment: SegmentJson; readonly index: number }
  | { readonly kind: 'pair'; readonly pair: AlignedStepsJson; readonly index: number }
  /** Steps that are the same and not shown. */
  | { readonly kind: 'fold'; readonly segment: number; readonly count: number };

export interface CompareModel {
  readonly comparison: ComparisonJson;
  readonly a: readonly StepJson[];
  readonly b: readonly StepJson[];
}

/** Same steps shown at either end of a segment. */
const CONTEXT = 2;
/** Fewer are not folded: the fold takes a line, too. */
const LEAST_FOLDED = 3;

/** @param open segments whose same steps are all shown */
export function listRows({ comparison }: CompareModel, open: ReadonlySet<number>): CompareRow[] {
  const rows: CompareRow[] = [];
  for (const [index, segment] of comparison.segments.entries()) {
    rows.push({ kind: 'segment', segment, index });
    const { start, end } = segment.aligned;
    const isQuiet = (at: number): boolean => {
      const pair = comparison.aligned[at];
      return pair !== undefined && !isMaterialDifference(pair.difference);
    };
    for (let at = start; at < end; at++) {
      let until = at;
      if (segment.kind === 'same' && !open.has(index)) while (until < end && isQuiet(until)) until += 1;
      const from = at + CONTEXT;
      const to = until - CONTEXT;
      if (to - from < LEAST_FOLDED) {
        const pair = comparison.aligned[at];
        if (pair !== undefined) rows.push({ kind: 'pair', pair, index: at });
        continue;
      }
      for (let shown = at; shown < until; shown++) {
        const pair = comparison.aligned[shown];
        if (shown === from) rows.push({ kind: 'fold', segment: index, count: to - from });
        if (pair !== undefined && (shown < from || shown >= to))
          rows.push({ kind: 'pair', pair, index: shown });
      }
      at = until - 1;
    }
  }
  return rows;
}

/** Where a reader should look: the first step of each stretch that differs, in order, as rows. */
export function listDifferences(rows: readonly CompareRow[]): number[] {
  let wasDifferent = false;
  return rows.flatMap((row, at) => {
    if (row.kind === 'segment') return [];
    const isDifferent = row.kind === 'pair' && isMaterialDifference(row.pair.difference);
    const isFirst = isDifferent && !wasDifferent;
    wasDifferent = isDifferent;
    return isFirst ? [at] : [];
  });
}

/** What a step does, as text to compare: its arguments, command or words. */
export function actionText({ action }: StepJson): string {
  if (action.text !== null) return action.text;
  if (action.arguments === null) return '';
  return typeof action.arguments === 'string' ? action.arguments : JSON.stringify(action.arguments, null, 1);
}
