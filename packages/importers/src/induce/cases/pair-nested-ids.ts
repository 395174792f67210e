/** Ids of calls that stand in a list of the record that makes them, whatever they are called: those that what came back has in common with them. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { idMembers } from './pair-ids.ts';
import type { RecordGroup } from './partition-records.ts';

/** Fewer ids may be the same by chance. */
const LEAST = 2;
/** Share of the ids of results that are ids of calls; of a record's ids that are its own. */
const MOST = 0.8;

export function pairNestedIds(cases: readonly RecordCase[], groups: readonly RecordGroup[]): RecordCase[] {
  const answering = cases.flatMap(({ as, role, fields }, index) =>
    (as === 'result' || role === 'tool') && fields.callId === undefined
      ? idMembers(groups[index]?.records ?? []).map((member) => ({ ...member, index }))
      : [],
  );
  if (answering.length === 0) return [...cases];
  const answers = new Map<number, string>();
  const paired = cases.map((recordCase, index): RecordCase => {
    if (recordCase.inside === undefined) return recordCase;
    const inside = recordCase.inside.map((list) => {
      const isUnpaired = list.cases.some(({ as, fields }) => as === 'call' && fields.callId === undefined);
      const called = isUnpaired ? idMembers(elementsAt(groups[index]?.records ?? [], list.at)) : [];
      for (const call of called)
        for (const answer of answering) {
          const common = [...answer.values].filter((value) => call.values.has(value)).length;
          const isOwn = call.unique >= MOST && answer.unique >= MOST;
          if (!isOwn || common < LEAST || common < answer.values.size * MOST) continue;
          answers.set(answer.index, answer.path);
          return {
            ...list,
            cases: list.cases.map((one) => (one.as === 'call' ? withId(one, call.path) : one)),
          };
        }
      return list;
    });
    return { ...recordCase, inside };
  });
  return paired.map((recordCase, index) => {
    const path = answers.get(index);
    return path === undefined ? recordCase : withId(recordCase, path);
  });
}

function elementsAt(records: readonly JsonObject[], at: string): readonly JsonObject[] {
  return records.flatMap((record) =>
    [...findPlaces(record, pathOf(at))].map(({ value }) => value).filter(isJsonObject),
  );
}

function withId(recordCase: RecordCase, path: string): RecordCase {
  return { ...recordCase, fields: { ...recordCase.fields, callId: [path] } };
}
