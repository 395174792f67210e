/**
 * What changed between two sets of runs, such as before and after a release: how many fail, in which ways, with which traits.
 *
 * Where both sets attempt the same tasks, attempts are compared within tasks by the exact test (one attempt on either side is
 * McNemar's); attempts at tasks of one side only are left out and counted. Otherwise all are compared as two samples, and
 * the answer says so: the sets may then differ in their tasks. Everything is corrected together.
 */
import type { ChangeJson, ShareJson, TrendJson } from '@tracewright/core';
import {
  clusterBootstrap,
  createRandom,
  percentileInterval,
  type Table2x2,
  wilsonInterval,
} from '@tracewright/numeric';
import { AGENTRX_CATEGORIES } from '../taxonomy/taxonomy.ts';
import type { Attempt } from './attempts.ts';
import { CAPABILITIES } from './capabilities/capabilities.ts';
import { countRuns } from './count-runs.ts';
import { CLAIM_LEVEL, isAbove, testTogether } from './exact-test.ts';
import { clusterFailures } from './failure-clusters.ts';
import { describeTrait, type TraitId } from './traits/trait.ts';

/** Paired when attempts at shared tasks are at least this share of either side. */
const MIN_MATCHED = 0.5;
const MIN_SUPPORT = 3;
const RESAMPLES = 500;
const SEED = 3;
const MAX_CHANGES = 200;

/** Something that may be so of an attempt; undefined where the question does not arise. */
interface Event {
  readonly id: string;
  readonly family: string;
  readonly label: string;
  readonly isSo: (attempt: Attempt) => boolean | undefined;
}

interface Stratum {
  readonly after: readonly Attempt[];
  readonly before: readonly Attempt[];
}

const FAILS: Event = {
  id: 'outcome:failure',
  family: 'outcome',
  label: 'fails',
  isSo: ({ outcome }) => (outcome === 'unknown' ? undefined : outcome === 'failure'),
};

/** @param all those after; runs among them that are before, too, count there only */
export function findTrend(all: readonly Attempt[], before: readonly Attempt[]): TrendJson {
  const earlier = new Set(before.map(({ profile }) => profile.runId));
  const after = all.filter(({ profile }) => !earlier.has(profile.runId));
  const matched = matchTasks(after, before);
  const count = (side: keyof Stratum): number =>
    matched.reduce((sum, stratum) => sum + stratum[side].length, 0);
  const isPaired =
    count('after') > 0 &&
    count('after') >= MIN_MATCHED * after.length &&
    count('before') >= MIN_MATCHED * before.length;
  const strata = isPaired ? matched : [{ after, before }];
  const events = [FAILS, ...withoutTwins(listEvents([...after, ...before]), [...after, ...before])];
  const counted = events.map(({ isSo }) => strata.map((stratum) => countTable(stratum, isSo)));
  const tests = testTogether(events.map(({ family }, at) => ({ family, tables: counted[at] ?? [] })));
  const changes = events.flatMap(({ id, family, label }, at): ChangeJson[] => {
    const test = tests[at];
    const tables = counted[at] ?? [];
    if (test === undefined) return [];
    const share = (some: keyof Table2x2, others: keyof Table2x2): ShareJson => ({
      with: tables.reduce((sum, table) => sum + table[some], 0),
      of: tables.reduce((sum, table) => sum + table[some] + table[others], 0),
    });
    return [
      {
        ...test,
        id,
        family,
        label,
        after: share('casesWith', 'casesWithout'),
        before: share('controlsWith', 'controlsWithout'),
        ...measureDifference(tables, isPaired),
        direction: test.q > CLAIM_LEVEL ? null : isAbove(test) ? 'more' : 'fewer',
      },
    ];
  });
  const [outcome, ...rest] = changes;
  if (outcome === undefined) throw new Error('unreachable: the outcome is the first event');
  return {
    before: countRuns(before),
    after: countRuns(after),
    matchedTasks: matched.length,
    isPaired,
    overlap: all.length - after.length,
    unmatched: isPaired
      ? { before: before.length - count('before'), after: after.length - count('after') }
      : { before: 0, after: 0 },
    outcome,
    changes: rest
      .filter(({ isTestable, after: now, before: then }) => isTestable || now.with + then.with >= MIN_SUPPORT)
      .toSorted((a, b) => a.q - b.q || a.p - b.p || (a.id < b.id ? -1 : 1))
      .slice(0, MAX_CHANGES),
  };
}

/** Of events that are so of exactly the same attempts, the first. */
function withoutTwins(events: readonly Event[], attempts: readonly Attempt[]): Event[] {
  const seen = new Set<string>();
  return events.filter(({ isSo }) => {
    const key = attempts.map((attempt) => (isSo(attempt) === true ? 1 : 0)).join('');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Ways to fail, lacks and traits that occur often enough on the two sides together; orders of calls are left to contrasts. */
function listEvents(attempts: readonly Attempt[]): Event[] {
  const categories = Object.entries(AGENTRX_CATEGORIES).map(([id, { name }]): Event => ({
    id: `category:${id}`,
    family: 'failure',
    label: `fails by ${name}`,
    isSo: ({ outcome, profile }) =>
      outcome === 'unknown'
        ? undefined
        : outcome === 'failure' && profile.failure.failureClass.agentRx === id,
  }));
  const clusters = clusterFailures(attempts).groups.map(({ attempts: own, cluster }): Event => {
    const members = new Set(own);
    return {
      id: `cluster:${cluster.name}`,
      family: 'failure',
      label: `fails: ${cluster.name}`,
      isSo: (attempt) => (attempt.outcome === 'unknown' ? undefined : members.has(attempt)),
    };
  });
  const capabilities = CAPABILITIES.map(({ id, lacking }): Event => ({
    id: `conduct:${id}`,
    family: 'conduct',
    label: lacking,
    isSo: ({ profile }) => {
      const label = profile.capabilities.get(id)?.label ?? 'not-applicable';
      return label === 'not-applicable' ? undefined : label === 'lacking';
    },
  }));
  const support = new Map<TraitId, number>();
  for (const { profile } of attempts)
    for (const id of profile.traits.keys()) support.set(id, (support.get(id) ?? 0) + 1);
  const traits = [...support]
    .filter(([, count]) => count >= MIN_SUPPORT && attempts.length - count >= MIN_SUPPORT)
    .map(([id]) => describeTrait(id))
    .filter(({ family }) => family === 'calls' || family === 'findings')
    .map(({ id, family, label }): Event => ({
      id,
      family,
      label,
      isSo: ({ profile }) => profile.traits.has(id),
    }));
  return [...categories, ...clusters, ...capabilities, ...traits];
}

/** The tasks that both sides attempt. */
function matchTasks(after: readonly Attempt[], before: readonly Attempt[]): Stratum[] {
  const tasks = new Map<string, { after: Attempt[]; before: Attempt[] }>();
  for (const [side, attempts] of [
    ['after', after],
    ['before', before],
  ] as const) {
    for (const attempt of attempts) {
      if (attempt.task === undefined) continue;
      const task = tasks.get(attempt.task) ?? { after: [], before: [] };
      tasks.set(attempt.task, task);
      task[side].push(attempt);
    }
  }
  return [...tasks.values()].filter((task) => task.after.length > 0 && task.before.length > 0);
}

function countTable({ after, before }: Stratum, isSo: Event['isSo']): Table2x2 {
  const count = (attempts: readonly Attempt[], answer: boolean): number =>
    attempts.filter((attempt) => isSo(attempt) === answer).length;
  return {
    casesWith: count(after, true),
    casesWithout: count(after, false),
    controlsWith: count(before, true),
    controlsWithout: count(before, false),
  };
}

function measureDifference(
  tables: readonly Table2x2[],
  isPaired: boolean,
): Pick<ChangeJson, 'difference' | 'differenceInterval'> {
  // A task in which the question arises on one side only tells no difference.
  const differences = tables.flatMap(({ casesWith, casesWithout, controlsWith, controlsWithout }) => {
    const [after, before] = [casesWith + casesWithout, controlsWith + controlsWithout];
    return after === 0 || before === 0 ? [] : [casesWith / after - controlsWith / before];
  });
  if (differences.length === 0) return { difference: 0, differenceInterval: null };
  const [table] = tables;
  if (!isPaired && table !== undefined) return newcombe(table);
  const means = clusterBootstrap(differences, mean, { resamples: RESAMPLES, random: createRandom(SEED) });
  return { difference: mean(differences), differenceInterval: percentileInterval(means) ?? null };
}

/** Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions" (Statist. Med. 1998), method 10. */
function newcombe(table: Table2x2): Pick<ChangeJson, 'difference' | 'differenceInterval'> {
  const [after, before] = [table.casesWith + table.casesWithout, table.controlsWith + table.controlsWithout];
  const [a, b] = [table.casesWith / after, table.controlsWith / before];
  const [lowA, highA] = wilsonInterval(table.casesWith, after);
  const [lowB, highB] = wilsonInterval(table.controlsWith, before);
  return {
    difference: a - b,
    differenceInterval: [a - b - Math.hypot(a - lowA, highB - b), a - b + Math.hypot(highA - a, b - lowB)],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
