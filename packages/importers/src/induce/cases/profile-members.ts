/** What the members of a sample of records hold: how often, of which types, with which values. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { formatPath, pathOf, type PathStep } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { canonicalName, isCallParent, NOT_RECORDS, RESULT_PARENTS, WRAPPERS } from '../words/vocabulary.ts';
import { textPartsOf } from './text-parts.ts';

export interface MemberProfile {
  readonly path: string;
  /** Normalised names from the record to the member. */
  readonly names: readonly string[];
  /** Records where it stands and is not empty. */
  count: number;
  strings: number;
  numbers: number;
  booleans: number;
  objects: number;
  /** Arrays of objects, and arrays of anything else. */
  lists: number;
  arrays: number;
  textLength: number;
  readonly samples: JsonValue[];
  /** Of short texts, up to a limit. */
  readonly distinct: Map<string, number>;
}

export interface RecordProfile {
  readonly records: number;
  readonly members: readonly MemberProfile[];
}

const MAX_DEPTH = 5;
const MAX_SAMPLES = 60;
const MAX_DISTINCT = 300;
const MAX_MEMBERS = 600;
const MAX_WIDTH = 80;
const NO_PATHS: ReadonlySet<string> = new Set();
/** What a tool takes has names of the tool's own. */
const OPAQUE = new Set(
  'arguments args tool_input tool_args parameters action_input kwargs function_args tool_parameters tool_arguments inputs input_args properties schema usage_details'.split(
    ' ',
  ),
);

/** Objects whose names say what is in them. */
const ENVELOPE_WORDS: ReadonlySet<string> = new Set([
  ...RESULT_PARENTS,
  ...NOT_RECORDS,
  ...OPAQUE,
  ...'usage tokens author sender from agent user metadata meta model config thought reasoning generation'.split(
    ' ',
  ),
]);

/** @param wrappers paths of objects that are known to hold the records */
export function profileMembers(
  records: readonly JsonObject[],
  wrappers: ReadonlySet<string> = NO_PATHS,
): RecordProfile {
  const members = new Map<string, MemberProfile>();
  // What is known to hold the records takes none of the depth.
  const visit = (
    value: JsonValue,
    steps: readonly PathStep[],
    names: readonly string[],
    around: number,
  ): void => {
    if (isEmpty(value)) return;
    const held = around + (wrappers.size > 0 && wrappers.has(formatPath(steps)) ? 1 : 0);
    const isDeep = steps.length - held >= MAX_DEPTH;
    if (steps.length > 0) {
      const path = formatPath(steps);
      let member = members.get(path);
      if (member === undefined) {
        if (members.size >= MAX_MEMBERS) return;
        member = newMember(path, names);
        members.set(path, member);
      }
      note(member, value);
    }
    // A batch of lists: each of them as if it stood alone.
    if (isBatch(value) && !isDeep)
      for (const inner of value) visit(inner, [...steps, { kind: 'each' }], names, held);
    if (!isJsonObject(value) || isDeep) return;
    const last = names.at(-1) ?? '';
    const isOpaque = OPAQUE.has(last) && !wrappers.has(formatPath(steps));
    if (isOpaque && !hasVoice(value) && !holdsMessages(value)) return;
    for (const [name, inner] of Object.entries(value).slice(0, MAX_WIDTH))
      visit(inner, [...steps, { kind: 'name', name }], [...names, canonicalName(name)], held);
  };
  for (const record of records) visit(record, [], [], 0);
  const all = [...members.values()].map(asText);
  return { records: records.length, members: withoutEnvelopes(all, records, wrappers) };
}

/**
 * An object that most records are wrapped in, under a name that says nothing: names are counted from what stands in it. It holds
 * most of what the record says.
 */
function withoutEnvelopes(
  members: readonly MemberProfile[],
  records: readonly JsonObject[],
  wrappers: ReadonlySet<string>,
): readonly MemberProfile[] {
  const total = meanSize(records.slice(0, MAX_SAMPLES));
  /** Whether it holds what holds the records: of several the innermost says what they are. */
  const isOuter = (path: string): boolean =>
    wrappers.has(path) && [...wrappers].some((other) => other.startsWith(`${path}.`));
  const envelopes = new Set(
    members.flatMap(({ path, names, count, objects, samples }) =>
      isOuter(path) ||
      (objects >= count * 0.9 &&
        count >= records.length * 0.5 &&
        (wrappers.has(path) || !ENVELOPE_WORDS.has(names.at(-1) ?? '')) &&
        !isCallParent(names.at(-1) ?? '') &&
        !WRAPPERS.has(names.at(-1) ?? '') &&
        (wrappers.has(path) || meanSize(samples) >= total * 0.4))
        ? [path]
        : [],
    ),
  );
  if (envelopes.size === 0) return members;
  return members.map((member) => {
    const steps = pathOf(member.path);
    const names = member.names.filter(
      (_name, index) =>
        index === member.names.length - 1 || !envelopes.has(formatPath(steps.slice(0, index + 1))),
    );
    return names.length === member.names.length ? member : { ...member, names };
  });
}

function meanSize(values: readonly JsonValue[]): number {
  return values.reduce<number>((sum, value) => sum + sizeOf(value, 0), 0) / Math.max(1, values.length);
}

/** Characters of the texts in a value, as far as they are looked at. */
function sizeOf(value: JsonValue, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 1;
  let sum = 0;
  for (const inner of Object.values(value).slice(0, MAX_WIDTH) as JsonValue[])
    sum += sizeOf(inner, depth + 1);
  return sum;
}

/** Some logs put what was thought beside the arguments. */
function hasVoice(value: JsonObject): boolean {
  return (
    typeof value['thought'] === 'string' ||
    (typeof value['content'] === 'string' && Object.keys(value).length <= 4)
  );
}

/** What a model was given are messages. */
function holdsMessages(value: JsonObject): boolean {
  return Object.values(value).some(
    (inner) =>
      Array.isArray(inner) &&
      (inner as readonly JsonValue[])
        .flat()
        .some(
          (element) =>
            isJsonObject(element) &&
            Object.keys(element).some((name) => /^(?:role|type|kind)$/.test(canonicalName(name))) &&
            Object.keys(element).some((name) =>
              /^(?:content|text|parts|blocks|data|kwargs)$/.test(canonicalName(name)),
            ),
        ),
  );
}

function isBatch(value: JsonValue): value is readonly (readonly JsonValue[])[] {
  return (
    Array.isArray(value) &&
    (value as readonly JsonValue[]).every(
      (inner) => Array.isArray(inner) && (inner as readonly JsonValue[]).some(isJsonObject),
    )
  );
}

function newMember(path: string, names: readonly string[]): MemberProfile {
  return {
    path,
    names,
    count: 0,
    strings: 0,
    numbers: 0,
    booleans: 0,
    objects: 0,
    lists: 0,
    arrays: 0,
    textLength: 0,
    samples: [],
    distinct: new Map(),
  };
}

/** What was taken out of a log before it was handed on says nothing of what stood there. */
const REDACTED =
  /^[[<({*]{0,3}(?:redacted|trimmed|removed|omitted|elided|masked|scrubbed)\b[^\n]{0,60}[\])>}*]{0,3}$/i;

export function isRedacted(value: JsonValue): boolean {
  return typeof value === 'string' && REDACTED.test(value);
}

function note(member: MemberProfile, value: JsonValue): void {
  member.count += 1;
  if (isRedacted(value)) {
    member.strings += 1;
    return;
  }
  if (member.samples.length < MAX_SAMPLES) member.samples.push(value);
  if (typeof value === 'string') {
    member.strings += 1;
    member.textLength += value.length;
    if (value.length <= 120 && (member.distinct.size < MAX_DISTINCT || member.distinct.has(value)))
      member.distinct.set(value, (member.distinct.get(value) ?? 0) + 1);
  } else if (typeof value === 'number') {
    member.numbers += 1;
    if (member.distinct.size < MAX_DISTINCT)
      member.distinct.set(String(value), (member.distinct.get(String(value)) ?? 0) + 1);
  } else if (typeof value === 'boolean') member.booleans += 1;
  else if (Array.isArray(value)) {
    if ((value as readonly JsonValue[]).some(isJsonObject)) member.lists += 1;
    else member.arrays += 1;
  } else member.objects += 1;
}

/** Lists of nothing but parts of a text are the text, and hold no records. */
function asText(member: MemberProfile): MemberProfile {
  if (member.lists === 0) return member;
  const samples = member.samples.map((value) => textPartsOf(value)?.join('\n') ?? value);
  if (samples.some((value) => Array.isArray(value) && (value as readonly JsonValue[]).some(isJsonObject)))
    return member;
  const text: MemberProfile = { ...newMember(member.path, member.names), booleans: member.booleans };
  for (const value of samples) note(text, value);
  const strings = member.strings + member.lists;
  // Samples are fewer than records.
  const textLength = text.strings === 0 ? 0 : (text.textLength * strings) / text.strings;
  return { ...text, count: member.count, strings, textLength };
}

export function meanLength({ strings, textLength }: MemberProfile): number {
  return strings === 0 ? 0 : textLength / strings;
}
