import { TraceError } from '@tracewright/core';

/** @throws TraceError `request-invalid` */
export function checkLimit(limit: number | undefined, byDefault: number, maximum: number): number {
  const value = limit ?? byDefault;
  if (Number.isInteger(value) && value >= 1 && value <= maximum) return value;
  throw new TraceError('request-invalid', {
    where: 'limit',
    message: `the limit is ${value}, not a whole number from 1 to ${maximum}`,
    fix: 'page through with `cursor`',
  });
}
