/**
 * What the names of calls and of results say of each other, where no ids pair them: results are named after what was called or after
 * something else, and what is called with nothing and never brings anything is a step of the runtime.
 */
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { select } from '../adapter/select-value.ts';
import { canonicalName } from '../words/vocabulary.ts';
import type { RecordGroup } from './partition-records.ts';

/** Share of the other calls that must be answered at once. */
const MOST = 0.9;
const FEWEST = 2;

/**
 * @param cases one for each of the groups
 * @param records all of them, in order
 */
export function settleNames(
  cases: readonly RecordCase[],
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): RecordCase[] {
  const recordsOf = (index: number): readonly JsonObject[] => groups[index]?.records ?? [];
  const called = new Set(
    cases.flatMap(({ as, fields }, index) =>
      as === 'call' ? recordsOf(index).flatMap((record) => nameIn(record, fields.tool)) : [],
    ),
  );
  const settled = cases.map((recordCase, index) =>
    recordCase.as === 'result' && called.size > 0
      ? withoutOtherNames(recordCase, recordsOf(index), called)
      : recordCase,
  );
  const answers = new Set(cases.flatMap(({ as }, index) => (as === 'result' ? recordsOf(index) : [])));
  const answered = new Set(records.filter((_record, index) => answers.has(records[index + 1] ?? {})));
  return settled.flatMap((recordCase, index) => [
    ...findIdle(recordCase, recordsOf(index), answered),
    recordCase,
  ]);
}

/** "find_devices_outcome" is the name of no call. */
function withoutOtherNames(
  recordCase: RecordCase,
  records: readonly JsonObject[],
  called: ReadonlySet<string>,
): RecordCase {
  const { resultName, ...fields } = recordCase.fields;
  const names = records.flatMap((record) => nameIn(record, resultName));
  return names.length === 0 || names.some((name) => called.has(name))
    ? recordCase
    : { ...recordCase, fields };
}

/** "action_listen", again and again: nothing goes in and nothing comes back, where all else is answered. */
function findIdle(
  { as, when, fields }: RecordCase,
  records: readonly JsonObject[],
  answered: ReadonlySet<JsonObject>,
): readonly RecordCase[] {
  const [tool] = fields.tool ?? [];
  const isBare = fields.arguments === undefined && fields.callId === undefined && fields.result === undefined;
  if (as !== 'call' || typeof tool !== 'string' || !isBare) return [];
  const counts = new Map<string, { calls: number; answers: number }>();
  for (const record of records) {
    const written = select(record, [tool])?.value;
    if (typeof written !== 'string') continue;
    const { calls, answers } = counts.get(written) ?? { calls: 0, answers: 0 };
    counts.set(written, { calls: calls + 1, answers: answers + Number(answered.has(record)) });
  }
  const used = [...counts.values()].filter(({ answers }) => answers > 0);
  const [calls, answers] = [sum(used.map((one) => one.calls)), sum(used.map((one) => one.answers))];
  const idle = [...counts].flatMap(([name, one]) => (one.answers === 0 && one.calls >= FEWEST ? [name] : []));
  return used.length < FEWEST || idle.length === 0 || answers < calls * MOST
    ? []
    : [{ when: [...when, { path: tool, in: idle }], as: 'note', fields: {} }];
}

function nameIn(record: JsonObject, selectors: RecordCase['fields']['tool']): string[] {
  const written = select(record, selectors)?.value;
  return typeof written === 'string' ? [canonicalName(written)] : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
