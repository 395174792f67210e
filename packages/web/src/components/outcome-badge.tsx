import './outcome-badge.css';
import type { ReactNode } from 'react';
import type { RunJson } from '@tracewright/core';

const TEXT = {
  success: 'Success',
  failure: 'Failure',
  unknown: 'Unknown',
  running: 'Running',
  interrupted: 'Interrupted',
} as const;

/**
 * The outcome as shape, colour and word, so that none of them has to be told apart alone. While nobody knows it, what is
 * known of the run stands there: that it is still running, or that it has gone quiet without ending.
 */
export function OutcomeBadge({ run }: { readonly run: Pick<RunJson, 'outcome' | 'state'> }): ReactNode {
  const { score, source } = run.outcome;
  const status = run.outcome.status === 'unknown' && run.state !== 'ended' ? run.state : run.outcome.status;
  const details = [
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(source === undefined ? [] : [`by ${source}`]),
  ];
  return (
    <span
      className={`outcome outcome-${status}`}
      title={details.length === 0 ? undefined : details.join(', ')}
    >
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {status === 'success' && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
        {status === 'failure' && <path d="M5 0L10 5 5 10 0 5z" fill="currentColor" />}
        {status === 'running' && <path d="M1 0.5L9.5 5 1 9.5z" fill="currentColor" />}
        {status === 'interrupted' && <path d="M1 1h3v8H1zM6 1h3v8H6z" fill="currentColor" />}
        {status === 'unknown' && (
          <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
        )}
      </svg>
      {TEXT[status]}
    </span>
  );
}
