/** Values that many shapes share, as schemas. */
import type { JsonObject, JsonValue, RunId, SourceRef, SpanId } from '@tracewright/core';
import { z } from 'zod';

export const text: z.ZodString = z.string();

export const textOrNull: z.ZodNullable<z.ZodString> = z.string().nullable();

export const count: z.ZodInt = z.int().min(0);

export const numberOrNull: z.ZodNullable<z.ZodNumber> = z.number().nullable();

export const timeOrNull: z.ZodNullable<z.ZodString> = z
  .string()
  .nullable()
  .describe('ISO 8601 in UTC, to the nanosecond where known; null when the source has no time');

export const json: z.ZodType<JsonValue> = z.any().describe('any JSON value');

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);

export const spanId: z.ZodType<SpanId> = z
  .custom<SpanId>()
  .meta({ type: 'string', description: '16 hexadecimal digits' });

export const source: z.ZodType<SourceRef> = z
  .object({
    path: text,
    pointer: text.exactOptional(),
    line: z.int().exactOptional(),
    endLine: z.int().exactOptional(),
  })
  .describe('where in the imported file: JSON pointer, or 1-based line with a pointer inside it');

export const runId: z.ZodType<RunId> = z.custom<RunId>().meta({ type: 'string', description: 'a run id' });

export const share: z.ZodNullable<z.ZodNumber> = z.number().min(0).max(1).nullable();

/** A path longer than this is no path. */
export const path: z.ZodString = z.string().min(1).max(4096);

/** Of a name, such as an author's. */
export const MAX_NAME = 100;
