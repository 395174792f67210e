/**
 * What failing attempts do that passing attempts at the same task do not: never pooled over tasks, because hard tasks differ
 * from easy ones in everything.
 *
 * - Each trait gives one 2x2 table a task with both outcomes; the exact conditional test asks for a common odds ratio.
 * - Traits that show in the same attempts are one question with several names.
 * - All questions are corrected together (`testTogether`). Only what survives is a claim.
 */
import type { ContrastJson, PlaceJson, RunId, ShareJson } from '@tracewright/core';
import { fisherExact, type Table2x2 } from '@tracewright/numeric';
import { type AttemptOf, findMixedTasks, type TaskGroup } from './attempts.ts';
import { CLAIM_LEVEL, isAbove, testTogether } from './exact-test.ts';
import { placeAt } from './place.ts';
import { type Amount, AMOUNTS } from './traits/list-traits.ts';
import { describeTrait, type TraitFamily, type TraitId } from './traits/trait.ts';

/** With fewer attempts that have a trait, or lack it, nothing could be said that holds elsewhere. */
const MIN_SUPPORT = 3;
/** Contrasts listed; the rest is counted. */
const MAX_CONTRASTS = 200;
/** Examples a contrast and outcome. */
const MAX_EXAMPLES = 3;

/** What is contrasted: a `RunProfile` is one. */
export interface TraitProfile {
  readonly runId: RunId;
  /** Each trait with the step where it first shows. */
  readonly traits: ReadonlyMap<TraitId, number | undefined>;
  /** Nothing is asked of amounts when absent. */
  readonly amounts?: Readonly<Record<Amount, number>>;
}
type Contrasted = AttemptOf<TraitProfile>;

export interface Contrasts<Contrast = ContrastJson> {
  /** Most certain first. */
  readonly contrasts: readonly Contrast[];
  readonly tested: number;
  /** Set aside: no outcome of these attempts could have been significant. */
  readonly untestable: number;
}

/** A contrast with all the traits it is about. */
export interface TraitContrast {
  readonly contrast: ContrastJson;
  readonly ids: readonly TraitId[];
}

interface Member {
  readonly attempt: Contrasted;
  /** Index of its task group. */
  readonly group: number;
  readonly failed: boolean;
}

/** Traits that show in exactly the same attempts. */
interface TraitSet {
  readonly family: TraitFamily;
  readonly ids: TraitId[];
  readonly holders: readonly Member[];
  readonly tables: readonly Table2x2[];
}

export function findContrasts(attempts: readonly Contrasted[]): Contrasts {
  const { contrasts, ...counts } = contrastTraits(attempts);
  return { contrasts: contrasts.map(({ contrast }) => contrast), ...counts };
}

export function contrastTraits(attempts: readonly Contrasted[]): Contrasts<TraitContrast> {
  const { groups } = findMixedTasks(attempts);
  const sets = listTraitSets(groups);
  const tests = testTogether(sets);
  const poolOf = poolShares(attempts);
  const totals = {
    failing: groups.reduce((sum, { failing }) => sum + failing.length, 0),
    passing: groups.reduce((sum, { passing }) => sum + passing.length, 0),
  };
  const contrasts = sets.flatMap(({ ids, holders, tables }, at): TraitContrast[] => {
    const test = tests[at];
    const [first, ...same] = ids.map(describeTrait);
    if (test === undefined || first === undefined) return [];
    const marks = test.q > CLAIM_LEVEL ? null : isAbove(test) ? 'failure' : 'success';
    const pooled = poolOf(first.id);
    const pooledRaises = shareOf(pooled.failing) > shareOf(pooled.passing);
    const failing = holders.filter(({ failed }) => failed);
    const passing = holders.filter(({ failed }) => !failed);
    const contrast: ContrastJson = {
      ...test,
      ...first,
      same: same.map(({ label }) => label),
      marks,
      failing: { with: failing.length, of: totals.failing },
      passing: { with: passing.length, of: totals.passing },
      onlyFailing: tables.filter(({ casesWith, controlsWith }) => casesWith > 0 && controlsWith === 0).length,
      onlyPassing: tables.filter(({ casesWith, controlsWith }) => casesWith === 0 && controlsWith > 0).length,
      pooled,
      isConfounded: pooled.p <= CLAIM_LEVEL && (marks === null || (marks === 'failure') !== pooledRaises),
      examples: {
        failing: pickExamples(failing, passing, first.id),
        passing: pickExamples(passing, failing, first.id),
      },
    };
    return [{ contrast, ids }];
  });
  const tested = tests.filter(({ isTestable }) => isTestable).length;
  return {
    contrasts: contrasts.toSorted((a, b) => compareContrasts(a.contrast, b.contrast)).slice(0, MAX_CONTRASTS),
    tested,
    untestable: tests.length - tested,
  };
}

function compareContrasts(a: ContrastJson, b: ContrastJson): number {
  return a.q - b.q || a.p - b.p || (a.id < b.id ? -1 : 1);
}

function listTraitSets(groups: readonly TaskGroup<TraitProfile>[]): TraitSet[] {
  const members = groups.flatMap(({ failing, passing }, group): Member[] => [
    ...failing.map((attempt) => ({ attempt, group, failed: true })),
    ...passing.map((attempt) => ({ attempt, group, failed: false })),
  ]);
  const sets = new Map<string, TraitSet>();
  for (const [id, indices] of findHolders(members, groups)) {
    if (indices.length < MIN_SUPPORT || members.length - indices.length < MIN_SUPPORT) continue;
    const key = indices.join();
    const known = sets.get(key);
    if (known !== undefined) {
      known.ids.push(id);
      continue;
    }
    const holders = indices.flatMap((at) => members[at] ?? []);
    const { family } = describeTrait(id);
    sets.set(key, { family, ids: [id], holders, tables: countTables(holders, groups) });
  }
  return [...sets.values()];
}

/** The members that have each trait, ascending. */
function findHolders(
  members: readonly Member[],
  groups: readonly TaskGroup<TraitProfile>[],
): Map<TraitId, number[]> {
  const holders = new Map<TraitId, number[]>();
  const hold = (id: TraitId, at: number): void => {
    const list = holders.get(id);
    if (list === undefined) holders.set(id, [at]);
    else list.push(at);
  };
  for (const [at, { attempt }] of members.entries())
    for (const id of attempt.profile.traits.keys()) hold(id, at);
  for (const amount of AMOUNTS) {
    const medians = groups.map(({ failing, passing }) =>
      median([...failing, ...passing].map(({ profile }) => profile.amounts?.[amount] ?? 0)),
    );
    for (const [at, { attempt, group }] of members.entries())
      if ((attempt.profile.amounts?.[amount] ?? 0) > (medians[group] ?? 0)) hold(`amount:${amount}`, at);
  }
  return holders;
}

/** A table for each task in which somebody has the trait; the others say nothing. */
function countTables(holders: readonly Member[], groups: readonly TaskGroup<TraitProfile>[]): Table2x2[] {
  const counts = new Map<number, { failed: number; passed: number }>();
  for (const { group, failed } of holders) {
    const count = counts.get(group) ?? { failed: 0, passed: 0 };
    counts.set(group, count);
    count[failed ? 'failed' : 'passed'] += 1;
  }
  return [...counts].map(([group, { failed, passed }]) => ({
    casesWith: failed,
    casesWithout: (groups[group]?.failing.length ?? 0) - failed,
    controlsWith: passed,
    controlsWithout: (groups[group]?.passing.length ?? 0) - passed,
  }));
}

/** First those in whose task no attempt of the other outcome has the trait. */
function pickExamples(own: readonly Member[], others: readonly Member[], id: TraitId): PlaceJson[] {
  const shared = new Set(others.map(({ group }) => group));
  return own
    .toSorted((a, b) => Number(shared.has(a.group)) - Number(shared.has(b.group)))
    .slice(0, MAX_EXAMPLES)
    .map(({ attempt }) => placeAt(attempt, attempt.profile.traits.get(id)));
}

/** Shares over all attempts with a known outcome; 0 of all for amounts, which are relative to a task. */
function poolShares(attempts: readonly Contrasted[]): (id: TraitId) => ContrastJson['pooled'] {
  const failing = attempts.filter(({ outcome }) => outcome === 'failure');
  const passing = attempts.filter(({ outcome }) => outcome === 'success');
  const share = (list: readonly Contrasted[], id: TraitId): ShareJson => ({
    with: list.filter(({ profile }) => profile.traits.has(id)).length,
    of: list.length,
  });
  return (id) => {
    const [cases, controls] = [share(failing, id), share(passing, id)];
    const { p } = fisherExact({
      casesWith: cases.with,
      casesWithout: cases.of - cases.with,
      controlsWith: controls.with,
      controlsWithout: controls.of - controls.with,
    });
    return { failing: cases, passing: controls, p };
  };
}

function shareOf({ with: some, of }: ShareJson): number {
  return of === 0 ? 0 : some / of;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (low + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? low)) / 2;
}
