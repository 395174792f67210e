/**
 * From a list of records to the cases of an adapter: kinds of records first, then for each kind the members that hold its
 * fields. Vocabulary proposes, the values decide.
 */
import type { JsonObject } from '@tracewright/core';
import type { AdapterRole, FieldName, RecordCase, RecordKind } from '../adapter/adapter.ts';
import { arePieces } from './are-pieces.ts';
import { chooseFields } from './choose-fields.ts';
import { chooseKind, type Surroundings } from './choose-kind.ts';
import { FieldChoice } from './field-choice.ts';
import { findAsker } from './find-asker.ts';
import { type Containers, findContainers } from './find-containers.ts';
import { findWrittenCall } from './find-written-call.ts';
import { findFlagged } from './find-flagged.ts';
import { findLatest } from './find-latest.ts';
import { findNumberedSpeakers } from './find-numbered-speakers.ts';
import { findSyntaxes } from './find-syntaxes.ts';
import { findVoices } from './find-voices.ts';
import { inferMeanings } from './infer-meanings.ts';
import { type CasesInside, induceInside } from './induce-inside.ts';
import { induceVoices } from './induce-voices.ts';
import { latestOf } from '../interpreter/latest-of.ts';
import { pairIds } from './pair-ids.ts';
import { pairNestedIds } from './pair-nested-ids.ts';
import { formatPath, pathOf } from '../adapter/path.ts';
import { partitionRecords, type RecordGroup, wrappersOf } from './partition-records.ts';
import { type MemberProfile, profileMembers, type RecordProfile } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { CALL_LISTS, canonicalName } from '../words/vocabulary.ts';
import { settleNames } from './settle-names.ts';
import { settleSilent } from './settle-silent.ts';
import { splitByAnswer } from './split-by-answer.ts';
import { splitByShape } from './split-by-shape.ts';
import { splitByName } from './split-by-name.ts';
import { splitByVoice } from './split-by-voice.ts';
import { splitTitles } from './split-titles.ts';
import { withoutContext } from './without-context.ts';
import { withoutRepeated } from './without-repeated.ts';

export interface InducedCases {
  readonly cases: RecordCase[];
  /** Confidence of each field, the best over the cases. */
  readonly confidence: ReadonlyMap<FieldName, number>;
  readonly spans: Containers['spans'];
}

const MAX_NESTING = 3;
/** Records that say the same by chance are fewer. */
const MANY = 20;
const SAYS = new Set(['message', 'msg', 'text']);
const STREAMED = new Set([
  'delta',
  'deltas',
  'chunk',
  'chunks',
  'fragment',
  'partial',
  'stream',
  'streaming',
]);

/** @param voice who speaks in all of them, unless their kind says more */
export function induceCases(
  records: readonly JsonObject[],
  nesting: number = 0,
  voice?: AdapterRole,
): InducedCases {
  const named =
    nesting === 0 ? induceVoices(records, (elements, role) => induceCases(elements, 1, role)) : undefined;
  // A kind that calls beside the speakers: names of members tell kinds, not only who speaks.
  if (named !== undefined && !splitByName(records).some(({ meaning }) => meaning?.as === 'call')) {
    const { inside, confidence } = named;
    return { cases: [{ when: [], as: 'turn', fields: {}, inside }], confidence, spans: undefined };
  }
  const confidence = new Map<FieldName, number>();
  const groups: readonly RecordGroup[] = isPrompted(records)
    ? [{ when: [], records, meaning: undefined, label: '' }]
    : splitTitles(
        splitByShape(inferMeanings(records, partitionRecords(records)), records).map((group) =>
          voice === undefined ? group : asSpokenBy(group, voice),
        ),
        records,
      )
        .flatMap(splitByAnswer)
        .flatMap(splitByVoice);
  const hasCalls = groups.some(({ meaning }) => meaning?.as === 'call') || hasCallLists(records);
  const hasResults = groups.some(({ meaning }) => meaning?.as === 'result' || meaning?.role === 'tool');
  const speaks = (role: AdapterRole): boolean =>
    groups.some(({ meaning }) => meaning?.as === 'turn' && meaning.role === role);
  const hasAgent = speaks('agent');
  const isNamed = hasAgent && speaks('user');
  const containers = findContainers(records, groups);
  const context = findContext(groups);
  const cases = groups.map((group) =>
    containers.kinds.has(group)
      ? { when: group.when, as: 'note' as const, fields: {} }
      : induceCase(group, { hasCalls, hasResults, hasAgent, isNamed, nesting }, confidence, context),
  );
  const paired = pairNestedIds(pairIds(cases, groups), groups);
  const [main] = cases;
  const voices = nesting === 0 && cases.length === 1 && main !== undefined ? findVoices(records, main) : [];
  const numbered = nesting === 0 ? findNumberedSpeakers(paired, groups) : [];
  const flagged = findFlagged(paired, groups);
  const isHeard = containers.asked.length + voices.length + numbered.length > 0;
  const asker = nesting > 0 || isHeard ? [] : findAsker(paired, groups, records);
  return {
    cases: mergeCases([
      ...containers.asked,
      ...asker,
      ...voices,
      ...numbered,
      ...flagged,
      ...settleSilent(settleNames(paired, groups, records)),
    ]),
    confidence,
    spans: containers.spans,
  };
}

function asSpokenBy(group: RecordGroup, role: AdapterRole): RecordGroup {
  const { meaning } = group;
  return meaning === undefined || (meaning.as === 'turn' && meaning.role === undefined)
    ? { ...group, meaning: { as: role === 'tool' ? 'result' : 'turn', role, confidence: 0.8 } }
    : group;
}

/** What reads like a tool's name and stands beside what the user says, too: the program that logs. */
function findContext(groups: readonly RecordGroup[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    groups
      .filter(({ meaning, when }) => meaning?.as === 'turn' && meaning.role === 'user' && when.length > 0)
      .flatMap(({ records }) => rankField(profileMembers(records), 'tool'))
      .map(({ member }) => [member.path, new Set(member.distinct.keys())]),
  );
}

function isPrompted(records: readonly JsonObject[]): boolean {
  return (
    records.length > 0 &&
    records.every((record) => typeof record['prompt'] === 'string' && typeof record['head'] === 'string')
  );
}

function hasCallLists(records: readonly JsonObject[]): boolean {
  return profileMembers(records).members.some(
    ({ names, lists }) => lists > 0 && CALL_LISTS.has(names.at(-1) ?? ''),
  );
}

function induceCase(
  told: RecordGroup,
  surroundings: Surroundings,
  confidence: Map<FieldName, number>,
  context: ReadonlyMap<string, ReadonlySet<string>>,
): RecordCase {
  const latest = surroundings.nesting === 0 ? findLatest(told.records) : undefined;
  const group = latest === undefined ? told : { ...told, records: last(told.records, latest) };
  const profile = withoutContext(profileMembers(group.records, wrappersOf(group)), group.records);
  // A command behind a prompt, and what it printed below.
  if (isPrompted(group.records))
    return {
      when: group.when,
      as: 'call',
      fields: { callText: ['head'], result: ['body'] },
      callsInText: ['command'],
    };
  const choice = new FieldChoice(profile, group.records, confidence);
  for (const [field, path] of group.known ?? []) {
    choice.select(field, path, 0.8);
    choice.reserve(path);
  }
  // What holds the record is none of its members.
  for (const path of wrappersOf({ when: group.when.filter((condition) => condition.in !== undefined) }))
    choice.reserve(path);
  // What tells the kind of a line is not what is said in it.
  for (const { path, in: values } of group.when)
    if (values !== undefined && SAYS.has(canonicalName(path))) choice.reserve(path);
  for (const { path, distinct } of profile.members) {
    const known = context.get(path);
    if (known !== undefined && [...distinct.keys()].every((value) => known.has(value))) choice.reserve(path);
  }
  const isAnswer = group.meaning?.as === 'result' || group.meaning?.role === 'tool';
  const found =
    surroundings.nesting < MAX_NESTING
      ? induceInside(
          profile,
          surroundings.nesting,
          confidence,
          { isAnswer, hasCalls: surroundings.hasCalls },
          (elements) => induceCases(elements, surroundings.nesting + 1),
        )
      : [];
  // What holds blocks that are read is not read again as a whole.
  for (const { path } of profile.members)
    if (found.some(({ at }) => at.startsWith(`${path}.`))) choice.reserve(path);
  // Nor is the text that the objects in it were read from.
  if (found.some(({ at }) => at === 'items[*]') && profile.members.some(({ path }) => path === 'body'))
    for (const path of ['body', 'text']) choice.reserve(path);
  const chosen = chooseKind(
    group,
    choice,
    surroundings,
    found.length > 0,
    found.some(({ cases }) => cases.some(acts)),
  );
  // Whatever its name says: what holds somebody's words is a turn.
  const kind = chosen === 'note' && found.some(({ cases }) => cases.some(acts)) ? 'turn' : chosen;
  // What a tool brought, where the call is told beside it and nowhere else, is what the agent did.
  const tellsCalls = isAnswer && !surroundings.hasCalls && found.some(({ cases }) => cases.some(isWholeCall));
  const spoken = tellsCalls ? 'agent' : group.meaning?.role;
  const role = kind === 'turn' || kind === 'text' ? spoken : undefined;
  if (role === 'agent' && isSpeakerLine(profile))
    return { when: group.when, as: 'note', fields: { agent: ['head'] } };
  const callsInside = found.some(({ cases }) =>
    cases.some(({ as, fields }) => as === 'call' && fields.tool !== undefined),
  );
  chooseFields(choice, kind, role, found.length > 0, { ...surroundings, callsInside }, group.label);
  if (kind === 'turn' && role === 'agent' && found.length === 0 && isSilent(choice))
    return { when: group.when, as: 'note', fields: choice.fields };
  if (kind === 'result' && found.length === 0 && saysTheSame(choice, profile))
    return { when: group.when, as: 'note', fields: {} };
  const inside = withoutAsked(found, choice.fields);
  const once = withoutRepeated(choice.fields, inside, group.records);
  const chosenFields = inside.length > 0 ? once : withWrittenCall(once, group.records);
  const callsInText = findSyntaxes(group, kind, role, chosenFields, inside);
  const fields =
    callsInText[0] === 'name-json' || callsInText[0] === 'parentheses'
      ? withoutCallAsResult(chosenFields)
      : chosenFields;
  return {
    when: group.when,
    as: kind,
    ...(isStreamed(group, kind, fields) ? { streamed: true } : {}),
    ...(latest === undefined ? {} : { latest }),
    ...(role === undefined ? {} : { role }),
    fields,
    ...(inside.length === 0 ? {} : { inside }),
    ...(callsInText.length === 0 ? {} : { callsInText }),
  };
}

function last(records: readonly JsonObject[], path: string): JsonObject[] {
  return latestOf(
    records.map((value) => ({ value })),
    () => path,
  ).map(({ value }) => value);
}

/** Of a kind that is the agent's by its name nothing is told but when, whose and how: an item that is yet to come. */
function isSilent({ fields }: FieldChoice): boolean {
  return fields.id !== undefined && Object.keys(fields).every((field) => UNSAID.has(field));
}

const UNSAID: ReadonlySet<string> = new Set<FieldName>([
  'time',
  'endTime',
  'id',
  'parentId',
  'turnId',
  'status',
  'agent',
]);

/** "No observation", each time: what always says the same brings nothing. */
function saysTheSame({ fields }: FieldChoice, { members, records }: RecordProfile): boolean {
  const [path, ...others] = fields.result ?? [];
  const member = members.find((one) => one.path === path);
  return (
    others.length === 0 &&
    records >= MANY &&
    fields.callId === undefined &&
    member?.count === records &&
    member.distinct.size === 1 &&
    member.distinct.values().next().value === records
  );
}

/** What was asked is told by its text; its parts tell it again. */
function withoutAsked(inside: readonly CasesInside[], fields: RecordCase['fields']): readonly CasesInside[] {
  const [asked] = fields.asked ?? [];
  const steps = typeof asked === 'string' ? pathOf(asked) : [];
  if (steps.length < 2) return inside;
  const around = formatPath(steps.slice(0, -1));
  return inside.filter(({ at }) => !at.startsWith(`${around}.`));
}

/** A name, and what it was given below: the body of such a record is no result. */
function withoutCallAsResult({ result, ...fields }: RecordCase['fields']): RecordCase['fields'] {
  const isBody = fields.callText?.[0] === 'text' && result?.[0] === 'body';
  return isBody || result === undefined ? fields : { ...fields, result };
}

/** What the model asked for, before what its runtime made of it. */
function withWrittenCall(fields: RecordCase['fields'], records: readonly JsonObject[]): RecordCase['fields'] {
  const [tool] = fields.tool ?? [];
  const [args] = fields.arguments ?? [];
  if (typeof tool !== 'string' || args === undefined) return fields;
  const path = typeof args === 'string' ? args : 'path' in args ? args.path : '';
  const written = findWrittenCall(records, tool, path);
  return written === undefined ? fields : { ...fields, arguments: [written, ...(fields.arguments ?? [])] };
}

/** Says who speaks, or what was called and what came back. */
function acts({ as, role, fields }: RecordCase): boolean {
  return (
    as === 'call' ||
    as === 'result' ||
    as === 'thought' ||
    role !== undefined ||
    fields.role !== undefined ||
    fields.tool !== undefined
  );
}

function isWholeCall({ as, fields }: RecordCase): boolean {
  return as !== 'result' && fields.tool !== undefined && fields.result !== undefined;
}

/** "message_delta", "text chunk", or texts that go on in the next. */
function isStreamed(
  { label, records }: RecordGroup,
  kind: RecordKind,
  fields: RecordCase['fields'],
): boolean {
  const says = ['turn', 'text', 'thought'].includes(kind) && fields.text !== undefined;
  if (kind !== 'arguments' && !says) return false;
  const isNamed = [label, ...(fields.text ?? [])].some(
    (name) =>
      typeof name === 'string' &&
      canonicalName(name)
        .split('_')
        .some((word) => STREAMED.has(word)),
  );
  return isNamed || (says && arePieces(records, fields));
}

/** "Agent: Senior Researcher", and nothing below: it says who speaks next. */
function isSpeakerLine({ members, records }: RecordProfile): boolean {
  const find = (path: string): MemberProfile | undefined => members.find((member) => member.path === path);
  const head = find('head');
  if (head === undefined || find('label') === undefined || (find('body')?.count ?? 0) > records * 0.1)
    return false;
  return (
    head.count >= records * 0.9 &&
    head.samples.every(
      (value) => typeof value === 'string' && /^[\p{L}][\p{L}\p{N}_ -]{0,40}$/u.test(value),
    ) &&
    records >= 2
  );
}

/** "Final Result" below "reply": what may say once more what was said before is told apart from it, so that it is told once. */
const FINAL = /(?:^|_)final(?:_|$)/;

/** Cases that differ only in the value of their last condition are one. */
function mergeCases(cases: readonly RecordCase[]): RecordCase[] {
  const merged: RecordCase[] = [];
  const keys = new Map<string, number>();
  for (const recordCase of cases) {
    const { when, ...rest } = recordCase;
    const last = when.at(-1);
    const isFinal = last?.in?.every((value) => typeof value === 'string' && FINAL.test(canonicalName(value)));
    const key =
      last?.in === undefined || isFinal === true ? '' : JSON.stringify([when.slice(0, -1), last.path, rest]);
    const at = key === '' ? undefined : keys.get(key);
    const known = at === undefined ? undefined : merged[at];
    const knownLast = known?.when.at(-1);
    if (at === undefined || known === undefined || knownLast?.in === undefined || last?.in === undefined) {
      if (key !== '') keys.set(key, merged.length);
      merged.push(recordCase);
    } else {
      const condition = { path: last.path, in: [...knownLast.in, ...last.in] };
      merged[at] = { ...known, when: [...known.when.slice(0, -1), condition] };
    }
  }
  return merged;
}
