/**
 * Calls and what they brought in records of one kind, with one id, told apart by what is null: `{id, name, args: {...}, result: null}`
 * and then `{id, name, args: null, result: {...}}`.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { idMembers } from './pair-ids.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

/** Share of the results that must have the id of a call. */
const MOST = 0.8;
const FEWEST = 2;
/** Members that may be what was given, and what came back. */
const MAX_CANDIDATES = 4;

/** The group itself unless each of its records is one of the two, and what came back has the ids of the calls. */
export function splitByAnswer(group: RecordGroup): readonly RecordGroup[] {
  const { meaning, records, when } = group;
  if (meaning?.as !== 'call' && meaning?.as !== 'result' && meaning?.role !== 'tool') return [group];
  const profile = profileMembers(records, wrappersOf(group));
  const pathsOf = (field: 'arguments' | 'result'): string[] =>
    rankField(profile, field)
      .slice(0, MAX_CANDIDATES)
      .map(({ member }) => member.path);
  for (const given of pathsOf('arguments'))
    for (const brought of pathsOf('result')) {
      const calls = records.filter((record) => isNull(record, brought));
      const results = records.filter((record) => isNull(record, given));
      const isEither = records.every((record) => isNull(record, given) !== isNull(record, brought));
      if (!isEither || calls.length < FEWEST || results.length < FEWEST || !answer(results, calls)) continue;
      return [
        {
          ...group,
          when: [...when, { path: brought, in: [null] }],
          records: calls,
          meaning: { as: 'call', role: 'agent', confidence: 0.8 },
        },
        {
          ...group,
          when: [...when, { path: given, in: [null] }],
          records: results,
          meaning: { as: 'result', role: 'tool', confidence: 0.8 },
        },
      ];
    }
  return [group];
}

function isNull(record: JsonObject, path: string): boolean {
  const [place] = [...findPlaces(record, pathOf(path))].map(({ value }): JsonValue => value);
  return place === null;
}

function answer(results: readonly JsonObject[], calls: readonly JsonObject[]): boolean {
  const called = idMembers(calls);
  return idMembers(results).some(({ path, values }) => {
    const known = called.find((member) => member.path === path)?.values;
    return (
      values.size >= FEWEST &&
      known !== undefined &&
      [...values].filter((value) => known.has(value)).length >= values.size * MOST
    );
  });
}
