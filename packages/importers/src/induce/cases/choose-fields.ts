/** Which members of a kind of records hold its fields. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import type { AdapterRole, FieldName, RecordKind } from '../adapter/adapter.ts';
import { chooseCall, isIdLike } from './choose-call.ts';
import {
  isRoleMember,
  isStrongResult,
  PLAIN_TEXT,
  type Surroundings,
  WEAK_BESIDE_CALL,
} from './choose-kind.ts';
import { looksLikeText } from './call-shape.ts';
import type { FieldChoice } from './field-choice.ts';
import { type MemberProfile, meanLength } from './profile-members.ts';
import { type Candidate, isNameLike } from './rank-fields.ts';
import { ASKS } from './find-voices.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { takeBeside } from './take-beside.ts';
import { takeAnswer } from './take-answer.ts';
import { takeCounterpart } from './take-counterpart.ts';
import { isCallParent, readLabel, isResultParent, WRAPPERS } from '../words/vocabulary.ts';

const FIRST_CHOICES = 3;
const TASK = 0.5;
const MODELS: ReadonlySet<string> = new Set(['response', 'answer', 'reply', 'output', 'completion']);
/** Where what a kind of record is about goes, whatever its member is called. */
const UNNAMED: Readonly<Partial<Record<RecordKind, FieldName>>> = {
  thought: 'text',
  arguments: 'arguments',
  call: 'callText',
};
const THOUGHT = /^(?:thoughts?|thinking|reasoning|rationale)$/i;
/** What a model was given, which an event of its answer may hold once more. */
const ASKED = /^(?:prompt|question|input|query)s?$/;
const NO_CONTENT =
  /(?:^|_)(?:id|uuid|uid|time|timestamp|at|hash|version|session|thread|run|model|status|state|path|url|level|code)$/;

export function chooseFields(
  choice: FieldChoice,
  kind: RecordKind,
  fixed: AdapterRole | undefined,
  hasInside: boolean,
  { nesting, hasCalls, hasResults, callsInside = false }: Surroundings,
  label: string,
): void {
  const isLabel = ({ member }: Candidate): boolean =>
    label !== '' && member.distinct.size === 1 && member.distinct.has(label);
  // "Tool requested": a sentence that tells the kind is nothing that anybody said.
  for (const { path, distinct } of /\s/.test(label) ? choice.members : [])
    if (distinct.size === 1 && distinct.has(label)) choice.reserve(path);
  const take = (field: FieldName, most = 1, test: (candidate: Candidate) => boolean = () => true): boolean =>
    choice.take(
      field,
      choice.rank(field, (candidate) => !isLabel(candidate) && test(candidate)),
      most,
    );
  if (kind === 'result' || fixed === 'tool') takeHeadedResult(choice);
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
  // Who calls, where the record itself says it.
  if (kind === 'call' && nesting === 0)
    choice.take(
      'agent',
      choice.rank(
        'agent',
        ({ member: { names } }) => names.length === 1 && /^agent(?:_name)?$/.test(names[0] ?? ''),
      ),
    );
  // Of a kind that has a name only what it came to tells that it holds a question.
  if (speaks && nesting === 0 && fixed === undefined && !choice.has('role'))
    chooseExchange(choice, hasInside && label === '');
  take(
    'turnId',
    1,
    ({ member }) =>
      /(?:message|msg|response|turn|generation|completion)_id$|\b(?:message|response|generation|turn|completion)\.id$/.test(
        member.names.slice(-2).join('.'),
      ) && member.distinct.size < member.count,
  );
  const isToolsId = ({ names, distinct, count }: MemberProfile): boolean =>
    names.at(-1) === 'tool_id' &&
    (distinct.size < count * 0.9 ||
      !choice.rank('tool').some(({ member }) => member.names.at(-1) !== 'tool_id'));
  take('callId', 1, ({ member }) => (kind !== 'turn' || !isOwnId(member)) && !isToolsId(member));
  const mayCall = kind === 'turn' || kind === 'call' || kind === 'text';
  // A tool's record may repeat the call that it answers.
  const isAnswer = fixed === 'tool' && hasCalls;
  if (mayCall && fixed !== 'user' && fixed !== 'system' && !isAnswer)
    chooseCall(choice, kind, isLabel, hasInside, callsInside, hasCalls && label !== '');
  const hasCall = choice.has('tool') || choice.has('callText');
  if (kind === 'result') {
    choice.take(
      'resultName',
      choice.rank(
        'resultName',
        (candidate) => !isLabel(candidate) && candidate.member.count >= choice.records * 0.5,
      ),
    );
    const ranked = choice.rank('result', (candidate) => !isLabel(candidate));
    // An object that only wraps is what came back where nothing in it says more.
    // A word such as "run" in a member called "observation" is the kind of result, not the result.
    const real = ranked.filter(
      ({ member }) =>
        (!isNameLike(member) || ranked.length === 1 || meanLength(member) > 20) && !holdsText(choice, member),
    );
    takeUnnamedResult(choice, real.length > 0);
    choice.take('result', real.length > 0 ? real : choice.has('result') ? [] : ranked, FIRST_CHOICES);
  } else if (
    kind !== 'thought' &&
    !((hasResults || (hasCalls && !hasCall && !hasInside)) && (fixed === 'agent' || fixed === 'user'))
  ) {
    const named = choice.rank('result', (candidate) => {
      const leaf = candidate.member.names.at(-1) ?? '';
      // What a model answers beside the calls it asks for, or where it asks for none.
      if (MODELS.has(leaf) && (hasInside ? nesting > 0 : fixed === 'agent' && !hasCall)) return false;
      if (isLabel(candidate) || (PLAIN_TEXT.has(leaf) && candidate.member.names.length === 1)) return false;
      return hasCall || kind === 'call'
        ? isStrongResult(candidate) || candidate.member.names.some((name) => WEAK_BESIDE_CALL.has(name))
        : isStrongResult(candidate) && !['result', 'results', 'return'].includes(leaf);
    });
    const isAlone = named.length === 0 && !hasResults && !hasInside && !choice.has('role');
    choice.take(
      'result',
      isAlone && choice.has('tool')
        ? choice.rank(
            'result',
            (candidate) => !isLabel(candidate) && choice.isBehind('tool', candidate.member),
          )
        : named,
      FIRST_CHOICES,
    );
    if (hasCall && !choice.has('result')) takeCounterpart(choice);
    if (!hasCall && choice.has('result'))
      choice.take(
        'resultName',
        choice.rank('resultName', ({ member }) => member.names.length > 1),
      );
  }
  if (kind !== 'arguments' && kind !== 'thought') {
    takeError(choice);
    take('exitCode');
    take('success');
    take(
      'status',
      1,
      ({ member }) =>
        // A sentence says how it went; it is no status.
        [...member.distinct.keys()].every((word) => !/\s\S+\s/.test(word)) &&
        (!isNameLike(member) ||
          [...member.distinct.keys()].some((word) => /ok|succ|err|fail|done|complet/i.test(word))),
    );
  }
  if (kind === 'arguments') {
    take('arguments', 2);
    take('text', 2);
    takeUnnamed(choice, kind, fixed, nesting, hasResults, callsInside);
    // What came back may stand beside what was given.
    choice.take(
      'result',
      choice.rank('result', (candidate) => !isLabel(candidate) && isStrongResult(candidate)),
    );
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
      return (
        !isLabel(candidate) &&
        !isNameLikeShort(candidate.member) &&
        (fixed === 'user' || isReply(leaf)) &&
        !choice.isApartFrom('role', candidate.member)
      );
    });
    // What a call's own record says beside it is what came back, where nothing else tells that; beside a list of calls it was said.
    const isBrought =
      kind === 'call' &&
      !callsInside &&
      (!hasResults || readLabel(label)?.role === 'tool') &&
      !choice.has('result');
    choice.take(
      isBrought ? 'result' : 'text',
      texts.filter(({ score }, index) => index === 0 || score >= 0.5),
      FIRST_CHOICES,
    );
  }
  takeUnnamed(choice, kind, fixed, nesting, hasResults, callsInside);
  if ((kind === 'result' || fixed === 'tool') && !hasInside) takeAnswer(choice);
  if (mayCall && nesting === 0 && !hasInside) takeBeside(choice, label);
  take('id');
}

/** Of the name of an error and what it says, which stand beside each other, what it says. */
function takeError(choice: FieldChoice): void {
  const ranked = choice.rank('error');
  const [first] = ranked;
  const isNamed =
    first !== undefined && first.member.strings === first.member.count && isNameLike(first.member);
  const told = isNamed ? ranked.find(({ member }) => looksLikeText(member)) : undefined;
  choice.take('error', told === undefined ? ranked : [told]);
}

/** "TOOL read_file" over what it brought: the heading names the tool. */
function takeHeadedResult(choice: FieldChoice): void {
  const find = (path: string): MemberProfile | undefined =>
    choice.members.find((member) => member.path === path);
  const detail = find('detail');
  if (detail !== undefined && find('label') !== undefined && isIdLike(detail))
    choice.select('callId', 'detail', 0.7);
  const [head, body] = [find('head'), find('body')];
  if (find('label') === undefined || head === undefined || body === undefined) return;
  const isNames = head.samples.every(
    (value) => typeof value === 'string' && /^`?[\p{L}_][\w.:/-]{1,60}`?$/u.test(value),
  );
  if (!isNames || head.count < choice.records * 0.9 || body.count < choice.records * 0.5) return;
  choice.select('resultName', 'head', 0.8);
  choice.select('result', 'body', 0.8);
  for (const path of ['head', 'body', 'text', 'label']) choice.reserve(path);
}

/** A question and what was made of it in one record: who asked speaks first, and the reply comes when all calls are back. */
function chooseExchange(choice: FieldChoice, hasInside: boolean): void {
  const often = ({ member }: Candidate): boolean => member.count >= choice.records * 0.5;
  const isShort = ({ member }: Candidate): boolean => member.names.length <= 2 && member.lists === 0;
  const named = choice.rank('asked', (candidate) => often(candidate) && isShort(candidate));
  // A task that each record has is what was asked for in it.
  const tasks = choice.members
    .filter(
      (member) => member.names.length === 1 && ASKS.test(member.names[0] ?? '') && looksLikeText(member),
    )
    .map((member): Candidate => ({ member, score: TASK }))
    .filter(often);
  const asked = named.length > 0 ? named : tasks;
  const replies = choice.rank('reply', (candidate) => isShort(candidate) && candidate.member.objects === 0);
  // What a tool was given is no question.
  if (
    choice.shape !== undefined ||
    (choice.rank('tool', often).length > 0 && choice.rank('arguments', often).length > 0 && !hasInside)
  )
    return;
  const [question] = asked;
  const reply = replies.find(
    ({ member }) => member.path !== question?.member.path && !inside(member, question?.member),
  );
  if (question === undefined || (reply === undefined && !hasInside)) return;
  const texts = asked.filter(({ member }) => member.strings > 0);
  choice.take('asked', texts.length > 0 ? texts : asked);
  for (const { path } of choice.members)
    if (choice.isTaken(question.member.path) && path.startsWith(`${question.member.path}.`))
      choice.reserve(path);
  if (reply !== undefined) choice.take('reply', [reply]);
}

function inside(a: MemberProfile, b: MemberProfile | undefined): boolean {
  return b !== undefined && a.path.startsWith(`${b.path}.`);
}

function holdsText(choice: FieldChoice, { path, names, objects, count }: MemberProfile): boolean {
  return (
    objects >= count * 0.9 &&
    WRAPPERS.has(names.at(-1) ?? '') &&
    choice.members.some((inner) => inner.path.startsWith(`${path}.`) && looksLikeText(inner))
  );
}

/** Where a program failed, beside what went wrong. */
const STACK = /(?:^|_)(?:exception|traceback|backtrace|stack|stack_?trace)$/;

function takeUnnamedResult(choice: FieldChoice, isNamed: boolean): void {
  if (isNamed) return;
  const isFailure = choice.members.some(({ names }) => names.at(-1) === 'error');
  const texts = choice.members.filter(
    (member) =>
      !choice.isTaken(member.path) &&
      member.names.slice(0, -1).every((name) => WRAPPERS.has(name)) &&
      looksLikeText(member) &&
      !(STACK.test(member.names.at(-1) ?? '') && isFailure),
  );
  const [longest] = texts.toSorted((a, b) => meanLength(b) - meanLength(a));
  if (longest !== undefined) choice.take('result', [{ member: longest, score: 0.4 }]);
}

/** Texts under names that nobody knows: what follows a call in the record is its result, what stands before it the thought. */
function takeUnnamed(
  choice: FieldChoice,
  kind: RecordKind,
  fixed: AdapterRole | undefined,
  nesting: number,
  hasResults: boolean,
  callsInside: boolean,
): void {
  const isFree = (member: MemberProfile): boolean =>
    !choice.isTaken(member.path) && member.names.slice(0, -1).every((name) => WRAPPERS.has(name));
  const texts = choice.members.filter(
    (member) =>
      isFree(member) &&
      looksLikeText(member) &&
      !(fixed === 'agent' && ASKED.test(member.names.at(-1) ?? '')) &&
      !choice.isApartFrom('role', member) &&
      !/(?:^|_)(?:name|title|label)$/.test(member.names.at(-1) ?? ''),
  );
  const places = new Map(choice.members.map((member, index) => [member.path, index]));
  const placeOf = (member: MemberProfile): number => places.get(member.path) ?? 0;
  // What was called, as a name or as a text.
  const [tool] = choice.fields.tool ?? choice.fields.callText ?? [];
  if ((kind === 'turn' || (kind === 'call' && !hasResults)) && typeof tool === 'string') {
    const at = places.get(tool) ?? 0;
    const after = texts
      .filter((member) => placeOf(member) > at)
      .toSorted((a, b) => meanLength(b) - meanLength(a));
    if (!choice.has('result') && fixed !== 'user')
      choice.take(
        'result',
        after.slice(0, 1).map((member) => ({ member, score: 0.4 })),
      );
    if (!choice.has('thought') && !choice.has('text'))
      choice.take(
        'thought',
        texts
          .filter((member) => placeOf(member) < at)
          .slice(0, 1)
          .map((member) => ({ member, score: 0.4 })),
      );
    return;
  }
  // The kind is named, and one member holds what it is about.
  const field = UNNAMED[kind];
  if (
    field !== undefined &&
    fixed === undefined &&
    !(kind === 'call' && callsInside) &&
    !choice.has('text') &&
    !choice.has(field) &&
    !choice.has('tool')
  ) {
    const [only, ...others] = choice.members.filter(
      (member) =>
        isFree(member) &&
        member.strings >= choice.records * 0.9 &&
        member.distinct.size + Number(meanLength(member) > 60) > 1 &&
        !isIdLike(member) &&
        !NO_CONTENT.test(member.names.at(-1) ?? ''),
    );
    if (only !== undefined && others.length === 0) choice.take(field, [{ member: only, score: 0.4 }]);
  }
  if (
    (kind === 'turn' || kind === 'text' || kind === 'result') &&
    !choice.has('text') &&
    !choice.has('result') &&
    !choice.has('thought')
  ) {
    // What stands in a member that is the user's own: his words, below any name.
    const deep =
      fixed === 'user' && (nesting > 0 || standInOne(choice.members)) && texts.length === 0
        ? choice.members.filter((member) => !choice.isTaken(member.path) && looksLikeText(member))
        : texts;
    // Under a name that nobody knows, and never where the model's tokens are counted: noted by somebody, said by nobody.
    const isNote = (member: MemberProfile): boolean =>
      nesting === 0 && kind !== 'result' && choice.isApartFrom('outputTokens', member, 0.5);
    choice.take(
      kind === 'result' ? 'result' : 'text',
      deep
        .filter((member) => !isNote(member))
        .toSorted((a, b) => meanLength(b) - meanLength(a))
        .slice(0, 1)
        .map((member) => ({ member, score: 0.4 })),
    );
  }
}

function standInOne(members: readonly MemberProfile[]): boolean {
  return new Set(members.map(({ path }) => JSON.stringify(pathOf(path)[0]))).size === 1;
}

/** "message.id" is the message's own; "tool_call.id" names a call. */
function isOwnId({ names }: MemberProfile): boolean {
  return (
    ['id', 'ref', 'tool_id', 'request_id'].includes(names.at(-1) ?? '') &&
    !names.slice(0, -1).some((name) => isCallParent(name) || isResultParent(name))
  );
}

function isNameLikeShort(member: MemberProfile): boolean {
  const leaf = member.names.at(-1) ?? '';
  return !PLAIN_TEXT.has(leaf) && isNameLike(member) && member.count > 4 && member.distinct.size <= 4;
}

/** A thought that is written among the arguments is none of them. */
function leaveOutThought({ fields, sample }: FieldChoice): void {
  const [path] = fields.arguments ?? [];
  if (typeof path !== 'string') return;
  const omit = (fields.thought ?? []).flatMap((selector) => {
    const inner =
      typeof selector === 'string' && selector.startsWith(`${path}.`) ? selector.slice(path.length + 1) : '';
    return inner === '' || inner.includes('.') ? [] : [inner];
  });
  omit.push(...emptyThoughts(sample, path).filter((name) => !omit.includes(name)));
  if (omit.length > 0) fields.arguments = [{ path, omit }, ...(fields.arguments ?? []).slice(1)];
}

/** Members of the arguments that are called thoughts, and in which none stands. */
function emptyThoughts(records: readonly JsonObject[], path: string): string[] {
  const found = new Map<string, boolean>();
  for (const record of records)
    for (const { value } of findPlaces(record, pathOf(path)))
      for (const [name, inner] of isJsonObject(value) ? Object.entries(value) : [])
        if (THOUGHT.test(name)) found.set(name, (found.get(name) ?? true) && isEmpty(inner));
  return [...found].flatMap(([name, isAlwaysEmpty]) => (isAlwaysEmpty ? [name] : []));
}
