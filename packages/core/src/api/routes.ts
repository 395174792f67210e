/**
 * The HTTP contract: one entry a route, the source of the server's handlers, the typed client and the OpenAPI
 * description alike. Errors are `ErrorJson` with the status of `HTTP_STATUS`.
 */
import type { TraceErrorCode } from '../errors.ts';

export const HTTP_STATUS: Readonly<Record<TraceErrorCode, number>> = {
  'format-unknown': 415,
  'record-invalid': 400,
  'type-unknown': 400,
  'json-invalid': 400,
  'xml-invalid': 400,
  'file-truncated': 400,
  'encoding-invalid': 400,
  'file-unreadable': 400,
  'archive-invalid': 400,
  'limit-exceeded': 413,
  'file-missing': 400,
  'run-not-found': 404,
  'span-not-found': 404,
  'finding-not-found': 404,
  'artifact-not-found': 404,
  'project-not-found': 404,
  'store-locked': 503,
  'store-corrupt': 503,
  'store-version': 503,
  'store-failed': 503,
  'filter-invalid': 400,
  'usage-invalid': 400,
  'request-invalid': 400,
  'network-failed': 502,
  'model-failed': 502,
  'key-invalid': 401,
  forbidden: 403,
  overloaded: 429,
  cancelled: 499,
};
