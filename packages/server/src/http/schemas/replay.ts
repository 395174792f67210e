/** Replay plans, as a schema. */
import type { ReplayPlan } from '@tracewright/core';
import { z } from 'zod';
import { evidence } from './runs.ts';
import { messageSchema } from './spans.ts';
import { count, json, jsonObject, numberOrNull, runId, text, textOrNull } from './values.ts';

const replayCall = z.object({
  stepIndex: count,
  spanId: text,
  callId: textOrNull,
  tool: text,
  arguments: json,
  kind: z
    .enum(['execute', 'replay'])
    .describe('execute: it changed state and is made again; replay: its recorded result stands'),
  result: z.object({ value: json, status: z.enum(['ok', 'error', 'unknown']) }).nullable(),
});

export const replayPlanSchema: z.ZodType<ReplayPlan> = z.object({
  kind: z.literal('replay-plan'),
  schemaVersion: count,
  name: text,
  version: count,
  createdAt: text,
  seed: numberOrNull,
  metrics: jsonObject,
  sources: z.object({
    description: text,
    runIds: z.array(runId).exactOptional(),
    hash: text.exactOptional(),
  }),
  body: z.object({
    runId: text,
    agent: textOrNull,
    task: textOrNull,
    taskText: textOrNull,
    onset: z
      .object({
        stepIndex: count,
        source: z.enum(['diagnosis', 'given']),
        confidence: numberOrNull,
      })
      .describe('the step that is not taken again'),
    checkpoint: z
      .object({ stepIndex: numberOrNull, spanId: textOrNull })
      .describe('the last step that stands; null where the run starts anew'),
    messages: z.array(messageSchema).describe('the conversation up to the checkpoint'),
    calls: z.array(replayCall).describe('the calls up to the checkpoint, in order'),
    files: z
      .array(
        z.object({
          path: text,
          stepIndex: count,
          content: textOrNull,
          isDeleted: z.boolean(),
          edits: z.array(z.object({ stepIndex: count, before: text, after: text })),
        }),
      )
      .describe('files that calls changed, as far as the trace shows them'),
    openTasks: z.array(z.object({ text, status: text, stepIndex: count })),
    note: z
      .object({
        text,
        findings: z.array(
          z.object({
            id: text,
            stepIndex: numberOrNull,
            message: text,
            fix: textOrNull,
            evidence: z.array(evidence),
          }),
        ),
      })
      .describe('what to tell the agent, made of findings and quotes alone'),
    limits: z.object({ maxSteps: count }),
    warnings: z.array(text),
  }),
});
