/** What the members of a sample of records hold: how often, of which types, with which values. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { formatPath, type PathStep } from './path.ts';
import { isEmpty } from './read-record.ts';
import { normaliseName } from './vocabulary.ts';

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

const MAX_DEPTH = 4;
const MAX_SAMPLES = 60;
const MAX_DISTINCT = 300;
const MAX_MEMBERS = 600;
/** What a tool takes has names of the tool's own. */
const OPAQUE = new Set(
  'arguments args tool_input tool_args parameters action_input kwargs function_args tool_parameters tool_arguments inputs input_args properties schema usage_details'.split(
    ' ',
  ),
);

/** @param keepOpen members to look into although their names say that they are arguments */
export function profileMembers(records: readonly JsonObject[]): RecordProfile {
  const members = new Map<string, MemberProfile>();
  const visit = (value: JsonValue, steps: readonly PathStep[], names: readonly string[]): void => {
    if (isEmpty(value)) return;
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
    if (!isJsonObject(value) || steps.length >= MAX_DEPTH) return;
    const last = names.at(-1) ?? '';
    if (OPAQUE.has(last) && !hasVoice(value)) return;
    for (const [name, inner] of Object.entries(value).slice(0, 80))
      visit(inner, [...steps, { kind: 'name', name }], [...names, normaliseName(name)]);
  };
  for (const record of records) visit(record, [], []);
  return { records: records.length, members: [...members.values()] };
}

/** Some logs put what was thought beside the arguments. */
function hasVoice(value: JsonObject): boolean {
  return (
    typeof value['thought'] === 'string' ||
    (typeof value['content'] === 'string' && Object.keys(value).length <= 4)
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

function note(member: MemberProfile, value: JsonValue): void {
  member.count += 1;
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

export function meanLength({ strings, textLength }: MemberProfile): number {
  return strings === 0 ? 0 : textLength / strings;
}
