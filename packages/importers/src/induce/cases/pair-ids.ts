import type { JsonObject, JsonValue } from '@tracewright/core';
import type { RecordCase, RecordKind } from '../adapter/adapter.ts';
import type { RecordGroup } from './partition-records.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { select } from '../adapter/select-value.ts';
import { isRedacted, type MemberProfile, profileMembers } from './profile-members.ts';

/** Fewer calls or results may miss each other by chance. */
const LEAST = 2;
/** Calls of which more than a few may not have one id, and the share that have ids of their own. */
const MANY = 6;
const SHARED = 0.3;

/** The ids by which results name their calls are those that the two have in common, whatever they are called. */
export function pairIds(cases: readonly RecordCase[], groups: readonly RecordGroup[]): RecordCase[] {
  const idsOf = (kind: RecordKind): (IdMember & { index: number })[] =>
    cases.flatMap((recordCase, index) => {
      if (recordCase.as !== kind || answersItself(recordCase)) return [];
      return idMembers(groups[index]?.records ?? []).map((member) => ({ ...member, index }));
    });
  const calls = idsOf('call');
  const results = idsOf('result');
  const spoken = cases.flatMap(({ as, role }, index) =>
    as === 'turn' && role === 'user' ? (groups[index]?.records ?? []) : [],
  );
  // What a user's words carry too is an id of the session.
  const ofSession = new Set(idMembers(spoken).flatMap(({ values }) => [...values]));
  const chosen = new Map<number, { path: string; score: number }>();
  for (const result of results) {
    for (const call of calls) {
      const common = [...result.values].filter((value) => call.values.has(value)).length;
      const overlap = common / Math.max(1, Math.min(result.values.size, call.values.size));
      // Of two ids in common the one that every record has for itself: an answer of the model may hold several calls.
      // What a call names as its parent came before it.
      // What is of a whole turn or session is of many calls.
      const own =
        Math.min(result.unique, call.unique) *
        (PARENT.test(call.path) ? 0.9 : 1) *
        (WIDER.test(call.path) || WIDER.test(result.path) ? 0.5 : 1);
      // An id of the session stands in all of them and pairs nothing.
      if (
        common < 1 ||
        overlap < 0.5 ||
        [...result.values].every((value) => ofSession.has(value)) ||
        // An id of whoever calls stands in many of the calls.
        isShared(call) ||
        (result.values.size < result.told * 0.5 && !(result.counts && call.counts))
      )
        continue;
      for (const [index, path] of [
        [call.index, call.path],
        [result.index, result.path],
      ] as const) {
        if ((chosen.get(index)?.score ?? 0) < overlap * own)
          chosen.set(index, { path, score: overlap * own });
      }
    }
  }
  const ids = new Set([...chosen.values()].map(({ path }) => path));
  const paired = cases.map((recordCase, index) => {
    const found =
      chosen.get(index) ??
      (recordCase.as === 'note' ? sharedId(groups[index]?.records ?? [], ids) : undefined);
    return found === undefined
      ? { ...recordCase }
      : { ...recordCase, fields: { ...recordCase.fields, callId: [found.path] } };
  });
  return areApart(paired, groups) ? paired.map(withoutCallId) : paired;
}

/** Each call and each result has an id, and none of a result is one of a call: they are ids of the records, which pair nothing. */
function areApart(cases: readonly RecordCase[], groups: readonly RecordGroup[]): boolean {
  const idsOf = (kind: RecordKind): readonly JsonValue[] | undefined => {
    const own = cases.flatMap((recordCase, index) => (recordCase.as === kind ? [{ recordCase, index }] : []));
    const ids = own.flatMap(({ recordCase: { fields }, index }) =>
      (groups[index]?.records ?? []).flatMap((record) => select(record, fields.callId)?.value ?? []),
    );
    const told = own.reduce((sum, { index }) => sum + (groups[index]?.records.length ?? 0), 0);
    return told >= LEAST && ids.length === told && new Set(ids).size === told ? ids : undefined;
  };
  const [calls, results] = [idsOf('call'), idsOf('result')];
  const isNested = cases.some(({ inside = [] }) => inside.length > 0);
  const known = new Set(calls);
  return !isNested && calls !== undefined && results?.every((id) => !known.has(id)) === true;
}

function withoutCallId(recordCase: RecordCase): RecordCase {
  const { callId: _callId, ...fields } = recordCase.fields;
  return { ...recordCase, fields };
}

function isShared({ values, told, counts }: IdMember): boolean {
  return told >= MANY && values.size < told * SHARED && !counts;
}

/** A call that tells what came back needs no other record for it. */
function answersItself({ as, fields }: RecordCase): boolean {
  return as === 'call' && fields.result !== undefined && fields.callId !== undefined;
}

const ID_NAME = /(?:^|_)(?:id|uuid|ref|cause|key|call|parent|seq|number|reply_to)$/;

const PARENT = /parent[^.]*$/i;
const WIDER = /(?:turn|session|thread|conversation|trace|response|message)_?id$/i;

export interface IdMember {
  readonly path: string;
  readonly values: ReadonlySet<string>;
  /** Values to a record, [0, 1]; 1 of numbers that count. */
  readonly unique: number;
  /** Records that say it: where it was redacted it says nothing. */
  readonly told: number;
  /** Numbers that count, and begin anew in another run. */
  readonly counts: boolean;
}

/** What is no call has an id of the same name: what answers it is no result. */
function sharedId(records: readonly JsonObject[], ids: ReadonlySet<string>): { path: string } | undefined {
  const found = idMembers(records).find(({ path }) => ids.has(path));
  return found === undefined ? undefined : { path: found.path };
}

/** Ids of the records, those that are called an id of a call first. */
export function idMembers(records: readonly JsonObject[]): IdMember[] {
  const { members } = profileMembers(records);
  const rank = ({ names }: MemberProfile): number => (/call|tool|cause/.test(names.at(-1) ?? '') ? 0 : 1);
  return members
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((member) => {
      const isId = ID_NAME.test(member.names.at(-1) ?? '') && member.count >= records.length * 0.5;
      if (!isId || member.strings + member.numbers < member.count * 0.9) return [];
      const values = new Set<string>();
      const numbers: number[] = [];
      let told = 0;
      for (const record of records)
        for (const { value } of findPlaces(record, pathOf(member.path)))
          if ((typeof value === 'string' || typeof value === 'number') && !isRedacted(value)) {
            told += 1;
            values.add(String(value));
            if (typeof value === 'number') numbers.push(value);
          }
      const rising = numbers.filter(
        (value, index) => index > 0 && value > (numbers[index - 1] ?? value),
      ).length;
      const counts =
        numbers.length >= 5 && numbers.length === member.count && rising >= (numbers.length - 1) * 0.7;
      return [
        {
          path: member.path,
          values,
          unique: counts ? 1 : values.size / Math.max(1, member.count),
          told,
          counts,
        },
      ];
    });
}
