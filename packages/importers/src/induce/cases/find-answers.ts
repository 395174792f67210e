/** Which of two sets of records answers the other: by the ids that they have in common, and by which of them says what was called. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { idMembers } from './pair-ids.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

const MAX_RECORDS = 200;
/** Share of the ids that must be those of calls. */
const MOST = 0.5;

/**
 * Whether records name the calls of others by id and do not say themselves what was called with what.
 *
 * @param idName what the ids must be called
 */
export function answers(
  own: readonly JsonObject[],
  calls: readonly JsonObject[],
  idName: RegExp = /(?:)/,
): boolean {
  if (own.length === 0 || calls.length === 0 || !namesCall(calls) || namesCall(own)) return false;
  // What stands in another is a part of it, no answer to it.
  const isOwn = ({ path }: { readonly path: string }): boolean => !/parent/i.test(path);
  const called = idMembers(calls).filter((member) => isOwn(member) && member.unique >= MOST);
  return idMembers(own).some(
    ({ path, values, unique }) =>
      unique >= 0.9 &&
      isOwn({ path }) &&
      idName.test(path) &&
      called.some((other) => [...values].filter((id) => other.values.has(id)).length >= values.size * MOST),
  );
}

/** The records, or the elements of the one list in them that holds objects. */
export function elementsOf(records: readonly JsonObject[]): readonly JsonObject[] {
  const sample = records.slice(0, MAX_RECORDS);
  if (namesCall(sample)) return sample;
  const inside = sample.flatMap((record) =>
    Object.values(record).flatMap((value) =>
      Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [],
    ),
  );
  return inside.length > 0 ? inside : sample;
}

/**
 * Whether most say what was called, and with what.
 *
 * @param kinds members that say of which kind the records are, and so name no tool
 */
export function namesCall(
  records: readonly JsonObject[],
  wrappers?: ReadonlySet<string>,
  kinds: readonly string[] = [],
): boolean {
  const profile = profileMembers(records, wrappers);
  const has = (field: 'tool' | 'arguments', atLeast: number): boolean =>
    rankField(profile, field).some(
      ({ member, score }) =>
        score >= atLeast && member.count >= records.length * MOST && !kinds.includes(member.path),
    );
  return has('tool', 0.4) && has('arguments', 0.55);
}
