import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { FieldName, RecordCase, Selector } from '../adapter/adapter.ts';
import { readNamedMember } from '../written-calls/call-syntax.ts';
import { answers, namesCall } from './find-answers.ts';
import { orWhole } from './or-whole.ts';
import type { MemberProfile, RecordProfile } from './profile-members.ts';
import {
  BLOCK_LISTS,
  CALL_LISTS,
  CALL_PARENTS,
  canonicalName,
  NOT_RECORDS,
  readLabel,
  RESULT_LISTS,
  RESULT_PARENTS,
  WRAPPERS,
} from '../words/vocabulary.ts';
import { textsIn } from './texts-in.ts';

const NAMED = 0.7;
const MANY_TOOLS = 4;
const NAMED_CALL: RecordCase = {
  when: [],
  as: 'call',
  fields: { callText: [''] },
  callsInText: ['named-member'],
};

export interface CasesInside {
  readonly at: string;
  readonly cases: readonly RecordCase[];
}

/** How the cases of a list are induced: see induce-cases.ts. */
export type InduceNested = (records: readonly JsonObject[]) => {
  readonly cases: RecordCase[];
  readonly confidence: ReadonlyMap<FieldName, number>;
};

/** Lists of blocks, calls and results inside the records. */
export function induceInside(
  profile: RecordProfile,
  nesting: number,
  confidence: Map<FieldName, number>,
  {
    isAnswer,
    hasCalls,
  }: {
    /** Whether the records are what came back. */
    readonly isAnswer: boolean;
    /** Whether other records tell what was called. */
    readonly hasCalls: boolean;
  },
  induce: InduceNested,
): CasesInside[] {
  const kept: MemberProfile[] = [];
  const lists = profile.members.filter(({ lists }) => lists > 0);
  const byDepth = profile.members.toSorted((a, b) => a.names.length - b.names.length);
  return byDepth.flatMap((member) => {
    // The raw answer of a model, kept beside what was made of it, tells the same twice.
    if (
      kept.some(
        (other) => other.names.length < member.names.length && other.names.at(-1) === member.names.at(-1),
      )
    )
      return [];
    if (member.lists === 0) return [];
    const name = member.names.at(-1) ?? '';
    const elements = elementsIn(member);
    if (elements.length === 0) return [];
    const areCalled = name === 'tools' && areCalls(elements);
    // What stands in a tag by its name is no list of tags.
    const isInTag = (index: number): boolean =>
      index < member.names.length - 1 && WRAPPERS.has(member.names[index] ?? '');
    if (member.names.some((each, at) => holdsNone(each) && !isInTag(at) && !(each === name && areCalled)))
      return [];
    const isCalls = CALL_LISTS.has(name) || readLabel(name)?.as === 'call';
    const isAnswering = lists.some((other) => other !== member && answers(elements, elementsIn(other)));
    const isNamed =
      RESULT_LISTS.has(name) ||
      // "action" and "result", each a list.
      (RESULT_PARENTS.has(name) && lists.some(({ names }) => mayBeCalls(names.at(-1) ?? ''))) ||
      (name.includes('_') && readLabel(name)?.as === 'result');
    // What was called, with what, and what it brought: nobody else tells the call.
    const isWhole = isAnswer && !hasCalls && !isAnswering && namesCall(elements);
    const isResults = !isWhole && (isNamed || isAnswer || isAnswering);
    const isBlocks = BLOCK_LISTS.has(name);
    const inner = new Map<FieldName, number>();
    if ((mayBeCalls(name) || (isBlocks && haveOwnNames(elements))) && areNamedCalls(elements)) {
      kept.push(member);
      confidence.set('callText', Math.max(confidence.get('callText') ?? 0, NAMED));
      return [{ at: `${member.path}[*]`, cases: [NAMED_CALL] }];
    }
    const induced = induce(elements);
    let { cases } = induced;
    for (const [field, score] of induced.confidence) inner.set(field, score);
    if (isCalls && !isAnswering) cases = cases.map((recordCase) => asCall(recordCase));
    else if (isResults)
      cases = cases.map((recordCase) => orWhole(asResult(recordCase, isAnswering || isNamed), elements));
    const speaks = cases.some(acts);
    // Messages say themselves who speaks.
    const isMessages = cases.some(
      ({ as, role, fields }) => as === 'turn' && (role !== undefined || fields.role !== undefined),
    );
    const hasText = cases.some(says);
    if (
      !(
        isCalls ||
        isNamed ||
        isAnswering ||
        // Rows of what came back are data; parts that name their calls are answers.
        (isAnswer &&
          member.count >= profile.records * 0.5 &&
          cases.some(({ as, fields }) => as === 'result' && fields.callId !== undefined)) ||
        (isMessages && hasText) ||
        (isBlocks && (speaks || hasText)) ||
        (speaks && nesting === 0 && hasCall(cases))
      )
    )
      return [];
    // The same messages as they were sent to a model.
    const isCopy = kept.some(
      (other) => member.names.length > other.names.length && repeats(elements, elementsIn(other)),
    );
    if (isMessages && isCopy) return [];
    // The calls of blocks once more, in a list of their own.
    if (hasCall(cases) && kept.some((other) => repeats(elements, elementsIn(other)))) return [];
    for (const [field, score] of inner) confidence.set(field, Math.max(confidence.get(field) ?? 0, score));
    kept.push(member);
    return [{ at: `${member.path}[*]`, cases }];
  });
}

/** `{"click": {...}}`, not `{"tool_call": {...}}`; one tool of many may well be called "act". */
function areNamedCalls(elements: readonly JsonObject[]): boolean {
  const tools = new Set<string>();
  for (const element of elements) {
    const call = readNamedMember(element);
    if (call === undefined) return false;
    tools.add(call.tool);
  }
  const kinds = [...tools].filter((tool) => CALL_PARENTS.has(canonicalName(tool))).length;
  return kinds === 0 || (tools.size >= MANY_TOOLS && kinds === 1);
}

/** Blocks are called by what they are; tools have names of their own. */
function haveOwnNames(elements: readonly JsonObject[]): boolean {
  const names = new Set(elements.flatMap((element) => Object.keys(element)));
  return names.size >= 2 && [...names].every((name) => readLabel(name) === undefined);
}

/** Whether a list of tools tells those that were called: they are given something, and nothing describes them. */
function areCalls(elements: readonly JsonObject[]): boolean {
  return (
    namesCall(elements) &&
    !elements.some((element) => Object.keys(element).some((name) => /desc|schema/i.test(name))) &&
    !elements.every((element) => Object.values(element).some(isSchema))
  );
}

/** `{"type": "object", "properties": {...}}`: what may be given. */
function isSchema(value: JsonValue): boolean {
  return isJsonObject(value) && value['type'] === 'object';
}

function mayBeCalls(name: string): boolean {
  return CALL_LISTS.has(name) || CALL_PARENTS.has(name);
}

/** "function_tools": what may be called, not what was, as "used_tools" tells. */
function holdsNone(name: string): boolean {
  if (CALL_LISTS.has(name) && !NOT_RECORDS.has(name)) return false;
  return NOT_RECORDS.has(name) || /_(?:tools|functions|definitions|schema|tags|scores)$/.test(name);
}

/** Whether most texts of the first stand in the others. */
function repeats(own: readonly JsonObject[], others: readonly JsonObject[]): boolean {
  const known = new Set(others.flatMap(textsIn));
  const texts = own.flatMap(textsIn).filter((text) => text.length >= 12);
  return texts.length > 0 && texts.filter((text) => known.has(text)).length >= texts.length * 0.7;
}

function elementsIn({ samples }: MemberProfile): readonly JsonObject[] {
  return samples
    .flatMap((value) => (Array.isArray(value) ? (value as readonly JsonValue[]) : []))
    .filter(isJsonObject);
}

function says({ fields, inside = [] }: RecordCase): boolean {
  return fields.text !== undefined || inside.some(({ cases }) => cases.some(says));
}

function acts({ as, fields, inside = [] }: RecordCase): boolean {
  return (
    as === 'call' ||
    as === 'result' ||
    as === 'thought' ||
    fields.tool !== undefined ||
    fields.callText !== undefined ||
    inside.some(({ cases }) => cases.some(acts))
  );
}

function hasCall(cases: readonly RecordCase[]): boolean {
  return cases.some(
    ({ fields, inside = [] }) =>
      (fields.tool !== undefined && (fields.arguments !== undefined || fields.result !== undefined)) ||
      inside.some((inner) => hasCall(inner.cases)),
  );
}

function asCall(recordCase: RecordCase): RecordCase {
  const { as, fields } = recordCase;
  if (as === 'call' || as === 'note') return recordCase;
  if (as === 'result') return recordCase;
  return fields.tool === undefined && fields.callText === undefined
    ? recordCase
    : { ...recordCase, as: 'call' };
}

/** @param isSure whether it is one, with an id or without */
function asResult(recordCase: RecordCase, isSure: boolean): RecordCase {
  const { fields } = recordCase;
  if (recordCase.as === 'result') return recordCase;
  // What is said beside what came back is told where nothing else is.
  const brought = givenInside(fields) ?? fields.result;
  const result = brought === undefined ? fields.text : [...brought, ...(fields.text ?? [])];
  const callId = fields.callId ?? fields.id;
  if (callId === undefined && (result === undefined || !isSure)) return recordCase;
  const { text: _text, tool, callText: _called, arguments: _given, role: _role, ...others } = fields;
  const { callsInText: _calls, role: _fixed, ...rest } = recordCase;
  return {
    ...rest,
    as: 'result',
    fields: {
      ...others,
      ...(result === undefined ? {} : { result }),
      ...(tool === undefined ? {} : { resultName: tool }),
      ...(callId === undefined ? {} : { callId }),
    },
    ...(recordCase.inside === undefined ? {} : { inside: recordCase.inside.map(asText) }),
  };
}

/** Of an object that came back, what reads like the arguments of its tool is what it brought. */
function givenInside({ arguments: given, result }: RecordCase['fields']): readonly Selector[] | undefined {
  const [[inner] = [], [outer] = []] = [given, result];
  return typeof inner === 'string' && typeof outer === 'string' && inner.startsWith(`${outer}.`)
    ? given
    : undefined;
}

/** What came back calls nothing, whatever it reads like. */
function asText({ at, cases }: CasesInside): CasesInside {
  return {
    at,
    cases: cases.map(({ callsInText: _calls, inside, ...rest }) => ({
      ...rest,
      ...(inside === undefined ? {} : { inside: inside.map(asText) }),
    })),
  };
}
