/**
 * What goes wrong often in an agent's runs, and what ended it: counts of kinds of findings over its runs, with examples, and
 * attempts at the same task that passed after one that failed so.
 *
 * This looks at outcomes. It is for people, and for a model that is asked for an opinion; nothing that is measured may see it.
 */
import type { Finding, Run, RunId } from '@tracewright/core';

export interface PastRun {
  readonly run: Pick<Run, 'runId' | 'task' | 'outcome' | 'startTime'>;
  /** Of detectors, and reported ones; those of models are left out. */
  readonly findings: readonly Finding[];
}

export interface FailureShape {
  /** The category of the findings. */
  readonly category: string;
  /** Runs with such a finding, by how they ended. */
  readonly failed: number;
  readonly passed: number;
  readonly unknown: number;
  readonly examples: readonly Place[];
  /** Failed so, and passed at the same task without it: later, or, where times are missing, in another attempt. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly task: string;
  readonly failed: Place;
  readonly passedRunId: RunId;
  readonly isLater: boolean;
}

export interface Place {
  readonly runId: RunId;
  readonly stepIndex: number | undefined;
  readonly message: string;
}

/** A shape is frequent from this many runs on. */
const MIN_RUNS = 2;
const MAX_SHAPES = 20;
const MAX_EXAMPLES = 3;
const MAX_MESSAGE = 200;

/** The most frequent in failed runs first. The onset, which every run has, and hints of severity `info` are no shapes. */
export function findShapes(attempts: readonly PastRun[]): readonly FailureShape[] {
  const byCategory = new Map<string, Map<RunId, { attempt: PastRun; place: Place }>>();
  for (const attempt of attempts) {
    for (const { category, severity, stepIndex, message } of attempt.findings) {
      if (category === 'onset' || severity === 'info' || category.startsWith('opinion-')) continue;
      const runs = byCategory.get(category) ?? new Map<RunId, { attempt: PastRun; place: Place }>();
      byCategory.set(category, runs);
      const { runId } = attempt.run;
      if (!runs.has(runId))
        runs.set(runId, { attempt, place: { runId, stepIndex, message: message.slice(0, MAX_MESSAGE) } });
    }
  }
  const passes = new Map<string, PastRun[]>();
  for (const attempt of attempts) {
    const { task, outcome } = attempt.run;
    if (task === undefined || outcome.status !== 'success') continue;
    const own = passes.get(task);
    if (own === undefined) passes.set(task, [attempt]);
    else own.push(attempt);
  }
  const shapes = [...byCategory].map(([category, runs]): FailureShape => {
    const having = [...runs.values()];
    const count = (status: string): number =>
      having.filter(({ attempt }) => attempt.run.outcome.status === status).length;
    const failed = having.filter(({ attempt }) => attempt.run.outcome.status === 'failure');
    return {
      category,
      failed: failed.length,
      passed: count('success'),
      unknown: count('unknown'),
      examples: [...failed, ...having.filter(({ attempt }) => attempt.run.outcome.status !== 'failure')]
        .slice(0, MAX_EXAMPLES)
        .map(({ place }) => place),
      fixes: failed
        .flatMap(({ attempt, place }) => {
          const { task } = attempt.run;
          const passed = passes
            .get(task ?? '')
            ?.find((other) => isLater(attempt, other) && !runs.has(other.run.runId));
          return task === undefined || passed === undefined
            ? []
            : [{ task, failed: place, passedRunId: passed.run.runId, isLater: hasTimes(attempt, passed) }];
        })
        .slice(0, MAX_EXAMPLES),
    };
  });
  return shapes
    .filter(({ failed, passed, unknown }) => failed + passed + unknown >= MIN_RUNS)
    .toSorted(
      (a, b) =>
        b.failed - a.failed ||
        b.unknown - a.unknown ||
        b.passed - a.passed ||
        (a.category < b.category ? -1 : 1),
    )
    .slice(0, MAX_SHAPES);
}

/** Without times nobody knows which came later: any pass at the task counts. */
function isLater({ run }: PastRun, other: PastRun): boolean {
  const [from, to] = [run.startTime, other.run.startTime];
  return from === undefined || to === undefined || to > from;
}

function hasTimes(...attempts: readonly PastRun[]): boolean {
  return attempts.every(({ run }) => run.startTime !== undefined);
}
