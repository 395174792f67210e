/** Runs, their lists and reports, findings and diagnoses, as schemas. */
import type {
  DiagnosisJson,
  Evidence,
  FindingJson,
  ListRunsResponse,
  OutcomeStatus,
  RunDetailJson,
  RunJson,
  RunReportJson,
  RunReportRequest,
  RunSummaryJson,
} from '@tracewright/core';
import { ANNOTATION_KINDS } from '@tracewright/core';
import { z } from 'zod';
import { stepSchema } from './steps.ts';
import { count, json, jsonObject, numberOrNull, spanId, text, textOrNull, timeOrNull } from './values.ts';

export const outcomeStatus: z.ZodType<OutcomeStatus> = z.enum(['success', 'failure', 'unknown']);

const outcome = z.object({
  status: outcomeStatus,
  score: z.number().exactOptional(),
  source: z.enum(['grader', 'test', 'human', 'inferred']).exactOptional(),
  details: jsonObject.exactOptional(),
});

const run = z.object({
  runId: text,
  traceIds: z.array(text),
  agent: textOrNull,
  agentVersion: textOrNull,
  model: textOrNull,
  task: textOrNull,
  taskText: textOrNull,
  session: textOrNull,
  user: textOrNull,
  state: z.enum(['running', 'ended', 'interrupted']).describe('whether the run is in flight'),
  source: z.object({ path: text, format: text }),
  outcome: outcome.describe("a person's, where one set it, else the run's own"),
  recordedOutcome: outcome.exactOptional().describe("the run's own, where a person's stands in its place"),
  startTime: timeOrNull,
  endTime: timeOrNull,
  steps: count,
  spans: count,
  tokens: numberOrNull.describe('input plus output tokens'),
  costUsd: numberOrNull,
  findings: numberOrNull.describe('without those by people; null until the run is diagnosed'),
  annotations: count.describe('findings by people'),
  onsetStep: numberOrNull.describe('0-based index of the step where the run most likely went wrong'),
});

export const runSchema: z.ZodType<RunJson> = run;

export const evidence: z.ZodType<Evidence> = z.object({
  spanId,
  path: text,
  start: count,
  end: count,
  quote: text,
});

const annotation = z.object({
  kind: z.enum(ANNOTATION_KINDS),
  author: text,
  time: text.describe('ISO 8601, UTC'),
  about: z
    .object({ id: text, detector: text, category: text })
    .exactOptional()
    .describe('the finding judged, as it was then'),
  status: outcomeStatus.exactOptional().describe('of an outcome'),
});

export const findingSchema: z.ZodType<FindingJson> = z.object({
  id: text,
  runId: text,
  stepIndex: numberOrNull,
  spanId: textOrNull,
  detector: text.describe('name@version'),
  category: text,
  severity: z.enum(['info', 'warning', 'error']),
  confidence: z.number().min(0).max(1),
  message: text,
  evidence: z.array(evidence),
  fix: textOrNull,
  annotation: annotation.exactOptional().describe('where a person made it'),
});

const onset = z.object({ stepIndex: count, agent: textOrNull, confidence: z.number() }).nullable();

const ranked = z.array(z.object({ stepIndex: count, score: z.number() })).describe('likeliest first');

export const diagnosisSchema: z.ZodType<DiagnosisJson> = z.object({
  runId: text,
  outcome: z.enum(['success', 'failure', 'unknown']).describe('beside the diagnosis, which has not seen it'),
  onset,
  ranked,
  findings: z.array(findingSchema),
});

const runDetail = z.object({
  run: run.extend({
    tools: z.array(
      z.object({ name: text, description: text.exactOptional(), parameters: json.exactOptional() }),
    ),
    environment: jsonObject,
  }),
  steps: z.array(stepSchema),
  findings: z.array(findingSchema),
  onset,
  ranked,
});

export const runDetailSchema: z.ZodType<RunDetailJson> = runDetail;

export const runSummarySchema: z.ZodType<RunSummaryJson> = runDetail.omit({ steps: true });

export const runsPageSchema: z.ZodType<ListRunsResponse> = z.object({
  runs: z.array(runSchema),
  total: count.describe('runs that match, over all pages'),
  next: textOrNull.describe('cursor of the next page'),
});

export const runReportBodySchema: z.ZodType<RunReportRequest> = z.strictObject({
  masking: jsonObject
    .exactOptional()
    .describe('a masking policy, applied once more; the default one when absent'),
  redact: text
    .exactOptional()
    .describe('a regular expression: what it finds, in any capitals, is masked too'),
});

export const runReportSchema: z.ZodType<RunReportJson> = z.object({
  runId: text,
  html: text.describe('a whole document that asks for nothing and runs nothing'),
  masked: count.describe('places masked for it'),
});

export const diagnoseBodySchema: z.ZodType<{ runs: readonly string[] }> = z.strictObject({
  runs: z.array(z.string().max(64)).max(100_000),
});
