/**
 * Walks an OTLP/JSON request that came over the wire, as `protobuf-request.ts` does for protobuf: a record that is no
 * object costs itself alone, a wrong shape around the records makes the whole request bad.
 */
import { isJsonObject, isTraceError, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import { isTooDeep } from '../../reading/json-depth.ts';
import { asArray, asObject } from '../../reading/json-text.ts';
import { LIVE_SOURCE } from './otlp-record.ts';
import type { Read } from './protobuf-request.ts';
import { MAX_ITEMS, tooManyItems } from './protobuf-reader.ts';
import { type OtlpRecord, readResource } from './read-request.ts';

const SCOPE_LISTS: Readonly<Record<string, string>> = {
  resourceSpans: 'scopeSpans',
  resourceLogs: 'scopeLogs',
  resourceMetrics: 'scopeMetrics',
};

/**
 * Braces and brackets in one JSON request: parsed, each may take fifty bytes of memory for two on the wire. More than that do not
 * fit into 64 MiB of what exporters write.
 */
const MAX_BRACES = 4_000_000;

/** @throws TraceError `json-invalid`, `record-invalid`, `limit-exceeded` */
export function parseRequest(body: Uint8Array): JsonObject {
  if (body.length > MAX_BRACES * 2 && countBraces(body) > MAX_BRACES) throw tooManyItems();
  let value: JsonValue;
  try {
    value = JSON.parse(new TextDecoder().decode(body)) as JsonValue;
  } catch (error) {
    throw new TraceError('json-invalid', {
      message: `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`,
      fix: 'send an OTLP export request as JSON, or name its encoding in Content-Type',
      cause: error,
    });
  }
  if (isJsonObject(value)) return value;
  throw invalid('', 'the request is not an object');
}

/** Those inside of texts included. */
function countBraces(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x7b || byte === 0x5b) count += 1;
  return count;
}

/**
 * What the protocol does not know is ignored. Where that is all there is, such as in a request of another signal or one with names in
 * snake_case, its sender would never learn that nothing was taken.
 *
 * @returns undefined when the request has its list, or nothing at all
 */
export function findStranger(request: JsonObject, list: string): string | undefined {
  const [first] = Object.keys(request);
  return first === undefined || list in request
    ? undefined
    : `the request has no ${list} but ${JSON.stringify(first.slice(0, 60))}, which is not known here: nothing of it was taken`;
}

/**
 * @param list `resourceSpans` or `resourceLogs`
 * @param readRecord undefined when the record is not an object
 * @throws TraceError `record-invalid`, `limit-exceeded`, for the request as a whole
 */
export function* readJsonRequest<T>(
  request: JsonObject,
  list: string,
  readRecord: (record: OtlpRecord) => T | undefined,
): Generator<Read<T>> {
  let items = 0;
  for (const resource of listResources(request, list)) {
    for (const record of readResource(list, resource, LIVE_SOURCE)) {
      const value = asObject(record.value);
      items += 1 + asArray(value?.['events']).length + asArray(value?.['links']).length;
      if (items > MAX_ITEMS) throw tooManyItems();
      yield attemptRecord({ ...record, source: LIVE_SOURCE }, readRecord);
    }
  }
}

function attemptRecord<T>(record: OtlpRecord, readRecord: (record: OtlpRecord) => T | undefined): Read<T> {
  try {
    const read = readRecord(record);
    return read === undefined ? { damage: 'it is not an object' } : { record: read };
  } catch (error) {
    // A value that nests too deep for code that recurses.
    if (error instanceof RangeError) return { damage: error.message };
    if (isTraceError(error) && error.code === 'record-invalid') return { damage: error.message };
    throw error;
  }
}

/** The elements of `resourceSpans` and its like, after a look at the shape of what is around the records. */
export function listResources(request: JsonObject, list: string): readonly JsonObject[] {
  const scopes = SCOPE_LISTS[list] ?? '';
  return readList(request, list, '').map((resource, index) => {
    const at = `/${list}/${index}`;
    if (!isJsonObject(resource)) throw invalid(at, 'it is not an object');
    if (isTooDeep(resource['resource'] ?? null)) throw invalid(`${at}/resource`, 'it nests too deep');
    for (const [scopeIndex, scope] of readList(resource, scopes, at).entries())
      if (!isJsonObject(scope)) throw invalid(`${at}/${scopes}/${scopeIndex}`, 'it is not an object');
    return resource;
  });
}

/** Absent and null are the empty list, the default. */
function readList(object: JsonObject, name: string, at: string): readonly JsonValue[] {
  const value = object[name] ?? [];
  if (Array.isArray(value)) return asArray(value);
  throw invalid(`${at}/${name}`, 'it is not a list');
}

function invalid(where: string, message: string): TraceError {
  return new TraceError('record-invalid', { where: where === '' ? 'the body' : where, message });
}

const DATA_NAMES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

export function countJsonDataPoints(request: JsonObject): number {
  let count = 0;
  for (const resource of listResources(request, 'resourceMetrics'))
    for (const scope of asArray(resource['scopeMetrics']))
      for (const metric of asArray(asObject(scope)?.['metrics']))
        for (const name of DATA_NAMES)
          count += asArray(asObject(asObject(metric)?.[name])?.['dataPoints']).length;
  return count;
}
