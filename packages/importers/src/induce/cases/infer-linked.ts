/**
 * Kinds that words take for no calls, and that share an id of their own: where one is given an object and the other tells what came back,
 * they are a call and its result, whatever else is told of it under the same id ("PlanStepTriggered", "PlanStepBound", "PlanStepFinished").
 */
import type { LabelMeaning } from '../words/vocabulary.ts';
import { isStrongResult } from './choose-kind.ts';
import { idMembers } from './pair-ids.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { type Candidate, rankField } from './rank-fields.ts';

const CALL: LabelMeaning = { as: 'call', role: 'agent', confidence: 0.6 };
const RESULT: LabelMeaning = { as: 'result', role: 'tool', confidence: 0.6 };
/** Share of the records that must have the field, and of the ids that must be those of the other kind. */
const MOST = 0.8;
const FEWEST = 2;

export function inferLinked(groups: readonly RecordGroup[]): readonly RecordGroup[] {
  const isTold = groups.some(({ meaning }) => meaning?.as === 'call' || meaning?.as === 'result');
  if (isTold) return groups;
  const open = groups.filter(saysLittle);
  const results = open.filter((group) => has(group, 'result', isStrongResult));
  const calls = open.filter(
    (group) =>
      !results.includes(group) &&
      has(group, 'arguments', ({ member }) => member.objects >= member.count * MOST),
  );
  const ids = new Map([...calls, ...results].map((group) => [group, ownIds(group)]));
  const linked = new Map<RecordGroup, LabelMeaning>();
  for (const call of calls)
    for (const result of results)
      if (areOf(ids.get(result) ?? [], ids.get(call) ?? [])) {
        linked.set(call, CALL);
        linked.set(result, RESULT);
      }
  return groups.map((group) => ({ ...group, meaning: linked.get(group) ?? group.meaning }));
}

function saysLittle({ meaning, records, when }: RecordGroup): boolean {
  return (
    records.length >= FEWEST && when.length > 0 && meaning?.role !== 'user' && meaning?.role !== 'system'
  );
}

function has(
  group: RecordGroup,
  field: 'arguments' | 'result',
  test: (candidate: Candidate) => boolean,
): boolean {
  return rankField(profileMembers(group.records, wrappersOf(group)), field).some(
    (candidate) =>
      candidate.score >= 0.5 && candidate.member.count >= group.records.length * MOST && test(candidate),
  );
}

/** Ids of which each record has its own. */
function ownIds({ records }: RecordGroup): ReadonlySet<string>[] {
  return idMembers(records).flatMap(({ values, unique }) => (unique > 0.9 ? [values] : []));
}

/** Whether results have ids that calls have. */
function areOf(results: readonly ReadonlySet<string>[], calls: readonly ReadonlySet<string>[]): boolean {
  return results.some((values) =>
    calls.some((called) => [...values].filter((id) => called.has(id)).length >= values.size * MOST),
  );
}
