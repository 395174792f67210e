/** What people and earlier diagnoses wrote: annotations and memory, as schemas. */
import type {
  AgentNotesJson,
  AnnotateRequest,
  ChangeMemoryRequest,
  ListAnnotationsResponse,
} from '@tracewright/core';
import { ANNOTATION_KINDS } from '@tracewright/core';
import { z } from 'zod';
import { findingSchema, outcomeStatus } from './runs.ts';
import { MAX_NAME, count, text, textOrNull } from './values.ts';

/** Notes are made to 50,000 characters; what people write beside them may be more. */
const MAX_NOTES_FILE = 200_000;

export const memoryBodySchema: z.ZodType<ChangeMemoryRequest> = z.strictObject({
  agent: z.string().min(1).max(1000).exactOptional().describe('all agents when absent'),
  action: z.enum(['refresh', 'on', 'off', 'write']),
  markdown: z.string().max(MAX_NOTES_FILE).exactOptional().describe('with write: the whole file'),
  previous: z
    .string()
    .max(MAX_NOTES_FILE)
    .exactOptional()
    .describe('with write: the file as it was read; refused when it is another by now'),
  model: z.string().min(1).max(200).exactOptional().describe('provider/model that reads the notes together'),
  budgetUsd: z.number().positive().max(1000).exactOptional(),
});

const MAX_NOTE = 20_000;

export const annotateBodySchema: z.ZodType<AnnotateRequest> = z.strictObject({
  kind: z.enum(ANNOTATION_KINDS),
  author: z.string().min(1).max(MAX_NAME),
  step: count.exactOptional().describe('needed for onset, and for a category that is about no finding'),
  quote: z.string().min(1).max(MAX_NOTE).exactOptional().describe('a text of the step, kept as evidence'),
  category: z.string().min(1).max(MAX_NAME).exactOptional().describe('of a category'),
  finding: z
    .string()
    .min(1)
    .max(500)
    .exactOptional()
    .describe('of accept, reject, and a category that corrects one: an id, or the beginning of one'),
  status: outcomeStatus.exactOptional().describe('of an outcome'),
  note: z.string().min(1).max(MAX_NOTE).exactOptional().describe('why; needed for a note'),
});

export const annotationsPageSchema: z.ZodType<ListAnnotationsResponse> = z.object({
  annotations: z.array(findingSchema),
  next: textOrNull,
});

export const agentNotesSchema: z.ZodType<AgentNotesJson> = z.object({
  agent: text,
  isEnabled: z.boolean(),
  path: textOrNull.describe("on the server's machine"),
  notes: count,
  edited: count.describe('those that somebody changed'),
  markdown: text.describe('the file, whole'),
  before: text.describe('what the reader wrote above the notes'),
  entries: z.array(z.object({ id: text, markdown: text, isEdited: z.boolean() })),
  after: text,
});
