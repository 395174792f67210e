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

/**
 * Attributes in the order they were set. Two lists and not an object: spans have a dozen attributes in ever other
 * combinations, for which an engine's objects are slow.
 */
export interface AttributeList {
  readonly keys: string[];
  readonly values: AttributeValue[];
}

export function getAttribute({ attributes }: SpanData, key: string): AttributeValue | undefined {
  const at = attributes.keys.indexOf(key);
  return at === -1 ? undefined : attributes.values[at];
}

/** A later value replaces an earlier one; undefined changes nothing. */
export function setAttribute({ attributes }: SpanData, key: string, value: AttributeValue | undefined): void {
  if (value === undefined) return;
  const at = attributes.keys.indexOf(key);
  if (at !== -1) attributes.values[at] = value;
  else {
    attributes.keys.push(key);
    attributes.values.push(value);
  }
}

export function setAttributes(span: SpanData, attributes: Attributes): void {
  for (const key in attributes) setAttribute(span, key, attributes[key]);
}

export interface SpanData {
  readonly scope: Scope;
  readonly parentSpanId: string | undefined;
  readonly kind: SpanKindName;
  readonly startMs: number;
  name: string;
  endMs: number | undefined;
  readonly attributes: AttributeList;
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
