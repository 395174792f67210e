import { TraceError } from '@tracewright/core';
import { expect, it } from 'vitest';
import { toExportFailure } from './export-failure.ts';

it('tells whoever runs the server what the system refuses, and what is our mistake, and nothing else', () => {
  const told: unknown[] = [];
  const answer = (error: unknown): number => toExportFailure(error, (each) => told.push(each)).httpStatus;
  const full = Object.assign(new Error("ENOSPC: no space left on device, open '/data/a'"), {
    code: 'ENOSPC',
    path: '/data/a',
  });
  const mistake = new TypeError('x is not a function');
  expect([answer(full), answer(mistake)]).toEqual([503, 500]);
  expect(answer(new TraceError('request-invalid', { message: 'no spans' }))).toBe(400);
  expect(told).toEqual([full, mistake]);
});
