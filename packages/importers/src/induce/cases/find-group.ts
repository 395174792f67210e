/** The member that tells runs apart which share one list, by its name and by its values. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { GROUP_WORDS, WRAPPERS } from '../words/vocabulary.ts';
import { type MemberProfile, profileMembers } from './profile-members.ts';

/**
 * Whether records of several lists belong together by the id of their run, as those of a log in batches do; and that id, where a file has
 * more than one.
 *
 * @param files the lists of each
 */
export function findBatched(
  files: readonly (readonly (readonly JsonObject[])[])[],
): { readonly by: string | undefined } | undefined {
  const records = files.flat(2);
  const idsOf = (list: readonly JsonObject[], path: string): Set<JsonValue | undefined> =>
    new Set(list.map((record) => valueAt(record, path)));
  const isShared = (path: string): boolean =>
    files.some((lists) => {
      const known = idsOf(lists.flat(), path).size;
      return known < lists.length && known < lists.reduce((sum, list) => sum + idsOf(list, path).size, 0);
    });
  const path = usable(records).find(
    (member) => member.count === records.length && isShared(member.path),
  )?.path;
  if (path === undefined) return undefined;
  return { by: files.some((lists) => idsOf(lists.flat(), path).size > 1) ? path : undefined };
}

/** @param lists the records as they stand together in the files; where there are several, each is a run unless it holds several */
export function findGroup(
  records: readonly JsonObject[],
  lists: readonly (readonly JsonObject[])[],
): string | undefined {
  return usable(records).find(({ path }) => lists.length <= 1 || lists.some((list) => areSeveral(list, path)))
    ?.path;
}

/** Members that may say to which run a record belongs, the surest first. */
function usable(records: readonly JsonObject[]): MemberProfile[] {
  const { members } = profileMembers(records);
  return members
    .filter(
      ({ names, count, strings, numbers, distinct }) =>
        GROUP_WORDS.includes(names.at(-1) ?? '') &&
        names.slice(0, -1).every((name) => WRAPPERS.has(name)) &&
        count >= records.length * 0.6 &&
        strings + numbers >= count * 0.95 &&
        distinct.size > 0 &&
        distinct.size <= Math.max(1, count / 2) &&
        !isParentOfOthers(distinct, members),
    )
    .toSorted(
      (a, b) => GROUP_WORDS.indexOf(a.names.at(-1) ?? '') - GROUP_WORDS.indexOf(b.names.at(-1) ?? ''),
    );
}

function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  return [...findPlaces(record, pathOf(path))][0]?.value;
}

const ID_NAME = /(?:^|_)(?:id|uuid|ref|key|hash|request|span|turn|step|call)$/;

/** Members that may say which of several lists a record belongs to, those that tell most of them apart first. */
export function findListMembers(records: readonly JsonObject[]): string[] {
  return profileMembers(records)
    .members.filter(
      ({ names, count, strings, numbers, distinct }) =>
        ID_NAME.test(names.at(-1) ?? '') &&
        names.length <= 2 &&
        strings + numbers === count &&
        count >= records.length * 0.9 &&
        distinct.size >= 2 &&
        distinct.size <= count / 2,
    )
    .toSorted((a, b) => b.distinct.size - a.distinct.size)
    .map(({ path }) => path);
}

/** One conversation after the other: each value stands in records that follow one another. */
function areSeveral(records: readonly JsonObject[], path: string): boolean {
  const values = records.flatMap((record) => [...findPlaces(record, pathOf(path))].map(({ value }) => value));
  const stretches = values.filter((value, index) => value !== values[index - 1]);
  return (
    stretches.length > 1 &&
    new Set<JsonValue>(stretches).size === stretches.length &&
    values.length >= 2 * stretches.length
  );
}

/** What records name as their parent is a span, no run. */
function isParentOfOthers(ids: ReadonlyMap<string, number>, members: readonly MemberProfile[]): boolean {
  return (
    ids.size > 1 &&
    members.some(
      ({ names, distinct, samples }) =>
        /^parent/.test(names.at(-1) ?? '') &&
        ([...distinct.keys()].some((id) => ids.has(id)) ||
          samples.flat().some((id) => typeof id === 'string' && ids.has(id))),
    )
  );
}
