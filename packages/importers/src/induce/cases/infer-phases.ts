/**
 * Kinds that open and close the same thing: "TaskStateEntered" with a name and what went in, "TaskStateExited" with what came out, are a
 * call and its result; what opens the whole with a question and closes it with an answer are who asked and who replied.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { type LabelMeaning, canonicalName, FIELD_WORDS } from '../words/vocabulary.ts';

const OPENS =
  /^(?:enter(?:ed)?|start(?:ed)?|begin|began|begun|open(?:ed)?|invoked|requested|scheduled|dispatched|in)$/;
const CLOSES =
  /^(?:exit(?:ed)?|end(?:ed)?|finish(?:ed)?|complete(?:d)?|close(?:d)?|succeed(?:ed)?|success|done|returned|responded|stopped|fail(?:ed)?|out)$/;
/** Of these there is one around all calls. */
const WHOLE =
  /^(?:(?:agent|workflow|flow|graph)_)?(?:execution|invocation|run|task|job|request|session|workflow|turn)$/;
/** Share of the records that must have what the phase of the thing has. */
const MOST = 0.8;
const SURE = 0.6;
const WHOLE_ASKED = [...FIELD_WORDS.asked, 'input'];
const REPLIED = [...FIELD_WORDS.reply, 'output', 'result'];

interface Phase {
  /** What is opened and closed. */
  readonly stem: string;
  readonly isOpen: boolean;
}

export function inferPhases(groups: readonly RecordGroup[]): readonly RecordGroup[] {
  const phases = new Map(groups.map((group) => [group, phaseOf(group)]));
  const stems = (isOpen: boolean): ReadonlySet<string> =>
    new Set([...phases.values()].flatMap((phase) => (phase?.isOpen === isOpen ? [phase.stem] : [])));
  const [opened, closed] = [stems(true), stems(false)];
  const speaks = (role: string): boolean =>
    groups.some(({ meaning }) => meaning?.as === 'turn' && meaning.role === role);
  const [hasUser, hasAgent] = [speaks('user'), speaks('agent')];
  const isWhole = (group: RecordGroup): boolean =>
    WHOLE.test(phases.get(group)?.stem ?? '') && !hasName(group);
  // Where words say what was called, nothing else was.
  const hasCalls = groups.some((group) => group.meaning?.as === 'call' && !isWhole(group));
  const called = new Set(
    [...phases].flatMap(([group, phase]) =>
      phase?.isOpen === true && !hasCalls && saysLittle(group) && hasName(group) && given(group)
        ? [phase.stem]
        : [],
    ),
  );
  return groups.map((group) => {
    const phase = phases.get(group);
    if (phase === undefined || !opened.has(phase.stem) || !closed.has(phase.stem)) return group;
    const as = (meaning: LabelMeaning): RecordGroup => ({ ...group, meaning });
    if (called.has(phase.stem))
      return phase.isOpen
        ? as({ as: 'call', role: 'agent', confidence: SURE })
        : as({ as: 'result', role: 'tool', confidence: SURE });
    if (!saysLittle(group) && !isWhole(group)) return group;
    if (phase.isOpen && !hasUser && holds(group, isWhole(group) ? WHOLE_ASKED : FIELD_WORDS.asked))
      return as({ as: 'turn', role: 'user', confidence: SURE });
    return !phase.isOpen && !hasAgent && holds(group, REPLIED)
      ? as({ as: 'turn', role: 'agent', confidence: SURE })
      : group;
  });
}

/** A note, or a turn of nobody's. */
function saysLittle({ meaning }: RecordGroup): boolean {
  return (
    meaning === undefined || meaning.as === 'note' || (meaning.as === 'turn' && meaning.role === undefined)
  );
}

function phaseOf({ label }: RecordGroup): Phase | undefined {
  const words = canonicalName(label.split('/').at(-1) ?? '')
    .split(/[_.]/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (words.length < 2 || !(OPENS.test(last) || CLOSES.test(last))) return undefined;
  return { stem: words.slice(0, -1).join('_'), isOpen: OPENS.test(last) };
}

function hasName(group: RecordGroup): boolean {
  const named = new Set(['name', ...FIELD_WORDS.tool]);
  return profileMembers(group.records, wrappersOf(group)).members.some(
    ({ path, names, strings, count, distinct }) =>
      group.when.every((condition) => condition.path !== path) &&
      named.has(names.at(-1) ?? '') &&
      strings === count &&
      count >= group.records.length * MOST &&
      [...distinct.keys()].every((name) => !/\s\S+\s/.test(name)),
  );
}

/** An object, or a text that is one, under a name of what goes in. */
function given(group: RecordGroup): boolean {
  const profile = profileMembers(group.records, wrappersOf(group));
  return rankField(profile, 'arguments').some(
    ({ member }) =>
      member.count >= group.records.length * MOST &&
      group.records.slice(0, 20).every((record) => valuesAt(record, member.path).every(isObject)),
  );
}

function isObject(value: JsonValue): boolean {
  return isJsonObject(value) || (typeof value === 'string' && isJsonObject(decodeJsonText(value)));
}

function holds(group: RecordGroup, words: readonly string[]): boolean {
  return profileMembers(group.records, wrappersOf(group)).members.some(
    ({ names, strings, count }) =>
      words.includes(names.at(-1) ?? '') && strings >= count * MOST && count >= group.records.length * MOST,
  );
}

function valuesAt(record: JsonObject, path: string): JsonValue[] {
  return [...findPlaces(record, pathOf(path))].map(({ value }) => value);
}
