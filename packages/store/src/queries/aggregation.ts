import { TraceError, type AggregateQuery, type Measure, type TimeBucket } from '@tracewright/core';
import { checkFilter, type Condition } from './condition.ts';
import { fieldName, resolveField, type Field, type Subject } from './fields.ts';
import { checkLimit } from './ordering.ts';

/** A checked aggregate query. */
export interface Aggregation {
  readonly subject: Subject;
  readonly condition: Condition;
  readonly groups: readonly { readonly field: Field; readonly bucketNanos: bigint | undefined }[];
  readonly measures: readonly CheckedMeasure[];
  readonly limit: number;
  readonly largestFirst: boolean;
}

export type CheckedMeasure =
  | { readonly operation: 'count' }
  | { readonly operation: 'sum' | 'average' | 'minimum' | 'maximum'; readonly field: Field }
  | { readonly operation: 'percentile'; readonly field: Field; readonly p: number };

const BUCKET_NANOS: Readonly<Record<TimeBucket, bigint>> = {
  minute: 60_000_000_000n,
  hour: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
  week: 604_800_000_000_000n,
};
const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;
/** Each is a column of the answer. */
const MAX_COLUMNS = 50;

/** @throws TraceError `filter-invalid`, `request-invalid` */
export function checkAggregate(query: AggregateQuery): Aggregation {
  const subject = query.from;
  if (subject !== 'runs' && subject !== 'spans')
    throw invalid('from', `cannot aggregate over ${JSON.stringify(subject)}`);
  const columns = query.groupBy.length + query.measures.length;
  if (columns < 1 || columns > MAX_COLUMNS)
    throw invalid('groupBy', `expected 1 to ${MAX_COLUMNS} groups and measures, got ${columns}`);
  const largestFirst = query.largestFirst ?? false;
  if (largestFirst && query.measures.length === 0)
    throw invalid('largestFirst', 'there is no measure to order the groups by');
  return {
    subject,
    condition:
      query.where === undefined ? { kind: 'all', conditions: [] } : checkFilter(subject, query.where),
    groups: query.groupBy.map((group, index) => {
      const where = `groupBy/${index}`;
      if (typeof group === 'string')
        return { field: resolveField(subject, group, where), bucketNanos: undefined };
      const field = resolveField(subject, group.field, `${where}/field`);
      if (field.type !== 'time')
        throw invalid(
          `${where}/field`,
          `only times fall into buckets, ${fieldName(field)} is a ${field.type}`,
        );
      if (!Object.hasOwn(BUCKET_NANOS, group.bucket))
        throw invalid(`${where}/bucket`, `unknown bucket ${JSON.stringify(group.bucket)}`);
      return { field, bucketNanos: BUCKET_NANOS[group.bucket] };
    }),
    measures: query.measures.map((measure, index) => checkMeasure(subject, measure, `measures/${index}`)),
    limit: checkLimit(query.limit, DEFAULT_LIMIT, MAX_LIMIT),
    largestFirst,
  };
}

function checkMeasure(subject: Subject, measure: Measure, where: string): CheckedMeasure {
  const { operation } = measure;
  if (operation === 'count') {
    if (measure.field !== undefined) throw invalid(`${where}/field`, 'count takes no field');
    return { operation };
  }
  const field = resolveField(subject, measure.field ?? '', `${where}/field`);
  if (field.type !== 'number')
    throw invalid(`${where}/field`, `${operation} needs a number, ${fieldName(field)} is a ${field.type}`);
  switch (operation) {
    case 'sum':
    case 'average':
    case 'minimum':
    case 'maximum':
      return { operation, field };
    case 'percentile': {
      const p = measure.p ?? Number.NaN;
      if (!(p >= 0 && p <= 1))
        throw invalid(`${where}/p`, `percentile needs p from 0 to 1, got ${measure.p ?? 'none'}`);
      return { operation, field, p };
    }
    default:
      throw invalid(`${where}/operation`, `unknown measure ${JSON.stringify(operation)}`);
  }
}

function invalid(where: string, message: string): TraceError {
  return new TraceError('filter-invalid', { where, message });
}
