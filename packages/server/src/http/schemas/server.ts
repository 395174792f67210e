/** The state of the server, and errors, as schemas. */
import type { ErrorJson, HealthResponse } from '@tracewright/core';
import { z } from 'zod';
import { count, text, textOrNull } from './values.ts';

export const healthSchema: z.ZodType<HealthResponse> = z.object({
  status: z.enum(['ok', 'degraded']),
  version: text,
  store: z.object({ engine: text, path: textOrNull, runs: count, spans: count, sizeBytes: count }),
  model: textOrNull.describe('the language model that may be asked; null where none is set up'),
  ingest: z
    .object({
      durability: text.describe('what an acknowledgement promises: disk or memory'),
      queuedBytes: count,
      pendingRuns: count.describe('runs whose counts are not exact yet'),
      refusedAfterAcknowledge: count.describe(
        'records acknowledged with --durability memory and then refused, such as spans of a run that is full',
      ),
      notKept: z
        .object({ dataPoints: count, logRecords: count })
        .describe('acknowledged and not kept: metrics, and log records of no agent; of all projects'),
      failure: z.object({ message: text, fix: text, since: text }).nullable(),
    })
    .nullable(),
});

export const errorSchema: z.ZodType<ErrorJson> = z.object({
  code: text,
  message: text,
  where: text,
  fix: text,
});
