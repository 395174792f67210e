/** Runs by the task they were attempts at, over the HTTP API. */
import type { TaskGroup } from '../query/query.ts';
import type { OutcomeStatus } from '../run.ts';
import { formatTimestamp } from '../time.ts';

export interface ListTasksRequest {
  /** A filter over runs: only the attempts that match count. */
  readonly where?: string;
  /** `task`, `runs`, `failures`, `passRate`, `flakiness` or `newest`, `-` before it for descending; the flakiest first when absent. */
  readonly order?: string;
  /** Attempts given of each task, the newest: 1 to 200, 40 when absent. */
  readonly attempts?: number;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ListTasksResponse {
  readonly tasks: readonly TaskJson[];
  readonly next: string | null;
}

export interface TaskJson {
  readonly task: string;
  readonly runs: number;
  readonly successes: number;
  readonly failures: number;
  /** successes / (successes + failures); null where no attempt is graded. */
  readonly passRate: number | null;
  /** Share of the rarer of both, 0 to 0.5: 0 where all graded attempts end alike. */
  readonly flakiness: number | null;
  /** When the newest attempt started. */
  readonly newest: string | null;
  /** The newest attempts, oldest first. */
  readonly attempts: readonly TaskAttemptJson[];
}

export interface TaskAttemptJson {
  readonly runId: string;
  readonly outcome: OutcomeStatus;
  readonly startTime: string | null;
}

export function toTaskJson({ task, runs, successes, failures, newest, attempts }: TaskGroup): TaskJson {
  const graded = successes + failures;
  return {
    task,
    runs,
    successes,
    failures,
    passRate: graded === 0 ? null : successes / graded,
    flakiness: graded === 0 ? null : Math.min(successes, failures) / graded,
    newest: newest === undefined ? null : formatTimestamp(newest),
    attempts: attempts.map(({ runId, outcome, startTime }) => ({
      runId,
      outcome,
      startTime: startTime === undefined ? null : formatTimestamp(startTime),
    })),
  };
}
