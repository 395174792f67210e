/** Which members of a group of records may hold which field: the field's vocabulary, held against what the members hold. */
import type { FieldName } from '../adapter/adapter.ts';
import { pathOf } from '../adapter/path.ts';
import { SEALED } from './call-shape.ts';
import { type MemberProfile, meanLength, type RecordProfile } from './profile-members.ts';
import { readTime } from '../interpreter/read-time.ts';
import { unwrapAnswer } from '../interpreter/unwrap-answer.ts';
import {
  bareName,
  canonicalName,
  CALL_ARGUMENT_LEAVES,
  CALL_NAME_LEAVES,
  FIELD_WORDS,
  isCallParent,
  readRoles,
  RESULT_LEAVES,
  isResultParent,
  RESULT_PARENTS,
  WRAPPERS,
} from '../words/vocabulary.ts';

/** What a name of its own says more. */
const SPACED = 0.05;

export interface Candidate {
  readonly member: MemberProfile;
  /** [0, 1]: how well name and values fit. */
  readonly score: number;
}

const USAGE_PARENTS = new Set(
  'usage token_usage usage_metadata tokens metrics llm_usage token_counts response_metadata'.split(' '),
);
/** "last_token_usage", and not "total_token_usage" beside it, which counts the calls before, too. */
const USAGE_PARENT = /^(?!total|cumulative|overall|session|all)(?:[a-z]+_)?(?:token_)?(?:usage|tokens)$/;
const SHORT_TOKENS: Readonly<Partial<Record<FieldName, RegExp>>> = {
  inputTokens: /^(?:input|prompt|in)$/,
  outputTokens: /^(?:output|completion|out)$/,
};
const TOKEN_FIELDS: ReadonlySet<FieldName> = new Set(['inputTokens', 'outputTokens', 'costUsd']);
const VERDICT_FIELDS: ReadonlySet<FieldName> = new Set(['error', 'status', 'exitCode', 'success']);

/** Members that fit the field, the best first. */
export function rankField(profile: RecordProfile, field: FieldName): Candidate[] {
  return profile.members
    .flatMap((member) => {
      const score =
        Math.max(nameScore(member.names, field), spacedScore(member, field)) ||
        (field === 'role' && isRoleByValues(member, profile.records) ? 0.35 : 0);
      return score > 0 && fitsType(member, field) ? [{ member, score }] : [];
    })
    .toSorted((a, b) => b.score - a.score || b.member.count - a.member.count);
}

/** "gen_ai.prompt", "llm.completion": what was asked and what came of it, in a name space of others. */
function spacedScore({ path, names }: MemberProfile, field: FieldName): number {
  const step = field === 'asked' || field === 'reply' ? pathOf(path).at(-1) : undefined;
  const bare = step?.kind === 'name' && step.name.includes('.') ? step.name.split('.').at(-1) : undefined;
  return bare === undefined ? 0 : nameScore([...names.slice(0, -1), canonicalName(bare)], field) - SPACED;
}

function nameScore(names: readonly string[], field: FieldName): number {
  const leaf = names.at(-1) ?? '';
  const parents = names.slice(0, -1);
  const inCall = parents.findIndex(isCallParent);
  const inResult = parents.findIndex((name, index) =>
    index === 0 ? isResultParent(name) : RESULT_PARENTS.has(name),
  );
  const ofParent = (leaves: readonly string[], at: number): number => {
    const index = leaves.indexOf(bareName(leaf));
    // What stands around and below the parent must be a wrapper or another parent of the kind.
    const others = parents.filter(
      (name, place) =>
        place !== at &&
        !WRAPPERS.has(name) &&
        !isCallParent(name) &&
        // "observation": {"search_output": {"text"}}
        !(field === 'result' && place > at && isResultParent(name)),
    );
    return index === -1 || others.length > 0 ? 0 : 0.97 - index * 0.02 - parents.length * 0.01;
  };
  if (field === 'tool' && inCall !== -1 && inResult === -1) {
    const score = ofParent(CALL_NAME_LEAVES, inCall);
    if (score > 0) return score;
  }
  if (field === 'arguments' && inCall !== -1 && inResult === -1) {
    const score = ofParent(CALL_ARGUMENT_LEAVES, inCall);
    if (score > 0) return score;
  }
  if (field === 'result' && inResult !== -1) {
    const score = ofParent(RESULT_LEAVES, inResult);
    if (score > 0) return score + 0.02;
  }
  if (field === 'resultName' && inResult !== -1) {
    const score = ofParent(CALL_NAME_LEAVES, inResult);
    if (score > 0) return score;
  }
  // "usage": {"input": 812, "output": 40}
  if (SHORT_TOKENS[field]?.test(leaf) === true && parents.some((name) => USAGE_PARENTS.has(name))) return 0.7;
  if (
    field === 'turnId' &&
    leaf === 'id' &&
    /^(?:message|response|generation|turn|completion)$/.test(parents.at(-1) ?? '')
  )
    return 0.8;
  if (
    field === 'asked' &&
    parents.length === 1 &&
    /^(?:text|content|value|body|parts)$/.test(leaf) &&
    FIELD_WORDS.asked.includes(parents[0] ?? '')
  )
    return 0.6;
  const isAllowed = (name: string): boolean =>
    WRAPPERS.has(name) ||
    (TOKEN_FIELDS.has(field) && (USAGE_PARENTS.has(name) || USAGE_PARENT.test(name))) ||
    (VERDICT_FIELDS.has(field) &&
      (RESULT_PARENTS.has(name) || parents.length === 1) &&
      isResultParent(name)) ||
    // A call that holds what it brought.
    ((field === 'result' || VERDICT_FIELDS.has(field)) && isCallParent(name)) ||
    ((field === 'callId' || field === 'thought') && (isCallParent(name) || RESULT_PARENTS.has(name))) ||
    ((field === 'text' || field === 'thought') &&
      /^(?:response|outputs?|generation|completion|answer)$/.test(name)) ||
    ((field === 'role' || field === 'agent') &&
      (name === 'author' || name === 'sender' || name === 'from' || name === 'agent'));
  if (!parents.every(isAllowed)) return 0;
  // "parent_observation_id"
  if (field === 'parentId' && /^parent_(?:[a-z]+_)?(?:id|uuid)$/.test(leaf)) return 0.8;
  const list = FIELD_WORDS[field];
  const index = list.indexOf(leaf);
  // What stands in the record itself is meant before what somebody noted beside it.
  const depth =
    parents.length * 0.06 + (parents.some((name) => /^(?:meta|metadata|extra)$/.test(name)) ? 0.3 : 0);
  if (index !== -1) return Math.max(0.05, 1 - (index / list.length) * 0.6 - depth);
  if (field === 'result' && inCall !== -1) return 0;
  // "assistant_message", "tool_call_output": the last words of a longer name.
  const suffix = list.findIndex((word) => word.length >= 4 && leaf.endsWith(`_${word}`));
  return suffix === -1 || suffix > 12 ? 0 : Math.max(0.05, 0.6 - (suffix / list.length) * 0.5 - depth);
}

/** Whatever it is called: few words, all of them roles. */
function isRoleByValues({ names, count, distinct }: MemberProfile, records: number): boolean {
  if (names.length > 2 || distinct.size < 2 || distinct.size > 8 || count < records * 0.8) return false;
  if (distinct.size === count || /(?:^|_)id$/.test(names.at(-1) ?? '')) return false;
  const roles = readRoles([...distinct.keys()]);
  return (
    roles.size === distinct.size && new Set(roles.values()).size >= 2 && [...roles.values()].includes('agent')
  );
}

const TOOL = /^[\p{L}_][\p{L}\p{N}_.:/ @-]{0,79}$/u;

/** A list of answers, each in an envelope. */
function isWrapped({ samples }: MemberProfile): boolean {
  return samples.length > 0 && samples.every((value) => unwrapAnswer(value) !== value);
}

function fitsType(member: MemberProfile, field: FieldName): boolean {
  const { count, strings, numbers, booleans, objects, lists, arrays, samples, distinct } = member;
  const share = (part: number): number => part / count;
  switch (field) {
    case 'tool':
    case 'resultName':
      return (
        share(strings) >= 0.9 &&
        meanLength(member) <= 50 &&
        !isSerial(member) &&
        shareOf(samples, (text) => TOOL.test(text)) >= 0.9
      );
    case 'arguments':
      return share(objects + strings + lists + arrays) >= 0.9;
    case 'callText':
      // "status_code" is none.
      return share(strings + arrays) >= 0.8 && !/_code$/.test(member.names.at(-1) ?? '');
    case 'result':
      return (
        share(strings + objects + lists + arrays + numbers) >= 0.8 &&
        (lists <= count * 0.9 || isWrapped(member))
      );
    case 'asked':
    case 'reply':
      return share(strings + objects + lists) >= 0.9;
    case 'text':
    case 'thought':
      if (SEALED.test(member.names.at(-1) ?? '')) return false;
      // "AEP7189995": the number of a plan is no thought.
      if (field === 'thought' && samples.every(isNumbered)) return false;
      return share(strings + arrays + lists) >= 0.5 && strings + arrays > 0 && !isListOfNames(member);
    case 'role':
      return share(strings) >= 0.9 && meanLength(member) <= 60 && distinct.size <= Math.max(12, count / 2);
    case 'agent':
      return share(strings) >= 0.9 && meanLength(member) <= 60;
    case 'success':
      return share(booleans) >= 0.9;
    case 'error':
      return true;
    case 'exitCode':
      return share(numbers + strings) >= 0.9 && meanLength(member) <= 6;
    case 'status':
      return share(strings) >= 0.9 && meanLength(member) <= 24 && distinct.size <= 20;
    case 'time':
    case 'endTime':
      return (
        samples.slice(0, 20).every((value) => readTime(value, guessUnit(samples)) !== undefined) &&
        isPlausible(member)
      );
    case 'id':
    case 'turnId':
    case 'parentId':
    case 'callId':
      return share(strings + numbers) >= 0.9 && meanLength(member) <= 120;
    case 'inputTokens':
    case 'outputTokens':
    case 'costUsd':
      return share(numbers) >= 0.9;
    case 'model':
      return share(strings) >= 0.9 && meanLength(member) <= 80;
  }
}

function isNumbered(value: unknown): boolean {
  return typeof value === 'string' && /^(?=\S{0,40}\d)[\w.:-]{1,60}$/.test(value);
}

/** `["planner"]`: who is next, or what is allowed; nobody says it. */
function isListOfNames({ samples, arrays, count }: MemberProfile): boolean {
  return (
    arrays >= count * 0.9 &&
    samples.every(
      (value) =>
        Array.isArray(value) &&
        (value as readonly unknown[]).every(
          (inner) => typeof inner === 'string' && TOOL.test(inner) && !inner.includes(' '),
        ),
    )
  );
}

/** A number of seconds since the start, or of a page, is no time. */
function isPlausible({ samples }: MemberProfile): boolean {
  return samples.every((value) => typeof value !== 'number' || value > 5e8);
}

export function guessUnit(samples: readonly unknown[]): 's' | 'ms' | 'us' | 'ns' {
  const numbers = samples.map(Number).filter((value) => Number.isFinite(value) && value > 0);
  const largest = Math.max(0, ...numbers);
  return largest > 1e17 ? 'ns' : largest > 1e14 ? 'us' : largest > 1e11 ? 'ms' : 's';
}

function shareOf(samples: readonly unknown[], test: (text: string) => boolean): number {
  const texts = samples.filter((value): value is string => typeof value === 'string');
  return texts.length === 0 ? 0 : texts.filter(test).length / texts.length;
}

/** Ids of calls, whatever they are called: "call_8laxNy0M", where a tool has a name. */
function isSerial({ names, distinct }: MemberProfile): boolean {
  const values = [...distinct.keys()];
  return (
    /(?:^|_)id$/.test(names.at(-1) ?? '') &&
    values.length >= 3 &&
    values.filter((value) => /\d/.test(value) && value.length >= 8).length >= values.length * 0.8
  );
}

/** Whether the texts read like identifiers, few of them: names of tools, not what was said. */
export function isNameLike({ strings, count, samples, distinct }: MemberProfile): boolean {
  if (strings < count * 0.9) return false;
  const isFew = distinct.size <= Math.max(3, strings * 0.7) || strings <= 6;
  return isFew && shareOf(samples, (text) => /^[\p{L}_][\w.:/-]{0,60}$/u.test(text)) >= 0.9;
}
