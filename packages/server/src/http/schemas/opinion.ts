/** Second opinions, as schemas. */
import type { AskOpinionRequest, Opinion, OpinionStateJson } from '@tracewright/core';
import { z } from 'zod';
import { evidence } from './runs.ts';
import { count, numberOrNull, text, textOrNull } from './values.ts';

export const opinionBodySchema: z.ZodType<AskOpinionRequest> = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(200)
    .exactOptional()
    .describe('provider/model; that of the server when absent'),
  budgetUsd: z
    .number()
    .positive()
    .max(1000)
    .exactOptional()
    .describe('what it may cost at most, 1 when absent'),
  memory: z
    .boolean()
    .exactOptional()
    .describe("false leaves out the notes on the agent's earlier runs, which know outcomes"),
  refresh: z.boolean().exactOptional().describe('ask anew though the opinion is kept'),
});

const cited = { stepIndex: count, evidence: z.array(evidence) };

export const opinionSchema: z.ZodType<Opinion> = z.object({
  runId: z.custom<Opinion['runId']>().meta({ type: 'string', description: '16 hexadecimal digits' }),
  version: text,
  diagnosisVersion: text,
  spans: count,
  model: text,
  createdAt: text,
  onset: z
    .object({
      ...cited,
      agent: textOrNull,
      category: text,
      reasoning: text,
      confidence: z.number().describe('as the model says, not calibrated'),
      alternatives: z.array(z.object({ ...cited, reasoning: text })),
    })
    .nullable(),
  agreement: z
    .enum(['same-step', 'within-2', 'same-agent', 'different', 'not-compared'])
    .describe('how its onset stands to that of the diagnosis'),
  stages: z.array(
    z.object({
      stage: count,
      incorrectSteps: z.array(count),
      unusefulSteps: z.array(count),
      reasoning: text,
    }),
  ),
  rootCause: z.object({
    rootCauseChain: z.array(z.object({ ...cited, claim: text })),
    criticalDecisionPoints: z.array(z.object({ ...cited, decision: text, shouldHave: text })),
    correctStrategy: text,
    summary: text,
  }),
  verdicts: z.array(
    z.object({
      ...cited,
      verdict: z.enum(['incorrect', 'unuseful', 'correct']),
      deviationType: text,
      reasoning: text,
      reward: z.number().describe('-1 to 1'),
    }),
  ),
  findings: z.array(z.custom<Opinion['findings'][number]>().meta({ type: 'object' })),
  dropped: z
    .object({ quotes: count, steps: count, values: count })
    .describe(
      'claims that were not kept: quotes that do not stand there, steps never shown, values out of range',
    ),
  reading: z.object({
    stepsShown: count,
    steps: count,
    isWithMemory: z.boolean(),
    notesHash: z.string().exactOptional().describe('SHA-256 of the notes that it was given'),
  }),
  usage: z.object({
    calls: count,
    cachedCalls: count,
    inputTokens: count,
    outputTokens: count,
    costUsd: numberOrNull,
  }),
  isCached: z.boolean().describe('kept from an earlier question: it costs nothing now'),
});

export const opinionStateSchema: z.ZodType<OpinionStateJson> = z.object({
  model: textOrNull,
  fix: text.describe('what to do where no model is set up'),
  estimate: z.object({ usd: numberOrNull, maxUsd: z.number() }).nullable(),
  running: z.object({ calls: count, stepsShown: count }).nullable(),
  opinions: z.array(opinionSchema),
});
