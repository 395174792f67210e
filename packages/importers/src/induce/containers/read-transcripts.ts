/** Texts in records that are whole conversations, as rows of data sets hold them: `{"id": 7, "chat": "USER: Hi\\nASSISTANT: Hello"}`. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import { readTextRecords } from './read-text-records.ts';

const MAX_DEPTH = 8;

/** The value with each such text as the list of its records. */
export function readTranscripts(
  value: JsonValue,
  transcripts: NonNullable<AdapterBody['transcripts']>,
  depth: number = 0,
): JsonValue {
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((element) => readTranscripts(element, transcripts, depth + 1));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === transcripts.member && typeof inner === 'string'
        ? [...readTextRecords(inner, transcripts.text).records]
        : readTranscripts(inner, transcripts, depth + 1),
    ]),
  );
}
