import type { Finding, RunId } from '@tracewright/core';
import { toEvaluationFinding } from '../../dialects/evaluation-finding.ts';
import { isLogSpan } from './agent-logs.ts';
import type { SpanDraft } from './to-span.ts';

/** The findings that a draft's evaluations become once its run is known. An evaluation that was logged is about the span it was logged in. */
export function toEvaluationFindings({ span, facts }: SpanDraft, runId: RunId): Finding[] {
  const spanId = isLogSpan(span) ? (span.parentSpanId ?? span.spanId) : span.spanId;
  return (facts.evaluations ?? []).map((evaluation) =>
    toEvaluationFinding(evaluation, { runId, traceId: span.traceId, spanId }),
  );
}
