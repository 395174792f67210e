/**
 * What an OTLP exporter sends, decoded: the bytes of one export request to drafts of spans and to log records.
 *
 *     readExport('traces', body, 'protobuf').drafts
 *
 * Span by span: what is wrong with one is told and costs that one alone. A body that cannot be an export request throws.
 * Data points of metrics are counted and not kept.
 *
 * **Source:** opentelemetry-proto v1.9.0 docs/specification.md
 */
import type { JsonObject } from '@tracewright/core';
import { countJsonDataPoints, findStranger, parseRequest, readJsonRequest } from './json-request.ts';
import type { OtlpLog, OtlpSpan } from './otlp-record.ts';
import { readProtobufLog } from './protobuf-log.ts';
import { countDataPoints, type Read, readProtobufRequest } from './protobuf-request.ts';
import { readProtobufSpan } from './protobuf-span.ts';
import { readJsonLog, readJsonSpan } from './read-json-record.ts';
import { type SpanDraft, type SpanReading, toSpanDraft } from './to-span.ts';

export type ExportSignal = 'traces' | 'logs' | 'metrics';
export type ExportEncoding = 'protobuf' | 'json';

export interface DecodedExport {
  readonly signal: ExportSignal;
  readonly drafts: readonly SpanDraft[];
  readonly logs: readonly OtlpLog[];
  /** Spans, log records or data points in the request, refused ones included. */
  readonly records: number;
  readonly refused: {
    readonly count: number;
    /** The first few: which record, and why. With a count of 0 they are warnings about records that were taken. */
    readonly messages: readonly string[];
  };
}

export interface ExportOptions {
  /** false derives ids for spans that have no valid ones, as the importer of files does. */
  readonly isStrict?: boolean;
}

const LISTS: Readonly<Record<ExportSignal, string>> = {
  traces: 'resourceSpans',
  logs: 'resourceLogs',
  metrics: 'resourceMetrics',
};

/** So many offenders are named. */
const MAX_MESSAGES = 5;

/** @throws TraceError `json-invalid`, `record-invalid`, `limit-exceeded` for a body that is bad as a whole */
export function readExport(
  signal: ExportSignal,
  body: Uint8Array,
  encoding: ExportEncoding,
  options: ExportOptions = {},
): DecodedExport {
  const steps = readExportInSteps(signal, body, encoding, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `readExport`, a record at a time, so that other work can be done between; parsing JSON is one step whatever its size. */
export function* readExportInSteps(
  signal: ExportSignal,
  body: Uint8Array,
  encoding: ExportEncoding,
  { isStrict = true }: ExportOptions = {},
): Generator<undefined, DecodedExport> {
  const drafts: SpanDraft[] = [];
  const logs: OtlpLog[] = [];
  const refusals = createRefusals(signal === 'logs' ? 'log record' : 'span');
  let records = 0;
  const request = encoding === 'json' && body.length > 0 ? parseRequest(body) : body;
  const stranger = isBytes(request) ? undefined : findStranger(request, LISTS[signal]);
  if (stranger !== undefined) refusals.warnOfRequest(stranger);
  if (signal === 'traces') {
    for (const read of readSpans(request)) {
      records += 1;
      if ('damage' in read) refusals.refuse(records, undefined, read.damage);
      else {
        const { draft, faults } = attemptDraft(read.record, isStrict);
        if (draft === undefined) refusals.refuse(records, read.record, faults.join('; '));
        else {
          drafts.push(draft);
          if (faults.length > 0) refusals.warn(records, read.record, faults.join('; '));
        }
      }
      yield;
    }
  } else if (signal === 'logs') {
    for (const read of readLogs(request)) {
      records += 1;
      if ('damage' in read) refusals.refuse(records, undefined, read.damage);
      else logs.push(read.record);
      yield;
    }
  } else records = countPoints(request);
  return { signal, drafts, logs, records, refused: refusals.summary() };
}

/** The bytes of protobuf, or what JSON was parsed to. */
type Request = Uint8Array | JsonObject;

function isBytes(request: Request): request is Uint8Array {
  return request instanceof Uint8Array;
}

function readSpans(request: Request): Iterable<Read<OtlpSpan>> {
  return isBytes(request)
    ? readProtobufRequest(request, readProtobufSpan)
    : readJsonRequest(request, LISTS.traces, readJsonSpan);
}

function readLogs(request: Request): Iterable<Read<OtlpLog>> {
  return isBytes(request)
    ? readProtobufRequest(request, readProtobufLog)
    : readJsonRequest(request, LISTS.logs, readJsonLog);
}

function countPoints(request: Request): number {
  if (!isBytes(request)) return countJsonDataPoints(request);
  let count = 0;
  for (const read of readProtobufRequest(request, countDataPoints))
    if ('record' in read) count += read.record;
  return count;
}

function attemptDraft(span: OtlpSpan, isStrict: boolean): SpanReading {
  try {
    return toSpanDraft(span, { isStrict });
  } catch (error) {
    // A value that nests too deep for code that recurses.
    if (error instanceof RangeError) return { draft: undefined, faults: [error.message] };
    throw error;
  }
}

interface Refusals {
  refuse(index: number, span: OtlpSpan | undefined, why: string): void;
  warn(index: number, span: OtlpSpan | undefined, why: string): void;
  warnOfRequest(why: string): void;
  summary(): DecodedExport['refused'];
}

function createRefusals(noun: string): Refusals {
  let count = 0;
  const refused: string[] = [];
  const warned: string[] = [];
  const add = (list: string[], index: number, span: OtlpSpan | undefined, why: string): void => {
    if (list.length === MAX_MESSAGES) return;
    const name =
      span === undefined ? '' : ` (${span.spanId ?? 'no id'}, ${JSON.stringify(span.name.slice(0, 60))})`;
    list.push(`${noun} ${index}${name}: ${why.slice(0, 300)}`);
  };
  return {
    refuse(index, span, why) {
      count += 1;
      add(refused, index, span, why);
    },
    warn(index, span, why) {
      add(warned, index, span, why);
    },
    warnOfRequest(why) {
      warned.push(why);
    },
    summary() {
      return { count, messages: [...refused, ...warned].slice(0, MAX_MESSAGES) };
    },
  };
}
