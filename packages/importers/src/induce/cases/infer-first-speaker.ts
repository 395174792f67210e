/**
 * Two kinds of words that do not say whose they are: whoever speaks first asks, and the other answers, at least as often
 * ("message_received" before "message_sent").
 */
import type { JsonObject } from '@tracewright/core';
import type { FieldName } from '../adapter/adapter.ts';
import { isRoleMember } from './choose-kind.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

const SURE = 0.5;
/** Share of the records that must have what makes them words. */
const MOST = 0.8;

/** @param records all of them, in order */
export function inferFirstSpeaker(
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): readonly RecordGroup[] {
  if (groups.some(({ meaning }) => meaning?.as === 'turn' && isSpeaker(meaning.role))) return groups;
  const open = groups.filter(isNobodys);
  const [one, two, ...others] = open;
  if (one === undefined || two === undefined || others.length > 0) return groups;
  const first = records.find((record) => one.records.includes(record) || two.records.includes(record));
  const [asks, answers] = first !== undefined && one.records.includes(first) ? [one, two] : [two, one];
  if (asks.records.length > answers.records.length) return groups;
  return groups.map((group) =>
    group === asks || group === answers
      ? { ...group, meaning: { as: 'turn', role: group === asks ? 'user' : 'agent', confidence: 0.5 } }
      : group,
  );
}

function isSpeaker(role: string | undefined): boolean {
  return role === 'user' || role === 'agent';
}

/** Words of a kind that says little, and no member that says whose. */
function isNobodys(group: RecordGroup): boolean {
  const { meaning, records, when } = group;
  if (when.length === 0 || (meaning !== undefined && (meaning.as !== 'turn' || meaning.role !== undefined)))
    return false;
  const profile = profileMembers(records, wrappersOf(group));
  const often = (field: FieldName): boolean =>
    rankField(profile, field).some(
      ({ member, score }) => score >= SURE && member.count >= records.length * MOST,
    );
  return (
    often('text') &&
    !often('tool') &&
    !often('thought') &&
    rankField(profile, 'role').every((candidate) => !isRoleMember(candidate))
  );
}
