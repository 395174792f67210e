/** A span while it is being recorded. Nothing here throws; after `end` nothing changes it. */
import type { AttributeValue, Attributes } from '../attributes.ts';
import type { Scope } from '../context.ts';

/** OTLP's numbers. Source: opentelemetry-proto v1.9.0 trace.proto. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3 } as const;
export type SpanKindName = keyof typeof SPAN_KIND;

export interface SpanEvent {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Attributes;
}

export interface SpanData {
  readonly scope: Scope;
  readonly parentSpanId: string | undefined;
  readonly kind: SpanKindName;
  readonly startMs: number;
  name: string;
  endMs: number | undefined;
  readonly attributes: Record<string, AttributeValue | undefined>;
  readonly events: SpanEvent[];
  /** OTLP: 0 unset, 1 ok, 2 error. */
  status: 0 | 1 | 2;
  statusMessage: string | undefined;
}

/** Runaway loops that add events to one span stop here; OpenTelemetry's default limit. */
const MAX_EVENTS = 128;

export function addEvent(span: SpanData, event: SpanEvent): void {
  if (span.endMs === undefined && span.events.length < MAX_EVENTS) span.events.push(event);
}
