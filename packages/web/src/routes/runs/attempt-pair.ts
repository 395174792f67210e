import type { TaskJson } from '@tracewright/core';

/** The newest passing and the newest failing attempt, in this order; undefined where there are not both. */
export function choosePair({ attempts }: Pick<TaskJson, 'attempts'>): readonly [string, string] | undefined {
  const passed = attempts.findLast(({ outcome }) => outcome === 'success');
  const failed = attempts.findLast(({ outcome }) => outcome === 'failure');
  return passed === undefined || failed === undefined ? undefined : [passed.runId, failed.runId];
}
