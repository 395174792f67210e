/** Kinds of spans that only enclose others: what they hold is told by the spans in them. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { Condition, RecordCase } from '../adapter/adapter.ts';
import type { RecordGroup } from './partition-records.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type MemberProfile, profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { isEmpty } from '../adapter/select-value.ts';

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
  const isTree = records.every((record) => Object.hasOwn(record, '#depth'));
  if (isTree && records.length > 0) return inTree(records, groups);
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
  const [start] = rankField(profile, 'time').filter(({ member }) => member !== end.member);
  return {
    kinds: new Set(found),
    spans: start === undefined ? undefined : { start: start.member.path, end: end.member.path },
    asked: askedOf(roots, { path: parent.member.path, in: [null, ''] }),
  };
}

/** Of a tree that is read node by node (path.ts): what has something below it only encloses it. */
function inTree(records: readonly JsonObject[], groups: readonly RecordGroup[]): Containers {
  const found = groups.filter(
    (group) =>
      group.meaning?.role !== 'tool' &&
      group.records.filter((record) => Number(record['#children']) > 0).length >=
        group.records.length * MIN_SHARE,
  );
  if (found.length === 0 || found.length === groups.length) return NONE;
  const roots = records.filter((record) => record['#depth'] === 0);
  return { kinds: new Set(found), spans: undefined, asked: askedOf(roots, { path: '["#depth"]', in: [0] }) };
}

/** What the outermost were asked. */
function askedOf(roots: readonly JsonObject[], isRoot: Condition): RecordCase[] {
  const { members } = profileMembers(roots);
  const depth = (member: MemberProfile): number => pathOf(member.path).length;
  const asked = members
    .filter(
      ({ path, names, strings, objects, lists }) =>
        pathOf(path).length <= 2 &&
        names.some((name) => ASKED.has(name.replace(/_value$/, ''))) &&
        strings + objects + lists > 0,
    )
    .toSorted((a, b) => Number(b.strings > 0) - Number(a.strings > 0) || depth(a) - depth(b))[0];
  return asked === undefined
    ? []
    : [{ when: [isRoot, { path: asked.path }], as: 'turn', role: 'user', fields: { text: [asked.path] } }];
}
