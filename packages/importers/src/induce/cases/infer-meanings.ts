/** Kinds of records whose name says nothing: what follows calls, or carries the ids of calls, is what came back. */
import type { JsonObject } from '@tracewright/core';
import { canonicalName, type LabelMeaning, readRole } from '../words/vocabulary.ts';
import { readCallsInText } from '../written-calls/call-syntax.ts';
import { findCallShape } from './call-shape.ts';
import { inferAsked } from './infer-asked.ts';
import { inferFirstSpeaker } from './infer-first-speaker.ts';
import { inferLinked } from './infer-linked.ts';
import { inferPhases } from './infer-phases.ts';
import { inferQuestions } from './infer-questions.ts';
import { inferSettings } from './infer-settings.ts';
import { inferSilent } from './infer-silent.ts';
import { answers, elementsOf, namesCall } from './find-answers.ts';
import { idMembers } from './pair-ids.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

const CALL: LabelMeaning = { as: 'call', role: 'agent', confidence: 0.6 };
const RESULT: LabelMeaning = { as: 'result', role: 'tool', confidence: 0.6 };
/** Share of the records that must follow a call, or answer one by its id. */
const MOST = 0.8;

export function inferMeanings(
  records: readonly JsonObject[],
  groups: readonly RecordGroup[],
): readonly RecordGroup[] {
  if (groups.length < 2) return groups;
  const before = new Map(records.map((record, index) => [record, records[index - 1]]));
  const named = inferSilent(inferSettings(groups, records))
    .map(asSpoken)
    .map(asAddressed)
    .map(asCounted)
    .map(asModels)
    .map(asNamed)
    .map((group, _index, all) => asCaller(group, all))
    .map(asWritten)
    .map((group, _index, all) => asVoice(group, all, before))
    .map((group) => asAnswered(group, groups, before))
    .map((group, _index, all) => asAnswer(group, all))
    .map((group) => asNamedAnswer(group, before))
    .map((group) => asBegun(group, records.length));
  const linked = inferLinked(inferPhases(inferQuestions(named, before)));
  return inferFirstSpeaker(inferAsked(inferResults(linked, before), records), records);
}

/** "output_item" that has a role of its own: the role says who speaks. */
function asSpoken(group: RecordGroup): RecordGroup {
  const { meaning, records } = group;
  if (meaning?.as !== 'result') return group;
  const roles = profileMembers(records).members.filter(
    ({ names, count, strings }) =>
      names.at(-1) === 'role' && count >= records.length * MOST && strings === count,
  );
  const [role, ...others] = new Set(
    roles.flatMap(({ distinct }) => [...distinct.keys()].map((value) => readRole(value))),
  );
  return others.length === 0 && (role === 'agent' || role === 'user')
    ? { ...group, meaning: { as: 'turn', role, confidence: 0.8 } }
    : group;
}

/** "planner (to writer)": whoever turns to another speaks. */
function asAddressed(group: RecordGroup): RecordGroup {
  if (group.meaning !== undefined || group.records.length === 0) return group;
  const speaks = group.records.every(
    ({ detail }) => typeof detail === 'string' && /^to [\p{L}]/u.test(detail),
  );
  return speaks ? { ...group, meaning: { as: 'turn', role: 'agent', confidence: 0.7 } } : group;
}

/** "librarian: Let me look." beside calls that have the same label: whoever calls is an agent. */
function asCaller(group: RecordGroup, groups: readonly RecordGroup[]): RecordGroup {
  if (group.meaning !== undefined || group.records.length === 0) return group;
  const { label } = group;
  const calls = groups.filter(({ meaning }) => meaning?.as === 'call').flatMap(({ records }) => records);
  const isCaller = label !== '' && calls.some((record) => record['label'] === label);
  return isCaller && group.records.every((record) => record['label'] === label)
    ? { ...group, meaning: { as: 'turn', role: 'agent', confidence: 0.6 } }
    : group;
}

/** "butler: The light is on." after "User: ...", in a text whose labels are of nobody but speakers. */
function asVoice(
  group: RecordGroup,
  groups: readonly RecordGroup[],
  before: ReadonlyMap<JsonObject, JsonObject | undefined>,
): RecordGroup {
  const { meaning, records, when } = group;
  const isLabel = when.length === 1 && when[0]?.path === 'label';
  if (meaning !== undefined || !isLabel || records.length < 2) return group;
  if (!groups.every((other) => ['turn', 'note', undefined].includes(other.meaning?.as))) return group;
  const asked = new Set<JsonObject | undefined>(
    groups.flatMap((other) => (other.meaning?.role === 'user' ? other.records : [])),
  );
  return records.some((record) => asked.has(before.get(record)))
    ? { ...group, meaning: { as: 'turn', role: 'agent', confidence: 0.5 } }
    : group;
}

/** "Tool requests: 1" counts calls and makes none. */
function asCounted(group: RecordGroup): RecordGroup {
  const isCount = group.records.every(
    ({ head, body }) => typeof head === 'string' && /^\d{1,9}$/.test(head) && body === '',
  );
  return group.meaning?.as === 'call' && isCount
    ? { ...group, meaning: { as: 'note', confidence: 0.5 } }
    : group;
}

const MODELS = /^(?:llm|model)_(?:.{1,20}_)?(?:completed?|end(?:ed)?|finish(?:ed)?|returned)$/;
const ANSWERED = /(?:^|_)(?:response|output|completion|answer)$/;

/** "llm_call_completed" with a text called its response: the model's words, whoever else speaks in the log. */
function asModels(group: RecordGroup): RecordGroup {
  const { meaning, records, label } = group;
  if (meaning?.as !== 'note' || !MODELS.test(canonicalName(label))) return group;
  const said = rankField(profileMembers(records), 'text').some(
    ({ member: { names, strings } }) => ANSWERED.test(names.at(-1) ?? '') && strings >= records.length * MOST,
  );
  return said ? { ...group, meaning: { as: 'turn', role: 'agent', confidence: 0.7 } } : group;
}

/** "invocation_input" that names the tool too is the call itself. */
function asNamed(group: RecordGroup): RecordGroup {
  const { meaning, records, when } = group;
  const kinds = when.map(({ path }) => path);
  if (meaning?.as === 'arguments' && namesCall(records, wrappersOf(group), kinds))
    return { ...group, meaning: CALL };
  // "Function search arguments: {...}" in a line of a log.
  if (
    meaning?.as === 'arguments' &&
    records.every(({ head, tool }) => head !== undefined && typeof tool === 'string')
  )
    return { ...group, meaning: CALL };
  // "Agent Call" over "Tool: search": a block of a text that names the tool.
  const isBlock =
    meaning?.as === 'note' && records.every(({ head, body }) => head === '' && body !== undefined);
  const names = isBlock ? rankField(profileMembers(records), 'tool') : [];
  return names.some(({ member, score }) => score >= 0.9 && member.count >= records.length * MOST)
    ? { ...group, meaning: CALL }
    : group;
}

/** "tool find({...})": a label of a tool over calls written as in code. */
function asWritten(group: RecordGroup): RecordGroup {
  const { meaning, records } = group;
  const isWritten =
    meaning?.role === 'tool' &&
    records.every(
      ({ head }) => typeof head === 'string' && readCallsInText(head, ['parentheses']) !== undefined,
    );
  return isWritten ? { ...group, meaning: CALL } : group;
}

/** "Tool" and then "Result": what is answered each time is the call. */
function asAnswered(
  group: RecordGroup,
  groups: readonly RecordGroup[],
  before: ReadonlyMap<JsonObject, JsonObject | undefined>,
): RecordGroup {
  const { meaning, records } = group;
  const isNamed =
    meaning?.as === 'note' && /^(?:tool|function|action)_name$/.test(canonicalName(group.label));
  if ((!isNamed && (meaning?.as !== 'turn' || meaning.role !== 'tool')) || records.length < 2) return group;
  const own = new Set<JsonObject | undefined>(records);
  const answers = groups.filter((other) => other.meaning?.as === 'result').flatMap((other) => other.records);
  // "Tool", "Input", "Output": what the next record gives arguments to.
  const given = groups.filter((other) => other.meaning?.as === 'arguments').flatMap((other) => other.records);
  const gives = given.filter((record) => own.has(before.get(record))).length;
  if (gives >= records.length * MOST && gives >= given.length * MOST) return { ...group, meaning: CALL };
  const follow = answers.filter((record) => own.has(before.get(record))).length;
  return follow >= records.length * MOST && follow >= answers.length * MOST
    ? { ...group, meaning: CALL }
    : group;
}

/** "tool_execution" of calls that were asked for before, and that says nothing of their arguments: what came back. */
function asAnswer(group: RecordGroup, groups: readonly RecordGroup[]): RecordGroup {
  const { meaning, records } = group;
  const mayAnswer = meaning === undefined || meaning.as === 'call' || meaning.role === 'tool';
  // "retry_prompt": told to the model in the user's name, with the id of a call.
  const isUser = meaning?.as === 'turn' && meaning.role === 'user';
  if ((!mayAnswer && !isUser) || meaning?.as === 'result') return group;
  const own = isUser ? records : elementsOf(records);
  const isAnswer = groups.some(
    (other) => other !== group && answers(own, elementsOf(other.records), isUser ? /call|tool/i : undefined),
  );
  return isAnswer ? { ...group, meaning: RESULT } : group;
}

/** "Final answer" after a call of `final_answer`: what it brought stands under its own name. */
function asNamedAnswer(
  group: RecordGroup,
  before: ReadonlyMap<JsonObject, JsonObject | undefined>,
): RecordGroup {
  const { meaning, records, label } = group;
  if (meaning?.as !== 'turn' || records.length < 2) return group;
  const name = canonicalName(label);
  const named = records.filter((record) =>
    Object.entries(before.get(record) ?? {}).some(
      ([key, value]) => key === 'tool' && typeof value === 'string' && canonicalName(value) === name,
    ),
  );
  return named.length >= records.length * MOST ? { ...group, meaning: RESULT } : group;
}

/** Share of a log's records that may say that a run begins. */
const FEW = 0.2;
const BEGINS =
  /^(?:new_)?(?:run|task|session|conversation|chat|request|query)(?:_(?:start|started|begin|begun))?$/;

/** "Starting task: ..." says in its own line what was asked. */
const ASKED_OF = /^(?:new|start|starting|started|begin|beginning|received)_(?:task|request|query)$/;

/** "New run" over a sentence: what was asked. */
function asBegun(group: RecordGroup, total: number): RecordGroup {
  const { meaning, records, label } = group;
  const isOwn = ASKED_OF.test(canonicalName(label));
  if (meaning?.as !== 'note' || !(isOwn || BEGINS.test(canonicalName(label))) || records.length > total * FEW)
    return group;
  const isAsked = records.every(({ head, body }) => {
    const said = isOwn && head !== '' ? head : head === '' ? body : undefined;
    return typeof said === 'string' && /\S(?:\s+\S+){3}/.test(said);
  });
  return isAsked ? { ...group, meaning: { as: 'turn', role: 'user', confidence: 0.5 } } : group;
}

function inferResults(
  groups: readonly RecordGroup[],
  before: ReadonlyMap<JsonObject, JsonObject | undefined>,
): readonly RecordGroup[] {
  const calls = groups.filter(isCall);
  if (calls.length === 0) return groups;
  // "Parameters" behind the name of what is called are a part of it.
  const parts = groups.filter(({ meaning }) => meaning?.as === 'arguments');
  const inCall = new Set([...calls, ...parts].flatMap((group) => group.records));
  const called = calls.flatMap((group) => idMembers(group.records).map(({ values }) => values));
  return groups.map((group) => {
    const { meaning, records: own } = group;
    // Whoever speaks in them says so.
    if (meaning !== undefined || inCall.has(own[0] ?? {}) || own.length < 2) return group;
    const follows = own.filter((record) => {
      const previous = before.get(record);
      return previous !== undefined && inCall.has(previous);
    }).length;
    const isLinked = idMembers(own).some(({ values, unique }) => {
      if (unique < 0.9) return false;
      const known = called.filter(
        (other) => [...values].filter((value) => other.has(value)).length >= values.size * 0.5,
      );
      return known.length > 0;
    });
    return follows >= own.length * MOST || isLinked ? { ...group, meaning: RESULT } : group;
  });
}

function isCall({ meaning, records }: RecordGroup): boolean {
  if (meaning !== undefined) return meaning.as === 'call';
  const profile = profileMembers(records);
  const often = (field: 'tool' | 'arguments' | 'result'): boolean =>
    rankField(profile, field).some(
      ({ member, score }) => score >= 0.6 && member.count >= records.length * MOST,
    );
  return (
    (often('tool') && often('arguments') && !often('result')) || findCallShape(profile, records) !== undefined
  );
}
