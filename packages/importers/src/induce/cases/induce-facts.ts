/** What is known of a run beside its records: task, model, agent, and what a grader said, which goes to the outcome alone. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { FactName, Selector } from '../adapter/adapter.ts';
import { FACT_NAMES } from '../adapter/adapter.ts';
import { type MemberProfile, meanLength, profileMembers } from './profile-members.ts';
import { FACT_WORDS, WRAPPERS } from '../words/vocabulary.ts';

const PARENTS = new Set(
  'info task metadata meta config header run session agent model_config settings result evaluation grading reward_info outcome eval scores'.split(
    ' ',
  ),
);

export function induceFacts(
  runs: readonly JsonValue[],
  groupBy: string | undefined,
): Partial<Record<FactName, Selector[]>> {
  const objects: JsonObject[] = runs.filter(isJsonObject);
  if (objects.length === 0) return {};
  const { members } = profileMembers(objects);
  const facts: Partial<Record<FactName, Selector[]>> = {};
  const taken = new Set<string>();
  for (const fact of FACT_NAMES) {
    if (fact === 'id' && groupBy !== undefined) continue;
    const [best] = members
      .filter((member) => !taken.has(member.path) && fits(member, fact))
      .map((member) => ({ member, score: scoreOf(member, fact) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score);
    if (best === undefined) continue;
    facts[fact] = [best.member.path];
    taken.add(best.member.path);
  }
  return facts;
}

function scoreOf({ names }: MemberProfile, fact: FactName): number {
  const leaf = names.at(-1) ?? '';
  const parents = names.slice(0, -1);
  if (!parents.every((name) => WRAPPERS.has(name) || PARENTS.has(name))) return 0;
  const index = FACT_WORDS[fact].indexOf(leaf);
  if (index !== -1) return 1 - index * 0.03 - parents.length * 0.1;
  const [parent] = parents;
  // {"task": {"id", "description"}}, {"agent": {"name"}}
  if (parents.length === 1 && parent !== undefined) {
    if (fact === 'task' && parent === 'task' && leaf === 'id') return 0.85;
    if (fact === 'agent' && parent === 'agent' && leaf === 'name') return 0.85;
    if (
      fact === 'model' &&
      (parent === 'model' || parent === 'agent') &&
      (leaf === 'name' || leaf === 'model_name')
    )
      return 0.8;
  }
  return 0;
}

/** Four words or more. */
function isSentence(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && /\S(?:\s{1,20}\S{1,200}){3}/.test(value);
}

function fits(member: MemberProfile, fact: FactName): boolean {
  const { count, strings, numbers, booleans, distinct } = member;
  const isText = strings >= count * 0.9;
  switch (fact) {
    case 'task':
      // A sentence is no name of a task.
      return (
        strings + numbers >= count * 0.9 && meanLength(member) <= 120 && !member.samples.some(isSentence)
      );
    case 'id':
      return strings + numbers >= count * 0.9 && meanLength(member) <= 120;
    case 'taskText':
      return isText && meanLength(member) >= 8;
    case 'agent':
    case 'model':
      return isText && meanLength(member) <= 80;
    case 'system':
      return (isText && meanLength(member) >= 8) || member.objects >= count * 0.9;
    case 'success':
      return booleans >= count * 0.9 || (isText && meanLength(member) <= 20 && distinct.size <= 8);
    case 'score':
      return numbers >= count * 0.9;
  }
}
