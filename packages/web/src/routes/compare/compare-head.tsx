import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { Link } from 'wouter';
import type { ComparisonJson, DivergenceType, RunJson } from '@tracewright/core';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatShare,
  formatShortCount,
  secondsBetween,
} from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { runTitle } from '../runs/columns.tsx';
import { toCompareAddress } from './attempts.ts';
import { AttemptsMenu } from './attempts-menu.tsx';
import type { CompareModel } from './compare-model.ts';

interface CompareHeadProps {
  readonly model: CompareModel;
  /** Stretches that differ. */
  readonly differences: number;
  readonly onGo: (alignedIndex: number) => void;
  readonly onVisit: (direction: 1 | -1) => void;
}

/** What came of both runs, and where they part: how they went and what came of it are told apart. */
export function CompareHead({ model, differences, onGo, onVisit }: CompareHeadProps): ReactNode {
  const { comparison } = model;
  const [a, b] = comparison.runs;
  return (
    <header className="compare-head">
      <div className="compare-runs">
        <RunFacts run={a} other={b} side="left" />
        <RunFacts run={b} other={a} side="right" />
      </div>
      <div className="compare-axes">
        <dl>
          <Axis name="Parts at">
            <Parting comparison={comparison} onGo={onGo} />
          </Axis>
          <Axis name="Structure">{describeStructure(comparison)}</Axis>
          <Axis name="Outcome">{describeOutcome(comparison)}</Axis>
          {comparison.separatingStep !== null && (
            <Axis name="Decided at">
              <Separating comparison={comparison} onGo={onGo} />
            </Axis>
          )}
          {!comparison.isExact && (
            <Axis name="Alignment">good, not the best: the runs are too long for that</Axis>
          )}
        </dl>
        <div className="compare-walk">
          <Button kind="chip" disabled={differences === 0} onClick={() => onVisit(-1)}>
            Previous <kbd>p</kbd>
          </Button>
          <Button kind="chip" disabled={differences === 0} onClick={() => onVisit(1)}>
            Next <kbd>n</kbd>
          </Button>
          <span className="number muted">
            {formatCount(differences)} {differences === 1 ? 'difference' : 'differences'}
          </span>
        </div>
      </div>
    </header>
  );
}

function Axis({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="compare-axis">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RunFacts({
  run,
  other,
  side,
}: {
  readonly run: RunJson;
  readonly other: RunJson;
  readonly side: 'left' | 'right';
}): ReactNode {
  const seconds = secondsBetween(run.startTime, run.endTime);
  const facts = [
    cut(run.agent),
    cut(run.model),
    `${formatCount(run.steps)} steps`,
    run.tokens === null ? null : `${formatShortCount(run.tokens)} tokens`,
    run.costUsd === null ? null : formatCost(run.costUsd),
    seconds === null ? null : formatDuration(seconds),
  ];
  return (
    <div className="compare-run">
      <OutcomeBadge run={run} />
      <Link href={`/runs/${run.runId}`} className="compare-run-title trace-text" title={run.runId}>
        {runTitle(run)}
      </Link>
      <span className="compare-run-facts muted number trace-text">
        {facts.filter((fact) => fact !== null && fact !== '').join(' · ')}
      </span>
      <AttemptsMenu
        label="Other attempts"
        run={run}
        toAddress={({ runId }) =>
          toCompareAddress(side === 'left' ? [runId, other.runId] : [other.runId, runId])
        }
      />
    </div>
  );
}

/** A name that is long would hide the facts behind it. */
function cut(name: string | null): string | null {
  if (name === null) return null;
  return toPlainText(name.length <= 60 ? name : `${name.slice(0, 60)}…`);
}

const DIVERGENCE: Readonly<Record<DivergenceType, string>> = {
  different_action: 'another action',
  different_tool: 'another tool',
  different_agent_routed: 'another agent',
  different_operation: 'another operation',
  different_result: 'another result',
  tool_success_failure_change: 'the tool fails in one',
  event_missing_in_a: 'a step only right',
  event_missing_in_b: 'a step only left',
};

function Parting({
  comparison: { firstDivergence },
  onGo,
}: {
  readonly comparison: ComparisonJson;
  readonly onGo: (alignedIndex: number) => void;
}): ReactNode {
  if (firstDivergence === null) return 'nowhere: both do the same in substance';
  return (
    <>
      <Button kind="text" onClick={() => onGo(firstDivergence.alignedIndex)}>
        step {firstDivergence.a} / {firstDivergence.b}
      </Button>
      , {DIVERGENCE[firstDivergence.type]}, after {formatShare(firstDivergence.position)} of the left run
    </>
  );
}

const SEPARATING = {
  'wrong-action': 'a change that only the failing run makes',
  'missing-action': 'where a change of the passing run is missing',
  'first-divergence': 'where they part; no change of the world tells them apart',
} as const;

function Separating({
  comparison: { separatingStep, aligned, runs },
  onGo,
}: {
  readonly comparison: ComparisonJson;
  readonly onGo: (alignedIndex: number) => void;
}): ReactNode {
  if (separatingStep === null) return null;
  const { failStep, changeStep, kind } = separatingStep;
  const side = runs[0].outcome.status === 'failure' ? 'a' : 'b';
  const index = aligned.findIndex((pair) => pair[side] === failStep);
  return (
    <>
      <Button kind="text" onClick={() => onGo(index)}>
        step {failStep} of the failing run
      </Button>
      {changeStep !== null && changeStep !== failStep && `, the agent's last word before step ${changeStep}`},{' '}
      {SEPARATING[kind]}
    </>
  );
}

const STRUCTURE = {
  none: 'the same',
  rerouted: 'rerouted',
  extended: 'extended',
  'cut-short': 'cut short',
  'early-termination': 'ended early, without a last word',
  loop: 'a loop',
} as const;

function describeStructure({ structure }: ComparisonJson): string {
  const edits = [
    ...(structure.substitutions > 0 ? [`${structure.substitutions} replaced`] : []),
    ...(structure.deletions > 0 ? [`${structure.deletions} missing`] : []),
    ...(structure.insertions > 0 ? [`${structure.insertions} extra`] : []),
  ];
  return [STRUCTURE[structure.kind], ...edits].join(', ');
}

function describeOutcome({ outcome }: ComparisonJson): string {
  const answer = outcome.answer === 'unknown' ? '' : `, the final answer is ${outcome.answer}`;
  return `${outcome.change}${answer}`;
}
