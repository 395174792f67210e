/** Kinds that are the names of members, at any depth: `{"trace": {"step": {"rationale": {...}}}}` beside `{"request": {...}}`. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { findPlaces, formatPath, type PathStep } from '../adapter/path.ts';
import { canonicalName, type LabelMeaning, readLabel } from '../words/vocabulary.ts';
import type { RecordGroup } from './partition-records.ts';

/** Objects that all records are wrapped in. */
const MAX_AROUND = 3;
/** Depth of a kind that is the name of a member. */
const MAX_DEEP = 5;
const MAX_TYPES = 80;

/** `{"ToolUse": {...}}`: the name of the one member that not all records have is the kind of the record. */
export function splitByName(records: readonly JsonObject[], around: readonly PathStep[] = []): RecordGroup[] {
  const split = splitByOwnName(records, around);
  if (split.length > 0 || around.length >= MAX_AROUND) return split;
  // `{"trace": {"step": {"rationale": {...}}}}`: below the one object that all records have.
  const inner = records.map((record) => objectAt(record, around));
  const common = Object.keys(inner[0] ?? {}).filter((name) =>
    inner.every((object) => isJsonObject(object?.[name] ?? null)),
  );
  const [name] = common;
  return name === undefined || common.length > 1
    ? []
    : splitByName(records, [...around, { kind: 'name', name }]);
}

function objectAt(record: JsonObject, path: readonly PathStep[]): JsonObject | undefined {
  const [found] = [...findPlaces(record, path)].map(({ value }) => value);
  return found !== undefined && isJsonObject(found) ? found : undefined;
}

function splitByOwnName(records: readonly JsonObject[], around: readonly PathStep[]): RecordGroup[] {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const name of Object.keys(objectAt(record, around) ?? {}))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  const isOwn = (name: string): boolean => (counts.get(name) ?? 0) < records.length * 0.95;
  const groups = new Map<string, JsonObject[]>();
  for (const record of records) {
    const own = Object.keys(objectAt(record, around) ?? {}).filter(isOwn);
    const [name] = own;
    if (own.length !== 1 || name === undefined) return [];
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
    if (groups.size > MAX_TYPES) return [];
  }
  const split = [...groups].flatMap(([name, group]): RecordGroup[] => {
    const at: PathStep[] = [...around, { kind: 'name', name }];
    // Some hold their kind further down: `{"trace": {"step": {"rationale": {...}}}}` beside `{"request": {...}}`.
    const deeper = groups.size < 2 || at.length > MAX_DEEP ? [] : splitByName(group, at);
    return deeper.length > 0
      ? deeper
      : [
          {
            when: [{ path: formatPath(soleObject(group, at)) }],
            records: group,
            meaning: readMember(name),
            label: name,
          },
        ];
  });
  const known = split.filter(({ meaning }) => meaning !== undefined);
  const covered = known.reduce((sum, { records: group }) => sum + group.length, 0);
  // What came back, or the error in its place, is one kind.
  const kinds = new Set(
    known.flatMap(({ meaning, label }) =>
      isError(label) ? [] : [`${meaning?.as} ${meaning?.as === 'turn' ? (meaning.role ?? '') : ''}`],
    ),
  );
  return covered < records.length * 0.6 || kinds.size < 2 ? [] : split;
}

/** What stands at the place, or the one object in it where all have that: `{"call": {"function_call": {...}, "at": 7}}`. */
function soleObject(records: readonly JsonObject[], at: readonly PathStep[]): readonly PathStep[] {
  const names = new Set(
    records.map((record) => {
      const objects = Object.entries(objectAt(record, at) ?? {}).filter(([, value]) => isJsonObject(value));
      return objects.length === 1 ? objects[0]?.[0] : undefined;
    }),
  );
  const [name, ...others] = names;
  return name === undefined || others.length > 0 || at.length < 2 ? at : [...at, { kind: 'name', name }];
}

/** "errorText" is what came back, as "output" is. */
function readMember(name: string): LabelMeaning | undefined {
  return isError(name) ? { as: 'result', role: 'tool', confidence: 0.6 } : readLabel(name);
}

function isError(name: string): boolean {
  return /^error(?:_|$)/.test(canonicalName(name));
}
