/** Projects, and what is kept and deleted in them, as schemas. */
import type {
  DeleteReportJson,
  DeleteRequest,
  ProjectJson,
  RetentionPolicy,
  RetentionReportJson,
  RetentionRequest,
  RetentionStateJson,
  StorageJson,
} from '@tracewright/core';
import { z } from 'zod';
import { count, text, textOrNull, timeOrNull } from './values.ts';

export const projectSchema: z.ZodType<ProjectJson> = z.object({ name: text, sizeBytes: count });

const deleteReport = z.object({
  dryRun: z.boolean(),
  runs: count,
  spans: count,
  messages: count
    .nullable()
    .describe('messages that no other span refers to; null in a dry run, which cannot tell'),
});

export const deleteReportSchema: z.ZodType<DeleteReportJson> = deleteReport;

export const deleteBodySchema: z.ZodType<DeleteRequest> = z
  .strictObject({
    runs: z.array(z.string().min(1).max(64)).min(1).max(100_000).exactOptional(),
    where: z.string().exactOptional().describe('a filter, such as: end < 2026-01-01'),
    user: z.string().exactOptional().describe('as the source names them, exactly'),
    session: z.string().exactOptional().describe('as the source names it, exactly'),
    dryRun: z.boolean().exactOptional(),
  })
  .describe('exactly one of runs, where, user and session');

const policy = z.strictObject({
  maxAgeDays: z.number().positive().exactOptional(),
  maxBytes: z.number().positive().exactOptional(),
});

export const retentionPolicySchema: z.ZodType<RetentionPolicy> = policy;

export const retentionBodySchema: z.ZodType<RetentionRequest> = policy.extend({
  dryRun: z.boolean().exactOptional(),
});

const retentionReport = deleteReport.extend({
  startedAt: text,
  usedBytesBefore: count,
  usedBytesAfter: count.describe('estimated in a dry run'),
  keptRunning: count.describe('runs that would have gone but are still running'),
  state: z.enum(['done', 'cancelled', 'over-limit']),
});

export const retentionReportSchema: z.ZodType<RetentionReportJson> = retentionReport;

export const retentionStateSchema: z.ZodType<RetentionStateJson> = z.object({
  policy,
  running: deleteReport.nullable(),
  last: retentionReport.nullable(),
});

export const storageSchema: z.ZodType<StorageJson> = z.object({
  engine: text,
  engineVersion: text,
  path: textOrNull.describe("on the server's machine"),
  sizeBytes: count,
  usedBytes: count,
  runs: count,
  spans: count,
  messages: count,
  oldest: timeOrNull,
  newest: timeOrNull,
});
