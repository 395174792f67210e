/** The spans and log records inside an OTLP/JSON export request, with what surrounds them and where they stand. */
import {
  appendPointer,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SourceRef,
} from '@tracewright/core';
import { asArray, asObject, toText } from '../../reading/json-text.ts';
import { readAttributes } from './any-value.ts';
import type { OtlpOrigin } from './otlp-record.ts';

/** A record of a JSON request that is not read yet. */
export interface OtlpRecord extends OtlpOrigin {
  readonly kind: 'span' | 'log';
  readonly value: JsonValue;
  readonly source: SourceRef;
}

const LISTS = [
  {
    resources: 'resourceSpans',
    scopes: ['scopeSpans', 'instrumentationLibrarySpans'],
    records: 'spans',
    kind: 'span',
  },
  {
    resources: 'resourceLogs',
    scopes: ['scopeLogs', 'instrumentationLibraryLogs'],
    records: 'logRecords',
    kind: 'log',
  },
] as const;

export function isOtlpRequest(value: JsonValue | undefined): value is JsonObject {
  return (
    isJsonObject(value) &&
    ['resourceSpans', 'resourceLogs', 'resourceMetrics'].some((name) => Array.isArray(value[name]))
  );
}

/** The records of one request that stands at `source`. */
export function* readRequest(request: JsonObject, source: SourceRef): Generator<OtlpRecord> {
  for (const { resources } of LISTS) {
    for (const [index, value] of asArray(request[resources]).entries()) {
      yield* readResource(resources, value, {
        ...source,
        pointer: `${source.pointer ?? ''}/${resources}/${index}`,
      });
    }
  }
}

/** The records of one element of `resourceSpans` or `resourceLogs`. */
export function* readResource(list: string, value: JsonValue, source: SourceRef): Generator<OtlpRecord> {
  const names = LISTS.find(({ resources }) => resources === list);
  if (names === undefined || !isJsonObject(value)) return;
  const resource = readAttributes(asObject(value['resource'])?.['attributes']);
  for (const member of names.scopes) {
    for (const [scopeIndex, scoped] of asArray(value[member]).entries()) {
      if (!isJsonObject(scoped)) continue;
      const described = asObject(scoped['scope'] ?? scoped['instrumentationLibrary']);
      const scope = { name: toText(described?.['name']), version: toText(described?.['version']) };
      const at = `${source.pointer ?? ''}/${member}/${scopeIndex}/${names.records}`;
      for (const [index, record] of asArray(scoped[names.records]).entries()) {
        yield {
          kind: names.kind,
          value: record,
          resource,
          scope,
          source: { ...source, pointer: appendPointer(at, index) },
        };
      }
    }
  }
}
