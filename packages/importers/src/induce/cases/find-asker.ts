/**
 * Where agents speak and nobody asks: what was put to them stands in a record that nothing else is read from, before they answer, as the
 * input of a pipeline that starts or of a request to a model. (A task is what the run is about: induce-facts.ts.)
 */
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { canonicalName } from '../words/vocabulary.ts';
import { type RecordGroup, wrappersOf } from './partition-records.ts';
import { type MemberProfile, profileMembers } from './profile-members.ts';

const ASKED = /(?:^|_)(?:inputs?|prompt|query|question|request|asked|utterance|transcript)$/;
/** What a model or a tool is told besides. */
const NOT_ASKED = /^(?:system|negative|tool|function|api)_|_(?:id|tokens?|template)$/;
/** Two blanks between words. */
const SENTENCE = /\S\s+\S+\s+\S/;
/** Share of the texts that must be sentences, and be told once. */
const MOST = 0.7;

/**
 * @param cases one for each of the groups
 * @param records all of them, in order
 */
export function findAsker(
  cases: readonly RecordCase[],
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): RecordCase[] {
  if (cases.some(mayAsk) || !cases.some(answers)) return [];
  const kinds = new Map(
    groups.flatMap((group, index) => group.records.map((record) => [record, cases[index]] as const)),
  );
  const isSaid = (record: JsonObject): boolean => {
    const read = kinds.get(record);
    return read !== undefined && says(record, read);
  };
  for (const [index, group] of groups.entries()) {
    const recordCase = cases[index];
    const { when, records: own } = group;
    // Of a text the lines over what was said tell what was set, too.
    const isOfText = when.some(({ path }) => path === 'label');
    if (recordCase === undefined || recordCase.role !== undefined || isOfText) continue;
    const isKind = ASKED.test(canonicalName(group.label.split('/').at(-1) ?? ''));
    const asked = profileMembers(own, wrappersOf(group)).members.filter(
      (member) => isAsked(member, isKind) && when.every(({ path }) => path !== member.path),
    );
    for (const { path } of asked) {
      const holds = (record: JsonObject): boolean =>
        !isEmpty([...findPlaces(record, pathOf(path))][0]?.value);
      const asking = own.filter(holds);
      // What a call was given stands behind it, and what is said beside something else is no question.
      const isAlone = recordCase.as === 'arguments' || !asking.some((record) => says(record, recordCase));
      if (isAlone && areAsked(asking, records, kinds, isSaid))
        return [
          {
            when: [...when, { path }],
            as: 'turn',
            role: 'user',
            fields: {
              text: [path],
              ...(recordCase.fields.time === undefined ? {} : { time: recordCase.fields.time }),
            },
          },
        ];
    }
  }
  return [];
}

/** The first stands before anybody speaks, and none between a call and what it brought. */
function areAsked(
  asking: readonly JsonObject[],
  records: readonly JsonObject[],
  kinds: ReadonlyMap<JsonObject, RecordCase | undefined>,
  isSaid: (record: JsonObject) => boolean,
): boolean {
  const all = new Set(asking);
  let isFirst = true;
  let before: RecordCase | undefined;
  for (const record of records) {
    if (all.has(record)) {
      if (before?.as === 'call') return false;
      isFirst = false;
    } else if (isSaid(record)) {
      if (isFirst) return false;
      before = kinds.get(record);
    }
  }
  return true;
}

function isAsked({ names, strings, count, samples }: MemberProfile, isKind: boolean): boolean {
  const leaf = names.at(-1) ?? '';
  const texts = samples.filter((value) => typeof value === 'string');
  return (
    (isKind || ASKED.test(leaf)) &&
    !NOT_ASKED.test(leaf) &&
    strings === count &&
    texts.filter((text) => SENTENCE.test(text)).length >= texts.length * MOST &&
    new Set(texts).size >= texts.length * MOST
  );
}

function mayAsk({ role, fields, inside = [] }: RecordCase): boolean {
  return (
    role === 'user' ||
    role === 'environment' ||
    fields.role !== undefined ||
    fields.asked !== undefined ||
    inside.some(({ cases }) => cases.some(mayAsk))
  );
}

function answers({ as, role, fields, inside = [] }: RecordCase): boolean {
  return (
    (as === 'turn' && role === 'agent' && (fields.text !== undefined || inside.length > 0)) ||
    as === 'call' ||
    inside.some(({ cases }) => cases.some(answers))
  );
}

/** Whether anything that a case reads as words, a call or a result stands in the record. */
function says(record: JsonObject, { as, fields, inside = [] }: RecordCase): boolean {
  if (as === 'note' || as === 'arguments') return false;
  const { text = [], thought = [], tool = [], callText = [], result = [] } = fields;
  const paths = [...text, ...thought, ...tool, ...callText, ...result, ...inside.map(({ at }) => at)];
  return paths.some(
    (path) =>
      typeof path === 'string' && [...findPlaces(record, pathOf(path))].some(({ value }) => !isEmpty(value)),
  );
}
