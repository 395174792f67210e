/**
 * Where nobody asks, and every other call names its tool: what is put in before the first of them, in a sentence and with no name of a
 * tool, was asked ("node_execution_started" with `input`).
 */
import type { JsonObject } from '@tracewright/core';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

const SURE = 0.4;
/** Three words. */
const SENTENCE = /\S\s+\S+\s+\S/;

/** @param records all of them, in order */
export function inferAsked(
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): readonly RecordGroup[] {
  if (groups.some(({ meaning }) => meaning?.as === 'turn' && meaning.role === 'user')) return groups;
  const calls = groups.filter(({ meaning }) => meaning?.as === 'call');
  const named = calls.filter(namesTool);
  const [open, ...others] = calls.filter((group) => !named.includes(group));
  if (open === undefined || named.length === 0 || others.length > 0 || !asks(open.records)) return groups;
  const own = new Set([open, ...named].flatMap((group) => group.records));
  const first = records.find((record) => own.has(record));
  return first === undefined || !open.records.includes(first)
    ? groups
    : groups.map((group) =>
        group === open ? { ...group, meaning: { as: 'turn', role: 'user', confidence: 0.5 } } : group,
      );
}

/** In another member than the kind. */
function namesTool(group: RecordGroup): boolean {
  const kinds = new Set(group.when.map(({ path }) => path));
  return rankField(profileMembers(group.records, wrappersOf(group)), 'tool').some(
    ({ member, score }) => score >= SURE && !kinds.has(member.path),
  );
}

function asks(records: readonly JsonObject[]): boolean {
  return rankField(profileMembers(records), 'asked').some(
    ({ member, score }) =>
      score >= SURE &&
      member.count === records.length &&
      [...member.distinct.keys()].some((value) => SENTENCE.test(value)),
  );
}
