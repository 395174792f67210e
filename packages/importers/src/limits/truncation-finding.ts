/** Says that a span, the record of a run, or a run was cut: one finding each. */
import type { Finding, RunId, SpanId, TraceId } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import type { Truncation } from './field-cutter.ts';

export const LIMIT_DETECTOR = 'span-limits@1';
export const TRUNCATED_CATEGORY = 'truncated';

/** Fields named in the message. */
const MAX_FIELDS = 5;

/** @param truncations at least one @param place without a span, the run's own record */
export function toTruncationFinding(
  truncations: readonly Truncation[],
  {
    runId,
    traceId,
    spanId,
  }: { readonly runId: RunId; readonly traceId?: TraceId | undefined; readonly spanId?: SpanId | undefined },
): Finding {
  const told = truncations
    .slice(0, MAX_FIELDS)
    .map(
      ({ field, unit, limit, total }) =>
        `${field} (${total === undefined ? 'more than' : `${total} ${unit}, limit`} ${limit}${total === undefined ? ` ${unit}` : ''})`,
    );
  const more = truncations.length - told.length;
  return {
    id: hashHex(['finding', LIMIT_DETECTOR, traceId ?? runId, spanId ?? ''], 16),
    runId,
    ...(spanId === undefined ? {} : { spanId }),
    detector: LIMIT_DETECTOR,
    category: TRUNCATED_CATEGORY,
    severity: 'info',
    confidence: 1,
    message: `${spanId === undefined ? "The run's record" : 'The span'} was cut to its limits: ${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    evidence: [],
  };
}

/** The same however often spans are refused. @param maxSpans that a run may have */
export function toFullRunFinding(runId: RunId, maxSpans: number): Finding {
  return {
    id: hashHex(['finding', LIMIT_DETECTOR, runId, 'spans'], 16),
    runId,
    detector: LIMIT_DETECTOR,
    category: TRUNCATED_CATEGORY,
    severity: 'info',
    confidence: 1,
    message: `The run was cut to its limit: spans (limit ${maxSpans}); those that came when it was full were refused`,
    evidence: [],
  };
}
