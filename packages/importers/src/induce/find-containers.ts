/** Kinds of spans that only enclose others: what they hold is told by the spans in them. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { RecordCase } from './adapter.ts';
import type { RecordGroup } from './partition-records.ts';
import { findPlaces, pathOf } from './path.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { isEmpty } from './read-record.ts';

/** Share of a kind's spans that enclose others. */
const MIN_SHARE = 0.6;
const ASKED = new Set(['input', 'inputs', 'prompt', 'question', 'query', 'task', 'request', 'message']);

export interface Containers {
  readonly kinds: ReadonlySet<RecordGroup>;
  /** What the outermost spans were asked: the user's turn. */
  readonly asked: readonly RecordCase[];
  /** Where start and end stand; undefined when nothing encloses anything. */
  readonly spans: { readonly start: string; readonly end: string } | undefined;
}

const NONE: Containers = { kinds: new Set(), asked: [], spans: undefined };

export function findContainers(records: readonly JsonObject[], groups: readonly RecordGroup[]): Containers {
  const profile = profileMembers(records);
  const [parent] = rankField(profile, 'parentId');
  const [end] = rankField(profile, 'endTime');
  const [id] = rankField(profile, 'id').filter(({ member }) => member.count >= records.length * 0.9);
  // Records of a conversation name the one before them; only what has an end encloses.
  if (parent === undefined || id === undefined || end === undefined) return NONE;
  if (end.member.count < records.length * 0.5) return NONE;
  const valueAt = (record: JsonObject, path: string): JsonValue | undefined =>
    [...findPlaces(record, pathOf(path))][0]?.value;
  const parents = new Set(records.map((record) => valueAt(record, parent.member.path)));
  const isParent = (record: JsonObject): boolean => parents.has(valueAt(record, id.member.path));
  const found = groups.filter(
    (group) =>
      group.meaning?.role !== 'tool' &&
      group.records.filter(isParent).length >= group.records.length * MIN_SHARE,
  );
  if (found.length === 0 || found.length === groups.length) return NONE;
  const roots = records.filter(
    (record) => isParent(record) && isEmpty(valueAt(record, parent.member.path) ?? null),
  );
  const { members } = profileMembers(roots);
  const asked = members.find(
    ({ names, strings, objects, lists }) =>
      names.length === 1 && ASKED.has(names[0] ?? '') && strings + objects + lists > 0,
  );
  const { path } = parent.member;
  const [start] = rankField(profile, 'time').filter(({ member }) => member !== end.member);
  return {
    kinds: new Set(found),
    spans: start === undefined ? undefined : { start: start.member.path, end: end.member.path },
    asked:
      asked === undefined
        ? []
        : [
            {
              when: [{ path, in: [null, ''] }, { path: asked.path }],
              as: 'turn',
              role: 'user',
              fields: { text: [asked.path] },
            },
          ],
  };
}
