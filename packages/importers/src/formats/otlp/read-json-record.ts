/**
 * One span or log record of an OTLP/JSON request.
 *
 * Source: opentelemetry-proto v1.9.0 docs/specification.md "JSON Protobuf Encoding". Missing fields have their defaults,
 * unknown ones are ignored; enum names are read as well as the integers that the specification wants.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SpanEvent,
  type SpanLink,
} from '@tracewright/core';
import { asArray, asObject, toText } from '../../reading/json-text.ts';
import { readAnyValue, readAttributes, readNanos } from './any-value.ts';
import { readSpanId, readTraceId } from './otlp-ids.ts';
import { type OtlpLog, type OtlpSpan, SPAN_KINDS, SPAN_STATUSES } from './otlp-record.ts';
import type { OtlpRecord } from './read-request.ts';

/** undefined when the record is not an object. */
export function readJsonSpan({ value, resource, scope, source }: OtlpRecord): OtlpSpan | undefined {
  if (!isJsonObject(value)) return undefined;
  const status = asObject(value['status']);
  return {
    traceId: readTraceId(value['traceId']),
    spanId: readSpanId(value['spanId']),
    parentSpanId: readSpanId(value['parentSpanId']),
    traceState: toText(value['traceState']),
    name: toText(value['name']),
    kind: SPAN_KINDS[toIndex(value['kind'], SPAN_KIND_NAMES)] ?? 'internal',
    startTime: readNanos(value['startTimeUnixNano']),
    endTime: readNanos(value['endTimeUnixNano']),
    attributes: readAttributes(value['attributes']),
    events: readEvents(value['events']),
    links: readLinks(value['links']),
    status: SPAN_STATUSES[toIndex(status?.['code'], STATUS_NAMES)] ?? 'unset',
    statusMessage: toText(status?.['message']),
    dropped: {
      attributes: toCount(value['droppedAttributesCount']),
      events: toCount(value['droppedEventsCount']),
      links: toCount(value['droppedLinksCount']),
    },
    resource,
    scope,
    source,
    faults: findFaults(value),
    written: value,
  };
}

/** undefined when the record is not an object. */
export function readJsonLog({ value, resource, scope, source }: OtlpRecord): OtlpLog | undefined {
  if (!isJsonObject(value)) return undefined;
  return {
    traceId: readTraceId(value['traceId']),
    spanId: readSpanId(value['spanId']),
    time: readNanos(value['timeUnixNano']),
    observedTime: readNanos(value['observedTimeUnixNano']),
    severity: toIndex(value['severityNumber'], []),
    severityText: toText(value['severityText']),
    eventName: toText(value['eventName']),
    body: readAnyValue(value['body']),
    attributes: readAttributes(value['attributes']),
    resource,
    scope,
    source,
    written: value,
  };
}

function findFaults(value: JsonObject): string[] {
  const faults: string[] = [];
  for (const key of ['startTimeUnixNano', 'endTimeUnixNano']) {
    const time = value[key];
    if (time !== undefined && readNanos(time) === undefined && !/^0*$/.test(toText(time)))
      faults.push(`${key} ${toText(time).slice(0, 40)} is not a time in nanoseconds; it is taken as unknown`);
  }
  const parent = toText(value['parentSpanId']);
  if (!/^0*$/.test(parent) && readSpanId(value['parentSpanId']) === undefined)
    faults.push(`the parent span id ${parent.slice(0, 40)} is not valid; the span stands without a parent`);
  return faults;
}

const SPAN_KIND_NAMES = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
const STATUS_NAMES = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

function toIndex(value: JsonValue | undefined, names: readonly string[]): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Math.max(0, names.indexOf(value)) : 0;
}

function toCount(value: JsonValue | undefined): number {
  const count = Number(value ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

function readEvents(list: JsonValue | undefined): SpanEvent[] {
  return asArray(list).flatMap((event) => {
    if (!isJsonObject(event)) return [];
    const time = readNanos(event['timeUnixNano']);
    return [
      {
        name: toText(event['name']),
        ...(time === undefined ? {} : { time }),
        attributes: readAttributes(event['attributes']),
      },
    ];
  });
}

function readLinks(list: JsonValue | undefined): SpanLink[] {
  return asArray(list).flatMap((link) => {
    const traceId = readTraceId(asObject(link)?.['traceId']);
    const spanId = readSpanId(asObject(link)?.['spanId']);
    if (traceId === undefined || spanId === undefined) return [];
    return [{ traceId, spanId, attributes: readAttributes(asObject(link)?.['attributes']) }];
  });
}
