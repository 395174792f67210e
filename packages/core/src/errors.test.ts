import { expect, it } from 'vitest';
import { isTraceError, TRACE_ERROR_CODES, TraceError } from './errors.ts';
import { HTTP_STATUS } from './api/routes.ts';

it('pins the public error codes', () => {
  expect(TRACE_ERROR_CODES).toEqual([
    'format-unknown',
    'record-invalid',
    'type-unknown',
    'json-invalid',
    'xml-invalid',
    'file-truncated',
    'encoding-invalid',
    'file-unreadable',
    'archive-invalid',
    'limit-exceeded',
    'file-missing',
    'run-not-found',
    'span-not-found',
    'finding-not-found',
    'artifact-not-found',
    'project-not-found',
    'store-locked',
    'store-corrupt',
    'store-version',
    'store-failed',
    'filter-invalid',
    'usage-invalid',
    'request-invalid',
    'network-failed',
    'model-failed',
    'key-invalid',
    'forbidden',
    'overloaded',
    'cancelled',
  ]);
});

it('gives every code an HTTP status', () => {
  expect(Object.keys(HTTP_STATUS).toSorted()).toEqual(TRACE_ERROR_CODES.toSorted());
});

it('puts the place before the message and keeps both', () => {
  const error = new TraceError('record-invalid', {
    message: 'expected 3 fields, got 2',
    where: 'a.csv line 7',
  });
  expect(error.message).toBe('a.csv line 7: expected 3 fields, got 2');
  expect(error.summary).toBe('expected 3 fields, got 2');
  expect(isTraceError(error)).toBe(true);
  expect(isTraceError(new Error('other'))).toBe(false);
});
