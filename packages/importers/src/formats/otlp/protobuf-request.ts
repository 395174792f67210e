/**
 * Walks an OTLP protobuf request: resources, their scopes, the records of each.
 *
 * A record whose own bytes are damaged costs itself alone, as its length says where the next one begins. Damage anywhere
 * else makes the whole request bad, and so do more damaged records than any sender sends.
 *
 * **Source:** opentelemetry-proto v1.9.0 collector/{trace,logs,metrics}/v1; the numbers are its fields' tags.
 */
import { isTraceError, TraceError } from '@tracewright/core';
import type { OpenObject } from './any-value.ts';
import type { OtlpOrigin, OtlpScope } from './otlp-record.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { readKeyValue } from './protobuf-values.ts';

/** More damaged records than this are no damage: the bytes are something else. */
const MAX_DAMAGED = 1000;

export type ReadRecord<T> = (reader: ProtobufReader, end: number, origin: OtlpOrigin) => T;

export type Read<T> = { readonly record: T } | { readonly damage: string };

/** @throws TraceError `record-invalid`, `limit-exceeded`, for the request as a whole */
export function* readProtobufRequest<T>(bytes: Uint8Array, readRecord: ReadRecord<T>): Generator<Read<T>> {
  const reader = new ProtobufReader(bytes);
  let damaged = 0;
  while (reader.position < bytes.length) {
    const requestTag = reader.readTag(bytes.length);
    if (requestTag !== 0x0a) {
      reader.skip(requestTag, bytes.length, 1);
      continue;
    }
    const resourceEnd = reader.readEnd(bytes.length);
    reader.countItem();
    const resource = readSurrounding(reader, resourceEnd, readResource) ?? {};
    while (reader.position < resourceEnd) {
      const resourceTag = reader.readTag(resourceEnd);
      if (resourceTag !== 0x12) {
        // Field 1 is read; field 3 is the schema's URL.
        reader.skip(resourceTag, resourceEnd, resourceTag === 0x0a ? 0 : 2);
        continue;
      }
      const scopeEnd = reader.readEnd(resourceEnd);
      reader.countItem();
      const scope = readSurrounding(reader, scopeEnd, readScope) ?? { name: '', version: '' };
      const origin = { resource, scope };
      while (reader.position < scopeEnd) {
        const tag = reader.readTag(scopeEnd);
        if (tag !== 0x12) {
          reader.skip(tag, scopeEnd, tag === 0x0a ? 0 : 2);
          continue;
        }
        const end = reader.readEnd(scopeEnd);
        reader.countItem();
        const read = attemptRecord(reader, end, origin, readRecord);
        if ('damage' in read) damaged += 1;
        if (damaged > MAX_DAMAGED)
          throw new TraceError('record-invalid', {
            where: `byte ${reader.position}`,
            message: `more than ${MAX_DAMAGED} records are damaged; the last: ${'damage' in read ? read.damage : ''}`,
          });
        reader.position = end;
        yield read;
      }
    }
  }
}

function attemptRecord<T>(
  reader: ProtobufReader,
  end: number,
  origin: OtlpOrigin,
  readRecord: ReadRecord<T>,
): Read<T> {
  try {
    return { record: readRecord(reader, end, origin) };
  } catch (error) {
    if (isTraceError(error) && error.code === 'record-invalid') return { damage: error.message };
    throw error;
  }
}

/** Field 1 of a message, wherever in it that field stands; the position stays where it was. */
function readSurrounding<T>(
  reader: ProtobufReader,
  end: number,
  read: (reader: ProtobufReader, end: number) => T,
): T | undefined {
  const start = reader.position;
  let found: T | undefined;
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) found = read(reader, end);
    else reader.skip(tag, end, 1);
  }
  reader.position = start;
  return found;
}

function readResource(reader: ProtobufReader, outerEnd: number): OpenObject {
  const end = reader.readEnd(outerEnd);
  const attributes: OpenObject = {};
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) readKeyValue(reader, end, attributes);
    else reader.skip(tag, end, 1);
  }
  return attributes;
}

function readScope(reader: ProtobufReader, outerEnd: number): OtlpScope {
  const end = reader.readEnd(outerEnd);
  let name = '';
  let version = '';
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) name = reader.readText(end);
    else if (tag === 0x12) version = reader.readText(end);
    else reader.skip(tag, end, 2);
  }
  return { name, version };
}

/** Field numbers of a metric's kinds of data: gauge, sum, histogram, exponential histogram, summary. */
const DATA_TAGS: ReadonlySet<number> = new Set([0x2a, 0x3a, 0x4a, 0x52, 0x5a]);

/** How many data points the metric from `reader.position` to `end` has. */
export function countDataPoints(reader: ProtobufReader, end: number): number {
  let count = 0;
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (!DATA_TAGS.has(tag)) {
      reader.skip(tag, end, 0);
      continue;
    }
    const dataEnd = reader.readEnd(end);
    while (reader.position < dataEnd) {
      const field = reader.readTag(dataEnd);
      if (field === 0x0a) count += 1;
      reader.skip(field, dataEnd, 0);
    }
  }
  return count;
}
