/**
 * The typed questions a SpanStore answers. A store compiles them to its engine; the memory store evaluates them as written.
 *
 * Semantics, the same for every engine: a comparison with a missing value is false, except `!=` and `!~`, which are the
 * negations of `=` and `~`. `~` is "contains", ignoring case. Missing values order last in both directions; ties are
 * broken by id, ascending.
 */
import type { RunId } from '../ids.ts';
import type { OutcomeStatus } from '../run.ts';
import type { UnixNanos } from '../time.ts';

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~';

export type Filter =
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: CompareOperator;
      readonly value: string | number | bigint;
    }
  | { readonly kind: 'exists'; readonly field: string }
  | { readonly kind: 'and'; readonly filters: readonly Filter[] }
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };

/** `time` values are UnixNanos (bigint). */
export type FieldType = 'string' | 'number' | 'time';

/**
 * What runs can be filtered, ordered and grouped by. `duration` is seconds; `findings` are those of detectors, `annotations`
 * those of people. Of runs that arrive live, `arrival` is when the last span came and `open` how many are awaited.
 */
export type RunField =
  | 'run'
  | 'agent'
  | 'model'
  | 'task'
  | 'format'
  | 'path'
  | 'session'
  | 'user'
  | 'outcome'
  | 'score'
  | 'start'
  | 'end'
  | 'duration'
  | 'steps'
  | 'spans'
  | 'tokens'
  | 'cost'
  | 'findings'
  | 'category'
  | 'annotations'
  | 'arrival'
  | 'open';
export const RUN_FIELDS: Readonly<Record<RunField, FieldType>> = {
  run: 'string',
  agent: 'string',
  model: 'string',
  task: 'string',
  format: 'string',
  path: 'string',
  session: 'string',
  user: 'string',
  outcome: 'string',
  score: 'number',
  start: 'time',
  end: 'time',
  duration: 'number',
  steps: 'number',
  spans: 'number',
  tokens: 'number',
  cost: 'number',
  findings: 'number',
  category: 'string',
  annotations: 'number',
  arrival: 'time',
  open: 'number',
};

/**
 * Run fields with any number of values, such as the categories of a run's findings. A comparison holds when it does for one of the
 * values; `!=` and `!~` are its negation. A run counts in the group of each value. Nothing can be ordered by them.
 */
export const LIST_FIELDS: readonly string[] = ['category'];

/** What spans can be filtered, ordered and grouped by; `attributes.KEY` reads one attribute as text. */
export type SpanFixedField =
  | 'run'
  | 'trace'
  | 'span'
  | 'parent'
  | 'name'
  | 'operation'
  | 'status'
  | 'agent'
  | 'model'
  | 'tool'
  | 'start'
  | 'end'
  | 'duration'
  | 'sequence'
  | 'tokens'
  | 'cost';
export type SpanField = SpanFixedField | `attributes.${string}`;
export const SPAN_FIELDS: Readonly<Record<SpanFixedField, FieldType>> = {
  run: 'string',
  trace: 'string',
  span: 'string',
  parent: 'string',
  name: 'string',
  operation: 'string',
  status: 'string',
  agent: 'string',
  model: 'string',
  tool: 'string',
  start: 'time',
  end: 'time',
  duration: 'number',
  sequence: 'number',
  tokens: 'number',
  cost: 'number',
};

/** What names of attributes as fields begin with. */
export const SPAN_ATTRIBUTES = 'attributes.';

export interface Order<Field extends string> {
  readonly field: Field;
  readonly descending?: boolean;
}

export interface PageRequest {
  /** 1..1,000; 100 when absent. */
  readonly limit?: number;
  /** From the previous page's `next`. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface RunQuery extends PageRequest {
  readonly where?: Filter;
  /** Newest first when absent. */
  readonly orderBy?: Order<RunField>;
}

export interface SpanQuery extends PageRequest {
  readonly where?: Filter;
  /** Only spans whose messages, arguments, result, name or status message contain this text, ignoring case. */
  readonly text?: string;
  /** By start, then sequence, when absent. */
  readonly orderBy?: Order<SpanField>;
}

/** In UTC; weeks begin on Thursdays, as Unix time did. */
export type TimeBucket = 'minute' | 'hour' | 'day' | 'week';

export interface Measure {
  readonly operation: 'count' | 'sum' | 'average' | 'minimum' | 'maximum' | 'percentile';
  /** A number field; absent for `count`. */
  readonly field?: string;
  /** 0..1, linear interpolation between closest ranks (numpy's default), for `percentile`. */
  readonly p?: number;
}

export interface AggregateQuery {
  readonly from: 'runs' | 'spans';
  readonly where?: Filter;
  readonly groupBy: readonly (string | { readonly field: string; readonly bucket: TimeBucket })[];
  readonly measures: readonly Measure[];
  /** 1..10,000; 1,000 when absent. Groups come ordered by their keys, missing keys last. */
  readonly limit?: number;
  /** Groups with the largest first measure come first, ties by their keys. */
  readonly largestFirst?: boolean;
}

export interface AggregateRow {
  /** One a group key; a bucket is the UnixNanos of its start. */
  readonly keys: readonly (string | number | bigint | undefined)[];
  /** One a measure; undefined where no value was present. */
  readonly values: readonly (number | undefined)[];
}

/** What tasks can be ordered by: see TaskGroup. */
export type TaskField = 'task' | 'runs' | 'failures' | 'passRate' | 'flakiness' | 'newest';

export interface TaskQuery extends PageRequest {
  /** Over runs: only the attempts that match count. Runs that name no task are in no group. */
  readonly where?: Filter;
  /** The flakiest first when absent. */
  readonly orderBy?: Order<TaskField>;
  /** Attempts given of each task, the newest: 1..200, 40 when absent. */
  readonly attempts?: number;
}

/**
 * All attempts at one task. `passRate` is successes / (successes + failures); `flakiness` is the share of the rarer of both: 0 where all
 * graded attempts end alike, 0.5 where half of them pass. Both are missing where nothing is graded.
 */
export interface TaskGroup {
  readonly task: string;
  readonly runs: number;
  readonly successes: number;
  readonly failures: number;
  /** When the newest attempt started. */
  readonly newest?: UnixNanos;
  /** The newest of them, oldest first; those without a time are the oldest. */
  readonly attempts: readonly TaskAttempt[];
}

export interface TaskAttempt {
  readonly runId: RunId;
  readonly outcome: OutcomeStatus;
  readonly startTime?: UnixNanos;
}
