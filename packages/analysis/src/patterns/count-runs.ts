import type { RunCountsJson } from '@tracewright/core';
import { type Attempt, findMixedTasks } from './attempts.ts';

export function countRuns(attempts: readonly Attempt[]): RunCountsJson {
  const count = (status: Attempt['outcome']): number =>
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
