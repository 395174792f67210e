import type { AggregateRow } from '@tracewright/core';
import type { Aggregation, CheckedMeasure } from '../queries/aggregation.ts';
import type { KeyValue } from '../queries/cursor.ts';
import { compareKeys } from '../queries/compare.ts';
import type { ReadField } from './evaluate.ts';

/** Groups and measures the records that already passed the condition. */
export function aggregateRecords<T>(
  records: readonly T[],
  aggregation: Aggregation,
  read: ReadField<T>,
): AggregateRow[] {
  const groups = new Map<string, { keys: KeyValue[]; members: T[] }>();
  // Without a key there is one group, even of nothing.
  if (aggregation.groups.length === 0) groups.set('[]', { keys: [], members: [] });
  for (const record of records) {
    for (const keys of listKeys(record, aggregation.groups, read)) {
      const id = JSON.stringify(keys.map((key) => (key === undefined ? null : [typeof key, String(key)])));
      const group = groups.get(id) ?? { keys, members: [] };
      group.members.push(record);
      groups.set(id, group);
    }
  }
  return [...groups.values()]
    .map(({ keys, members }) => ({
      keys,
      values: aggregation.measures.map((measure) => measureOf(measure, members, read)),
    }))
    .toSorted((a, b) => {
      const bySize = aggregation.largestFirst ? compareKeys(a.values[0], b.values[0], true) : 0;
      if (bySize !== 0) return bySize;
      for (const [index, key] of a.keys.entries()) {
        const order = compareKeys(key, b.keys[index], false);
        if (order !== 0) return order;
      }
      return 0;
    })
    .slice(0, aggregation.limit);
}

/** The groups that a record is in: one, or one a value of a list. */
function listKeys<T>(record: T, groups: Aggregation['groups'], read: ReadField<T>): KeyValue[][] {
  const list = groups.find(({ field }) => field.kind === 'list')?.field;
  const values = list === undefined ? [] : read(record, list);
  return (values.length === 0 ? [undefined] : values).map((value) =>
    groups.map(({ field, bucketNanos }) =>
      field.kind === 'list' ? value : toBucket(read(record, field)[0], bucketNanos),
    ),
  );
}

function toBucket(value: KeyValue, bucketNanos: bigint | undefined): KeyValue {
  if (bucketNanos === undefined || typeof value !== 'bigint') return value;
  const past = value % bucketNanos;
  return value - (past < 0n ? past + bucketNanos : past);
}

function measureOf<T>(
  measure: CheckedMeasure,
  members: readonly T[],
  read: ReadField<T>,
): number | undefined {
  if (measure.operation === 'count') return members.length;
  const values = members
    .map((member) => read(member, measure.field)[0])
    .filter((value) => typeof value === 'number')
    .toSorted((a, b) => a - b);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (measure.operation) {
    case 'sum':
      return sum;
    case 'average':
      return sum / values.length;
    case 'minimum':
      return values[0];
    case 'maximum':
      return values.at(-1);
    case 'percentile': {
      const rank = measure.p * (values.length - 1);
      const low = values[Math.floor(rank)] ?? 0;
      const high = values[Math.ceil(rank)] ?? 0;
      return low + (high - low) * (rank - Math.floor(rank));
    }
  }
}
