/** Spans, their messages and trees of them, as schemas. */
import type { Message, SpanOperation, RunTreeJson, SpanJson, SpanNodeJson, SpanStatus } from '@tracewright/core';
import { z } from 'zod';
import { count, json, jsonObject, numberOrNull, source, text, textOrNull, timeOrNull } from './values.ts';

export const operation: z.ZodType<SpanOperation> = z.enum([
  'agent',
  'model',
  'tool',
  'turn',
  'retrieval',
  'other',
]);

export const status: z.ZodType<SpanStatus> = z.enum(['unset', 'ok', 'error']);

export const spanNodeSchema: z.ZodType<SpanNodeJson> = z.object({
  spanId: text,
  parentSpanId: textOrNull,
  name: text,
  operation,
  status,
  agent: textOrNull,
  startTime: timeOrNull,
  endTime: timeOrNull,
  steps: z.array(count),
  get children() {
    return z.array(spanNodeSchema);
  },
});

export const runTreeSchema: z.ZodType<RunTreeJson> = z.object({
  spans: z.array(spanNodeSchema),
  steps: z.array(z.object({ index: count, parent: numberOrNull, stage: count })),
});

export const messageSchema: z.ZodType<Message> = z.object({
  role: text,
  name: text.exactOptional(),
  parts: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('text'), content: text }),
      z.object({ type: z.literal('reasoning'), content: text }),
      z.object({ type: z.literal('tool_call'), id: text.exactOptional(), name: text, arguments: json }),
      z.object({ type: z.literal('tool_call_response'), id: text.exactOptional(), response: json }),
      z.object({
        type: z.literal('media'),
        modality: text,
        mimeType: text.exactOptional(),
        uri: text.exactOptional(),
        sizeBytes: count.exactOptional(),
      }),
      z.object({ type: z.literal('other'), name: text, value: json }),
    ]),
  ),
});

export const spanSchema: z.ZodType<SpanJson> = z.object({
  traceId: text,
  spanId: text,
  parentSpanId: textOrNull,
  runId: text,
  name: text,
  operation,
  status,
  statusMessage: textOrNull,
  startTime: timeOrNull,
  endTime: timeOrNull,
  input: z.array(messageSchema),
  output: z.array(messageSchema),
  tool: z.object({ name: text, arguments: json, result: json }).nullable(),
  attributes: jsonObject,
  events: z.array(z.object({ name: text, time: timeOrNull, attributes: jsonObject })),
  source: source.nullable(),
});
