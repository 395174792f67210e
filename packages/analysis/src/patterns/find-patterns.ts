/**
 * What runs share: contrasts of failing and passing attempts within tasks, capabilities that failing runs lack, groups of
 * failures, kinds of failure, and what changed against other runs. Deterministic; the outcome is used here on purpose, and
 * only to contrast: profiles are made without it.
 */
import type { PatternsJson } from '@tracewright/core';
import { type Attempt, findMixedTasks } from './attempts.ts';
import { findDeficits } from './capability-deficits.ts';
import { findContrasts } from './contrasts.ts';
import { countCategories } from './count-categories.ts';
import { CLAIM_LEVEL } from './exact-test.ts';
import { countRuns } from './count-runs.ts';
import { clusterFailures } from './failure-clusters.ts';
import { findTrend } from './trend.ts';

/** @param before what the attempts are compared with, when they are */
export function findPatterns(attempts: readonly Attempt[], before?: readonly Attempt[]): PatternsJson {
  const { groups, silhouette } = clusterFailures(attempts);
  return {
    counts: countRuns(attempts),
    acrossAgents: findMixedTasks(attempts).acrossAgents,
    level: CLAIM_LEVEL,
    ...findContrasts(attempts),
    capabilities: findDeficits(attempts),
    clusters: groups.map(({ cluster }) => cluster),
    silhouette,
    taxonomy: countCategories(attempts),
    trend: before === undefined ? null : findTrend(attempts, before),
  };
}
