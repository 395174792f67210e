/**
 * Spans and log records of an OTLP export request, in one shape for both encodings.
 *
 * Source: opentelemetry-proto v1.9.0 trace.proto, logs.proto, common.proto. Left out: schema URLs, attributes of a scope,
 * counts of what a resource dropped.
 */
import type {
  JsonObject,
  JsonValue,
  SourceRef,
  SpanEvent,
  SpanId,
  SpanKind,
  SpanLink,
  SpanStatus,
  TraceId,
} from '@tracewright/core';

export interface OtlpScope {
  readonly name: string;
  readonly version: string;
}

/** What surrounds a record; shared by all records of one scope. */
export interface OtlpOrigin {
  readonly resource: JsonObject;
  readonly scope: OtlpScope;
}

export interface OtlpSpan extends OtlpOrigin {
  /** undefined when it is absent or not valid; `written` then says what stands there. */
  readonly traceId: TraceId | undefined;
  readonly spanId: SpanId | undefined;
  readonly parentSpanId: SpanId | undefined;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: bigint | undefined;
  readonly endTime: bigint | undefined;
  readonly attributes: JsonObject;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: SpanStatus;
  readonly statusMessage: string;
  /** What the source says that it left out of the span. */
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
  readonly source: SourceRef;
  /** What is wrong with the record beside its ids. */
  readonly faults: readonly string[];
  /** The record as JSON has it; from protobuf only where an id is not valid. Tells what is wrong, and an id is derived from it. */
  readonly written?: JsonObject;
}

export interface OtlpLog extends OtlpOrigin {
  readonly traceId: TraceId | undefined;
  /** The span that the record was logged in. */
  readonly spanId: SpanId | undefined;
  readonly time: bigint | undefined;
  readonly observedTime: bigint | undefined;
  /** 1 to 24; 0 when unknown. */
  readonly severity: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: JsonValue;
  readonly attributes: JsonObject;
  readonly source: SourceRef;
  /** The record as JSON has it; absent from protobuf. */
  readonly written?: JsonObject;
}

/** By the number that the protocol gives them; 0 is unspecified, which means internal. */
export const SPAN_KINDS: readonly SpanKind[] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
export const SPAN_STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** Where a record stands that came over the wire. */
export const LIVE_SOURCE: SourceRef = { path: 'otlp' };
