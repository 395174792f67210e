import type { ReactNode } from 'react';
import type { TaskAttemptJson, TaskJson } from '@tracewright/core';
import { Link } from 'wouter';
import { moveFocus } from '../../design/move-focus.ts';
import { formatCount, formatTime } from '../../format/quantity.ts';

const WORDS = { success: 'passed', failure: 'failed', unknown: 'not graded' } as const;

/** Every attempt as a mark, the newest to the right; a mark opens its run. One stop for the Tab key, arrows move in it. */
export function AttemptStrip({ task }: { readonly task: TaskJson }): ReactNode {
  const { attempts, runs } = task;
  return (
    <>
      {runs > attempts.length && (
        <span className="attempt-older muted number">{formatCount(runs - attempts.length)} older</span>
      )}
      <div
        className="attempt-strip"
        role="group"
        aria-label={`The newest ${attempts.length} attempts, oldest first`}
        onKeyDown={moveFocus}
      >
        {attempts.map((attempt, index) => (
          <Link
            key={attempt.runId}
            href={`/runs/${attempt.runId}`}
            tabIndex={index === attempts.length - 1 ? 0 : -1}
            className={`attempt outcome-${attempt.outcome}`}
            aria-label={describe(attempt)}
            title={describe(attempt)}
          >
            <Mark outcome={attempt.outcome} />
          </Link>
        ))}
      </div>
    </>
  );
}

function describe({ outcome, startTime, runId }: TaskAttemptJson): string {
  const when = startTime === null ? '' : `, ${formatTime(startTime)}`;
  return `${WORDS[outcome]}${when}, run ${runId.slice(0, 8)}`;
}

/** As in the outcome's badge: told apart by shape, too. */
function Mark({ outcome }: Pick<TaskAttemptJson, 'outcome'>): ReactNode {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      {outcome === 'success' && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
      {outcome === 'failure' && <path d="M5 0L10 5 5 10 0 5z" fill="currentColor" />}
      {outcome === 'unknown' && (
        <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
      )}
    </svg>
  );
}
