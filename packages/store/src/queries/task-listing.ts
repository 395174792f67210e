/** How groups of runs at one task are ordered and paged. */
import { TraceError, type FieldType, type TaskField, type TaskQuery } from '@tracewright/core';
import { readCursor } from './cursor.ts';
import { checkLimit, type Listing, type OrderKey } from './ordering.ts';

const TASK_FIELDS: Readonly<Record<TaskField, FieldType>> = {
  task: 'string',
  runs: 'number',
  failures: 'number',
  passRate: 'number',
  flakiness: 'number',
  newest: 'time',
};
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const DEFAULT_ATTEMPTS = 40;
const MAX_ATTEMPTS = 200;

export interface TaskListing extends Listing {
  readonly attempts: number;
}

/** @throws TraceError `request-invalid` for an unknown order, a broken limit or cursor */
export function planTaskListing(query: TaskQuery): TaskListing {
  const { field, descending = false } = query.orderBy ?? { field: 'flakiness', descending: true };
  if (!Object.hasOwn(TASK_FIELDS, field)) {
    throw new TraceError('request-invalid', {
      where: 'orderBy',
      message: `tasks cannot be ordered by ${JSON.stringify(field)}`,
      fix: `use one of ${Object.keys(TASK_FIELDS).join(', ')}`,
    });
  }
  const keys =
    field === 'task' ? [toKey(field, descending)] : [toKey(field, descending), toKey('task', false)];
  return {
    keys,
    limit: checkLimit(query.limit, DEFAULT_LIMIT, MAX_LIMIT),
    after: query.cursor === undefined ? undefined : readCursor(query.cursor, keys),
    attempts: checkLimit(query.attempts, DEFAULT_ATTEMPTS, MAX_ATTEMPTS, 'attempts'),
  };
}

function toKey(name: TaskField, descending: boolean): OrderKey {
  return { field: { kind: 'fixed', name, type: TASK_FIELDS[name] }, descending };
}
