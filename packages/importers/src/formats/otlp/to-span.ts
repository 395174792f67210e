/** One OTLP span to ours, before it is known to which run it belongs. */
import type { JsonObject, JsonValue, Span, ToolCall } from '@tracewright/core';
import { hashHex, toSpanId, toTraceId } from '../../building/ids.ts';
import { takePictures } from '../../building/pictures.ts';
import { findText } from '../../reading/json-text.ts';
import { keepAttributes, normaliseSpan } from '../../dialects/normalise.ts';
import { keepEvents, keepLinks, readSpanEvents } from '../../dialects/span-events.ts';
import { mergeFacts, type SpanFacts } from '../../dialects/span-facts.ts';
import type { OtlpSpan } from './otlp-record.ts';

export interface SpanDraft {
  readonly span: Omit<Span, 'runId' | 'sequence'>;
  readonly facts: SpanFacts;
  readonly resource: JsonObject;
}

export interface SpanReading {
  readonly draft: SpanDraft | undefined;
  /** What was wrong with the record; the draft, if there is one, is usable all the same. */
  readonly faults: readonly string[];
}

export interface SpanDraftOptions {
  /** Gives no draft for a span without valid ids, where else ids are derived: a sender can be told, a file cannot. */
  readonly isStrict?: boolean;
}

export function toSpanDraft(record: OtlpSpan, { isStrict = false }: SpanDraftOptions = {}): SpanReading {
  const { name, resource, scope, attributes, events, written } = record;
  const faults: string[] = [];
  if (record.traceId === undefined)
    faults.push(
      `the trace id ${JSON.stringify(written?.['traceId'] || null)} is not valid (32 hex digits, not all zeros)${isStrict ? '' : '; one was derived from the session or resource'}`,
    );
  if (record.spanId === undefined)
    faults.push(
      `the span id ${JSON.stringify(written?.['spanId'] || null)} is not valid (16 hex digits, not all zeros)${isStrict ? '' : "; one was derived from the span's content"}`,
    );
  if (isStrict && faults.length > 0) return { draft: undefined, faults };
  faults.push(...record.faults);

  const told = readSpanEvents(events);
  const facts = mergeFacts([normaliseSpan(name, attributes, scope.name), told]);
  const traceId =
    record.traceId ?? toTraceId(['otlp-without-id', facts.conversation ?? JSON.stringify([resource, scope])]);
  const spanId = record.spanId ?? toSpanId(traceId, hashHex([JSON.stringify(written ?? null)], 32));
  const { parentSpanId, startTime, endTime } = record;
  const status = record.status === 'unset' ? (facts.status ?? 'unset') : record.status;
  const message =
    record.statusMessage || (facts.statusMessage ?? findText(facts.canonical ?? {}, 'error.type') ?? '');
  const span: { -readonly [Key in keyof SpanDraft['span']]: SpanDraft['span'][Key] } = {
    traceId,
    spanId,
    name,
    kind: record.kind,
    operation: facts.operation ?? 'other',
    status,
    input: facts.input ?? [],
    output: facts.output ?? [],
    attributes: withWireFields(keepAttributes(attributes, facts), record),
    events: keepEvents(events, told, facts),
    links: keepLinks(record.links),
    source: record.source,
  };
  if (parentSpanId !== undefined && parentSpanId !== spanId) span.parentSpanId = parentSpanId;
  if (startTime !== undefined) span.startTime = startTime;
  if (endTime !== undefined) span.endTime = endTime;
  if (status === 'error' && message !== '') span.statusMessage = message;
  setFacts(span, facts, name);
  return { draft: { span, facts, resource }, faults };
}

/** The members of a span that are the same whatever source its facts came from. */
export function setFacts(
  span: { -readonly [Key in keyof SpanDraft['span']]: SpanDraft['span'][Key] },
  facts: SpanFacts,
  name: string,
): void {
  if (facts.agent !== undefined) span.agent = facts.agent;
  if (facts.model !== undefined) span.model = facts.model;
  if (isKnown(facts.inputTokens)) span.inputTokens = facts.inputTokens;
  if (isKnown(facts.outputTokens)) span.outputTokens = facts.outputTokens;
  if (isKnown(facts.costUsd)) span.costUsd = facts.costUsd;
  if (span.operation === 'tool') {
    const { content, pictures } = takePictures(facts.tool?.result ?? null);
    const tool: ToolCall = {
      ...facts.tool,
      ...(pictures.length === 0 ? {} : { result: content }),
      name: facts.tool?.name ?? name.replace(/^execute_tool /, ''),
    };
    span.tool = tool;
    if (pictures.length > 0) span.output = [...span.output, { role: 'tool', parts: pictures }];
  } else if (span.operation === 'retrieval' && facts.tool !== undefined) {
    const search: ToolCall = { ...facts.tool, name: facts.tool.name ?? name };
    span.tool = search;
  }
}

/** Some programs write -1 for a number of tokens or a cost that they do not know. */
function isKnown(amount: number | undefined): amount is number {
  return amount !== undefined && amount >= 0;
}

/** What OTLP says in fields of its own, under the names that the specification gives for formats without such fields. */
function withWireFields(attributes: JsonObject, { scope, dropped, traceState }: OtlpSpan): JsonObject {
  const fields: { [key: string]: JsonValue } = {};
  if (scope.name !== '') fields['otel.scope.name'] = scope.name;
  if (scope.version !== '') fields['otel.scope.version'] = scope.version;
  if (dropped.attributes > 0) fields['otel.dropped_attributes_count'] = dropped.attributes;
  if (dropped.events > 0) fields['otel.dropped_events_count'] = dropped.events;
  if (dropped.links > 0) fields['otel.dropped_links_count'] = dropped.links;
  if (traceState !== '') fields['w3c.tracestate'] = traceState;
  return { ...attributes, ...fields };
}
