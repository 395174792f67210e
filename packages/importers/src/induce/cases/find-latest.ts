/**
 * Records that tell one thing again and again while it comes about, as streams do that send the whole each time: an empty step, then with
 * its call, then with what that brought (`{"id": "s1", "tool": ""}`, `{"id": "s1", "tool": "ls"}`). The last says it all.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { pushTo } from '../containers/push-to.ts';
import { readTime } from '../interpreter/read-time.ts';
import { canonicalName, STATUS_WORDS } from '../words/vocabulary.ts';
import { profileMembers } from './profile-members.ts';

const ID = /(?:^|_)(?:id|uuid|uid)$/;
/** Fewer may say more than one another by chance. */
const LEAST_GROWN = 2;
const STATES: ReadonlySet<string> = new Set([
  ...STATUS_WORDS.ok,
  ...STATUS_WORDS.error,
  ...['running', 'pending', 'in_progress', 'started', 'streaming', 'partial', 'queued', 'new', 'executing'],
]);

/** The member by which such records are known. */
export function findLatest(records: readonly JsonObject[]): string | undefined {
  const sizes = new Map(records.map((record) => [record, JSON.stringify(record).length]));
  const sizeOf = (record: JsonObject): number => sizes.get(record) ?? 0;
  return profileMembers(records)
    .members.filter(
      ({ names, count, distinct, strings, numbers }) =>
        ID.test(names.at(-1) ?? '') && strings + numbers === records.length && distinct.size <= count / 2,
    )
    .find(({ path }) => {
      const same = new Map<JsonValue | undefined, JsonObject[]>();
      for (const record of records) pushTo(same, [...findPlaces(record, pathOf(path))][0]?.value, record);
      const pairs = [...same.values()].flatMap((list) =>
        list.slice(1).map((next, index) => [list[index] ?? {}, next] as const),
      );
      const grown = pairs.filter(([before, next]) => sizeOf(next) > sizeOf(before)).length;
      return grown >= LEAST_GROWN && grown >= pairs.length / 2 && pairs.every(([a, b]) => holds(b, a));
    })?.path;
}

/** Whether the later value says all that the earlier did: texts go on, times and states change. */
function holds(later: JsonValue | undefined, earlier: JsonValue): boolean {
  if (isEmpty(earlier) || later === earlier) return true;
  if (typeof earlier === 'boolean' || later === undefined) return typeof later === typeof earlier;
  if (typeof earlier === 'string' && typeof later === 'string')
    return (
      later.startsWith(earlier) ||
      (STATES.has(canonicalName(earlier)) && STATES.has(canonicalName(later))) ||
      (readTime(earlier, 's') !== undefined && readTime(later, 's') !== undefined)
    );
  if (typeof earlier === 'number') return typeof later === 'number' && later > earlier;
  if (Array.isArray(earlier))
    return (
      Array.isArray(later) &&
      (earlier as readonly JsonValue[]).every((one, at) => holds((later as readonly JsonValue[])[at], one))
    );
  return (
    isJsonObject(earlier) &&
    isJsonObject(later) &&
    Object.entries(earlier).every(([name, value]) => holds(later[name], value))
  );
}
