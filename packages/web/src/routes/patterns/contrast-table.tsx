import { Fragment, type ReactNode, useState } from 'react';
import type { ContrastJson, PatternsJson } from '@tracewright/core';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { formatCount, UNKNOWN } from '../../format/quantity.ts';
import { formatOdds, formatP, formatRatio, formatShare } from './format-statistics.ts';
import { OddsPlot } from './odds-plot.tsx';
import { PlaceList } from './place-list.tsx';
import { TableRegion } from './table-region.tsx';

/** Contrasts shown before all are asked for. */
const FIRST_SHOWN = 12;
const COLUMNS = 8;

export function ContrastTable({ patterns }: { readonly patterns: PatternsJson }): ReactNode {
  const [showsAll, setShowsAll] = useState(false);
  const { contrasts, counts } = patterns;
  const shown = showsAll ? contrasts : contrasts.slice(0, FIRST_SHOWN);
  return (
    <TableRegion
      id="contrasts"
      title="What failing attempts do that passing attempts at the same task do not"
      lead={<Verdict patterns={patterns} />}
    >
      {counts.mixedTasks > 0 && contrasts.length > 0 && (
        <table className="patterns-table">
          <thead>
            <tr>
              <th scope="col">The run</th>
              <th scope="col">Marks</th>
              <th scope="col" className="number">
                Failing
              </th>
              <th scope="col" className="number">
                Passing
              </th>
              <th
                scope="col"
                className="number"
                title="Tasks in which only failing : only passing attempts have it"
              >
                Tasks
              </th>
              <th scope="col">Odds ratio, 95 %</th>
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
                title="The smallest odds ratio that would have survived correction with a power of 80 %"
              >
                Shows from
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((contrast) => (
              <ContrastRow key={contrast.id} contrast={contrast} />
            ))}
          </tbody>
        </table>
      )}
      {shown.length < contrasts.length && (
        <Button onClick={() => setShowsAll(true)}>Show all {formatCount(contrasts.length)}</Button>
      )}
    </TableRegion>
  );
}

function Verdict({ patterns }: { readonly patterns: PatternsJson }): ReactNode {
  const { contrasts, counts, tested, untestable, level, acrossAgents } = patterns;
  if (counts.mixedTasks === 0)
    return (
      <p>
        No task has attempts that failed and attempts that passed, so that nothing can be compared. Run tasks
        several times to see what makes the difference.
      </p>
    );
  const claims = contrasts.filter(({ marks }) => marks !== null).length;
  const reach = Math.min(...contrasts.map(({ detectable }) => detectable.above ?? Infinity));
  const confounded = contrasts.filter(({ isConfounded }) => isConfounded).length;
  return (
    <>
      <p>
        <strong>
          {claims === 0
            ? 'Nothing is claimed.'
            : `${claims} ${claims === 1 ? 'trait makes' : 'traits make'} a difference.`}
        </strong>{' '}
        {formatCount(tested)} {tested === 1 ? 'trait was' : 'traits were'} tested within{' '}
        {formatCount(counts.mixedTasks)} {counts.mixedTasks === 1 ? 'task' : 'tasks'} with both outcomes;
        claimed is what keeps q ≤ {level} after correction. {formatCount(untestable)} more{' '}
        {untestable === 1 ? 'is' : 'are'} too rare to test.{' '}
        {Number.isFinite(reach)
          ? `The smallest odds ratio that would have been shown is ${formatRatio(reach)}.`
          : 'No difference, however great, would have been shown.'}
      </p>
      {acrossAgents && (
        <p className="patterns-warning">
          Too few tasks were attempted several times by one agent: attempts of different agents are compared,
          and a trait may mark the agent.
        </p>
      )}
      {confounded > 0 && (
        <p className="patterns-warning">
          {confounded} {confounded === 1 ? 'trait' : 'traits'} would look like a result with all tasks thrown
          together and {confounded === 1 ? 'is' : 'are'} none within tasks.
        </p>
      )}
    </>
  );
}

function ContrastRow({ contrast }: { readonly contrast: ContrastJson }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { id, label, marks, same, failing, passing, onlyFailing, onlyPassing, q, detectable, isTestable } =
    contrast;
  return (
    <Fragment>
      <tr className={marks === null ? undefined : `patterns-claim-${marks}`}>
        <th scope="row">
          <button
            type="button"
            className="patterns-open"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'down' : 'right'} />
            <span className="patterns-trait">
              <span className="trace-text" dir="auto">
                {label}
              </span>
              {same.length > 0 && <span className="muted">and {same.length} more</span>}
              {contrast.isConfounded && <Badge tone="warning">pooled it misleads</Badge>}
            </span>
          </button>
        </th>
        <td>{marks === null ? <span className="muted">{UNKNOWN}</span> : <strong>{marks}</strong>}</td>
        <td className="number">{formatShare(failing)}</td>
        <td className="number">{formatShare(passing)}</td>
        <td className="number">{`${onlyFailing}:${onlyPassing}`}</td>
        <td>
          <OddsPlot test={contrast} tone={marks ?? 'none'} />
        </td>
        <td className="number">{isTestable ? formatP(q) : UNKNOWN}</td>
        <td className="number">{detectable.above === null ? UNKNOWN : formatRatio(detectable.above)}</td>
      </tr>
      {isOpen && (
        <tr key={`${id} details`}>
          <td colSpan={COLUMNS} className="patterns-details">
            <ContrastDetails contrast={contrast} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function ContrastDetails({ contrast }: { readonly contrast: ContrastJson }): ReactNode {
  const { same, pooled, examples, p, holm, isTestable, smallestP, detectable } = contrast;
  return (
    <>
      <p className="number">
        Odds ratio {formatOdds(contrast)}, exact p {formatP(p)}
        {isTestable
          ? `, corrected by Holm ${formatP(holm)}`
          : `; not counted: these attempts could not have given less than p ${formatP(smallestP)}`}
        {detectable.below !== null && `; would show from ${formatRatio(detectable.below)} downwards`}. All
        tasks together: {formatShare(pooled.failing)} failing, {formatShare(pooled.passing)} passing (p{' '}
        {formatP(pooled.p)}), confounded by the task.
      </p>
      {same.length > 0 && (
        <p className="trace-text">In exactly the same attempts, the run {same.slice(0, 10).join('; ')}.</p>
      )}
      <div className="patterns-examples">
        {(['failing', 'passing'] as const).map((side) => (
          <div key={side}>
            <h3>{side === 'failing' ? 'Failing attempts that have it' : 'Passing attempts that have it'}</h3>
            {examples[side].length === 0 ? (
              <p className="muted">None.</p>
            ) : (
              <PlaceList places={examples[side]} />
            )}
          </div>
        ))}
      </div>
    </>
  );
}
