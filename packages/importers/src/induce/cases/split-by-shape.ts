/**
 * Words of a kind that says nothing of who speaks: those that have the members of what the user says, and not those of the others, are the
 * user's. `{"say": "text", "images": []}` before `{"say": "text", "partial": false}`, where `{"say": "feedback", "images": []}` is the user's.
 */
import type { JsonObject } from '@tracewright/core';
import { formatPath } from '../adapter/path.ts';
import type { RecordGroup } from './partition-records.ts';

/** Values of a member that tells two ways to say something apart: a flag, or a few words. */
const MAX_VALUES = 4;

/** @param records all of them, in order: the user speaks first */
export function splitByShape(
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): readonly RecordGroup[] {
  const asked = groups.flatMap((group) =>
    group.meaning?.as === 'turn' && group.meaning.role === 'user' ? group.records : [],
  );
  const shapes = new Set(asked.map(shapeOf));
  const [shape, ...otherShapes] = shapes;
  if (shape === undefined || otherShapes.length > 0) return groups;
  return groups.flatMap((group) => {
    const { meaning, when } = group;
    if (meaning?.as !== 'turn' || meaning.role !== undefined || when.length === 0) return [group];
    const users = group.records.filter((record) => shapeOf(record) === shape);
    const others = group.records.filter((record) => shapeOf(record) !== shape);
    const [first] = users;
    const mark = first === undefined || first !== records[0] ? undefined : findMark(others, first);
    if (mark === undefined) return [group];
    const path = formatPath([{ kind: 'name', name: mark.name }]);
    return [
      {
        ...group,
        when: [...when, { path, in: mark.values }],
        records: others,
        meaning: { ...meaning, role: 'agent' },
      },
      { ...group, records: users, meaning: { ...meaning, role: 'user' } },
    ];
  });
}

function shapeOf(record: JsonObject): string {
  return Object.keys(record).toSorted().join('\n');
}

/** A member that all of them have with few values, and the other does not have. */
function findMark(
  records: readonly JsonObject[],
  other: JsonObject,
): { readonly name: string; readonly values: (string | boolean)[] } | undefined {
  for (const name of Object.keys(records[0] ?? {})) {
    if (Object.hasOwn(other, name)) continue;
    const values = new Set<string | boolean>();
    const isTold = records.every((record) => {
      const value = record[name];
      if (typeof value !== 'boolean' && typeof value !== 'string') return false;
      values.add(value);
      return values.size <= MAX_VALUES;
    });
    if (isTold) return { name, values: [...values] };
  }
  return undefined;
}
