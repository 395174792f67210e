/**
 * Arguments that stand beside the name of what was called, in no object of their own: `{"action": "click", "x": 3, "y": 4}`, the row of
 * a process log with its activity and its attributes.
 */
import type { FieldChoice } from './field-choice.ts';
import type { JsonObject, JsonValue } from '@tracewright/core';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import type { MemberProfile } from './profile-members.ts';

/** What a log notes of every record. */
const NOTED =
  /(?:^|_)(?:id|uuid|guid|uid|seq|number|index|level|pid|tid|host|hostname|thread|logger|version|time|timestamp|date|ts|duration|ms|elapsed|latency|tag|type|kind|status|state|role|case|trace|run|session|resource|user|agent|risk|confirmed|prompt)$/;
/** Names under which logs of processes say what was done. */
const ACTIVITY = /^(?:activity|activity_name|concept_name)$/;

export function takeBeside(choice: FieldChoice, label: string): void {
  const [tool] = choice.fields.tool ?? [];
  if (typeof tool !== 'string' || choice.has('arguments') || pathOf(tool).length !== 1) return;
  const named = choice.members.find(({ path }) => path === tool);
  if (named === undefined) return;
  const isProcess = ACTIVITY.test(named.names.at(-1) ?? '');
  const top = choice.members.filter(({ path }) => pathOf(path).length === 1);
  const isGiven = (member: MemberProfile): boolean =>
    !choice.isTaken(member.path) &&
    member.lists === 0 &&
    !(label !== '' && member.distinct.has(label)) &&
    (isProcess
      ? !isMark(member)
      : !NOTED.test(member.names.at(-1) ?? '') && dependsOn(member, named, choice));
  if (!top.some(isGiven)) return;
  const omit = top.flatMap((member) => {
    const [step] = pathOf(member.path);
    return step?.kind === 'name' && !isGiven(member) ? [step.name] : [];
  });
  omit.push(...neverFilled(choice.sample));
  choice.select('arguments', { path: '', omit }, 0.5);
  for (const member of top) if (isGiven(member)) choice.reserve(member.path);
}

/** Members that are null in every record: nobody has given them anything. */
function neverFilled(records: readonly JsonObject[]): string[] {
  const filled = new Map<string, boolean>();
  for (const record of records)
    for (const [name, value] of Object.entries(record))
      filled.set(name, value !== null || filled.get(name) === true);
  return [...filled].flatMap(([name, isFilled]) => (isFilled ? [] : [name]));
}

/** The tag of an element, and who or when. */
function isMark({ names }: MemberProfile): boolean {
  return /^(?:tag|org_resource|org_role|org_group|time_timestamp|lifecycle_transition|text|children)$/.test(
    names.at(-1) ?? '',
  );
}

/** Share of the tools that may have a parameter in common. */
const SOME = 0.9;

/** Parameters belong to some tools and not to others. */
function dependsOn(member: MemberProfile, tool: MemberProfile, { records, sample }: FieldChoice): boolean {
  if (tool.distinct.size < 2 || member.count >= records * 0.95) return false;
  const [own, named] = [pathOf(member.path), pathOf(tool.path)];
  const having = new Set<JsonValue>();
  for (const record of sample)
    if ([...findPlaces(record, own)].some(({ value }) => !isEmpty(value)))
      for (const { value } of findPlaces(record, named)) having.add(value);
  return having.size < tool.distinct.size * SOME;
}
