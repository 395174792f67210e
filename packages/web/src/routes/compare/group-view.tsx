import './group-view.css';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { BranchJson, GroupComparisonJson, RunJson, SeparationJson } from '@tracewright/core';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { formatCount } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { runTitle } from '../runs/columns.tsx';
import { orderPair, toCompareAddress } from './attempts.ts';

const TEXT_LENGTH = 300;

/** Many attempts: what separates those that pass from those that fail, as far as their number can show it. */
export function GroupView({ group }: { readonly group: GroupComparisonJson }): ReactNode {
  const { runs, passed, failed, unknown, separation, branches } = group;
  return (
    <main className="group-page">
      <h2>
        {formatCount(runs.length)} attempts: {passed} passed, {failed} failed
        {unknown > 0 && `, ${unknown} unknown`}
      </h2>
      <p className="muted">{describePower(group)}</p>
      {separation !== null && <Separation separation={separation} level={group.level} />}
      <h3>Where they part, earliest first</h3>
      {branches.length === 0 ? (
        <p className="muted">Nowhere: all do the same.</p>
      ) : (
        <table className="group-table">
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Passed</th>
              <th scope="col">Failed</th>
              <th scope="col">Branch</th>
            </tr>
          </thead>
          <tbody>
            {branches.map((branch) => (
              <Branch key={branch.column} branch={branch} />
            ))}
          </tbody>
        </table>
      )}
      <h3>The attempts</h3>
      <ul className="group-runs">
        {runs.map((run) => (
          <li key={run.runId}>
            <OutcomeBadge run={run} />
            <Link href={`/runs/${run.runId}`} className="trace-text">
              {runTitle(run)}
            </Link>
            <span className="muted number">{formatCount(run.steps)} steps</span>
            <SideBySide run={run} runs={runs} />
          </li>
        ))}
      </ul>
    </main>
  );
}

/** A failing attempt beside the first that passed, or a passing one beside the first that failed. */
function SideBySide({ run, runs }: { readonly run: RunJson; readonly runs: readonly RunJson[] }): ReactNode {
  const wanted = run.outcome.status === 'failure' ? 'success' : 'failure';
  const other = runs.find(({ outcome, runId }) => outcome.status === wanted && runId !== run.runId);
  if (other === undefined) return null;
  return <Link href={toCompareAddress(orderPair(run, other))}>beside one with the other outcome</Link>;
}

function describePower({ smallestP, level, asked, passed, failed }: GroupComparisonJson): string {
  if (smallestP === null)
    return 'Nothing can be told apart by outcome: that takes at least one passing and one failing attempt.';
  if (smallestP > level)
    return `So few attempts can show nothing: even something that all ${failed} failing and none of the ${passed} passing ones do would have p = ${formatP(smallestP)}. What follows is a hint to read, no more.`;
  return `The smallest p that they can give is ${formatP(smallestP)}; ${formatCount(asked)} questions could be answered.`;
}

function Separation({
  separation,
  level,
}: {
  readonly separation: SeparationJson;
  readonly level: number;
}): ReactNode {
  const { adjustedP, p, failedWith, failedWithout, passedWith, passedWithout, difference, example } =
    separation;
  const isShown = adjustedP !== null && adjustedP <= level;
  return (
    <section className="group-separation" data-shown={isShown} aria-label="What separates them best">
      <h3>
        What separates them best{' '}
        <span className="muted number">
          {isShown ? 'shown' : 'not shown'},{' '}
          {adjustedP === null
            ? `p = ${formatP(p)} before any correction`
            : `corrected p = ${formatP(adjustedP)}`}
        </span>
      </h3>
      <BranchName branch={separation} />
      <p>
        Done by {failedWith} of {failedWith + failedWithout} failing and {passedWith} of{' '}
        {passedWith + passedWithout} passing attempts: who does it fails{' '}
        {Math.abs(difference * 100).toFixed(0)} points {difference < 0 ? 'less' : 'more'} often.{' '}
        <Link href={`/runs/${example.runId}#step-${example.stepIndex}`}>See step {example.stepIndex}</Link>
      </p>
    </section>
  );
}

function Branch({ branch: { column, variants, absent } }: { readonly branch: BranchJson }): ReactNode {
  const isAbsent = absent.passed + absent.failed > 0;
  return (
    <>
      {variants.map((variant, index) => (
        <tr key={`${variant.tool} ${variant.text}`}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={variants.length + (isAbsent ? 1 : 0)} className="number">
              {column}
            </th>
          )}
          <td className="number">{variant.passed}</td>
          <td className="number">{variant.failed}</td>
          <td>
            <Link href={`/runs/${variant.example.runId}#step-${variant.example.stepIndex}`}>
              <BranchName branch={variant} />
            </Link>
          </td>
        </tr>
      ))}
      {isAbsent && (
        <tr>
          <td className="number">{absent.passed}</td>
          <td className="number">{absent.failed}</td>
          <td className="muted">nothing in this place</td>
        </tr>
      )}
    </>
  );
}

function BranchName({
  branch: { tool, text },
}: {
  readonly branch: { readonly tool: string | null; readonly text: string | null };
}): ReactNode {
  return (
    <span className="group-branch trace-text">
      {tool === null ? 'a message' : <code>{toPlainText(tool.slice(0, TEXT_LENGTH))}</code>}{' '}
      {tool !== null && (
        <span className="mono">
          {text === null ? 'any arguments' : toPlainText(text.slice(0, TEXT_LENGTH))}
        </span>
      )}
    </span>
  );
}

function formatP(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
