/**
 * Records in which the name of a member says who speaks: `{"user": "Sort my files"}` before steps of the agent, `{"task": "..."}` as the
 * first of them.
 */
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, formatPath, pathOf } from '../adapter/path.ts';
import { profileMembers } from './profile-members.ts';
import { isEmpty, select } from '../adapter/select-value.ts';

export const ASKS: RegExp =
  /^(?:user|human|customer|client|question|query|task|goal|objective|prompt|instruction|request|user_message|user_input)$/;
/** A member that most records have is a field of each, no voice. */
const MOST = 0.6;

const PERSON = /^(?:user|human|customer|client|member|person)(?:_id|_name)?$/;
const MACHINE = /^(?:bot|agent|assistant|app|model)(?:_id|_name)?$/;

/** `{"user": "U7", "text": ...}` beside `{"bot_id": "B1", "text": ...}`: which of two members a record has says who speaks. */
function findNamedVoices(records: readonly JsonObject[], main: RecordCase): readonly RecordCase[] {
  if (main.as !== 'turn' || main.role !== undefined || main.fields.role !== undefined) return [];
  const having = (test: RegExp): { readonly path: string; readonly records: ReadonlySet<JsonObject> }[] =>
    profileMembers(records).members.flatMap(({ path, names, count, strings }) =>
      names.length === 1 && test.test(names[0] ?? '') && strings === count
        ? [{ path, records: new Set(records.filter((record) => holdsAt(record, path))) }]
        : [],
    );
  const machines = having(MACHINE);
  return having(PERSON)
    .filter((person) =>
      machines.some(
        (machine) =>
          machine.records.size + person.records.size === records.length &&
          [...machine.records].every((record) => !person.records.has(record)),
      ),
    )
    .slice(0, 1)
    .map(({ path }): RecordCase => ({ ...main, when: [...main.when, { path }], role: 'user' }));
}

/** `{"type": 1, "text": ...}` beside `{"type": 2, ...}` that calls and thinks: the number of whoever speaks first and does neither. */
function findNumberedVoices(records: readonly JsonObject[], main: RecordCase): readonly RecordCase[] {
  const { fields } = main;
  const acts = [fields.tool, fields.callText, fields.thought, fields.result].flatMap((list) => list ?? []);
  const [first] = records;
  if (main.as !== 'turn' || main.role !== undefined || fields.role !== undefined || first === undefined)
    return [];
  for (const [name, asked] of Object.entries(first)) {
    if (typeof asked !== 'number' && typeof asked !== 'boolean') continue;
    const values = records.map((record) => record[name]);
    if (!values.every((value) => typeof value === typeof asked) || new Set(values).size !== 2) continue;
    const acting = new Set(
      records.filter((record) => select(record, acts) !== undefined).map((record) => record[name]),
    );
    const spoken = records.filter((record) => record[name] === asked);
    const isVoice = acting.size === 1 && !acting.has(asked) && spoken.length <= records.length / 2;
    if (isVoice && spoken.every((record) => select(record, fields.text) !== undefined))
      return [
        {
          ...main,
          when: [...main.when, { path: formatPath([{ kind: 'name', name }]), in: [asked] }],
          role: 'user',
        },
      ];
  }
  return [];
}

function holdsAt(record: JsonObject, path: string): boolean {
  return [...findPlaces(record, pathOf(path))].some(({ value }) => !isEmpty(value));
}

/** The cases of such records, to be tried before `main`, which reads all others. */
export function findVoices(records: readonly JsonObject[], main: RecordCase): readonly RecordCase[] {
  if (records.length < 2) return [];
  const named = [...findNamedVoices(records, main), ...findNumberedVoices(records, main)].slice(0, 1);
  if (named.length > 0 || main.when.length > 0) return named;
  const read = Object.entries(main.fields).flatMap(([field, selectors]) =>
    field === 'time' || field === 'id'
      ? []
      : selectors.flatMap((one) => (typeof one === 'string' ? [one] : [])),
  );
  const lists = (main.inside ?? []).map(({ at }) => at);
  const isRead = (record: JsonObject): boolean =>
    [...read, ...lists].some((path) =>
      [...findPlaces(record, pathOf(path))].some(({ value }) => !isEmpty(value)),
    );
  return profileMembers(records).members.flatMap(({ path, names, count, strings }) => {
    const isVoice =
      names.length === 1 && ASKS.test(names[0] ?? '') && strings === count && count <= records.length * MOST;
    if (!isVoice || read.includes(path)) return [];
    const spoken = records.filter((record) => [...findPlaces(record, pathOf(path))].length > 0);
    // What was asked stands alone.
    if (spoken.some(isRead)) return [];
    const steps = pathOf(path);
    return [{ when: [{ path: formatPath(steps) }], as: 'turn', role: 'user', fields: { text: [path] } }];
  });
}
