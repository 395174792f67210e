import { TraceError } from '@tracewright/core';

/** @throws TraceError `usage-invalid` */
export function parseLimit(command: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new TraceError('usage-invalid', {
    where: '--limit',
    message: `"${text}" is not a whole number from 1`,
    fix: `tracewright help ${command}`,
  });
}
