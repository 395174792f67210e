/**
 * A span as the text of one element of `scopeSpans.spans` in OTLP/JSON.
 *
 * Spans are encoded when they end: what waits in the queue is flat text of known size, and a host that changes an array
 * afterwards does not change what was recorded.
 *
 * Source: opentelemetry-proto v1.9.0 docs/specification.md, JSON Protobuf Encoding: ids in hex, 64-bit integers as text.
 */
import type { AttributeValue, Attributes } from '../attributes.ts';
import { toNanosText } from '../recording/clock.ts';
import { SPAN_KIND, type SpanData } from '../recording/recording-span.ts';

export function encodeSpan(span: SpanData): string {
  const { scope, parentSpanId } = span;
  const start = toNanosText(span.startMs);
  const end = span.endMs === undefined ? start : toNanosText(span.endMs);
  const pieces: string[] = [
    `{"traceId":"${scope.traceId}","spanId":"${scope.spanId}",${parentSpanId === undefined ? '' : `"parentSpanId":"${parentSpanId}",`}"flags":257,"name":${JSON.stringify(span.name)},"kind":${SPAN_KIND[span.kind]},"startTimeUnixNano":"${start}","endTimeUnixNano":"${end}","attributes":[`,
  ];
  const { keys, values } = span.attributes;
  for (let index = 0; index < keys.length; index += 1)
    pushAttribute(pieces, keys[index] ?? '', values[index], index > 0);
  pieces.push(']');
  for (let index = 0; index < span.events.length; index += 1) {
    const event = span.events[index];
    if (event === undefined) continue;
    pieces.push(
      `${index === 0 ? ',"events":[' : ','}{"timeUnixNano":"${toNanosText(event.timeMs)}","name":${JSON.stringify(event.name)},"attributes":[`,
    );
    pushAttributes(pieces, event.attributes);
    pieces.push(']}');
  }
  if (span.events.length > 0) pieces.push(']');
  if (span.status !== 0) {
    const message =
      span.statusMessage === undefined ? '' : `,"message":${JSON.stringify(span.statusMessage)}`;
    pieces.push(`,"status":{"code":${span.status}${message}}`);
  }
  pieces.push('}');
  // Not `+=`: a joined text is flat, a concatenated one keeps all its pieces alive while it waits.
  return pieces.join('');
}

/** Names of attributes come again and again; the cache is bounded because a host may make them up. */
const KEYS = new Map<string, string>();
const MAX_KEYS = 1000;

function encodeKey(key: string): string {
  let text = KEYS.get(key);
  if (text === undefined) {
    text = `{"key":${JSON.stringify(key)},"value":`;
    if (KEYS.size < MAX_KEYS) KEYS.set(key, text);
  }
  return text;
}

export function encodeAttributes(attributes: Attributes): string {
  const pieces: string[] = [];
  pushAttributes(pieces, attributes);
  return pieces.join('');
}

function pushAttributes(pieces: string[], attributes: Attributes): void {
  let isLater = false;
  for (const key in attributes) {
    if (attributes[key] === undefined) continue;
    pushAttribute(pieces, key, attributes[key], isLater);
    isLater = true;
  }
}

function pushAttribute(
  pieces: string[],
  key: string,
  value: AttributeValue | undefined,
  isLater: boolean,
): void {
  // A host that is not type checked may set null.
  if (isLater) pieces.push(',');
  pieces.push(encodeKey(key), encodeValue(value ?? ''), '}');
}

function encodeValue(value: AttributeValue): string {
  if (typeof value === 'string') return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
    return `{"doubleValue":${Number.isFinite(value) ? value : `"${value}"`}}`;
  }
  if (Array.isArray(value)) return `{"arrayValue":{"values":[${value.map(encodeItem).join(',')}]}}`;
  // A host that is not type checked may set anything.
  return `{"stringValue":${JSON.stringify(String(value))}}`;
}

function encodeItem(item: string | number | boolean): string {
  return encodeValue(item);
}
