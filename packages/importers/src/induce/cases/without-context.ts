/**
 * What a model was sent at each step is no part of the step: a list in the records that begins as the one of the record before it
 * does, and goes on with what that record itself tells.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { findPlaces, pathOf, type PathStep } from '../adapter/path.ts';
import type { MemberProfile, RecordProfile } from './profile-members.ts';

/** Records that are looked at. */
const MAX_RECORDS = 60;
/** Lists that begin as the one before does, of all; and new texts that the record before tells. */
const MOST = 0.6;
/** Shorter texts may well be said twice. */
const TEXT = 20;
const LEAST_PAIRS = 2;
/** Texts of a record that are compared. */
const MAX_TEXTS = 200;

export function withoutContext(profile: RecordProfile, records: readonly JsonObject[]): RecordProfile {
  const context = profile.members.filter((member) => member.lists > 0 && isContext(member, records));
  if (context.length === 0) return profile;
  return {
    ...profile,
    members: profile.members.filter(
      ({ path }) => !context.some((list) => path === list.path || path.startsWith(`${list.path}.`)),
    ),
  };
}

function isContext({ path }: MemberProfile, records: readonly JsonObject[]): boolean {
  const steps = pathOf(path);
  const lists = records.slice(0, MAX_RECORDS).flatMap((record) => {
    const [list] = [...findPlaces(record, steps)].map(({ value }) => value);
    return Array.isArray(list)
      ? [{ record, list: (list as readonly JsonValue[]).map((one) => JSON.stringify(one)) }]
      : [];
  });
  let [grows, added, told] = [0, 0, 0];
  for (const [index, { list }] of lists.entries()) {
    const before = lists[index - 1];
    if (before === undefined || list.length <= before.list.length) continue;
    if (!before.list.every((element, place) => element === list[place])) continue;
    grows += 1;
    const known = textsIn(without(before.record, steps));
    const news = list.slice(before.list.length).map((element) => JSON.parse(element) as JsonValue);
    for (const text of textsIn(news)) {
      added += 1;
      // What a tool brought may stand behind it.
      if (known.some((one) => text.endsWith(one) || text.startsWith(one))) told += 1;
    }
  }
  return grows >= LEAST_PAIRS && grows >= (lists.length - 1) * MOST && told > 0 && told >= added * MOST;
}

/** The record without the list. */
function without(record: JsonObject, [step, ...deeper]: readonly PathStep[]): JsonObject {
  if (step?.kind !== 'name') return record;
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, inner]) => {
      if (name !== step.name) return [[name, inner]];
      return deeper.length > 0 && isJsonObject(inner) ? [[name, without(inner, deeper)]] : [];
    }),
  );
}

/** The first of the longer texts in a value. */
function textsIn(value: JsonValue, found: string[] = []): readonly string[] {
  if (found.length >= MAX_TEXTS) return found;
  if (typeof value === 'string') {
    if (value.length >= TEXT) found.push(value);
  } else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value) as JsonValue[]) textsIn(inner, found);
  return found;
}
