/**
 * How an operation failed, beside the span's own status: `error.type` and exception events.
 *
 * An exception that was recorded and did not end the span (`exception.escaped` is not true and the status is unset) was handled: it stays
 * an event. Where the span failed, the exception says why.
 *
 * **Source:** semantic-conventions v1.41.1 docs/exceptions/exceptions-spans.md, docs/registry/attributes/error.md;
 * `gen_ai.client.operation.exception`.
 */
import type { JsonObject } from '@tracewright/core';
import { findText } from '../reading/json-text.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';

const EXCEPTION = /^(?:exception|gen_ai\.client\.operation\.exception)$/;

/** OpenInference writes an exception's members as attributes too. */
export function readFailure({ attributes, roots }: Pick<SpanView, 'attributes' | 'roots'>): SpanFacts {
  if (!roots.has('error') && !roots.has('exception')) return {};
  const type = findText(attributes, 'error.type', 'exception.type');
  const message = findText(attributes, 'error.message', 'exception.message');
  if (type === undefined && message === undefined) return {};
  return {
    status: 'error',
    statusMessage: message,
    canonical: withoutUndefined({ 'error.type': type }),
  };
}

export function readExceptions(
  events: readonly { readonly name: string; readonly attributes: JsonObject }[],
): SpanFacts {
  // The last one is what the operation ended with: those before it were retried or wrapped.
  const exception = events.findLast(({ name }) => EXCEPTION.test(name))?.attributes;
  if (exception === undefined) return {};
  const type = findText(exception, 'exception.type');
  const isEscaped = exception['exception.escaped'] === true || exception['exception.escaped'] === 'True';
  return {
    status: isEscaped ? 'error' : undefined,
    statusMessage: findText(exception, 'exception.message') ?? type,
    canonical: isEscaped ? withoutUndefined({ 'error.type': type }) : undefined,
  };
}
