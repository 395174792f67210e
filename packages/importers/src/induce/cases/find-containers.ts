/** Kinds of spans that only enclose others: what they hold is told by the spans in them. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { Condition, RecordCase } from '../adapter/adapter.ts';
import type { RecordGroup } from './partition-records.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type MemberProfile, profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { END_PATH } from '../interpreter/records-of.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { textsIn } from './texts-in.ts';

/** Share of a kind's spans that enclose others. */
const MIN_SHARE = 0.6;
const ASKED = new Set(['input', 'inputs', 'prompt', 'question', 'query', 'task', 'request', 'message']);
const REPLIED = new Set([
  'output',
  'outputs',
  'result',
  'reply',
  'answer',
  'final_answer',
  'response',
  'completion',
]);
/** Share of what the outermost came to that the spans in them tell already. */
const TOLD = 0.5;

export interface Containers {
  readonly kinds: ReadonlySet<RecordGroup>;
  /** What the outermost spans were asked, the user's turn, and what they came to. */
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
  const isOutermost = (record: JsonObject): boolean => isEmpty(valueAt(record, parent.member.path) ?? null);
  const found = groups.filter(
    (group) =>
      group.meaning?.role !== 'tool' &&
      (group.records.filter(isParent).length >= group.records.length * MIN_SHARE ||
        // Where nothing was to be done, the outermost encloses nothing.
        (group.records.every(isOutermost) && group.records.some(isParent))),
  );
  if (found.length === 0 || found.length === groups.length) return NONE;
  const roots = records.filter(
    (record) => isOutermost(record) && found.some((group) => group.records.includes(record)),
  );
  const [start] = rankField(profile, 'time').filter(({ member }) => member !== end.member);
  return {
    kinds: new Set(found),
    spans: start === undefined ? undefined : { start: start.member.path, end: end.member.path },
    asked: [
      ...(start === undefined
        ? []
        : repliedOf(
            roots,
            groups.flatMap((group) => (found.includes(group) ? [] : group.records)),
            { path: parent.member.path, in: [null, ''] },
            end.member.path,
          )),
      ...askedOf(roots, { path: parent.member.path, in: [null, ''] }),
    ],
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
  const asked = findNamed(roots, ASKED, ({ strings, objects, lists }) => strings + objects + lists > 0);
  return asked === undefined
    ? []
    : [{ when: [isRoot, { path: asked.path }], as: 'turn', role: 'user', fields: { text: [asked.path] } }];
}

/** What the outermost came to, told at their end, unless the spans in them tell it. */
function repliedOf(
  roots: readonly JsonObject[],
  inner: readonly JsonObject[],
  isRoot: Condition,
  end: string,
): RecordCase[] {
  const replied = findNamed(roots, REPLIED, ({ strings, count }) => strings === count);
  if (replied === undefined) return [];
  const told = new Set(inner.flatMap((record) => textsIn(record)));
  const texts = replied.samples.filter((value) => typeof value === 'string');
  if (texts.filter((text) => told.has(text)).length > texts.length * TOLD) return [];
  return [
    {
      when: [{ path: END_PATH, in: [true] }, isRoot, { path: replied.path }],
      as: 'turn',
      role: 'agent',
      fields: { text: [replied.path], time: [end] },
    },
  ];
}

/** The member so called, one that holds texts before others, the outer before the inner. */
function findNamed(
  records: readonly JsonObject[],
  names: ReadonlySet<string>,
  fits: (member: MemberProfile) => boolean,
): MemberProfile | undefined {
  const depth = (member: MemberProfile): number => pathOf(member.path).length;
  return profileMembers(records)
    .members.filter(
      (member) =>
        depth(member) <= 2 &&
        member.names.some((name) => names.has(name.replace(/_value$/, ''))) &&
        fits(member),
    )
    .toSorted((a, b) => Number(b.strings > 0) - Number(a.strings > 0) || depth(a) - depth(b))[0];
}
