/**
 * Messages between participants, of whom some are tools: `{"from": "helper", "to": "search", "content": {"q": "tea"}}`, answered by
 * `{"from": "search", "to": "helper", "content": "..."}`. Who is a tool shows by what it does: it is told data, and answers whoever told it.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { FieldName } from '../adapter/adapter.ts';
import { formatPath } from '../adapter/path.ts';
import { lengthOf, textOf } from '../adapter/select-value.ts';
import { canonicalName } from '../words/vocabulary.ts';
import { parseJson } from '../written-calls/read-scalar.ts';
import type { RecordGroup } from './partition-records.ts';

const FROM = /^(?:from|sender|source|src|author|speaker|sent_by)$/;
const TO = /^(?:to|recipient|receiver|target|dest|destination|addressee|sent_to)$/;
/** Fewer messages may look like anything. */
const LEAST = 4;

/** What is said among those who speak, what tools are given, and what they bring; nothing where no tool takes part. */
export function splitByAddress(records: readonly JsonObject[]): RecordGroup[] {
  const [first] = records;
  if (first === undefined || records.length < LEAST) return [];
  const names = Object.keys(first).filter((name) => records.every((record) => Object.hasOwn(record, name)));
  const participant = (word: RegExp): string | undefined =>
    names.find(
      (name) => word.test(canonicalName(name)) && records.every((record) => typeof record[name] === 'string'),
    );
  const [from, to] = [participant(FROM), participant(TO)];
  if (from === undefined || to === undefined) return [];
  const content = names
    .filter((name) => name !== from && name !== to)
    .toSorted(
      (a, b) =>
        lengthOf(records.map((record) => record[b] ?? null)) -
        lengthOf(records.map((record) => record[a] ?? null)),
    )[0];
  if (content === undefined) return [];
  const tools = findTools(records, from, to, content);
  const isTool = (record: JsonObject, name: string): boolean => tools.has(textOf(record[name]));
  const calls = records.filter((record) => isTool(record, to));
  const results = records.filter((record) => isTool(record, from));
  const spoken = records.filter((record) => !isTool(record, from) && !isTool(record, to));
  if (calls.length === 0 || results.length === 0 || spoken.length === 0) return [];
  const pathOf = (name: string): string => formatPath([{ kind: 'name', name }]);
  const speakers = [...new Set([...spoken, ...calls].map((record) => textOf(record[from])))];
  const said = { path: pathOf(from), in: speakers };
  const heard = {
    path: pathOf(to),
    in: [...new Set([...spoken.map((record) => textOf(record[to])), ...speakers])],
  };
  const known = (fields: Readonly<Partial<Record<FieldName, string>>>): ReadonlyMap<FieldName, string> =>
    new Map(Object.entries(fields).map(([field, name]) => [field as FieldName, pathOf(name)]));
  // Tools that the sample has not are told by who is none.
  return [
    { when: [said, heard], records: spoken, meaning: undefined, label: '' },
    {
      when: [said],
      records: calls,
      meaning: { as: 'call', role: 'agent', confidence: 0.8 },
      label: '',
      known: known({ tool: to, arguments: content, agent: from }),
    },
    {
      when: [],
      records: results,
      meaning: { as: 'result', role: 'tool', confidence: 0.8 },
      label: '',
      known: known({ resultName: from, result: content }),
    },
  ];
}

/** Those who are told objects alone, and who say nothing but answers to whoever wrote to them. */
function findTools(
  records: readonly JsonObject[],
  from: string,
  to: string,
  content: string,
): ReadonlySet<string> {
  const told = new Set(records.map((record) => textOf(record[to])));
  return new Set(
    [...told].filter((name) => {
      const waiting: (JsonValue | undefined)[] = [];
      for (const record of records) {
        if (record[to] === name) {
          if (!isData(record[content])) return false;
          waiting.push(record[from]);
        } else if (record[from] === name) {
          const at = waiting.indexOf(record[to]);
          if (at === -1) return false;
          waiting.splice(at, 1);
        }
      }
      return records.some((record) => record[from] === name);
    }),
  );
}

function isData(value: JsonValue | undefined): boolean {
  const given = typeof value === 'string' ? parseJson(value) : value;
  return given !== undefined && isJsonObject(given);
}
