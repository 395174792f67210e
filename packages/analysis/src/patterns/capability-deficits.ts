/**
 * Which capabilities failing runs lack more than passing ones, as TRACE selects what to train, and beside it the difference
 * within tasks, which TRACE does not look at: its rates are pooled, so that a capability that only hard tasks need looks
 * like a deficit.
 *
 * Source: TRACE (arXiv 2604.05336): Cov = lacking failed / failed; ER- and ER+ = lacking / (lacking + present) among failed
 * and passed; Delta = ER- - ER+; kept iff Cov >= 0.10 and Delta >= 0.20 in at least 8 of 10 labellings. Differs: labels come
 * from rules, so that the repetitions are resamples of the tasks instead of runs of a labelling model.
 */
import type { CapabilityJson, LabelCountsJson, PlaceJson } from '@tracewright/core';
import { clusterBootstrap, createRandom, percentileInterval, type Table2x2 } from '@tracewright/numeric';
import { type Attempt, findMixedTasks } from './attempts.ts';
import { CAPABILITIES } from './capabilities/capabilities.ts';
import { CLAIM_LEVEL, testTogether } from './exact-test.ts';
import { placeAt } from './place.ts';

const MIN_COVERAGE = 0.1;
const MIN_DELTA = 0.2;
const MIN_STABILITY = 0.8;
const RESAMPLES = 500;
const SEED = 20_604;
const MAX_EXAMPLES = 5;

interface Counts {
  readonly failing: LabelCountsJson;
  readonly passing: LabelCountsJson;
}

export function findDeficits(attempts: readonly Attempt[]): CapabilityJson[] {
  const known = attempts.filter(({ outcome }) => outcome !== 'unknown');
  const tasks = groupTasks(known);
  const { groups } = findMixedTasks(known);
  const strata = CAPABILITIES.map(({ id }) =>
    groups.map(({ failing, passing }): Table2x2 => {
      const [cases, controls] = [countLabels(failing, id), countLabels(passing, id)];
      return {
        casesWith: cases.lacking,
        casesWithout: cases.present,
        controlsWith: controls.lacking,
        controlsWithout: controls.present,
      };
    }),
  );
  const tests = testTogether(strata.map((tables) => ({ family: 'capability', tables })));
  return CAPABILITIES.flatMap(({ id, title, lacking }, at): CapabilityJson[] => {
    const test = tests[at];
    if (test === undefined) return [];
    const perTask = tasks.map((task) => countAll(task, id));
    const counts = sumCounts(perTask);
    const resamples = clusterBootstrap(perTask, (drawn) => measure(sumCounts(drawn)), {
      resamples: RESAMPLES,
      random: createRandom(SEED),
    });
    const deltas = resamples.flatMap(({ delta }) => delta ?? []);
    const kept = resamples.filter(
      ({ coverage, delta }) => coverage >= MIN_COVERAGE && delta !== null && delta >= MIN_DELTA,
    ).length;
    const stability = resamples.length === 0 ? 0 : kept / resamples.length;
    const add = (pick: (table: Table2x2) => number): number =>
      (strata[at] ?? []).reduce((sum, table) => sum + pick(table), 0);
    return [
      {
        id,
        title,
        lacking,
        ...counts,
        ...measure(counts),
        deltaInterval: percentileInterval(deltas) ?? null,
        stability,
        isDeficit: stability >= MIN_STABILITY,
        within: {
          ...test,
          failing: {
            with: add((table) => table.casesWith),
            of: add((table) => table.casesWith + table.casesWithout),
          },
          passing: {
            with: add((table) => table.controlsWith),
            of: add((table) => table.controlsWith + table.controlsWithout),
          },
          isClaimed: test.q <= CLAIM_LEVEL,
        },
        examples: pickExamples(known, id),
      },
    ];
  }).toSorted((a, b) => (b.delta ?? -1) - (a.delta ?? -1));
}

/** Whole tasks are drawn again; a run without a task is a task of its own. */
function groupTasks(attempts: readonly Attempt[]): Attempt[][] {
  const tasks = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const key = attempt.task ?? `\u001F${attempt.profile.runId}`;
    const task = tasks.get(key);
    if (task === undefined) tasks.set(key, [attempt]);
    else task.push(attempt);
  }
  return [...tasks.values()];
}

function measure({ failing, passing }: Counts): { coverage: number; delta: number | null } {
  const failed = failing.lacking + failing.present + failing.notApplicable;
  const rate = ({ lacking, present }: LabelCountsJson): number | undefined =>
    lacking + present === 0 ? undefined : lacking / (lacking + present);
  const [among, beside] = [rate(failing), rate(passing)];
  return {
    coverage: failed === 0 ? 0 : failing.lacking / failed,
    delta: among === undefined || beside === undefined ? null : among - beside,
  };
}

function countAll(attempts: readonly Attempt[], id: string): Counts {
  return {
    failing: countLabels(
      attempts.filter(({ outcome }) => outcome === 'failure'),
      id,
    ),
    passing: countLabels(
      attempts.filter(({ outcome }) => outcome === 'success'),
      id,
    ),
  };
}

function countLabels(attempts: readonly Attempt[], id: string): LabelCountsJson {
  const count = (label: string): number =>
    attempts.filter(({ profile }) => profile.capabilities.get(id)?.label === label).length;
  return { lacking: count('lacking'), present: count('present'), notApplicable: count('not-applicable') };
}

function sumCounts(list: readonly Counts[]): Counts {
  const sum = (pick: (counts: Counts) => LabelCountsJson): LabelCountsJson => ({
    lacking: list.reduce((total, counts) => total + pick(counts).lacking, 0),
    present: list.reduce((total, counts) => total + pick(counts).present, 0),
    notApplicable: list.reduce((total, counts) => total + pick(counts).notApplicable, 0),
  });
  return { failing: sum(({ failing }) => failing), passing: sum(({ passing }) => passing) };
}

function pickExamples(attempts: readonly Attempt[], id: string): PlaceJson[] {
  return attempts
    .filter(
      ({ outcome, profile }) => outcome === 'failure' && profile.capabilities.get(id)?.label === 'lacking',
    )
    .slice(0, MAX_EXAMPLES)
    .map((attempt) => placeAt(attempt, attempt.profile.capabilities.get(id)?.stepIndex));
}
