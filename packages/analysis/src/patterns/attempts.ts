/** Runs grouped by what they attempt: only attempts at the same task can be compared without comparing tasks. */
import type { Outcome, Run } from '@tracewright/core';
import type { RunProfile } from './profile-run.ts';

/** A run as comparisons see it: its label beside what they compare. */
export interface AttemptOf<Profile> {
  readonly profile: Profile;
  readonly outcome: Outcome['status'];
  /** The task, or undefined where the source names none: such a run is compared with no other. */
  readonly task: string | undefined;
  /** The task together with who attempts it: agent, model and format. */
  readonly group: string | undefined;
}

export type Attempt = AttemptOf<RunProfile>;

export function toAttempt<Profile>(run: Run, profile: Profile): AttemptOf<Profile> {
  const { task, agent = '', model = '', source, outcome } = run;
  return {
    profile,
    outcome: outcome.status,
    task,
    group: task === undefined ? undefined : [task, agent, model, source.format].join('\u001F'),
  };
}

/** Attempts at one task. */
export interface TaskGroup<Profile = RunProfile> {
  readonly failing: readonly AttemptOf<Profile>[];
  readonly passing: readonly AttemptOf<Profile>[];
}

/** Tasks with both outcomes below which attempts of different agents are compared. */
const ENOUGH = 2;

export interface MixedTasks<Profile = RunProfile> {
  /** Each has failing and passing attempts: only there a contrast can be seen. */
  readonly groups: readonly TaskGroup<Profile>[];
  /** Too few tasks were attempted several times by one agent: attempts of different agents and models are compared. */
  readonly acrossAgents: boolean;
}

/** The tasks with both outcomes, each for one agent and model wherever that leaves any to compare. */
export function findMixedTasks<Profile>(attempts: readonly AttemptOf<Profile>[]): MixedTasks<Profile> {
  const own = groupByTask(attempts, ({ group }) => group).filter(isMixed);
  if (own.length >= ENOUGH) return { groups: own, acrossAgents: false };
  const all = groupByTask(attempts, ({ task }) => task).filter(isMixed);
  return all.length > own.length ? { groups: all, acrossAgents: true } : { groups: own, acrossAgents: false };
}

/** Groups in the order of their first attempt; attempts of unknown outcome and without a key are left out. */
function groupByTask<Profile>(
  attempts: readonly AttemptOf<Profile>[],
  keyOf: (attempt: AttemptOf<Profile>) => string | undefined,
): TaskGroup<Profile>[] {
  const groups = new Map<string, { failing: AttemptOf<Profile>[]; passing: AttemptOf<Profile>[] }>();
  for (const attempt of attempts) {
    const key = keyOf(attempt);
    if (key === undefined || attempt.outcome === 'unknown') continue;
    const group = groups.get(key) ?? { failing: [], passing: [] };
    groups.set(key, group);
    group[attempt.outcome === 'failure' ? 'failing' : 'passing'].push(attempt);
  }
  return [...groups.values()];
}

function isMixed({ failing, passing }: TaskGroup<unknown>): boolean {
  return failing.length > 0 && passing.length > 0;
}
