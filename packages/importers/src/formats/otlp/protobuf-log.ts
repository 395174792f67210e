/** One log record of an OTLP protobuf request. Source: opentelemetry-proto v1.9.0 logs.proto; the numbers are its fields' tags. */
import type { JsonValue } from '@tracewright/core';
import type { OpenObject } from './any-value.ts';
import { LIVE_SOURCE, type OtlpLog, type OtlpOrigin } from './otlp-record.ts';
import { toSpanIdOrNone, toTraceIdOrNone } from './protobuf-ids.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import { readKeyValue, readProtobufValue } from './protobuf-values.ts';

/** Reads the record from `reader.position` to `end`. @throws TraceError `record-invalid`, `limit-exceeded` */
export function readProtobufLog(reader: ProtobufReader, end: number, origin: OtlpOrigin): OtlpLog {
  let time = 0n;
  let observedTime = 0n;
  let severity = 0;
  let severityText = '';
  let body: JsonValue = null;
  const attributes: OpenObject = {};
  let traceId: OtlpLog['traceId'];
  let spanId: OtlpLog['spanId'];
  let eventName = '';
  while (reader.position < end) {
    const tag = reader.readTag(end);
    switch (tag) {
      case 0x09:
        time = reader.readFixed64(end);
        break;
      case 0x10:
        severity = reader.readUint32(end);
        break;
      case 0x1a:
        severityText = reader.readText(end);
        break;
      case 0x2a:
        body = readProtobufValue(reader, end);
        break;
      case 0x32:
        readKeyValue(reader, end, attributes);
        break;
      case 0x38:
        // How many attributes the source left out.
        reader.readUint32(end);
        break;
      case 0x45:
        // Field 8 are the flags.
        reader.skip(tag, end, 7);
        break;
      case 0x4a:
        traceId = toTraceIdOrNone(reader.readBytes(end));
        break;
      case 0x52:
        spanId = toSpanIdOrNone(reader.readBytes(end));
        break;
      case 0x59:
        observedTime = reader.readFixed64(end);
        break;
      case 0x62:
        eventName = reader.readText(end);
        break;
      default:
        // Field 4 was a deprecated name.
        reader.skip(tag, end, tag >>> 3 === 4 ? 0 : 12);
    }
  }
  return {
    traceId,
    spanId,
    time: time === 0n ? undefined : time,
    observedTime: observedTime === 0n ? undefined : observedTime,
    severity,
    severityText,
    eventName,
    body,
    attributes,
    resource: origin.resource,
    scope: origin.scope,
    source: LIVE_SOURCE,
  };
}
