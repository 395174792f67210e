import type { StoredRun, TaskGroup } from '@tracewright/core';
import { compareKeys, compareValues } from '../queries/compare.ts';
import type { KeyValue } from '../queries/cursor.ts';
import { fieldName } from '../queries/fields.ts';
import type { ReadField } from './evaluate.ts';

/** @param attempts of each task given, the newest */
export function groupByTask(runs: readonly StoredRun[], attempts: number): TaskGroup[] {
  const groups = new Map<string, StoredRun[]>();
  for (const run of runs)
    if (run.task !== undefined) groups.set(run.task, [...(groups.get(run.task) ?? []), run]);
  return [...groups].map(([task, members]) => {
    const newestFirst = members.toSorted(
      (a, b) => compareKeys(a.startTime, b.startTime, true) || compareValues(a.runId, b.runId),
    );
    const newest = newestFirst[0]?.startTime;
    const count = (status: string): number =>
      members.filter(({ outcome }) => outcome.status === status).length;
    return {
      task,
      runs: members.length,
      successes: count('success'),
      failures: count('failure'),
      ...(newest === undefined ? {} : { newest }),
      attempts: newestFirst
        .slice(0, attempts)
        .toReversed()
        .map(({ runId, outcome, startTime }) => ({
          runId,
          outcome: outcome.status,
          ...(startTime === undefined ? {} : { startTime }),
        })),
    };
  });
}

const TASK_READERS: Readonly<Record<string, (group: TaskGroup) => KeyValue>> = {
  task: ({ task }) => task,
  runs: ({ runs }) => runs,
  failures: ({ failures }) => failures,
  passRate: ({ successes, failures }) => share(successes, successes + failures),
  flakiness: ({ successes, failures }) => share(Math.min(successes, failures), successes + failures),
  newest: ({ newest }) => newest,
};

export const readTaskField: ReadField<TaskGroup> = (group, field) => {
  const value = TASK_READERS[fieldName(field)]?.(group);
  return value === undefined ? [] : [value];
};

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
