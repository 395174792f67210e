import { type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Link } from 'wouter';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatShare,
  formatShortCount,
  UNKNOWN,
} from '../../format/quantity.ts';
import { MOST_ROWS, type Overview } from './load-overview.ts';
import { nameGroup } from './overview-charts.tsx';
import { groupWhere } from './overview-series.ts';
import { type Group, GROUPS, joinWhere, runsHref } from './overview-state.ts';

/** Rows shown before the rest is asked for. */
const FIRST_ROWS = 30;

interface GroupTableProps {
  readonly overview: Overview;
  readonly group: Group;
}

/** The same figures a group, most runs first; each row opens its runs. */
export function GroupTable({ overview, group }: GroupTableProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const failures = new Map(
    overview.failuresByGroup.map(({ keys, values }) => [keys[0] ?? null, values[0] ?? 0]),
  );
  // Who is not among as many as are told may have some.
  const unlisted = overview.failuresByGroup.length < MOST_ROWS ? 0 : null;
  const rows = overview.byGroup;
  const shown = isOpen ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <section className="overview-section" aria-labelledby="groups-title">
      <h2 id="groups-title">By {GROUPS[group].toLowerCase()}</h2>
      <div
        className="overview-table-frame"
        role="region"
        aria-label={`Figures by ${GROUPS[group].toLowerCase()}`}
        tabIndex={0}
      >
        <table className="overview-table">
          <thead>
            <tr>
              <th scope="col">{GROUPS[group]}</th>
              {['Runs', 'Failures', 'Share', 'Cost', 'Tokens', 'Median', '95th percentile'].map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ keys: [key = null], values }) => {
              const [runs = 0, cost = null, tokens = null, p50 = null, p95 = null] = values;
              const failed = failures.get(key) ?? unlisted;
              const where = joinWhere(overview.where, groupWhere(group, key === null ? null : String(key)));
              const share = runs === null || runs === 0 ? 0 : failed === null ? null : failed / runs;
              return (
                <tr key={String(key)}>
                  <th scope="row" className="trace-text">
                    <Link href={runsHref(where)}>{nameGroup(key === null ? null : String(key))}</Link>
                  </th>
                  <td className="number">{formatCount(runs)}</td>
                  <td className="number">
                    {failed === 0 || failed === null ? (
                      formatCount(failed)
                    ) : (
                      <Link href={runsHref(joinWhere(where, 'outcome = failure'))}>
                        {formatCount(failed)}
                      </Link>
                    )}
                  </td>
                  <td className="number">
                    <svg width="60" height="8" aria-hidden="true" className="overview-share">
                      <rect width="60" height="8" rx="2" />
                      <rect className="overview-count-failed" width={(share ?? 0) * 60} height="8" rx="2" />
                    </svg>
                    {share === null ? UNKNOWN : formatShare(share)}
                  </td>
                  <td className="number">{formatCost(cost)}</td>
                  <td className="number">{formatShortCount(tokens)}</td>
                  <td className="number">{formatDuration(p50)}</td>
                  <td className="number">{formatDuration(p95)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > shown.length && (
        <Button onClick={() => setOpen(true)}>
          Show {rows.length < MOST_ROWS ? 'all' : 'the'} {formatCount(rows.length)}
          {rows.length < MOST_ROWS ? '' : ' with most runs'}
        </Button>
      )}
    </section>
  );
}
