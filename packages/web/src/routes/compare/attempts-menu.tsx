import './attempts-menu.css';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunJson } from '@tracewright/core';
import { Popover } from '../../design/popover.tsx';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { formatCount, formatTime } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { listAttempts, toCompareAddress } from './attempts.ts';

interface AttemptsMenuProps {
  readonly label: string;
  /** Whose task it is. */
  readonly run: RunJson;
  /** Where choosing an attempt leads. */
  readonly toAddress: (attempt: RunJson) => string;
}

/** The other attempts at a run's task, asked for when somebody looks. */
export function AttemptsMenu({ label, run, toAddress }: AttemptsMenuProps): ReactNode {
  return (
    <Popover label={label} title="Other attempts at this task">
      {(close) => <Attempts run={run} toAddress={toAddress} onChoose={close} />}
    </Popover>
  );
}

function Attempts({
  run,
  toAddress,
  onChoose,
}: Omit<AttemptsMenuProps, 'label'> & { readonly onChoose: () => void }): ReactNode {
  const load = useLoad(run.runId, () => listAttempts(run));
  if (load.state === 'loading') return <Loading what="attempts" />;
  if (load.state === 'failed') return <FailureNotice failure={load.failure} retry={load.retry} />;
  if (load.value.length === 0)
    return (
      <p className="muted attempts-none">
        {run.task === null ? 'This run names no task.' : 'No other run of this task.'} Choose two in the{' '}
        <Link href="/">list of runs</Link> with x.
      </p>
    );
  return (
    <ul aria-label="Other attempts at this task">
      {load.value.length > 1 && (
        <li>
          <Link
            href={toCompareAddress([run, ...load.value].map(({ runId }) => runId))}
            onClick={onChoose}
            className="attempts-all"
          >
            All {formatCount(load.value.length + 1)} together
          </Link>
        </li>
      )}
      {load.value.map((attempt) => (
        <li key={attempt.runId}>
          <Link href={toAddress(attempt)} onClick={onChoose} className="attempts-link">
            <OutcomeBadge run={attempt} />
            <span className="attempts-agent trace-text">
              {toPlainText(
                [attempt.agent, attempt.model]
                  .filter((text) => text !== null)
                  .join(', ')
                  .slice(0, 100),
              )}
            </span>
            <span className="number muted">{formatCount(attempt.steps)} steps</span>
            <span className="number muted">
              {attempt.startTime === null ? attempt.runId.slice(0, 8) : formatTime(attempt.startTime)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
