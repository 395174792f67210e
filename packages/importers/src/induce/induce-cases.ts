/**
 * From a list of records to the cases of an adapter: kinds of records first, then for each kind the members that hold its
 * fields. Vocabulary proposes, the values decide.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterRole, CallSyntax, FieldName, RecordCase, RecordKind, Selector } from './adapter.ts';
import { CALL_SYNTAXES } from './adapter.ts';
import { readCallsInText } from './call-syntax.ts';
import { type Containers, findContainers } from './find-containers.ts';
import { partitionRecords, type RecordGroup } from './partition-records.ts';
import { findPlaces, pathOf } from './path.ts';
import { type MemberProfile, meanLength, profileMembers, type RecordProfile } from './profile-members.ts';
import { type Candidate, isNameLike, rankField } from './rank-fields.ts';
import { select, textOf } from './read-record.ts';
import {
  BLOCK_LISTS,
  CALL_LISTS,
  CALL_PARENTS,
  FIELD_WORDS,
  NOT_RECORDS,
  normaliseName,
  readLabel,
  readRole,
  RESULT_LISTS,
  RESULT_PARENTS,
} from './vocabulary.ts';

export interface InducedCases {
  readonly cases: RecordCase[];
  /** Confidence of each field, the best over the cases. */
  readonly confidence: ReadonlyMap<FieldName, number>;
  readonly spans: Containers['spans'];
}

const MAX_NESTING = 3;
/** A candidate below this is a guess that the values do not support. */
const ENOUGH = 0.3;
const FIRST_CHOICES = 3;

export function induceCases(records: readonly JsonObject[], nesting: number = 0): InducedCases {
  const confidence = new Map<FieldName, number>();
  const groups = partitionRecords(records);
  const hasCalls = groups.some(({ meaning }) => meaning?.as === 'call') || hasCallLists(records);
  const hasResults = groups.some(({ meaning }) => meaning?.as === 'result' || meaning?.role === 'tool');
  const hasAgent = groups.some(({ meaning }) => meaning?.as === 'turn' && meaning.role === 'agent');
  const containers = findContainers(records, groups);
  const cases = groups.map((group) =>
    containers.kinds.has(group)
      ? { when: group.when, as: 'note' as const, fields: {} }
      : induceCase(group, { hasCalls, hasResults, hasAgent, nesting }, confidence),
  );
  return {
    cases: mergeCases([...containers.asked, ...pairIds(cases, groups)]),
    confidence,
    spans: containers.spans,
  };
}

function hasCallLists(records: readonly JsonObject[]): boolean {
  return profileMembers(records).members.some(
    ({ names, lists }) => lists > 0 && CALL_LISTS.has(names.at(-1) ?? ''),
  );
}

interface Surroundings {
  /** Whether records of their own, or lists in records, hold calls; and results. */
  readonly hasCalls: boolean;
  readonly hasResults: boolean;
  readonly hasAgent: boolean;
  readonly nesting: number;
}

function induceCase(
  group: RecordGroup,
  surroundings: Surroundings,
  confidence: Map<FieldName, number>,
): RecordCase {
  const profile = profileMembers(group.records);
  const choice = new FieldChoice(profile, confidence);
  const inside =
    surroundings.nesting < MAX_NESTING ? induceInside(profile, surroundings.nesting, confidence) : [];
  // What holds blocks that are read is not read again as a whole.
  for (const { path } of profile.members)
    if (inside.some(({ at }) => at.startsWith(`${path}.`))) choice.reserve(path);
  const kind = chooseKind(group, choice, surroundings, inside.length > 0);
  const role = kind === 'turn' || kind === 'text' ? group.meaning?.role : undefined;
  if (role === 'agent' && isSpeakerLine(profile))
    return { when: group.when, as: 'note', fields: { agent: ['head'] } };
  chooseFields(choice, kind, role, inside.length > 0, surroundings, group.label);
  const fields = choice.fields;
  const callsInText = findSyntaxes(group, kind, role, fields);
  return {
    when: group.when,
    as: kind,
    ...(role === undefined ? {} : { role }),
    fields,
    ...(inside.length === 0 ? {} : { inside }),
    ...(callsInText.length === 0 ? {} : { callsInText }),
  };
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

/** Hands out members to fields, each once. */
class FieldChoice {
  readonly fields: Partial<Record<FieldName, Selector[]>> = {};
  readonly #taken = new Set<string>();
  readonly #profile: RecordProfile;
  readonly #confidence: Map<FieldName, number>;

  constructor(profile: RecordProfile, confidence: Map<FieldName, number>) {
    this.#profile = profile;
    this.#confidence = confidence;
  }

  get members(): readonly MemberProfile[] {
    return this.#profile.members;
  }

  get records(): number {
    return this.#profile.records;
  }

  rank(field: FieldName, test: (candidate: Candidate) => boolean = () => true): Candidate[] {
    return rankField(this.#profile, field).filter(
      (candidate) => !this.#taken.has(candidate.member.path) && candidate.score >= ENOUGH && test(candidate),
    );
  }

  /** Takes the best candidates; `most` of them, as records may write a field in several ways. */
  take(field: FieldName, candidates: readonly Candidate[], most: number = 1): boolean {
    const [best] = candidates;
    if (best === undefined) return false;
    // What wraps the best is no other way to write it.
    const chosen = candidates
      .filter(({ member }) => member === best.member || !best.member.path.startsWith(`${member.path}.`))
      .slice(0, most);
    this.fields[field] = [...(this.fields[field] ?? []), ...chosen.map(({ member }) => member.path)];
    for (const { member } of chosen) this.#taken.add(member.path);
    this.#confidence.set(field, Math.max(this.#confidence.get(field) ?? 0, best.score));
    return true;
  }

  select(field: FieldName, selector: Selector, score: number): void {
    this.fields[field] = [selector];
    this.#confidence.set(field, Math.max(this.#confidence.get(field) ?? 0, score));
  }

  has(field: FieldName): boolean {
    return this.fields[field] !== undefined;
  }

  isTaken(path: string): boolean {
    return this.#taken.has(path);
  }

  reserve(path: string): void {
    this.#taken.add(path);
  }
}

/** Words that mean a result wherever they stand; the others need a call beside them, or a record that is a result. */
const STRONG_RESULT = new Set(FIELD_WORDS.result.slice(0, FIELD_WORDS.result.indexOf('outputs')));
const WEAK_BESIDE_CALL = new Set(['output', 'outputs', 'response', 'result', 'results']);
const PLAIN_TEXT = new Set(['content', 'text', 'message', 'body', 'value', 'data', 'payload', 'answer']);

function isStrongResult({ member }: Candidate): boolean {
  const leaf = member.names.at(-1) ?? '';
  return member.names.length > 1 && !STRONG_RESULT.has(leaf)
    ? member.names.some(
        (name) => STRONG_RESULT.has(name) || /(?:^|_)(?:result|response|observation)$/.test(name),
      )
    : STRONG_RESULT.has(leaf);
}

function isSureCall({ member }: Candidate): boolean {
  const leaf = member.names.at(-1) ?? '';
  const isCommon =
    /^(?:name|type|function|method|operation|action|skill|command|api|plugin|recipient|capability|endpoint)$/.test(
      leaf,
    );
  return member.names.slice(0, -1).some((name) => CALL_PARENTS.has(name)) || !isCommon;
}

function chooseKind(
  { meaning, records }: RecordGroup,
  choice: FieldChoice,
  { hasCalls, hasAgent, nesting }: Surroundings,
  hasInside: boolean,
): RecordKind {
  const tools = choice.rank('tool');
  const args = choice.rank('arguments');
  const results = choice.rank('result', isStrongResult);
  const texts = choice.rank('text');
  const often = (candidates: readonly Candidate[]): boolean =>
    candidates.some(({ member }) => member.count >= records.length * 0.5);
  if (meaning !== undefined) {
    // "tool_executed", alone in its log, tells call and result at once.
    if (meaning.as === 'result' && !hasCalls && often(tools) && often(args) && nesting === 0) return 'call';
    if (
      meaning.as === 'note' &&
      !hasAgent &&
      often(choice.rank('text', ({ member }) => /response|output|completion|answer/.test(member.path)))
    )
      return 'turn';
    if (meaning.as === 'turn' && meaning.role === 'tool' && often(args) && often(tools)) {
      // A tool's span tells call and result at once, whatever else is logged.
      return hasCalls && !often(results) ? 'turn' : 'call';
    }
    return meaning.as;
  }
  const roles = choice.rank('role', isRoleMember);
  if (hasInside || roles.length > 0) return 'turn';
  if (often(tools) && often(args))
    return results.length > 0 || often(texts) || nesting === 0 ? 'turn' : 'call';
  if (
    often(results) &&
    tools.length === 0 &&
    choice.rank('callText').length === 0 &&
    !often(choice.rank('thought'))
  )
    return 'result';
  if (often(choice.rank('thought')) || often(texts) || often(results) || often(tools)) return 'turn';
  return records.length > 0 && texts.length + results.length + tools.length > 0 ? 'turn' : 'note';
}

function isRoleMember({ member }: Candidate): boolean {
  const values = [...member.distinct];
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const known = values.reduce((sum, [value, count]) => sum + (roleOf(value) === undefined ? 0 : count), 0);
  const leaf = member.names.at(-1) ?? '';
  const isSure = /^(?:role|speaker|sender|from|author|actor)$/.test(leaf);
  return total > 0 && (known >= total * 0.5 || (isSure && (known > 0 || member.distinct.size <= 12)));
}

function roleOf(value: string): AdapterRole | undefined {
  return readRole(value) ?? readRole(value.replace(/\(.*$/, ''));
}

function chooseFields(
  choice: FieldChoice,
  kind: RecordKind,
  fixed: AdapterRole | undefined,
  hasInside: boolean,
  { nesting, hasCalls, hasResults }: Surroundings,
  label: string,
): void {
  const isLabel = ({ member }: Candidate): boolean =>
    label !== '' && member.distinct.size === 1 && member.distinct.has(label);
  const take = (field: FieldName, most = 1, test: (candidate: Candidate) => boolean = () => true): boolean =>
    choice.take(
      field,
      choice.rank(field, (candidate) => !isLabel(candidate) && test(candidate)),
      most,
    );
  take('time');
  take('endTime');
  take('model');
  for (const field of ['inputTokens', 'outputTokens', 'costUsd', 'parentId'] as const) take(field);
  if (kind === 'note') return;
  const speaks = kind === 'turn' || kind === 'text';
  if (speaks && fixed === undefined) take('role', 1, isRoleMember);
  if (speaks) {
    const agent = choice.rank(
      'agent',
      (candidate) =>
        !isLabel(candidate) &&
        /agent|^name$|sender|author|speaker|node|actor|persona|participant/.test(
          candidate.member.names.at(-1) ?? '',
        ) &&
        candidate.member.distinct.size <= Math.max(15, choice.records / 3),
    );
    if (nesting === 0) choice.take('agent', agent);
  }
  take(
    'turnId',
    1,
    ({ member }) =>
      /(?:message|msg|response|turn|generation|completion)_id$|\b(?:message|response|generation|turn|completion)\.id$/.test(
        member.names.slice(-2).join('.'),
      ) && member.distinct.size < member.count,
  );
  take('callId', 1, ({ member }) => kind !== 'turn' || !isOwnId(member));
  const mayCall = kind === 'turn' || kind === 'call' || kind === 'text';
  // A tool's record may repeat the call that it answers.
  const isAnswer = fixed === 'tool' && hasCalls;
  if (mayCall && fixed !== 'user' && fixed !== 'system' && !isAnswer)
    chooseCall(choice, kind, isLabel, hasInside);
  const hasCall = choice.has('tool') || choice.has('callText');
  if (kind === 'result') {
    choice.take(
      'resultName',
      choice.rank('resultName', (candidate) => !isLabel(candidate)),
    );
    const ranked = choice.rank('result', (candidate) => !isLabel(candidate));
    // A word such as "run" in a member called "observation" is the kind of result, not the result.
    const real = ranked.filter(
      ({ member }) => !isNameLike(member) || ranked.length === 1 || meanLength(member) > 20,
    );
    choice.take('result', real.length > 0 ? real : ranked, FIRST_CHOICES);
  } else if (kind !== 'thought' && !(hasResults && (fixed === 'agent' || fixed === 'user'))) {
    choice.take(
      'result',
      choice.rank('result', (candidate) => {
        const leaf = candidate.member.names.at(-1) ?? '';
        if (isLabel(candidate) || (PLAIN_TEXT.has(leaf) && candidate.member.names.length === 1)) return false;
        return hasCall || kind === 'call'
          ? isStrongResult(candidate) || WEAK_BESIDE_CALL.has(leaf)
          : isStrongResult(candidate) && !['result', 'results', 'return'].includes(leaf);
      }),
      FIRST_CHOICES,
    );
    if (!hasCall && choice.has('result'))
      choice.take(
        'resultName',
        choice.rank('resultName', ({ member }) => member.names.length > 1),
      );
  }
  if (kind !== 'arguments' && kind !== 'thought') {
    take('error');
    take('exitCode');
    take('success');
    take(
      'status',
      1,
      ({ member }) =>
        !isNameLike(member) ||
        [...member.distinct.keys()].some((word) => /ok|succ|err|fail|done|complet/i.test(word)),
    );
  }
  if (kind === 'arguments') {
    take('arguments', 2);
    take('text', 2);
    return;
  }
  if (speaks || kind === 'call') {
    take('thought', 2);
    leaveOutThought(choice);
  }
  if (kind === 'thought')
    choice.take(
      'text',
      [...choice.rank('thought'), ...choice.rank('text')].toSorted((a, b) => b.score - a.score),
      2,
    );
  else {
    const isReply = (name: string): boolean => !/^(?:prompt|question|input|query|transcript)$/.test(name);
    const texts = choice.rank('text', (candidate) => {
      const leaf = candidate.member.names.at(-1) ?? '';
      return !isLabel(candidate) && !isNameLikeShort(candidate.member) && (fixed === 'user' || isReply(leaf));
    });
    choice.take(
      'text',
      texts.filter(({ score }, index) => index === 0 || score >= 0.5),
      FIRST_CHOICES,
    );
  }
  take('id');
}

/** "message.id" is the message's own; "tool_call.id" names a call. */
function isOwnId({ names }: MemberProfile): boolean {
  return (
    ['id', 'ref', 'tool_id', 'request_id'].includes(names.at(-1) ?? '') &&
    !names.slice(0, -1).some((name) => CALL_PARENTS.has(name) || RESULT_PARENTS.has(name))
  );
}

function isNameLikeShort(member: MemberProfile): boolean {
  const leaf = member.names.at(-1) ?? '';
  return !PLAIN_TEXT.has(leaf) && isNameLike(member) && member.count > 4 && member.distinct.size <= 4;
}

function chooseCall(
  choice: FieldChoice,
  kind: RecordKind,
  isLabel: (candidate: Candidate) => boolean,
  hasInside: boolean,
): void {
  if (kind === 'call' && takeHeading(choice)) return;
  const args = choice.rank('arguments');
  const isArgument = ({ member }: Candidate): boolean => {
    const leaf = member.names.at(-1) ?? '';
    const isWeak =
      /^(?:input|inputs|request|options|data|payload|argument|body)$/.test(leaf) && member.names.length === 1;
    return kind === 'call' || !isWeak || member.objects >= member.count * 0.9;
  };
  const tools = choice.rank('tool', (candidate) => {
    const { names } = candidate.member;
    const leaf = names.at(-1) ?? '';
    const inCall = names
      .slice(0, -1)
      .some((name) => /^(?:tool|function)_call_/.test(name) || CALL_PARENTS.has(name));
    if (isLabel(candidate)) return false;
    if (inCall) return true;
    // The type of a record or of its payload is what told the records apart.
    if (/^(?:type|kind|by)$/.test(leaf)) return false;
    if (kind === 'call') return true;
    if (leaf === 'name') return false;
    return (
      isSureCall(candidate) || (args.some(isArgument) && isNameLike(candidate.member) && !choice.has('role'))
    );
  });
  const [tool] = tools;
  if (tool !== undefined) {
    choice.take(
      'tool',
      tools.filter(({ score }) => score >= tool.score - 0.2),
      2,
    );
    const named = args.filter((candidate) => isArgument(candidate) && !choice.isTaken(candidate.member.path));
    if (named.length > 0) choice.take('arguments', named, 2);
    else if (!takeRest(choice, tool.member) && kind === 'call') {
      // The arguments may be all that the record says beside the name.
      choice.take(
        'arguments',
        choice.rank('text', ({ member }) => member.samples.every(isStructured)),
      );
    }
    return;
  }
  if (hasInside && kind !== 'call') return;
  // A call that is one text or one object: "ls -la", "search[kettle]", {"click": {"id": 3}}.
  const called = choice.rank(
    'callText',
    (candidate) =>
      !isLabel(candidate) && meanLength(candidate.member) < 4_000 && !isBoundary(candidate.member),
  );
  if (called.length > 0) choice.take('callText', called);
  else if (kind === 'call') choice.take('callText', choice.rank('text'));
}

/** "begin" and "end" of a span are no commands. */
function isBoundary({ distinct }: MemberProfile): boolean {
  return [...distinct.keys()].every((value) =>
    /^(?:begin|end|start|stop|enter|exit|open|close)$/i.test(value),
  )
    ? distinct.size > 0
    : false;
}

/** A heading that names the tool over a body with its arguments: see read-text-records.ts. */
function takeHeading(choice: FieldChoice): boolean {
  const find = (path: string): MemberProfile | undefined =>
    choice.members.find((member) => member.path === path);
  const [head, body] = [find('head'), find('body')];
  if (head === undefined || body === undefined || find('label') === undefined) return false;
  const isNames = head.samples.every(
    (value) => typeof value === 'string' && /^`?[\p{L}_][\w.:/ -]{0,60}`?$/u.test(value),
  );
  if (!isNames || head.count < body.count * 0.9) return false;
  choice.select('tool', 'head', 0.8);
  choice.select('arguments', 'body', 0.8);
  for (const path of ['head', 'body', 'text', 'label']) choice.reserve(path);
  return true;
}

function isStructured(value: JsonValue): boolean {
  return typeof value !== 'string' || /^(?:```|[[{<]|\w{1,40}=)/.test(value.trim());
}

/** A thought that is written among the arguments is none of them. */
function leaveOutThought({ fields }: FieldChoice): void {
  const [path] = fields.arguments ?? [];
  if (typeof path !== 'string') return;
  const omit = (fields.thought ?? []).flatMap((selector) => {
    const inner =
      typeof selector === 'string' && selector.startsWith(`${path}.`) ? selector.slice(path.length + 1) : '';
    return inner === '' || inner.includes('.') ? [] : [inner];
  });
  if (omit.length > 0) fields.arguments = [{ path, omit }, ...(fields.arguments ?? []).slice(1)];
}

/** `{"type": "click", "x": 1}`: the arguments are what stands beside the name. */
function takeRest(choice: FieldChoice, tool: MemberProfile): boolean {
  const steps = pathOf(tool.path);
  const last = steps.at(-1);
  if (steps.length < 2 || last?.kind !== 'name') return false;
  const parent = tool.path.slice(0, tool.path.length - last.name.length).replace(/[.]$/, '');
  if (choice.members.some(({ path, objects }) => path === parent && objects > 0)) {
    choice.select('arguments', { path: parent, omit: [last.name, 'id', 'thought', 'reasoning'] }, 0.7);
    for (const { path } of choice.members) if (path.startsWith(`${parent}.`)) choice.reserve(path);
    return true;
  }
  return false;
}

/** Lists of blocks, calls and results inside the records. */
function induceInside(
  profile: RecordProfile,
  nesting: number,
  confidence: Map<FieldName, number>,
): { at: string; cases: readonly RecordCase[] }[] {
  const kept: MemberProfile[] = [];
  const byDepth = profile.members.toSorted((a, b) => a.names.length - b.names.length);
  return byDepth.flatMap((member) => {
    // The raw answer of a model, kept beside what was made of it, tells the same twice.
    if (
      kept.some(
        (other) => other.names.length < member.names.length && other.names.at(-1) === member.names.at(-1),
      )
    )
      return [];
    if (member.lists === 0 || member.names.some((name) => NOT_RECORDS.has(name))) return [];
    const name = member.names.at(-1) ?? '';
    const elements = member.samples
      .flatMap((value) => (Array.isArray(value) ? (value as readonly JsonValue[]) : []))
      .filter(isJsonObject);
    if (elements.length === 0) return [];
    const isCalls = CALL_LISTS.has(name) || readLabel(name)?.as === 'call';
    const isResults = RESULT_LISTS.has(name);
    const isBlocks = BLOCK_LISTS.has(name);
    const inner = new Map<FieldName, number>();
    const induced = induceCases(elements, nesting + 1);
    let { cases } = induced;
    for (const [field, score] of induced.confidence) inner.set(field, score);
    if (isCalls) cases = cases.map((recordCase) => asCall(recordCase));
    else if (isResults) cases = cases.map((recordCase) => asResult(recordCase));
    const speaks = cases.some(
      ({ as, fields }) =>
        as === 'call' ||
        as === 'result' ||
        as === 'thought' ||
        fields.tool !== undefined ||
        fields.callText !== undefined,
    );
    const hasText = cases.some(({ fields }) => fields.text !== undefined);
    if (
      !(
        isCalls ||
        isResults ||
        (isBlocks && (speaks || hasText)) ||
        (speaks && nesting === 0 && isLikeCall(cases))
      )
    )
      return [];
    for (const [field, score] of inner) confidence.set(field, Math.max(confidence.get(field) ?? 0, score));
    kept.push(member);
    return [{ at: `${member.path}[*]`, cases }];
  });
}

function isLikeCall(cases: readonly RecordCase[]): boolean {
  return cases.every(({ fields }) => fields.tool !== undefined && fields.arguments !== undefined);
}

function asCall(recordCase: RecordCase): RecordCase {
  const { as, fields } = recordCase;
  if (as === 'call' || as === 'note') return recordCase;
  if (as === 'result') return recordCase;
  return fields.tool === undefined && fields.callText === undefined
    ? recordCase
    : { ...recordCase, as: 'call' };
}

function asResult(recordCase: RecordCase): RecordCase {
  const { fields } = recordCase;
  if (recordCase.as === 'result') return recordCase;
  const result = fields.result ?? fields.text;
  if (result === undefined) return recordCase;
  const { text: _text, tool, callText: _called, ...others } = fields;
  return {
    ...recordCase,
    as: 'result',
    fields: { ...others, result, ...(tool === undefined ? {} : { resultName: tool }) },
  };
}

/** The ids by which results name their calls are those that the two have in common, whatever they are called. */
function pairIds(cases: readonly RecordCase[], groups: readonly RecordGroup[]): RecordCase[] {
  const idsOf = (kind: RecordKind): (IdMember & { index: number })[] =>
    cases.flatMap((recordCase, index) => {
      if (recordCase.as !== kind) return [];
      return idMembers(groups[index]?.records ?? []).map((member) => ({ ...member, index }));
    });
  const calls = idsOf('call');
  const results = idsOf('result');
  const chosen = new Map<number, { path: string; score: number }>();
  for (const result of results) {
    for (const call of calls) {
      const common = [...result.values].filter((value) => call.values.has(value)).length;
      const overlap = common / Math.max(1, Math.min(result.values.size, call.values.size));
      // Of two ids in common the one that every record has for itself: an answer of the model may hold several calls.
      const own = Math.min(result.unique, call.unique);
      // An id of the session stands in all of them and pairs nothing.
      if (
        common < 1 ||
        overlap < 0.5 ||
        result.values.size < (groups[result.index]?.records.length ?? 0) * 0.5
      )
        continue;
      for (const [index, path] of [
        [call.index, call.path],
        [result.index, result.path],
      ] as const) {
        if ((chosen.get(index)?.score ?? 0) < overlap * own)
          chosen.set(index, { path, score: overlap * own });
      }
    }
  }
  return cases.map((recordCase, index) => {
    const found = chosen.get(index);
    return found === undefined
      ? { ...recordCase }
      : { ...recordCase, fields: { ...recordCase.fields, callId: [found.path] } };
  });
}

const ID_NAME = /(?:^|_)(?:id|uuid|ref|cause|key|call|parent|seq|number|reply_to)$/;

interface IdMember {
  readonly path: string;
  readonly values: ReadonlySet<string>;
  /** Values to a record, [0, 1]. */
  readonly unique: number;
}

/** Ids of the records, those that are called an id of a call first. */
function idMembers(records: readonly JsonObject[]): IdMember[] {
  const { members } = profileMembers(records);
  const rank = ({ names }: MemberProfile): number => (/call|tool|cause/.test(names.at(-1) ?? '') ? 0 : 1);
  return members
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((member) => {
      const isId = ID_NAME.test(member.names.at(-1) ?? '') && member.count >= records.length * 0.5;
      if (!isId || member.strings + member.numbers < member.count * 0.9) return [];
      const values = new Set<string>();
      for (const record of records)
        for (const { value } of findPlaces(record, pathOf(member.path)))
          if (typeof value === 'string' || typeof value === 'number') values.add(String(value));
      return [{ path: member.path, values, unique: values.size / Math.max(1, member.count) }];
    });
}

/**
 * Share of the turns that must hold a call: what nobody writes by accident needs few, a block of code or a word before a
 * bracket must be the way the agent acts.
 */
const ENOUGH_CALLS: Readonly<Record<CallSyntax, number>> = {
  tags: 0.15,
  labels: 0.25,
  'fenced-json': 0.2,
  json: 0.3,
  'fenced-command': 0.6,
  brackets: 0.4,
  parentheses: 0.5,
  'name-json': 0.3,
  name: 1,
  command: 1,
  code: 1,
};

/** How tool calls are written in what agents say, where most agree. */
function findSyntaxes(
  { records }: RecordGroup,
  kind: RecordKind,
  role: AdapterRole | undefined,
  fields: RecordCase['fields'],
): CallSyntax[] {
  const isCall = kind === 'call' || fields.callText !== undefined;
  if (!isCall && (kind !== 'turn' || (role !== undefined && role !== 'agent') || fields.tool !== undefined))
    return [];
  const texts = records
    .filter((record) => isCall || isAgents(record, fields))
    .map((record) => textOf(select(record, isCall ? fields.callText : fields.text)?.value))
    .filter((text) => text !== '');
  if (texts.length === 0 || (isCall && fields.callText === undefined)) return [];
  const counts = CALL_SYNTAXES.filter(
    (syntax) => !['command', 'code', ...(isCall ? [] : ['name'])].includes(syntax),
  ).map(
    (syntax) =>
      [syntax, texts.filter((text) => readCallsInText(text, [syntax]) !== undefined).length] as const,
  );
  const found = counts
    .filter(([syntax, count]) => count > 0 && count >= texts.length * (isCall ? 0.3 : ENOUGH_CALLS[syntax]))
    .toSorted((a, b) => Number(a[0] === 'name') - Number(b[0] === 'name') || b[1] - a[1])
    .map(([syntax]) => syntax);
  if (!isCall) return found;
  // One word may be a command as well: it names a tool where nearly all calls are one word.
  const names = texts.filter((text) => readCallsInText(text, ['name']) !== undefined).length;
  if (found.includes('name') && names >= texts.length * 0.9) return found;
  const [path] = fields.callText ?? [];
  return [
    ...found.filter((syntax) => syntax !== 'name'),
    typeof path === 'string' && /(?:^|\.)code$/.test(path) ? 'code' : 'command',
  ];
}

function isAgents(record: JsonObject, { role, agent }: RecordCase['fields']): boolean {
  const written = select(record, role)?.value ?? select(record, agent)?.value;
  if (typeof written !== 'string') return true;
  const known = readRole(normaliseName(written));
  return known === undefined || known === 'agent';
}

/** Cases that differ only in the value of their last condition are one. */
function mergeCases(cases: readonly RecordCase[]): RecordCase[] {
  const merged: RecordCase[] = [];
  const keys = new Map<string, number>();
  for (const recordCase of cases) {
    const { when, ...rest } = recordCase;
    const last = when.at(-1);
    const key = last?.in === undefined ? '' : JSON.stringify([when.slice(0, -1), last.path, rest]);
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
