/** The columns of the list of runs: what they show, and the run field the store sorts by. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunField, RunJson } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { ExampleTag } from '../../components/example-tag.tsx';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatShortCount,
  formatTime,
  secondsBetween,
  UNKNOWN,
} from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { ColumnName } from './column-names.ts';

export interface Column {
  readonly name: ColumnName;
  readonly title: string;
  /** Absent where runs cannot be sorted by it. */
  readonly field?: RunField;
  /** Numbers stand right and sort from the largest. */
  readonly isNumber?: boolean;
  readonly render: (run: RunJson) => ReactNode;
}

/** A cell shows one line; the browser need not lay out ten thousand characters to cut it. */
const CELL_LENGTH = 300;

function cellText(text: string | null): string {
  return text === null || text === ''
    ? UNKNOWN
    : toPlainText(text.slice(0, CELL_LENGTH)).replaceAll('\n', ' ');
}

/** The task, else what was asked, else the end of the path the run came from. */
export function runTitle(run: RunJson): string {
  const title = [run.task, run.taskText].find((text) => text !== null && text.trim() !== '');
  return cellText(title ?? run.source.path.split('/').slice(-2).join('/'));
}

function TextCell({ text }: { readonly text: string | null }): ReactNode {
  const shown = cellText(text);
  return (
    <span className="runs-text trace-text" dir="auto" title={shown}>
      {shown}
    </span>
  );
}

const outcome: Column = {
  name: 'outcome',
  title: 'Outcome',
  field: 'outcome',
  render: (run) => <OutcomeBadge run={run} />,
};

const task: Column = {
  name: 'task',
  title: 'Task',
  field: 'task',
  render: (run) => (
    <>
      <Link href={`/runs/${run.runId}`} className="runs-link trace-text" dir="auto" title={runTitle(run)}>
        {runTitle(run)}
      </Link>
      <ExampleTag run={run} />
      {run.task !== null && run.taskText !== null && run.task !== run.taskText && (
        <span className="runs-task-text trace-text" dir="auto">
          {cellText(run.taskText)}
        </span>
      )}
    </>
  ),
};

const findings: Column = {
  name: 'findings',
  title: 'Findings',
  field: 'findings',
  isNumber: true,
  render: (run) => (
    <span title={run.findings === null ? 'not diagnosed yet' : undefined}>{formatCount(run.findings)}</span>
  ),
};

const onset: Column = {
  name: 'onset',
  title: 'Onset',
  isNumber: true,
  render: (run) =>
    run.onsetStep === null ? (
      <span className="muted">{UNKNOWN}</span>
    ) : (
      <Link
        href={`/runs/${run.runId}#step-${run.onsetStep}`}
        className={run.outcome.status === 'success' ? 'runs-onset muted' : 'runs-onset'}
        title={
          run.outcome.status === 'success'
            ? 'It passed; where it most likely began, had it failed'
            : 'The likeliest onset of failure'
        }
      >
        step {run.onsetStep}
      </Link>
    ),
};

const start: Column = {
  name: 'start',
  title: 'Started',
  field: 'start',
  isNumber: true,
  render: (run) => (
    <time dateTime={run.startTime ?? undefined} title={run.startTime ?? undefined}>
      {formatTime(run.startTime)}
    </time>
  ),
};

const id: Column = {
  name: 'id',
  title: 'Run id',
  field: 'run',
  render: (run) => (
    <>
      <code title={run.runId}>{run.runId.slice(0, 8)}</code>
      <CopyButton text={run.runId} what="run id" />
    </>
  ),
};

const text = (
  name: ColumnName,
  title: string,
  field: RunField,
  read: (run: RunJson) => string | null,
): Column => ({
  name,
  title,
  field,
  render: (run) => <TextCell text={read(run)} />,
});

const number = (name: ColumnName, title: string, field: RunField, render: Column['render']): Column => ({
  name,
  title,
  field,
  isNumber: true,
  render,
});

const end: Column = {
  name: 'end',
  title: 'Ended',
  field: 'end',
  isNumber: true,
  render: (run) => (
    <time dateTime={run.endTime ?? undefined} title={run.endTime ?? undefined}>
      {formatTime(run.endTime)}
    </time>
  ),
};

export const COLUMNS: Readonly<Record<ColumnName, Column>> = {
  outcome,
  task,
  agent: text('agent', 'Agent', 'agent', (run) => run.agent),
  model: text('model', 'Model', 'model', (run) => run.model),
  findings,
  onset,
  steps: number('steps', 'Steps', 'steps', (run) => formatCount(run.steps)),
  tokens: number('tokens', 'Tokens', 'tokens', (run) => (
    <span title={formatCount(run.tokens)}>{formatShortCount(run.tokens)}</span>
  )),
  cost: number('cost', 'Cost', 'cost', (run) =>
    run.costUsd === null ? <span className="runs-none">{UNKNOWN}</span> : formatCost(run.costUsd),
  ),
  duration: number('duration', 'Duration', 'duration', (run) =>
    formatDuration(secondsBetween(run.startTime, run.endTime)),
  ),
  start,
  end,
  score: number('score', 'Score', 'score', (run) => run.outcome.score ?? UNKNOWN),
  spans: number('spans', 'Spans', 'spans', (run) => formatCount(run.spans)),
  format: text('format', 'Format', 'format', (run) => run.source.format),
  session: text('session', 'Session', 'session', (run) => run.session),
  user: text('user', 'User', 'user', (run) => run.user),
  path: text('path', 'File', 'path', (run) => run.source.path),
  id,
};
