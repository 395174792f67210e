/** Imports: what is asked, what came of it, and the formats, as schemas. */
import type {
  AdapterReportJson,
  FormatJson,
  ImportPathsRequest,
  ImportReportJson,
  Problem,
  TraceErrorCode,
} from '@tracewright/core';
import { TRACE_ERROR_CODES } from '@tracewright/core';
import { z } from 'zod';
import { count, jsonObject, path, share, text, textOrNull } from './values.ts';

export const problemSchema: z.ZodType<Problem> = z.object({
  path: text,
  code: z.enum(TRACE_ERROR_CODES) satisfies z.ZodType<TraceErrorCode>,
  message: text,
  where: text,
  fix: text,
});

const adapterReport: z.ZodType<AdapterReportJson> = z.object({
  name: text,
  version: count,
  edited: textOrNull.describe('the start of the hash of its body where it was edited since it was written'),
  path: textOrNull.describe('its file; null where it has none'),
  isNew: z.boolean().describe('induced by this import'),
  files: count,
  container: text,
  records: text.describe('paths to the runs and from each to its records'),
  coverage: share.describe('of the records of the sample, how many are read'),
  textShare: share.describe('of the text of the sample, how much is read'),
  pairing: share.describe('of calls and results, how many found each other'),
  doubts: z.array(text).describe('what speaks against the reading of the sample'),
  fields: z.array(
    z.object({ field: text, coverage: z.number(), confidence: z.number(), from: z.array(text) }),
  ),
  improvement: z
    .object({ model: text, accepted: z.boolean(), reason: text })
    .exactOptional()
    .describe('where a language model was asked for a better one: whether its answer was taken, or why not'),
  preview: z.array(
    z.object({
      as: text,
      role: text,
      agent: text,
      thought: text,
      text,
      tool: text,
      arguments: text,
      result: text,
    }),
  ),
});

export const importReportSchema: z.ZodType<ImportReportJson> = z.object({
  files: count,
  imported: z.array(
    z.object({
      path: text,
      format: text,
      runs: count,
      traces: count,
      spans: count,
      steps: count,
      problems: count,
    }),
  ),
  skipped: z.array(z.object({ path: text, reason: text })),
  problems: z.array(problemSchema),
  totals: z.object({
    runs: count,
    traces: count,
    spans: count,
    steps: count,
    messages: count.describe('distinct messages new to the store'),
    problems: count,
  }),
  adapters: z
    .array(adapterReport)
    .exactOptional()
    .describe("of a user's own formats, used or induced by this import"),
});

export const formatSchema: z.ZodType<FormatJson> = z.object({
  name: text,
  title: text,
  versions: text,
  kept: text,
  dropped: text,
  specification: text,
});

export const importPathsBodySchema: z.ZodType<ImportPathsRequest> = z.strictObject({
  paths: z.array(path).min(1).max(10_000),
  format: z.string().max(100).exactOptional(),
  cwd: path.exactOptional().describe('an absolute folder that relative paths are relative to'),
  only: z.array(path).max(10_000).exactOptional().describe('import only what these files belong to'),
  masking: z
    .union([z.literal(false), jsonObject])
    .exactOptional()
    .describe('false masks nothing, an object is a masking policy; as the server is set up when absent'),
  prices: jsonObject
    .exactOptional()
    .describe('a price table, before the bundled one; as the server is set up when absent'),
  induce: z
    .boolean()
    .exactOptional()
    .describe(
      'induce adapters for files that no format knows, keep them beside the store and import with them',
    ),
  withModel: z
    .strictObject({
      model: z.string().max(200).exactOptional(),
      budgetUsd: z.number().positive().max(1000).exactOptional(),
    })
    .exactOptional()
    .describe('a language model is shown some records and may improve the induced adapters'),
  adapter: jsonObject
    .exactOptional()
    .describe('read all files with this adapter, an import-adapter artifact, and with nothing else'),
});
