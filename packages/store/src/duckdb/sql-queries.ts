/** The store's questions as statements. */
import { isRunId } from '@tracewright/core';
import type { Aggregation, CheckedMeasure } from '../queries/aggregation.ts';
import type { Condition } from '../queries/condition.ts';
import type { KeyValue } from '../queries/cursor.ts';
import type { Subject } from '../queries/fields.ts';
import type { Listing, OrderKey } from '../queries/ordering.ts';
import { MESSAGE_COLUMNS, RUN_COLUMNS, SPAN_COLUMNS } from './decode.ts';
import { toRanges, toRangesSql } from './id-ranges.ts';
import type { Statement } from './protocol.ts';
import { ParameterList, toConditionSql, toFieldSql } from './sql-condition.ts';
import { toTextMatchSql, type TextMatch } from './sql-text.ts';

/** Where a subject is filtered. */
const SOURCES: Readonly<Record<Subject, string>> = { runs: 'diagnosed_runs', spans: 'spans' };

export const EVERYTHING: Condition = { kind: 'all', conditions: [] };

/**
 * Selects the run columns, then the order's keys; one row more than the limit shows that there is a next page. In two
 * steps: the page's rows are found in the columns that filters and order read, and only for them the documents are
 * fetched. In one step the engine would carry those for every row that it sorts.
 */
export function listRunsSql(condition: Condition = EVERYTHING, listing: Listing): Statement {
  const parameters = new ParameterList();
  const { page, order } = pageSql('runs', toConditionSql(condition, parameters), listing, parameters);
  const names = listing.keys.map((_, index) => `key${index}`).join(', ');
  const sql = `WITH page AS MATERIALIZED (${page}) SELECT ${RUN_COLUMNS}, ${names} FROM page JOIN runs USING (version) ORDER BY ${order}`;
  return { sql, parameters: parameters.parameters };
}

/** Selects the version of each span, then the order's keys; the spans are read by `readVersionsSql`. */
export function listSpansSql(
  condition: Condition = EVERYTHING,
  search: TextMatch | undefined,
  listing: Listing,
): Statement {
  const parameters = new ParameterList();
  const where = toConditionSql(condition, parameters);
  const matching = search === undefined ? '' : ` AND ${toTextMatchSql(search, parameters)}`;
  const { page } = pageSql('spans', where + matching, listing, parameters);
  return { sql: page, parameters: parameters.parameters };
}

/** Selects the version, then the span columns. The ranges keep the engine from reading all texts of all spans. */
export function readVersionsSql(versions: readonly number[]): Statement {
  const ranges = toRangesSql(
    'version',
    toRanges(versions.map((version) => ({ first: version, last: version }))),
  );
  return {
    sql: `SELECT version::DOUBLE, ${SPAN_COLUMNS} FROM spans WHERE ${ranges} AND version IN (SELECT unnest($1)::BIGINT)`,
    parameters: [{ type: 'INTEGER[]', value: versions }],
  };
}

export function countRunsSql(condition: Condition = EVERYTHING): Statement {
  const parameters = new ParameterList();
  const sql = `SELECT count(*)::DOUBLE FROM diagnosed_runs WHERE ${toConditionSql(condition, parameters)}`;
  return { sql, parameters: parameters.parameters };
}

/** A whole id is asked for as such: then the engine reads no diagnosis and no finding of other runs. */
export function findRunsSql(idPrefix: string): Statement {
  const test = isRunId(idPrefix) ? 'run_id = $1' : 'starts_with(run_id, $1)';
  const sql = `SELECT ${RUN_COLUMNS} FROM diagnosed_runs WHERE ${test} ORDER BY run_id LIMIT 2`;
  return { sql, parameters: [{ type: 'VARCHAR', value: idPrefix }] };
}

export function readSpansSql(runId: string): Statement {
  const sql =
    `SELECT ${SPAN_COLUMNS} FROM spans WHERE run_id = $1 ` +
    'ORDER BY sequence, start_time NULLS LAST, trace_id, span_id';
  return { sql, parameters: [{ type: 'VARCHAR', value: runId }] };
}

export function findSpanSql(traceId: string, spanId: string): Statement {
  return {
    sql: `SELECT ${SPAN_COLUMNS} FROM spans WHERE trace_id = $1 AND span_id = $2`,
    parameters: [
      { type: 'VARCHAR', value: traceId },
      { type: 'VARCHAR', value: spanId },
    ],
  };
}

/** The ranges keep the engine from reading the texts of all messages before it looks at their keys. */
export function readMessagesSql(keys: readonly number[]): Statement {
  const ranges = toRangesSql('key', toRanges(keys.map((key) => ({ first: key, last: key }))));
  return {
    sql: `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${ranges} AND key IN (SELECT unnest($1))`,
    parameters: [{ type: 'INTEGER[]', value: keys }],
  };
}

export function readDiagnosesSql(runIds: readonly string[]): Statement {
  return {
    sql: 'SELECT document FROM diagnoses WHERE run_id IN (SELECT unnest($1))',
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  };
}

export function readFindingsSql(runIds: readonly string[]): Statement {
  return {
    sql: 'SELECT document FROM findings WHERE run_id IN (SELECT unnest($1))',
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  };
}

/** While a trace moves to another run, its spans name both: the one written last counts. */
export function findRunsOfTracesSql(traceIds: readonly string[]): Statement {
  return {
    sql: 'SELECT trace_id, arg_max(run_id, version) FROM spans WHERE trace_id IN (SELECT unnest($1)) GROUP BY trace_id',
    parameters: [{ type: 'VARCHAR[]', value: traceIds }],
  };
}

export const STALE_RUNS: Statement = {
  sql:
    'SELECT run_id FROM (SELECT run_id, count(*) AS found FROM spans GROUP BY run_id) FULL JOIN runs USING (run_id) ' +
    'WHERE runs.spans IS DISTINCT FROM coalesce(found, 0) ORDER BY run_id LIMIT 1000',
  parameters: [],
};

/**
 * Bytes of the file's blocks that hold something, less the share of rows that are deleted: the engine takes those out when a
 * whole group of 122,880 rows can go, and until then they count in a table's size and not in what it gives.
 */
export const USED_BYTES: Statement = {
  sql:
    'SELECT (used_blocks * block_size)::DOUBLE * least(1, ' +
    '((SELECT count(*) FROM spans) + (SELECT count(*) FROM messages))::DOUBLE / greatest(1, ' +
    "(SELECT sum(estimated_size) FROM duckdb_tables() WHERE table_name IN ('spans', 'messages')))) " +
    'FROM pragma_database_size()',
  parameters: [],
};

export const COUNTS: Statement = {
  sql:
    'SELECT (SELECT count(*) FROM runs)::DOUBLE, (SELECT count(*) FROM spans)::DOUBLE, ' +
    '(SELECT count(*) FROM messages)::DOUBLE, (SELECT count(*) FROM diagnoses)::DOUBLE',
  parameters: [],
};

/** Selects the group's keys, then the measures. */
export function aggregateSql(aggregation: Aggregation): Statement {
  const parameters = new ParameterList();
  const keys = aggregation.groups.map(({ field, bucketNanos }) => {
    const value = toFieldSql(field, parameters);
    if (bucketNanos === undefined) return value;
    return toBucketSql(value, bucketNanos);
  });
  const measures = aggregation.measures.map((measure) => toMeasureSql(measure, parameters));
  const positions = keys.map((_, index) => index + 1);
  const grouping =
    keys.length === 0
      ? ''
      : ` GROUP BY ${positions.join(', ')} ORDER BY ${positions.map((position) => `${position} NULLS LAST`).join(', ')}`;
  const where = toConditionSql(aggregation.condition, parameters);
  const sql = `SELECT ${[...keys, ...measures].join(', ')} FROM ${SOURCES[aggregation.subject]} WHERE ${where}${grouping} LIMIT ${aggregation.limit}`;
  return { sql, parameters: parameters.parameters };
}

/**
 * % keeps the dividend's sign; times before 1970 fall into their bucket all the same. Division of 128 bits takes ten times
 * as long as of 64, which hold all times from 1677 to 2262. The number is one of ours.
 */
function toBucketSql(value: string, bucketNanos: bigint): string {
  const past = (time: string, type: string): string =>
    `((${time} % ${bucketNanos}::${type}) + ${bucketNanos}::${type}) % ${bucketNanos}::${type}`;
  const isShort = `${value} BETWEEN -9223372036854775808 AND 9223372036854775807`;
  return `CASE WHEN ${isShort} THEN ${value} - (${past(`${value}::BIGINT`, 'BIGINT')})::HUGEINT ELSE ${value} - ${past(value, 'HUGEINT')} END`;
}

function toMeasureSql(measure: CheckedMeasure, parameters: ParameterList): string {
  if (measure.operation === 'count') return 'count(*)::DOUBLE';
  const field = toFieldSql(measure.field, parameters);
  switch (measure.operation) {
    case 'sum':
      return `sum(${field})`;
    case 'average':
      return `avg(${field})`;
    case 'minimum':
      return `min(${field})`;
    case 'maximum':
      return `max(${field})`;
    case 'percentile':
      return `quantile_cont(${field}, ${parameters.addValue(measure.p)})`;
  }
}

/** Selects the version, what comes with a run, then the order's keys. */
function pageSql(
  subject: Subject,
  where: string,
  { keys, limit, after }: Listing,
  parameters: ParameterList,
): { readonly page: string; readonly order: string } {
  const fields = keys.map((key, index) => `${toFieldSql(key.field, parameters)} AS key${index}`).join(', ');
  const afterSql = after === undefined ? '' : ` AND ${toAfterSql(keys, after, parameters)}`;
  const order = keys
    .map(({ descending }, index) => `key${index} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
    .join(', ');
  const carried =
    subject === 'runs' ? 'version, findings, onset_step, annotations, judged' : 'version::DOUBLE';
  const page =
    `SELECT ${carried}, ${fields} FROM ${SOURCES[subject]} ` +
    `WHERE ${where}${afterSql} ORDER BY ${order} LIMIT ${limit + 1}`;
  return { page, order };
}

/** What comes after the given keys: beyond in the first, or equal in it and beyond in the next, and so on. */
function toAfterSql(
  keys: readonly OrderKey[],
  after: readonly KeyValue[],
  parameters: ParameterList,
): string {
  const [key, ...others] = keys;
  if (key === undefined) return 'false';
  const [value, ...otherValues] = after;
  const rest = toAfterSql(others, otherValues, parameters);
  const field = (): string => toFieldSql(key.field, parameters);
  if (value === undefined) return `(${field()} IS NULL AND ${rest})`;
  const beyond = `${field()} ${key.descending ? '<' : '>'} ${parameters.addValue(value)}`;
  return `(${beyond} OR ${field()} IS NULL OR (${field()} = ${parameters.addValue(value)} AND ${rest}))`;
}
