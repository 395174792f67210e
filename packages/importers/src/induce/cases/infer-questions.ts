/** What the user answers each time is what the agent asked, whatever its kind is called. */
import type { JsonObject } from '@tracewright/core';
import type { RecordGroup } from './partition-records.ts';

/** A question asked once may stand before an answer by chance. */
const FEWEST = 2;
/** Three words, in any text of the record. */
const SENTENCE = /\S\s+\S+\s+\S/;

/** @param before what stands before each record */
export function inferQuestions(
  groups: readonly RecordGroup[],
  before: ReadonlyMap<JsonObject, JsonObject | undefined>,
): readonly RecordGroup[] {
  const answered = new Set<JsonObject | undefined>(
    groups.flatMap(({ meaning, records }) =>
      meaning?.as === 'turn' && meaning.role === 'user' ? records.map((record) => before.get(record)) : [],
    ),
  );
  return groups.map((group) => {
    const { meaning, records, when } = group;
    const isQuestion =
      meaning === undefined &&
      when.length > 0 &&
      records.length >= FEWEST &&
      records.every((record) => answered.has(record) && says(record));
    return isQuestion ? { ...group, meaning: { as: 'turn', role: 'agent', confidence: 0.5 } } : group;
  });
}

function says(record: JsonObject): boolean {
  return Object.values(record).some((value) => typeof value === 'string' && SENTENCE.test(value));
}
