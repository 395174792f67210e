import type { ReactNode } from 'react';
import type { ChangeJson, TrendJson } from '@tracewright/core';
import { formatCount, UNKNOWN } from '../../format/quantity.ts';
import { formatP, formatRatio, formatShare, formatSigned } from './format-statistics.ts';
import { TableRegion } from './table-region.tsx';

const SHOWN_CHANGES = 15;

export function TrendTable({ trend }: { readonly trend: TrendJson }): ReactNode {
  return (
    <TableRegion id="trend" title="What changed" lead={<Verdict trend={trend} />}>
      <table className="patterns-table">
        <thead>
          <tr>
            <th scope="col">The run</th>
            <th scope="col">Now</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              After
            </th>
            <th scope="col" className="number">
              Difference, 95 %
            </th>
            <th scope="col" className="number">
              p
            </th>
            <th
              scope="col"
              className="number"
              title="p, corrected for all questions by Benjamini and Hochberg"
            >
              q
            </th>
            <th
              scope="col"
              className="number"
              title="The odds ratio nearest to 1, for fewer, that would have survived correction with a power of 80 %"
            >
              Shows from
            </th>
          </tr>
        </thead>
        <tbody>
          {[trend.outcome, ...trend.changes.slice(0, SHOWN_CHANGES)].map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Verdict({ trend }: { readonly trend: TrendJson }): ReactNode {
  const { outcome, isPaired, matchedTasks, unmatched, overlap, before, after } = trend;
  const tasks = `${formatCount(matchedTasks)} ${matchedTasks === 1 ? 'task' : 'tasks'}`;
  return (
    <>
      <p>
        <strong>{sayOutcome(outcome)}</strong> {formatCount(before.runs)} runs before,{' '}
        {formatCount(after.runs)} after
        {overlap > 0 && ` (${formatCount(overlap)} in both sets count as before)`}.{' '}
        {isPaired &&
          `Compared within ${tasks} that both sides attempt; left out: ${unmatched.before} before, ${unmatched.after} after.`}
      </p>
      {!isPaired && (
        <p className="patterns-warning">
          Unpaired: the sides share {matchedTasks === 0 ? 'no task' : `only ${tasks}`}, so that a difference
          may be one of their tasks.
        </p>
      )}
    </>
  );
}

function sayOutcome({ direction, isTestable }: ChangeJson): string {
  if (direction !== null) return direction === 'fewer' ? 'Fewer runs fail.' : 'More runs fail.';
  return isTestable
    ? 'These runs cannot tell whether more or fewer fail.'
    : 'These runs are too few to tell anything about how many fail.';
}

function ChangeRow({ change }: { readonly change: ChangeJson }): ReactNode {
  const { label, direction, before, after, difference, differenceInterval, p, q, isTestable, detectable } =
    change;
  const isWorse = direction === 'more';
  return (
    <tr className={direction === null ? undefined : `patterns-claim-${isWorse ? 'failure' : 'success'}`}>
      <th scope="row">
        <span className="patterns-label trace-text" dir="auto" title={label}>
          {label}
        </span>
      </th>
      <td>{direction === null ? <span className="muted">{UNKNOWN}</span> : <strong>{direction}</strong>}</td>
      <td className="number">{formatShare(before)}</td>
      <td className="number">{formatShare(after)}</td>
      <td className="number">
        {formatSigned(difference)}
        {differenceInterval !== null && (
          <span className="muted"> ({differenceInterval.map(formatSigned).join(' to ')})</span>
        )}
      </td>
      <td className="number">{formatP(p)}</td>
      <td className="number">{isTestable ? formatP(q) : UNKNOWN}</td>
      <td className="number">{detectable.below === null ? UNKNOWN : formatRatio(detectable.below)}</td>
    </tr>
  );
}
