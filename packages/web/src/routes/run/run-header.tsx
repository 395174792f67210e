import './run-header.css';
import type { ReactNode } from 'react';
import type { RunJson } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatShortCount,
  formatTime,
  secondsBetween,
} from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';

/** What the bar shows whole on a usual screen. */
const TITLE_LENGTH = 90;
const PATH_PARTS = 3;
const TASK_LIMITS = { lines: 2, characters: 260 } as const;

function hasTaskName({ task }: RunJson): boolean {
  return task !== null && task.trim() !== '';
}

/** Whether a run without a task's name is asked more than the bar can show: the text stands below it, and is not said twice. */
export function hasLongTitle(run: RunJson): boolean {
  return !hasTaskName(run) && (run.taskText?.trim().length ?? 0) > TITLE_LENGTH;
}

export function RunHeader({ run }: { readonly run: RunJson }): ReactNode {
  const seconds = secondsBetween(run.startTime, run.endTime);
  const taskText = run.taskText?.trim() ?? '';
  const isTaskShown = taskText !== '' && (hasTaskName(run) || hasLongTitle(run));
  const { score, source } = run.outcome;
  const recorded = run.recordedOutcome;
  const verdict = [
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(source === undefined ? [] : [`by ${source}`]),
    ...(recorded === undefined ? [] : [`recorded: ${recorded.status}`]),
  ].join(', ');
  return (
    <header className="run-header">
      {isTaskShown && (
        <div className="run-task">
          <FoldedText text={taskText} face="prose" limits={TASK_LIMITS} what="task" />
        </div>
      )}
      <dl className="run-facts">
        <Fact name="Outcome" value={verdict} />
        <Fact name="Agent" value={[run.agent, run.agentVersion].filter((part) => part !== null).join(' ')} />
        <Fact name="Model" value={run.model ?? ''} />
        <Fact name="Steps" value={formatCount(run.steps)} />
        <Fact
          name="Tokens"
          value={run.tokens === null ? '' : formatShortCount(run.tokens)}
          title={formatCount(run.tokens)}
        />
        <Fact name="Cost" value={run.costUsd === null ? '' : formatCost(run.costUsd)} />
        <Fact name="Duration" value={seconds === null ? '' : formatDuration(seconds)} />
        <Fact
          name="Started"
          value={run.startTime === null ? '' : formatTime(run.startTime)}
          title={run.startTime ?? ''}
        />
        <div className="run-fact">
          <dt>Run</dt>
          <dd>
            <code>{run.runId}</code>
            <CopyButton text={run.runId} what="run id" />
          </dd>
        </div>
        <Fact name="Source" value={shortenPath(run.source.path)} title={run.source.path} isPath />
      </dl>
    </header>
  );
}

interface FactProps {
  readonly name: string;
  /** Empty when not known: the fact is then left out. */
  readonly value: string;
  readonly title?: string;
  readonly isPath?: boolean;
}

function Fact({ name, value, title, isPath = false }: FactProps): ReactNode {
  if (value === '') return null;
  const shown = toPlainText(value);
  return (
    <div className={`run-fact ${isPath ? 'run-fact-path' : ''}`}>
      <dt>{name}</dt>
      <dd className={`trace-text number ${isPath ? 'mono' : ''}`} title={title ?? shown.slice(0, 500)}>
        {shown}
      </dd>
    </div>
  );
}

/** The end of a path says more than its beginning. */
function shortenPath(path: string): string {
  const parts = path.split('/');
  return parts.length <= PATH_PARTS ? path : `…/${parts.slice(-PATH_PARTS).join('/')}`;
}
