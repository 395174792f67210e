/** Splits records into kinds: by the values of a member that names their type, or by members that never stand together. */
import type { JsonObject } from '@tracewright/core';
import type { Condition } from './adapter.ts';
import { findPlaces, pathOf } from './path.ts';
import { type MemberProfile, meanLength, profileMembers } from './profile-members.ts';
import { isEmpty } from './read-record.ts';
import { type LabelMeaning, normaliseName, readLabel, readRole, TYPE_WORDS, WRAPPERS } from './vocabulary.ts';

export interface RecordGroup {
  readonly when: readonly Condition[];
  readonly records: readonly JsonObject[];
  /** What the type's name says. */
  readonly meaning: LabelMeaning | undefined;
  /** As written. */
  readonly label: string;
}

const MAX_LEVELS = 3;
const MAX_TYPES = 60;

export function partitionRecords(
  records: readonly JsonObject[],
  used: readonly string[] = [],
  level: number = 0,
): RecordGroup[] {
  const whole: RecordGroup = { when: [], records, meaning: undefined, label: '' };
  if (level >= MAX_LEVELS || records.length === 0) return [whole];
  const profile = profileMembers(records);
  const typed = profile.members
    .filter(({ path }) => !used.includes(path))
    .map((member) => ({ member, score: typeScore(member, records.length) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)[0]?.member;
  if (typed === undefined) return level === 0 ? splitByPresence(records, profile.members) : [whole];
  const isRole = isRoleName(typed);
  const groups = new Map<string, JsonObject[]>();
  const rest: JsonObject[] = [];
  for (const record of records) {
    const value = [...findPlaces(record, pathOf(typed.path))][0]?.value;
    // Whoever is not known by role is somebody by name: those are read together.
    if (typeof value !== 'string' || (isRole && readKind(value, true) === undefined)) rest.push(record);
    else {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [record]);
      else group.push(record);
    }
  }
  const split = [...groups].flatMap(([value, inner]) => {
    const meaning = readKind(value, isRole);
    const condition: Condition = { path: typed.path, in: [value] };
    // "response_item", "message": the kind stands deeper.
    const isVague = meaning === undefined || meaning.as === 'turn' || meaning.as === 'note';
    const deeper = isVague ? partitionRecords(inner, [...used, typed.path], level + 1) : [];
    const says = deeper.filter(
      (group) =>
        group.meaning !== undefined &&
        group.meaning.as !== 'note' &&
        // What a user gives is no argument of a call.
        !(group.meaning.as === 'arguments' && (meaning?.role === 'user' || meaning?.role === 'system')) &&
        (meaning?.role === undefined || group.meaning.as !== 'turn'),
    );
    if (says.length === 0) return [{ when: [condition], records: inner, meaning, label: value }];
    return deeper.map((group) => ({
      ...group,
      when: [condition, ...group.when],
      meaning: group.meaning ?? meaning,
      label: group.label === '' ? value : `${value}/${group.label}`,
    }));
  });
  if (isRole)
    return [
      ...split,
      { when: [], records: rest.length === 0 ? records : rest, meaning: undefined, label: '' },
    ];
  return rest.length === 0 ? split : [...split, ...partitionRecords(rest, [...used, typed.path], level + 1)];
}

function isRoleName({ names }: MemberProfile): boolean {
  return /^(?:role|source|speaker|from|sender|author|actor)$/.test(names.at(-1) ?? '');
}

/** "Orchestrator (thought)" is a role and what it does in brackets: the role counts. */
function readKind(value: string, isRole: boolean): LabelMeaning | undefined {
  if (!isRole) return readLabel(value);
  const bare = value.replace(/\(.*$/, '').trim();
  const role = readRole(bare);
  const meaning = readLabel(bare);
  if (meaning !== undefined && meaning.as !== 'note') return meaning;
  return role === undefined ? undefined : { as: 'turn', role, confidence: 0.8 };
}

/** How well a member tells kinds apart; 0 when it does not. */
function typeScore(member: MemberProfile, records: number): number {
  const leaf = member.names.at(-1) ?? '';
  const parents = member.names.slice(0, -1);
  if (!parents.every((name) => WRAPPERS.has(name))) return 0;
  const rank = TYPE_WORDS.indexOf(leaf) === -1 && isRoleName(member) ? 12 : TYPE_WORDS.indexOf(leaf);
  if (rank === -1 || member.strings < member.count * 0.95 || member.count < records * 0.3) return 0;
  if (meanLength(member) > 40 || member.distinct.size > MAX_TYPES) return 0;
  // A name that each record has for itself is no type.
  if (member.distinct.size > Math.max(4, member.count * 0.6)) return 0;
  const values = [...member.distinct];
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const share = (test: (value: string) => boolean): number =>
    values.reduce((sum, [value, count]) => sum + (test(value) ? count : 0), 0) / Math.max(1, total);
  const isPlainRole = (value: string): boolean => {
    const meaning = readLabel(value);
    return meaning === undefined
      ? readRole(value) !== undefined
      : meaning.as === 'turn' && meaning.role !== undefined;
  };
  const isRole = isRoleName(member);
  const known = share((value) => readKind(value, isRole) !== undefined);
  const plain = share(isPlainRole);
  // Roles alone are read record by record, unless tools answer among them: their records are of another kind.
  const hasTool = values.some(([value]) => readKind(value, true)?.role === 'tool');
  if (known < 0.3 || (plain >= 0.999 && !hasTool) || (isRole && plain < 0.999 && !hasTool && known < 0.9))
    return 0;
  const isNamed = /^(?:name|topic|action_type|node_type)$/.test(leaf);
  if (isNamed && known < 0.8) return 0;
  return known + 0.5 * (1 - plain) - rank * 0.02 - parents.length * 0.05;
}

/** Records that have a member of a call, and others that have one of a result: kinds without a name. */
function splitByPresence(records: readonly JsonObject[], members: readonly MemberProfile[]): RecordGroup[] {
  const whole: RecordGroup = { when: [], records, meaning: undefined, label: '' };
  const top = members.filter(
    ({ names, count }) => names.length === 1 && count >= Math.max(1, records.length * 0.05),
  );
  const has = (record: JsonObject, name: string): boolean => !isEmpty(record[name]);
  const nameOf = (member: MemberProfile): string => {
    const [step] = pathOf(member.path);
    return step?.kind === 'name' ? step.name : '';
  };
  const calls = top.filter(
    ({ names }) =>
      ['call', 'turn'].includes(readLabel(names[0] ?? '')?.as ?? '') &&
      readLabel(names[0] ?? '')?.role === 'agent' &&
      isCallName(names[0] ?? ''),
  );
  const results = top.filter(({ names }) => readLabel(names[0] ?? '')?.as === 'result');
  for (const call of calls) {
    for (const result of results) {
      const [a, b] = [nameOf(call), nameOf(result)];
      const both = records.filter((record) => has(record, a) && has(record, b)).length;
      if (both > records.length * 0.02) continue;
      const withCall = records.filter((record) => has(record, a));
      const withResult = records.filter((record) => has(record, b) && !has(record, a));
      if (withCall.length < 2 || withResult.length < 2) continue;
      const rest = records.filter((record) => !has(record, a) && !has(record, b));
      const inner = partitionByAction(withCall, call);
      return [
        ...inner,
        {
          when: [{ path: result.path }],
          records: withResult,
          meaning: { as: 'result', role: 'tool', confidence: 0.8 },
          label: b,
        },
        ...(rest.length === 0 ? [] : [{ when: [], records: rest, meaning: undefined, label: '' }]),
      ];
    }
  }
  return [whole];
}

function isCallName(name: string): boolean {
  return /(?:^|_)(?:action|call|command|tool|invocation|request)(?:$|_)/.test(normaliseName(name));
}

/** "message" among actions is a turn of whoever acts. */
function partitionByAction(records: readonly JsonObject[], call: MemberProfile): RecordGroup[] {
  const spoken = [...call.distinct.keys()].filter((value) => {
    const meaning = readLabel(value);
    return meaning?.as === 'turn' || meaning?.as === 'thought';
  });
  const valueOf = (record: JsonObject): unknown => [...findPlaces(record, pathOf(call.path))][0]?.value;
  const groups = spoken.map((value): RecordGroup => ({
    when: [{ path: call.path, in: [value] }],
    records: records.filter((record) => valueOf(record) === value),
    meaning: readLabel(value),
    label: value,
  }));
  const rest = records.filter((record) => !spoken.includes(String(valueOf(record))));
  if (rest.length === 0) return groups;
  return [
    ...groups,
    {
      when: [{ path: call.path }],
      records: rest,
      meaning: { as: 'call', role: 'agent', confidence: 0.8 },
      label: call.path,
    },
  ];
}
