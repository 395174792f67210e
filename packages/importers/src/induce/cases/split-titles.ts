/** Headings with nothing below them but another heading: "#### Tool Response:" over "**Error:**". What came back stands under the second. */
import type { JsonObject } from '@tracewright/core';
import type { RecordGroup } from './partition-records.ts';

const TITLE = { as: 'note', confidence: 0.6 } as const;

/** Such headings as notes, where results of another label follow all that are empty. */
export function splitTitles(groups: readonly RecordGroup[], records: readonly JsonObject[]): RecordGroup[] {
  const groupOf = new Map(groups.flatMap((group) => group.records.map((record) => [record, group] as const)));
  const after = new Map(records.map((record, index) => [record, records[index + 1]]));
  return groups.flatMap((group) => {
    const empty = group.meaning?.as === 'result' ? group.records.filter(isEmptyHeading) : [];
    const isTitle = (record: JsonObject): boolean => {
      const next = after.get(record);
      const other = next === undefined ? undefined : groupOf.get(next);
      return other !== undefined && other !== group && other.meaning?.as === 'result';
    };
    if (empty.length === 0 || empty.length === group.records.length || !empty.every(isTitle)) return [group];
    const rest = group.records.filter((record) => !isEmptyHeading(record));
    return [
      { ...group, when: [...group.when, { path: 'text', in: [''] }], records: empty, meaning: TITLE },
      { ...group, records: rest },
    ];
  });
}

function isEmptyHeading({ label, head, body }: JsonObject): boolean {
  return label !== undefined && head === '' && body === '';
}
