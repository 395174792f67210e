/** Ids of the runs that traces make: the same whether the spans come from a file or live. */
import type { JsonObject, RunId, TraceId } from '@tracewright/core';
import { toRunId } from '../../building/ids.ts';
import { findText } from '../../reading/json-text.ts';
import type { SpanDraft } from './to-span.ts';

/** The run of a trace that names no session. */
export function toTraceRunId(traceId: TraceId): RunId {
  return toRunId(['otlp', traceId]);
}

/**
 * The runs of the sessions that spans name, by trace. What a root names goes before what spans inside it name: those may be another
 * service's, and children are exported first.
 */
export function findSessionRuns(
  drafts: readonly Pick<SpanDraft, 'span' | 'facts' | 'resource'>[],
): Map<TraceId, RunId> {
  const named = new Map<TraceId, RunId>();
  const byRoot = new Map<TraceId, RunId>();
  for (const { span, facts, resource } of drafts) {
    const runs = span.parentSpanId === undefined ? byRoot : named;
    if (facts.conversation === undefined || runs.has(span.traceId)) continue;
    runs.set(span.traceId, toSessionRunId(resource, facts.conversation));
  }
  for (const [traceId, runId] of byRoot) named.set(traceId, runId);
  return named;
}

/** The run of a session; ids such as "1" are unique within one service only. */
function toSessionRunId(resource: JsonObject, conversation: string): RunId {
  return toRunId(['otlp', 'session', findText(resource, 'service.name') ?? '', conversation]);
}
