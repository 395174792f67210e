/** Splits records into kinds: by the values of a member that names their type, or by members that never stand together. */
import type { JsonObject } from '@tracewright/core';
import type { Condition, FieldName } from '../adapter/adapter.ts';
import { findPlaces, formatPath, pathOf } from '../adapter/path.ts';
import { type MemberProfile, meanLength, profileMembers } from './profile-members.ts';
import { splitByAddress } from './split-by-address.ts';
import { splitByName } from './split-by-name.ts';
import { splitByNode } from './split-by-node.ts';
import { NODE_MEMBER } from './take-node.ts';
import { isEmpty } from '../adapter/select-value.ts';
import {
  type LabelMeaning,
  canonicalName,
  readLabel,
  readRole,
  TYPE_WORDS,
  WRAPPERS,
} from '../words/vocabulary.ts';

export interface RecordGroup {
  readonly when: readonly Condition[];
  readonly records: readonly JsonObject[];
  /** What the type's name says. */
  readonly meaning: LabelMeaning | undefined;
  /** As written. */
  readonly label: string;
  /** Members that hold fields for sure, whatever they are called. */
  readonly known?: ReadonlyMap<FieldName, string>;
}

const MAX_LEVELS = 3;
const MAX_TYPES = 80;
const LABEL = /^[\p{L}_][\p{L}\p{N}_./:-]{0,60}$/u;

export function partitionRecords(
  records: readonly JsonObject[],
  used: readonly string[] = [],
  level: number = 0,
): RecordGroup[] {
  const whole: RecordGroup = { when: [], records, meaning: undefined, label: '' };
  if (level >= MAX_LEVELS || records.length === 0) return [whole];
  if (level === 0 && records.every((record) => typeof record[NODE_MEMBER] === 'string'))
    return splitByNode(records);
  const addressed = level === 0 ? splitByAddress(records) : [];
  if (addressed.length > 0) return addressed;
  const profile = profileMembers(records);
  const typed = profile.members
    .filter((member) => !used.includes(member.path) && !isNameBesideRole(member, profile.members))
    .map((member) => ({ member, score: typeScore(member, records.length) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)[0]?.member;
  if (typed === undefined) {
    const named = splitByName(records);
    if (named.length > 0) return named;
    return level === 0 ? splitByPresence(records, profile.members) : [whole];
  }
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
    const isVague = meaning === undefined || meaning.as === 'turn' || (meaning.as === 'note' && !isRole);
    const below =
      isVague || meaning?.as === 'result' ? partitionRecords(inner, [...used, typed.path], level + 1) : [];
    // "output_item": what came out of a model may be a call.
    const calls = below.length > 1 && below.some((group) => group.meaning?.as === 'call');
    const deeper = isVague || calls ? below : [];
    const says = deeper.filter(
      (group) =>
        group.meaning !== undefined &&
        group.meaning.as !== 'note' &&
        // What a user gives is no argument of a call.
        !(group.meaning.as === 'arguments' && (meaning?.role === 'user' || meaning?.role === 'system')) &&
        (meaning?.role === undefined || group.meaning.as !== 'turn') &&
        // What goes wrong in the system answers no call.
        !(meaning?.role === 'system' && !/tool|function|call/i.test(group.label)),
    );
    // One value tells nothing apart: a word beside a kind that is known already.
    const [only] = deeper;
    const isPlain =
      deeper.length < 2 &&
      (meaning?.role !== undefined || /name|topic|phase/.test(only?.when[0]?.path ?? ''));
    if (says.length === 0 || isPlain) return [{ when: [condition], records: inner, meaning, label: value }];
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
  const spoken = typed.path === 'label' ? rest.filter((record) => !isEmpty(record['speaker'])) : [];
  if (spoken.length > 0) {
    const others = rest.filter((record) => !spoken.includes(record));
    const line: RecordGroup = {
      when: [],
      records: others,
      meaning: { as: 'note', confidence: 0.5 },
      label: 'line',
    };
    return [
      ...split,
      {
        when: [{ path: 'speaker' }],
        records: spoken,
        meaning: { as: 'turn', confidence: 0.8 },
        label: 'speaker',
      },
      ...(others.length === 0 ? [] : [line]),
    ];
  }
  // A line of a log that says nothing of the kind.
  if (typed.path === 'label' && rest.length > 0)
    return [...split, { when: [], records: rest, meaning: { as: 'note', confidence: 0.5 }, label: 'line' }];
  if (rest.length > 0 && isPrinted(rest, typed.path))
    return [...split, { when: [], records: rest, meaning: { as: 'note', confidence: 0.5 }, label: 'line' }];
  return rest.length === 0 ? split : [...split, ...partitionRecords(rest, [...used, typed.path], level + 1)];
}

/** Beside a role a name says who it is. */
function isNameBesideRole({ path, names, count }: MemberProfile, members: readonly MemberProfile[]): boolean {
  if (names.at(-1) !== 'name') return false;
  const around = formatPath(pathOf(path).slice(0, -1));
  return members.some(
    (other) =>
      other.names.at(-1) === 'role' &&
      formatPath(pathOf(other.path).slice(0, -1)) === around &&
      other.count >= count &&
      [...other.distinct.keys()].every((value) => readRole(value) !== undefined),
  );
}

/** What holds the member that tells the kind of a record holds the record. */
export function wrappersOf({ when }: Pick<RecordGroup, 'when'>): ReadonlySet<string> {
  return new Set(
    when.flatMap(({ path, in: values }) => {
      const steps = pathOf(path);
      // Where the name is the kind, the member itself holds the record.
      const most = values === undefined ? steps : steps.slice(1);
      return most.map((_step, index) => formatPath(steps.slice(0, index + 1)));
    }),
  );
}

/** Plain texts where the others have an object: what else was printed to the log. */
function isPrinted(rest: readonly JsonObject[], type: string): boolean {
  const around = pathOf(type).slice(0, -1);
  if (around.length === 0) return false;
  return rest.every((record) => {
    const [place] = [...findPlaces(record, around)];
    return typeof place?.value === 'string';
  });
}

function isRoleName({ names }: MemberProfile): boolean {
  return /^(?:role|source|speaker|from|sender|author|actor)$/.test(names.at(-1) ?? '');
}

/** "handler_log", "state_info": nobody's role. */
const OF_THE_LOG = /_(?:logs?|info|debug|trace|status|meta|metadata|metrics)$/;

/** "Orchestrator (thought)" is a role and what it does in brackets: the role counts. */
function readKind(value: string, isRole: boolean): LabelMeaning | undefined {
  if (!isRole) return readLabel(value);
  const bare = value.replace(/\(.*$/, '').trim();
  const role = readRole(bare);
  const meaning = readLabel(bare);
  if (meaning !== undefined && meaning.as !== 'note') return meaning;
  if (role !== undefined) return { as: 'turn', role, confidence: 0.8 };
  return OF_THE_LOG.test(canonicalName(bare)) ? { as: 'note', confidence: 0.5 } : undefined;
}

function isIdentifier(leaf: string): boolean {
  return /(?:^|_)(?:id|uuid|hash|key|ref)$/.test(leaf);
}

/** Names that say type come first; any other may do, if its values do. */
function rankOfType(leaf: string, isRole: boolean): number {
  const index = TYPE_WORDS.indexOf(leaf);
  if (index !== -1) return Math.min(index, OTHER_NAME - 1);
  if (isRole) return 12;
  return /_(?:type|kind|event)$/.test(leaf) ? 5 : OTHER_NAME;
}

const NO_TYPE = /reason|status|state|tool|function|command|model|version|title/;

/** "custom_dimensions", "span_attributes": what was noted of the record, its kind too. */
const NOTED = /_(?:attributes|attrs|dimensions|properties|fields|metadata)$/;

/** How far a thing has come. */
const STATES =
  /^(?:pending|queued|waiting|running|in_?progress|active|start(?:ed)?|begin|end(?:ed)?|complete(?:d)?|done|finished|success|succeeded|fail(?:ed)?|error|opened|closed|cancell?ed)$/i;

/** Where the name does not say type, the values must. */
const OTHER_NAME = 16;
const OTHER_VALUE = /^[\p{L}_][\p{L}_./:-]{0,30}(?: [\p{L}]{1,20})?$/u;
const MOST_OF_LOG = 0.9;

/** How well a member tells kinds apart; 0 when it does not. */
function typeScore(member: MemberProfile, records: number): number {
  const leaf = member.names.at(-1) ?? '';
  const parents = member.names.slice(0, -1);
  if (!parents.every((name) => WRAPPERS.has(name) || NOTED.test(name))) return 0;
  const rank = rankOfType(leaf, isRoleName(member));
  // Deep inside, and where the name says something else, a type is of something else.
  if (pathOf(member.path).length > 3) return 0;
  if (rank === OTHER_NAME && (member.count < records * 0.4 || NO_TYPE.test(leaf))) return 0;
  if (member.strings < member.count * 0.95 || member.count < records * 0.3) return 0;
  if (meanLength(member) > 40 || member.distinct.size > MAX_TYPES) return 0;
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
  const isSure =
    /^(?:type|kind|event|event_type|record_type|item_type)$/.test(leaf) &&
    values.every(([value]) => LABEL.test(value));
  // Thousands of heartbeats must not outvote the kinds that say something.
  const kinds = values.filter(([value]) => readKind(value, isRole) !== undefined).length;
  const known = Math.max(
    share((value) => readKind(value, isRole) !== undefined),
    isSure && kinds >= 2 ? kinds / values.length : 0,
  );
  const plain = share(isPlainRole);
  // A name that each record has for itself is no type.
  const told = new Set(values.map(([value]) => readKind(value, isRole)?.as ?? ''));
  // Calls and what they brought, told apart by the words of one member.
  const isLog = known >= 0.7 && told.has('result') && (told.has('call') || told.has('turn'));
  const most =
    isSure || isLog ? MAX_TYPES : Math.max(known >= 0.9 && rank !== OTHER_NAME ? 8 : 4, member.count * 0.6);
  const isOwnName = member.distinct.size > 4 && member.distinct.size === member.count && rank >= 10;
  if (member.distinct.size > most || isOwnName) return 0;
  // Roles alone are read record by record, unless tools answer among them: their records are of another kind.
  const hasTool = values.some(([value]) => readKind(value, true)?.role === 'tool');
  // A line without a label, among lines that say who speaks, is none's.
  const isAmongLines = member.path === 'label' && member.count < records * 0.95;
  if (
    known < 0.3 ||
    (plain >= 0.999 && !hasTool && !isAmongLines) ||
    (isRole && plain < 0.999 && !hasTool && known < 0.9)
  )
    return 0;
  const isNamed = /^(?:name|topic|action_type|node_type)$/.test(leaf) || rank === OTHER_NAME;
  if (isNamed && known < (isLog ? 0.7 : 0.8)) return 0;
  if (rank === OTHER_NAME) {
    if (
      isIdentifier(leaf) ||
      // What else was printed to a log is no kind of it.
      share((value) => OTHER_VALUE.test(value)) < (isLog ? MOST_OF_LOG : 1)
    )
      return 0;
    // A state, such as "completed", is none.
    if (values.every(([value]) => STATES.test(value))) return 0;
    if (!told.has('call') && !(hasTool && told.has('turn'))) return 0;
  }
  return known + 0.5 * (1 - plain) - rank * 0.02 - parents.length * 0.05;
}

/** Records that have a member of a call, and others that have one of a result: kinds without a name. */
function splitByPresence(records: readonly JsonObject[], members: readonly MemberProfile[]): RecordGroup[] {
  const whole: RecordGroup = { when: [], records, meaning: undefined, label: '' };
  const top = members.filter(
    ({ names, count }) => names.length === 1 && count >= Math.max(1, records.length * 0.05),
  );
  const has = (record: JsonObject, path: string): boolean =>
    [...findPlaces(record, pathOf(path))].some(({ value }) => !isEmpty(value));
  const calls = top.filter(
    ({ names }) =>
      ['call', 'turn'].includes(readLabel(names[0] ?? '')?.as ?? '') &&
      readLabel(names[0] ?? '')?.role === 'agent' &&
      isCallName(names[0] ?? ''),
  );
  const results = top.filter(({ names }) => readLabel(names[0] ?? '')?.as === 'result');
  for (const call of calls) {
    for (const result of results) {
      const [a, b] = [call.path, result.path];
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
  return /(?:^|_)(?:action|call|command|tool|function|method|skill|api|operation|invocation|request)(?:$|_)/.test(
    canonicalName(name),
  );
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
