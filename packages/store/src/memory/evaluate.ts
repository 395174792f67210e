/** Reads fields and evaluates conditions as written: the meaning the compiled queries of other engines are held to. */
import { toContainsPattern, type Span, type StoredRun } from '@tracewright/core';
import {
  arrivalTime,
  attributeText,
  durationSeconds,
  runTokens,
  spanTokens,
} from '../normal/field-values.ts';
import { NUMBER_PATTERN, type Comparison, type Condition } from '../queries/condition.ts';
import { compareValues } from '../queries/compare.ts';
import type { KeyValue } from '../queries/cursor.ts';
import { fieldName, type Field } from '../queries/fields.ts';

/** The values of a field: none where it is missing, several only of a list. */
export type ReadField<T> = (record: T, field: Field) => readonly Value[];
type Value = string | number | bigint;

/** A run with what its findings are about: of its diagnosis, and reported. */
export interface CategorisedRun {
  readonly run: StoredRun;
  readonly categories: readonly string[];
}

const RUN_READERS: Readonly<Record<string, (run: StoredRun) => KeyValue>> = {
  run: (run) => run.runId,
  agent: (run) => run.agent,
  model: (run) => run.model,
  task: (run) => run.task,
  format: (run) => run.source.format,
  path: (run) => run.source.path,
  session: (run) => run.session,
  user: (run) => run.user,
  outcome: (run) => run.outcome.status,
  score: (run) => run.outcome.score ?? undefined,
  start: (run) => run.startTime,
  end: (run) => run.endTime,
  duration: (run) => durationSeconds(run.startTime, run.endTime),
  steps: (run) => run.stats.steps,
  spans: (run) => run.stats.spans,
  tokens: (run) => runTokens(run.stats),
  cost: (run) => run.stats.costUsd,
  findings: (run) => run.findings,
  annotations: (run) => run.annotations,
  arrival: (run) => arrivalTime(run.live),
  open: (run) => run.live?.openSpans,
};

const SPAN_READERS: Readonly<Record<string, (span: Span) => KeyValue>> = {
  run: (span) => span.runId,
  trace: (span) => span.traceId,
  span: (span) => span.spanId,
  parent: (span) => span.parentSpanId,
  name: (span) => span.name,
  operation: (span) => span.operation,
  status: (span) => span.status,
  agent: (span) => span.agent,
  model: (span) => span.model,
  tool: (span) => span.tool?.name,
  start: (span) => span.startTime,
  end: (span) => span.endTime,
  duration: (span) => durationSeconds(span.startTime, span.endTime),
  sequence: (span) => span.sequence,
  tokens: (span) => spanTokens(span.inputTokens, span.outputTokens),
  cost: (span) => span.costUsd,
};

export const readRunField: ReadField<CategorisedRun> = ({ run, categories }, field) =>
  field.kind === 'list' ? categories : toList(RUN_READERS[fieldName(field)]?.(run));

export const readSpanField: ReadField<Span> = (span, field) => {
  if (field.kind !== 'attribute') return toList(SPAN_READERS[field.name]?.(span));
  return Object.hasOwn(span.attributes, field.key) ? toList(attributeText(span.attributes[field.key])) : [];
};

function toList(value: KeyValue): readonly Value[] {
  return value === undefined ? [] : [value];
}

/** The condition as a test of one record. */
export function toPredicate<T>(condition: Condition, read: ReadField<T>): (record: T) => boolean {
  switch (condition.kind) {
    case 'all': {
      const tests = condition.conditions.map((inner) => toPredicate(inner, read));
      return (record) => tests.every((test) => test(record));
    }
    case 'any': {
      const tests = condition.conditions.map((inner) => toPredicate(inner, read));
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = toPredicate(condition.condition, read);
      return (record) => !test(record);
    }
    case 'exists':
      return (record) => read(record, condition.field).length > 0;
    case 'contains': {
      const pattern = toContainsPattern(condition.text);
      return (record) =>
        read(record, condition.field).some((text) => typeof text === 'string' && pattern.test(text));
    }
    case 'compare': {
      const { field, operator, value } = condition;
      const isNumeric = field.type === 'string' && typeof value === 'number';
      return (record) =>
        read(record, field).some((found) => satisfies(isNumeric ? toNumber(found) : found, operator, value));
    }
  }
}

function satisfies(found: KeyValue, operator: Comparison, value: string | number | bigint): boolean {
  if (found === undefined) return false;
  const order = compareValues(found, value);
  switch (operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function toNumber(found: KeyValue): KeyValue {
  if (typeof found !== 'string' || !new RegExp(NUMBER_PATTERN).test(found)) return undefined;
  const value = Number(found);
  return Number.isFinite(value) ? value : undefined;
}
