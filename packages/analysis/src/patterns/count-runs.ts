import type { RunCountsJson } from '@tracewright/core';
import { type AttemptOf, findMixedTasks } from './attempts.ts';

export function countRuns(attempts: readonly AttemptOf<unknown>[]): RunCountsJson {
  const count = (status: AttemptOf<unknown>['outcome']): number =>
    attempts.filter(({ outcome }) => outcome === status).length;
  return {
    runs: attempts.length,
    success: count('success'),
    failure: count('failure'),
    unknown: count('unknown'),
    tasks: new Set(attempts.flatMap(({ task }) => task ?? [])).size,
    mixedTasks: findMixedTasks(attempts).groups.length,
  };
}
