import { TraceError, type Order, type PageRequest } from '@tracewright/core';
import { resolveField, type Field, type Subject } from './fields.ts';
import { readCursor, type KeyValue } from './cursor.ts';

export interface OrderKey {
  readonly field: Field;
  readonly descending: boolean;
}

/** How a listing is ordered and where it goes on. The ids at the end of `keys` make the order total. */
export interface Listing {
  readonly keys: readonly OrderKey[];
  readonly limit: number;
  /** The keys of the last item of the previous page. */
  readonly after: readonly KeyValue[] | undefined;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

const IDS: Readonly<Record<Subject, readonly string[]>> = { runs: ['run'], spans: ['trace', 'span'] };

/** @throws TraceError `filter-invalid` for an unknown field, `request-invalid` for a broken limit or cursor */
export function planListing(
  subject: Subject,
  request: PageRequest & { readonly orderBy?: Order<string> },
): Listing {
  const limit = checkLimit(request.limit, DEFAULT_LIMIT, MAX_LIMIT);
  const wanted = request.orderBy === undefined ? defaultOrder(subject) : [toKey(subject, request.orderBy)];
  const keys = [...wanted, ...IDS[subject].map((field) => toKey(subject, { field }))];
  return { keys, limit, after: request.cursor === undefined ? undefined : readCursor(request.cursor, keys) };
}

export function checkLimit(
  limit: number | undefined,
  byDefault: number,
  maximum: number,
  where: 'limit' | 'attempts' = 'limit',
): number {
  const value = limit ?? byDefault;
  if (Number.isInteger(value) && value >= 1 && value <= maximum) return value;
  throw new TraceError('request-invalid', {
    where,
    message: `${where} is ${value}, expected a whole number from 1 to ${maximum}`,
    fix: 'ask for fewer at a time and follow `next`',
  });
}

function defaultOrder(subject: Subject): readonly OrderKey[] {
  if (subject === 'runs') return [toKey(subject, { field: 'start', descending: true })];
  return [toKey(subject, { field: 'start' }), toKey(subject, { field: 'sequence' })];
}

function toKey(subject: Subject, order: Order<string>): OrderKey {
  const field = resolveField(subject, order.field);
  if (field.kind === 'list') {
    throw new TraceError('filter-invalid', {
      where: 'orderBy',
      message: `nothing can be ordered by ${field.name}: a run may have several`,
      fix: 'order by another field, or group by it',
    });
  }
  return { field, descending: order.descending ?? false };
}
