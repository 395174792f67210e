/** Other attempts at the same task, to compare a run with. */
import { formatFilter, type RunJson } from '@tracewright/core';
import { client } from '../../api.ts';

/** Shown to choose from: the newest. */
const MAX_ATTEMPTS = 100;

/** Newest first; empty where the run has no task. */
export async function listAttempts(run: RunJson): Promise<readonly RunJson[]> {
  if (run.task === null) return [];
  const where = formatFilter({ kind: 'compare', field: 'task', operator: '=', value: run.task });
  const { runs } = await client.listRuns({ where, limit: MAX_ATTEMPTS });
  return runs.filter(({ runId }) => runId !== run.runId);
}

/** The pair a reader most likely wants: a passing attempt first, a failing one second. */
export function choosePair(run: RunJson, attempts: readonly RunJson[]): readonly string[] | undefined {
  const { status } = run.outcome;
  // Attempts of one agent from one file say more than those of another.
  const near = (other: RunJson): number =>
    Number(other.outcome.status !== status && other.outcome.status !== 'unknown') * 4 +
    Number(other.agent === run.agent && other.model === run.model) * 2 +
    Number(other.source.path === run.source.path);
  const [other] = attempts.toSorted((a, b) => near(b) - near(a));
  return other === undefined ? undefined : orderPair(run, other);
}

/** Ids of both, the one that passed first. */
export function orderPair(run: RunJson, other: RunJson): readonly string[] {
  const isSecond = run.outcome.status === 'failure' || other.outcome.status === 'success';
  return isSecond ? [other.runId, run.runId] : [run.runId, other.runId];
}

export function toCompareAddress(runIds: readonly string[]): string {
  return `/compare?runs=${runIds.join(',')}`;
}
