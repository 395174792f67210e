/** Keys and masking, as schemas. */
import type {
  CreateKeyRequest,
  CreateProjectRequest,
  CreatedKeyJson,
  KeyJson,
  MaskTextResponse,
  MaskingJson,
} from '@tracewright/core';
import { z } from 'zod';
import { SCOPES } from '../../access/key.ts';
import { MAX_NAME, count, text, textOrNull } from './values.ts';

const key = z.object({
  id: text,
  name: text,
  project: text.describe("a project's name, or * for all"),
  scopes: z.array(text),
  created: text,
  expires: textOrNull,
  lastUsed: textOrNull.describe('to the hour'),
});

export const keySchema: z.ZodType<KeyJson> = key;

export const createdKeySchema: z.ZodType<CreatedKeyJson> = key.extend({ key: text });

export const createProjectBodySchema: z.ZodType<CreateProjectRequest> = z.strictObject({
  name: z.string().min(1).max(200),
});

export const createKeyBodySchema: z.ZodType<CreateKeyRequest> = z.strictObject({
  name: z.string().min(1).max(MAX_NAME),
  project: z.string().min(1).max(64),
  scopes: z.array(z.enum(SCOPES)).min(1),
  // A hundred years: beyond the range of dates there is no key either.
  days: z.number().positive().max(36_500).exactOptional(),
});

export const maskingSchema: z.ZodType<MaskingJson> = z.object({
  isOn: z.boolean(),
  patterns: z.array(text),
  fields: z.array(z.object({ field: text, action: text })),
  allowed: count.describe('texts that are never masked'),
});

export const maskTextBodySchema: z.ZodType<{ readonly text: string }> = z.strictObject({
  text: z.string().max(100_000),
});

export const maskedTextSchema: z.ZodType<MaskTextResponse> = z.object({
  text,
  masks: z.array(z.object({ kind: text, count })),
});
