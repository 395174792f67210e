/** The store's questions as statements. */
import { isRunId } from '@tracewright/core';
import type { Aggregation, CheckedMeasure } from '../queries/aggregation.ts';
import type { Condition } from '../queries/condition.ts';
import type { KeyValue } from '../queries/cursor.ts';
import { fieldName, type Field, type Subject } from '../queries/fields.ts';
import type { Listing, OrderKey } from '../queries/ordering.ts';
import { MESSAGE_COLUMNS, RUN_COLUMNS, SPAN_COLUMNS } from './decode.ts';
import { toOneOfSql, toRanges, toRangesSql } from './id-ranges.ts';
import type { Statement } from './protocol.ts';
import { ParameterList, toConditionSql, toFieldSql } from './sql-condition.ts';
import { toTextMatchSql, type TextMatch } from './sql-text.ts';

/** Where a subject is read, by what is asked of it: diagnoses of all runs are joined only where they matter. */
export function toSourceSql(subject: Subject, condition: Condition, fields: readonly Field[]): string {
  if (subject === 'spans') return 'spans';
  const names = new Set([...fields, ...listFields(condition)].map(fieldName));
  if (names.has('findings') || names.has('annotations')) return 'diagnosed_runs';
  return names.has('outcome') || names.has('score') ? 'judged_runs' : 'runs';
}

function listFields(condition: Condition): readonly Field[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap(listFields);
    case 'not':
      return listFields(condition.condition);
    case 'exists':
    case 'contains':
    case 'compare':
      return [condition.field];
  }
}

export const EVERYTHING: Condition = { kind: 'all', conditions: [] };

/**
 * Selects the version of each run, then the order's keys, of which the run's id is the last; one row more than the limit shows that there
 * is a next page. The runs themselves are read by `readRunsSql`: only where versions are numbers in the text does the engine look at them
 * first and decompress documents of the page alone. Joined with the page in one statement, it decompresses those of all runs.
 */
export function listRunsSql(condition: Condition = EVERYTHING, listing: Listing): Statement {
  const parameters = new ParameterList();
  const source = toSourceSql(
    'runs',
    condition,
    listing.keys.map(({ field }) => field),
  );
  const sql = pageSql(source, toConditionSql(condition, parameters), listing, parameters);
  return { sql, parameters: parameters.parameters };
}

/** Selects the run columns of these versions, in no order. */
export function readRunsSql(versions: readonly number[]): Statement {
  return { sql: runsWhereSql(toOneOfSql('version', versions)), parameters: [] };
}

/** The same of runs by whole ids. */
export function readRunsByIdSql(runIds: readonly string[]): Statement {
  return {
    sql: runsWhereSql('run_id IN (SELECT unnest($1))'),
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  };
}

const REPORTED =
  'count(*) FILTER (author IS NULL)::DOUBLE AS reports, count(author)::DOUBLE AS marks, arg_max(judged, version) AS judged';

/** Diagnoses and findings are joined of these runs only. */
function runsWhereSql(test: string): string {
  return (
    `WITH found AS MATERIALIZED (SELECT run_id, start_time, end_time, document FROM runs WHERE ${test}), ` +
    'diagnosed AS (SELECT run_id, findings, onset_step FROM diagnoses WHERE run_id IN (SELECT run_id FROM found)), ' +
    `reported AS (SELECT run_id, ${REPORTED} FROM findings WHERE run_id IN (SELECT run_id FROM found) GROUP BY run_id) ` +
    'SELECT start_time, end_time, document, findings + coalesce(reports, 0), onset_step, coalesce(marks, 0), judged ' +
    'FROM found LEFT JOIN diagnosed USING (run_id) LEFT JOIN reported USING (run_id)'
  );
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
  return { sql: pageSql('spans', where + matching, listing, parameters), parameters: parameters.parameters };
}

/** Selects the version, then the span columns. */
export function readVersionsSql(versions: readonly number[]): Statement {
  const { test, parameters } = isOneOfSql('version', versions);
  return { sql: `SELECT version::DOUBLE, ${SPAN_COLUMNS} FROM spans WHERE ${test}`, parameters };
}

export function countRunsSql(condition: Condition = EVERYTHING): Statement {
  const parameters = new ParameterList();
  const sql = `SELECT count(*)::DOUBLE FROM ${toSourceSql('runs', condition, [])} WHERE ${toConditionSql(condition, parameters)}`;
  return { sql, parameters: parameters.parameters };
}

export type DocumentTable = 'diagnoses' | 'findings';

/** Of a whole id each table is asked by itself, which costs half of joining them. */
const RUN_BY_ID =
  'SELECT start_time, end_time, document, findings + coalesce(reports, 0), onset_step, coalesce(marks, 0), judged ' +
  'FROM (SELECT start_time, end_time, document FROM runs WHERE run_id = $1) ' +
  'LEFT JOIN (SELECT findings, onset_step FROM diagnoses WHERE run_id = $1) ON true ' +
  `LEFT JOIN (SELECT ${REPORTED} FROM findings WHERE run_id = $1) ON true`;

/** A whole id is asked for as such: then the engine reads no diagnosis and no finding of other runs. */
export function findRunsSql(idPrefix: string): Statement {
  const sql = isRunId(idPrefix)
    ? RUN_BY_ID
    : `SELECT ${RUN_COLUMNS} FROM diagnosed_runs WHERE starts_with(run_id, $1) ORDER BY run_id LIMIT 2`;
  return { sql, parameters: [{ type: 'VARCHAR', value: idPrefix }] };
}

/** In no order: the engine takes longer to sort rows that are so wide than to find them. */
export function readSpansSql(runId: string): Statement {
  return {
    sql: `SELECT ${SPAN_COLUMNS} FROM spans WHERE run_id = $1`,
    parameters: [{ type: 'VARCHAR', value: runId }],
  };
}

/** Selects the versions of all spans of these runs; the spans are read by `readVersionsSql`. */
export function findVersionsOfRunsSql(runIds: readonly string[]): Statement {
  return {
    sql: 'SELECT version::DOUBLE FROM spans WHERE run_id IN (SELECT unnest($1))',
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  };
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

export function readMessagesSql(keys: readonly number[]): Statement {
  const { test, parameters } = isOneOfSql('key', keys);
  return { sql: `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${test}`, parameters };
}

/**
 * The ranges keep the engine from reading the texts of all rows before it looks at their ids. A list of ids beside them is a join, which
 * takes longer than all the rest: it is left out where the ranges say it all.
 */
function isOneOfSql(
  column: 'version' | 'key',
  ids: readonly number[],
): { readonly test: string; readonly parameters: Statement['parameters'] } {
  const ranges = toRanges(ids.map((id) => ({ first: id, last: id })));
  const test = toRangesSql(column, ranges);
  const held = ranges.reduce((total, { first, last }) => total + last - first + 1, 0);
  if (held === new Set(ids).size) return { test, parameters: [] };
  return {
    test: `${test} AND ${column} IN (SELECT unnest($1)::BIGINT)`,
    parameters: [{ type: 'INTEGER[]', value: ids }],
  };
}

/** The document of a run's diagnosis, or those of its reported findings: one id tells the engine which few documents to decompress. */
export function readDocumentsOfRunSql(table: DocumentTable, runId: string): Statement {
  return {
    sql: `SELECT document FROM ${table} WHERE run_id = $1`,
    parameters: [{ type: 'VARCHAR', value: runId }],
  };
}

/** The versions of those of several runs. Joined with their ids, the engine decompresses the documents of all. */
export function findDocumentsSql(table: DocumentTable, runIds: readonly string[]): Statement {
  return {
    sql: `SELECT version::DOUBLE FROM ${table} WHERE run_id IN (SELECT unnest($1))`,
    parameters: [{ type: 'VARCHAR[]', value: runIds }],
  };
}

export function readDocumentsSql(table: DocumentTable, versions: readonly number[]): Statement {
  return { sql: `SELECT document FROM ${table} WHERE ${toOneOfSql('version', versions)}`, parameters: [] };
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
 * whole group of rows can go (`ROWS_A_GROUP`), and until then they count in a table's size and not in what it gives.
 */
export const USED_BYTES: Statement = {
  sql:
    'SELECT (used_blocks * block_size)::DOUBLE * least(1, ' +
    '((SELECT count(*) FROM spans) + (SELECT count(*) FROM messages))::DOUBLE / greatest(1, ' +
    "(SELECT sum(estimated_size) FROM duckdb_tables() WHERE table_name IN ('spans', 'messages')))) " +
    'FROM pragma_database_size() WHERE database_name = current_database()',
  parameters: [],
};

export const COUNTS: Statement = {
  sql:
    'SELECT (SELECT count(*) FROM runs)::DOUBLE, (SELECT count(*) FROM spans)::DOUBLE, ' +
    '(SELECT count(*) FROM messages)::DOUBLE, (SELECT count(*) FROM diagnoses)::DOUBLE',
  parameters: [],
};

/**
 * A row for each category of a run, and one for a run without. A diagnosis names each of its own once; to make all of them distinct
 * would take four times as long, and reported ones are few.
 */
const CATEGORIES =
  ' LEFT JOIN (SELECT run_id AS categorised_run, category FROM finding_categories WHERE NOT is_reported UNION ALL ' +
  'SELECT DISTINCT run_id, category FROM finding_categories reported WHERE is_reported AND NOT EXISTS (SELECT 1 FROM finding_categories made ' +
  'WHERE NOT made.is_reported AND made.run_id = reported.run_id AND made.category = reported.category)) ON categorised_run = run_id';

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
  const order = [
    ...(aggregation.largestFirst ? [`${keys.length + 1} DESC NULLS LAST`] : []),
    ...positions.map((position) => `${position} NULLS LAST`),
  ];
  const grouping = keys.length === 0 ? '' : ` GROUP BY ${positions.join(', ')} ORDER BY ${order.join(', ')}`;
  const fields = [
    ...aggregation.groups.map(({ field }) => field),
    ...aggregation.measures.flatMap((measure) => (measure.operation === 'count' ? [] : [measure.field])),
  ];
  const where = toConditionSql(aggregation.condition, parameters);
  const source = toSourceSql(aggregation.subject, aggregation.condition, fields);
  const categories = fields.some(({ kind }) => kind === 'list') ? CATEGORIES : '';
  const sql = `SELECT ${[...keys, ...measures].join(', ')} FROM ${source}${categories} WHERE ${where}${grouping} LIMIT ${aggregation.limit}`;
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

/** Selects the version, then the order's keys. */
function pageSql(
  source: string,
  where: string,
  { keys, limit, after }: Listing,
  parameters: ParameterList,
): string {
  const fields = keys.map((key, index) => `${toFieldSql(key.field, parameters)} AS key${index}`).join(', ');
  const afterSql = after === undefined ? '' : ` AND ${toAfterSql(keys, after, parameters)}`;
  const order = keys
    .map(({ descending }, index) => `key${index} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
    .join(', ');
  return (
    `SELECT version::DOUBLE, ${fields} FROM ${source} ` +
    `WHERE ${where}${afterSql} ORDER BY ${order} LIMIT ${limit + 1}`
  );
}

/** What comes after the given keys: beyond in the first, or equal in it and beyond in the next, and so on. */
export function toAfterSql(
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
