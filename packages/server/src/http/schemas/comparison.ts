/** Comparisons of two runs and of groups, as schemas. */
import type { ComparisonJson, GroupComparisonJson } from '@tracewright/core';
import { z } from 'zod';
import { runSchema } from './runs.ts';
import { count, numberOrNull, text, textOrNull } from './values.ts';

const stepPlace = z.object({ runId: text, stepIndex: count });

export const groupComparisonSchema: z.ZodType<GroupComparisonJson> = z.object({
  runs: z.array(runSchema),
  passed: count,
  failed: count,
  unknown: count,
  columns: z
    .array(z.array(count.nullable()))
    .describe('per column the step of each run that stands in it, in the order of `runs`'),
  separation: z
    .object({
      column: count,
      tool: textOrNull.describe('null for a message'),
      text: textOrNull.describe('arguments, cut; null where any use counts'),
      example: stepPlace,
      failedWith: count,
      failedWithout: count,
      passedWith: count,
      passedWithout: count,
      difference: z.number().describe('failures among those that do it, less those among the others'),
      p: z.number().describe('of the exact test by Fisher, two-sided'),
      adjustedP: numberOrNull.describe('by Holm; null where no outcome could have passed the correction'),
    })
    .nullable(),
  asked: count.describe('questions that the group is large enough to answer'),
  smallestP: numberOrNull.describe('the smallest p that a group of this size can give'),
  level: z.number(),
  branches: z
    .array(
      z.object({
        column: count,
        variants: z.array(
          z.object({ tool: textOrNull, text: textOrNull, passed: count, failed: count, example: stepPlace }),
        ),
        absent: z.object({ passed: count, failed: count }),
      }),
    )
    .describe('places at which attempts part, earliest first'),
});

const difference = z
  .enum(['none', 'wording', 'result', 'status', 'arguments', 'message', 'tool', 'agent', 'missing', 'extra'])
  .describe('what differs most; missing: only the first run has the step, extra: only the second');

const stepRange = z.object({ start: count, end: count });

const segmentSide = stepRange.extend({
  steps: count,
  tokens: numberOrNull,
  costUsd: numberOrNull,
  seconds: numberOrNull,
});

const axis = z.enum(['same', 'changed', 'unknown']);

export const comparisonSchema: z.ZodType<ComparisonJson> = z.object({
  runs: z.tuple([runSchema, runSchema]),
  aligned: z.array(z.object({ a: numberOrNull, b: numberOrNull, difference })),
  firstDivergence: z
    .object({
      a: count,
      b: count,
      type: z.enum([
        'different_action',
        'different_tool',
        'different_agent_routed',
        'different_operation',
        'different_result',
        'tool_success_failure_change',
        'event_missing_in_a',
        'event_missing_in_b',
      ]),
      difference,
      position: z.number().min(0).max(1).describe('share of the first run that went before'),
      alignedIndex: count,
    })
    .nullable()
    .describe('null when both do the same in substance'),
  separatingStep: z
    .object({
      passStep: count.nullable(),
      failStep: count,
      changeStep: count
        .nullable()
        .describe('of the failing run: where the change proposed at `failStep` is made, or missing'),
      kind: z.enum(['wrong-action', 'missing-action', 'first-divergence']),
    })
    .nullable()
    .describe('null unless one run passed and the other failed'),
  segments: z.array(
    z.object({
      kind: z.enum(['same', 'rerouted', 'missing', 'extra', 'cut-short', 'extended']),
      aligned: stepRange.describe('range in `aligned`'),
      a: segmentSide,
      b: segmentSide,
      differences: z.partialRecord(difference, count),
    }),
  ),
  structure: z
    .object({
      kind: z.enum(['none', 'rerouted', 'extended', 'cut-short', 'early-termination', 'loop']),
      substitutions: count,
      deletions: count,
      insertions: count,
      editDistance: z.number().min(0).max(1),
      reroutes: count,
      toolCallsAdded: count,
      toolCallsRemoved: count,
      toolFailuresIntroduced: count,
      toolFailuresAvoided: count,
      repetitionsAdded: z.int(),
    })
    .describe('how the second run went beside the first'),
  outcome: z.object({ change: axis, answer: axis }).describe('what came of it'),
  contaminationLabel: z
    .enum([
      'catastrophic_failure',
      'early_termination',
      'loop_or_extended_execution',
      'silent_semantic_corruption',
      'strategy_reroute',
      'structural_divergence_with_outcome_change',
      'structural_divergence_recovered',
      'no_observable_effect',
    ])
    .describe('the published one-axis label, for comparison'),
  isExact: z.boolean().describe('false when the runs were too long for the best alignment'),
});
