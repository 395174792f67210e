import type { ReactNode } from 'react';
import { type CountFindingsResponse, formatFilterValue } from '@tracewright/core';
import { Link } from 'wouter';
import { SeverityMark } from '../../components/severity.tsx';
import { formatCount, formatShare } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { joinWhere, runsHref } from './overview-state.ts';

const MOST = 12;
/** They say where a run began to fail, or that this is unknown: nearly every run has one, and they are no mistakes. */
const ANSWERS: ReadonlySet<string> = new Set(['onset', 'no-onset']);
const NAME_LENGTH = 60;

/** What the findings are about besides the onset, in most runs first; each opens its runs. */
export function FindingCounts({
  counts,
  where,
}: {
  readonly counts: CountFindingsResponse;
  /** Of the page. */
  readonly where: string;
}): ReactNode {
  const { countedRuns, totalRuns, undiagnosedRuns } = counts;
  const categories = counts.categories.filter(({ category }) => !ANSWERS.has(category));
  const most = categories[0]?.runs ?? 1;
  return (
    <section className="overview-section" aria-labelledby="findings-title">
      <h2 id="findings-title">What goes wrong</h2>
      <p className="muted">
        Findings of {countedRuns < totalRuns ? `the newest ${formatCount(countedRuns)} of ` : ''}
        {formatCount(totalRuns)} runs, besides the onset of each
        {undiagnosedRuns > 0 && `, ${formatCount(undiagnosedRuns)} of them not diagnosed yet`}.
      </p>
      {categories.length === 0 ? (
        <p>No findings.</p>
      ) : (
        <table className="overview-table overview-findings">
          <thead>
            <tr>
              <th scope="col">Category</th>
              <th scope="col">Runs</th>
              <th scope="col" className="number">
                Findings
              </th>
              <th scope="col" className="number">
                Failed
              </th>
            </tr>
          </thead>
          <tbody>
            {categories.slice(0, MOST).map(({ category, severity, findings, runs, failures }) => (
              <tr key={category}>
                <th scope="row" className="trace-text">
                  <SeverityMark severity={severity} />{' '}
                  <Link href={runsHref(joinWhere(where, `category = ${formatFilterValue(category)}`))}>
                    {toPlainText(category.slice(0, NAME_LENGTH))}
                  </Link>
                </th>
                <td>
                  <span className="overview-bar-cell">
                    <svg width="160" height="10" aria-hidden="true" className="overview-count-bar">
                      <rect width={Math.max(1, (runs / most) * 160)} height="10" rx="2" />
                      <rect
                        className="overview-count-failed"
                        width={(failures / most) * 160}
                        height="10"
                        rx="2"
                      />
                    </svg>
                    <span className="number">{formatCount(runs)}</span>
                  </span>
                </td>
                <td className="number">{formatCount(findings)}</td>
                <td className="number">{formatShare(failures / runs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
