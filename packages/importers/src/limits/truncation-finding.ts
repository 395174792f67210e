/** Says that a span was cut: one finding a span. */
import type { Finding, RunId, SpanId, TraceId } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import type { Truncation } from './limiter.ts';

export const LIMIT_DETECTOR = 'span-limits@1';
export const TRUNCATED_CATEGORY = 'truncated';

/** Fields named in the message. */
const MAX_FIELDS = 5;

/** @param truncations at least one */
export function toTruncationFinding(
  truncations: readonly Truncation[],
  { runId, traceId, spanId }: { readonly runId: RunId; readonly traceId: TraceId; readonly spanId: SpanId },
): Finding {
  const told = truncations
    .slice(0, MAX_FIELDS)
    .map(
      ({ field, unit, limit, total }) =>
        `${field} (${total === undefined ? 'more than' : `${total} ${unit}, limit`} ${limit}${total === undefined ? ` ${unit}` : ''})`,
    );
  const more = truncations.length - told.length;
  return {
    id: hashHex(['finding', LIMIT_DETECTOR, traceId, spanId], 16),
    runId,
    spanId,
    detector: LIMIT_DETECTOR,
    category: TRUNCATED_CATEGORY,
    severity: 'info',
    confidence: 1,
    message: `The span was cut to its limits: ${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    evidence: [],
  };
}
