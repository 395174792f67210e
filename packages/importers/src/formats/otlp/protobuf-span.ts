/** One span of an OTLP protobuf request. Source: opentelemetry-proto v1.9.0 trace.proto; the numbers are its fields' tags. */
import type { SpanEvent, SpanLink } from '@tracewright/core';
import type { OpenObject } from './any-value.ts';
import { LIVE_SOURCE, type OtlpOrigin, type OtlpSpan, SPAN_KINDS, SPAN_STATUSES } from './otlp-record.ts';
import { toHex, toSpanIdOrNone, toTraceIdOrNone } from './protobuf-ids.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import { readKeyValue } from './protobuf-values.ts';

const NO_BYTES = new Uint8Array();
const NOTHING_DROPPED: OtlpSpan['dropped'] = { attributes: 0, events: 0, links: 0 };

/** Reads the span from `reader.position` to `end`. @throws TraceError `record-invalid`, `limit-exceeded` */
export function readProtobufSpan(reader: ProtobufReader, end: number, origin: OtlpOrigin): OtlpSpan {
  let traceIdBytes: Uint8Array = NO_BYTES;
  let spanIdBytes: Uint8Array = NO_BYTES;
  let parentIdBytes: Uint8Array = NO_BYTES;
  let traceState = '';
  let name = '';
  let kind = 0;
  let start = 0n;
  let stop = 0n;
  const attributes: OpenObject = {};
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  let droppedAttributes = 0;
  let droppedEvents = 0;
  let droppedLinks = 0;
  let statusCode = 0;
  let statusMessage = '';

  while (reader.position < end) {
    const tag = reader.readTag(end);
    switch (tag) {
      case 0x0a:
        traceIdBytes = reader.readBytes(end);
        break;
      case 0x12:
        spanIdBytes = reader.readBytes(end);
        break;
      case 0x1a:
        traceState = reader.readText(end);
        break;
      case 0x22:
        parentIdBytes = reader.readBytes(end);
        break;
      case 0x2a:
        name = reader.readText(end);
        break;
      case 0x30:
        kind = reader.readUint32(end);
        break;
      case 0x39:
        start = reader.readFixed64(end);
        break;
      case 0x41:
        stop = reader.readFixed64(end);
        break;
      case 0x4a:
        readKeyValue(reader, end, attributes);
        break;
      case 0x50:
        droppedAttributes = reader.readUint32(end);
        break;
      case 0x5a:
        events.push(readEvent(reader, end));
        break;
      case 0x60:
        droppedEvents = reader.readUint32(end);
        break;
      case 0x6a: {
        const link = readLink(reader, end);
        if (link !== undefined) links.push(link);
        break;
      }
      case 0x70:
        droppedLinks = reader.readUint32(end);
        break;
      case 0x7a: {
        const statusEnd = reader.readEnd(end);
        while (reader.position < statusEnd) {
          const field = reader.readTag(statusEnd);
          if (field === 0x12) statusMessage = reader.readText(statusEnd);
          else if (field === 0x18) statusCode = reader.readUint32(statusEnd);
          // Field 1 was a deprecated code.
          else reader.skip(field, statusEnd, field >>> 3 === 1 ? 0 : 3);
        }
        break;
      }
      default:
        // Field 16 are the flags.
        reader.skip(tag, end, 15);
    }
  }

  const traceId = toTraceIdOrNone(traceIdBytes);
  const spanId = toSpanIdOrNone(spanIdBytes);
  const parentSpanId = toSpanIdOrNone(parentIdBytes);
  const span: OtlpSpan = {
    traceId,
    spanId,
    parentSpanId,
    traceState,
    name,
    kind: SPAN_KINDS[kind] ?? 'internal',
    startTime: start === 0n ? undefined : start,
    endTime: stop === 0n ? undefined : stop,
    attributes,
    events,
    links,
    status: SPAN_STATUSES[statusCode] ?? 'unset',
    statusMessage,
    dropped:
      droppedAttributes + droppedEvents + droppedLinks === 0
        ? NOTHING_DROPPED
        : { attributes: droppedAttributes, events: droppedEvents, links: droppedLinks },
    resource: origin.resource,
    scope: origin.scope,
    source: LIVE_SOURCE,
    faults: parentSpanId === undefined ? parentFaults(parentIdBytes) : [],
  };
  if (traceId !== undefined && spanId !== undefined) return span;
  const written = {
    traceId: toHex(traceIdBytes.subarray(0, 32)),
    spanId: toHex(spanIdBytes.subarray(0, 32)),
    name,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(stop),
    attributes,
  };
  return { ...span, written };
}

function parentFaults(bytes: Uint8Array): readonly string[] {
  const hex = toHex(bytes.subarray(0, 20));
  return /^0*$/.test(hex) ? [] : [`the parent span id ${hex} is not valid; the span stands without a parent`];
}

function readEvent(reader: ProtobufReader, outerEnd: number): SpanEvent {
  const end = reader.readEnd(outerEnd);
  reader.countItem();
  let time = 0n;
  let name = '';
  const attributes: OpenObject = {};
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x09) time = reader.readFixed64(end);
    else if (tag === 0x12) name = reader.readText(end);
    else if (tag === 0x1a) readKeyValue(reader, end, attributes);
    else reader.skip(tag, end, 3);
  }
  return time === 0n ? { name, attributes } : { name, time, attributes };
}

function readLink(reader: ProtobufReader, outerEnd: number): SpanLink | undefined {
  const end = reader.readEnd(outerEnd);
  reader.countItem();
  let traceId: SpanLink['traceId'] | undefined;
  let spanId: SpanLink['spanId'] | undefined;
  const attributes: OpenObject = {};
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) traceId = toTraceIdOrNone(reader.readBytes(end));
    else if (tag === 0x12) spanId = toSpanIdOrNone(reader.readBytes(end));
    else if (tag === 0x22) readKeyValue(reader, end, attributes);
    // Field 3 is the trace state of the span linked to.
    else reader.skip(tag, end, tag >>> 3 === 3 ? 0 : 4);
  }
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId, attributes };
}
