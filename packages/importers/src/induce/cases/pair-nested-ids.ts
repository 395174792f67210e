/**
 * Ids of calls that stand in a list of the record that makes them, whatever they are called: those that what came back has in common with
 * them, in a record of its own or in a list, too.
 */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type IdMember, idMembers } from './pair-ids.ts';
import type { RecordGroup } from './partition-records.ts';

/** Fewer ids may be the same by chance. */
const LEAST = 2;
/** Share of the ids of results that are ids of calls; of a record's ids that are its own. */
const MOST = 0.8;

/** What a case reads: its records, or the elements of a list in them. */
interface Told {
  readonly index: number;
  /** Of the list; the empty path for the records themselves. */
  readonly at: string;
  readonly ids: readonly IdMember[];
}

export function pairNestedIds(cases: readonly RecordCase[], groups: readonly RecordGroup[]): RecordCase[] {
  const recordsOf = (index: number): readonly JsonObject[] => groups[index]?.records ?? [];
  const answering = cases.flatMap((recordCase, index): Told[] => [
    ...(isAnswer(recordCase) ? [{ index, at: '', ids: idMembers(recordsOf(index)) }] : []),
    ...(recordCase.inside ?? [])
      .filter((list) => list.cases.every(isAnswer))
      .map(({ at }) => ({ index, at, ids: idMembers(elementsAt(recordsOf(index), at)) })),
  ]);
  if (answering.length === 0) return [...cases];
  const calling = cases.flatMap((recordCase, index): Told[] =>
    (recordCase.inside ?? []).flatMap((list) => {
      const calls = list.cases.filter(({ as }) => as === 'call');
      if (calls.length === 0) return [];
      const known = new Set<unknown>(calls.flatMap(({ fields }) => fields.callId ?? []));
      const ids = idMembers(elementsAt(recordsOf(index), list.at)).filter(
        ({ path }) => known.size === 0 || known.has(path),
      );
      return [{ index, at: list.at, ids }];
    }),
  );
  const paths = new Map<string, string>();
  for (const called of calling)
    for (const answer of answering) {
      const pair = called.ids.flatMap((call) =>
        answer.ids.flatMap((result) => (areSame(call, result) ? [{ call, result }] : [])),
      )[0];
      if (pair === undefined || paths.has(keyOf(answer))) continue;
      paths.set(keyOf(called), pair.call.path);
      paths.set(keyOf(answer), pair.result.path);
    }
  return cases.map((recordCase, index) => ({
    ...withId(recordCase, isAnswer(recordCase) ? paths.get(keyOf({ index, at: '' })) : undefined),
    ...(recordCase.inside === undefined
      ? {}
      : {
          inside: recordCase.inside.map((list) => {
            const path = paths.get(keyOf({ index, at: list.at }));
            return {
              ...list,
              cases: list.cases.map((one) =>
                withId(one, one.as === 'call' || isAnswer(one) ? path : undefined),
              ),
            };
          }),
        }),
  }));
}

function isAnswer({ as, role, fields }: RecordCase): boolean {
  return (as === 'result' || role === 'tool') && fields.callId === undefined;
}

function areSame(call: IdMember, result: IdMember): boolean {
  const common = [...result.values].filter((value) => call.values.has(value)).length;
  return (
    call.unique >= MOST && result.unique >= MOST && common >= LEAST && common >= result.values.size * MOST
  );
}

function keyOf({ index, at }: Pick<Told, 'index' | 'at'>): string {
  return `${index} ${at}`;
}

function elementsAt(records: readonly JsonObject[], at: string): readonly JsonObject[] {
  return records.flatMap((record) =>
    [...findPlaces(record, pathOf(at))].map(({ value }) => value).filter(isJsonObject),
  );
}

function withId(recordCase: RecordCase, path: string | undefined): RecordCase {
  return path === undefined
    ? recordCase
    : { ...recordCase, fields: { ...recordCase.fields, callId: [path] } };
}
