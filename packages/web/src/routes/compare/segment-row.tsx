import type { ReactNode } from 'react';
import type { SegmentJson, StepDifference } from '@tracewright/core';
import { formatCost, formatDuration, formatShortCount } from '../../format/quantity.ts';

const TITLE = {
  same: 'Same',
  rerouted: 'Rerouted',
  missing: 'Missing',
  extra: 'Extra',
  'cut-short': 'Cut short',
  extended: 'Extended',
} as const;

const DIFFERENCE: Readonly<Record<StepDifference, string>> = {
  none: 'the same',
  wording: 'other words',
  result: 'other result',
  status: 'failed in one',
  arguments: 'other arguments',
  message: 'says something else',
  tool: 'other tool',
  agent: 'other agent',
  missing: 'only left',
  extra: 'only right',
};

export function nameDifference(difference: StepDifference): string {
  return DIFFERENCE[difference];
}

/** What the stretch that begins here is, with the steps of both sides and what it took. */
export function SegmentRow({ segment }: { readonly segment: SegmentJson }): ReactNode {
  const counts = Object.entries(segment.differences) as [StepDifference, number][];
  return (
    <h2 className="compare-segment" data-kind={segment.kind}>
      <span className="compare-segment-kind">{TITLE[segment.kind]}</span>
      <span className="number muted">
        {describeRange(segment.a)} / {describeRange(segment.b)}
      </span>
      <span className="muted compare-segment-counts">
        {counts.map(([name, count]) => `${count} ${DIFFERENCE[name]}`).join(', ')}
      </span>
      {segment.kind !== 'same' && <span className="number muted">{describeTotals(segment)}</span>}
    </h2>
  );
}

function describeRange({ start, end }: SegmentJson['a']): string {
  if (end === start) return 'none';
  return end - start === 1 ? String(start) : `${start}–${end - 1}`;
}

function describeTotals({ a, b }: SegmentJson): string {
  const pairs = [
    both(a.tokens, b.tokens, formatShortCount, ' tokens'),
    both(a.costUsd, b.costUsd, formatCost, ''),
    both(a.seconds, b.seconds, formatDuration, ''),
  ];
  return pairs.filter((text) => text !== '').join(' · ');
}

function both(
  a: number | null,
  b: number | null,
  format: (value: number | null) => string,
  unit: string,
): string {
  return a === null && b === null ? '' : `${format(a)} / ${format(b)}${unit}`;
}
