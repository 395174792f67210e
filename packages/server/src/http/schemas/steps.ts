/** Steps, and windows on those of a long run, as schemas. */
import type {
  RunGraphJson,
  RunOutlineJson,
  StepJson,
  StepsWindowJson,
  TextPieceJson,
  TreeOutlineJson,
  TreeRowsJson,
} from '@tracewright/core';
import { z } from 'zod';
import { count, json, numberOrNull, source, text, textOrNull, timeOrNull } from './values.ts';

const step = z.object({
  index: count.describe('0-based, in time order'),
  spanId: text,
  agent: textOrNull,
  role: z.enum(['agent', 'user', 'environment']),
  kind: z.enum(['change', 'explore']),
  thought: textOrNull,
  action: z.object({ tool: textOrNull, arguments: json, text: textOrNull }),
  observation: z.object({ text, status: z.enum(['ok', 'error', 'unknown']) }).nullable(),
  pictures: z
    .array(
      z.object({
        mimeType: textOrNull,
        sizeBytes: numberOrNull,
        uri: textOrNull.describe(
          'a data URL, or where the picture lies; null where its bytes were not kept, or are cut',
        ),
      }),
    )
    .exactOptional()
    .describe('of the message, or of what the tool returned'),
  startTime: timeOrNull,
  endTime: timeOrNull,
  model: textOrNull,
  inputTokens: numberOrNull,
  outputTokens: numberOrNull,
  costUsd: numberOrNull,
  depth: count.describe('nesting of agents: 0 for the main agent'),
  source: source.nullable(),
});

export const stepSchema: z.ZodType<StepJson> = step;

const column = (type: string): z.ZodString =>
  z.string().describe(`base64 of little-endian ${type}, one a step or row`);

const version = text.describe('changes whenever the steps do');

export const runOutlineSchema: z.ZodType<RunOutlineJson> = z.object({
  runId: text,
  version,
  steps: count,
  flags: column('Uint8: role (2 bits; agent, user, environment), change (4), tool call (8), error (16)'),
  parts: column('Uint8: parts of which the step consists'),
  lines: column('Uint8: lines of text shown at first'),
  tools: column('Uint16: which of toolNames, from 1; 0 for none'),
  toolNames: z.array(text),
  agents: column('Uint16: which of agentNames, from 1; 0 for none'),
  agentNames: z.array(text),
  stepsOfSpans: z.record(z.string(), count).describe('the first step of each span that a finding names'),
});

export const stepsWindowSchema: z.ZodType<StepsWindowJson> = z.object({
  version,
  from: count,
  steps: z.array(
    step.extend({
      cuts: z
        .array(z.object({ pointer: text, length: count.describe('of the whole text, UTF-16 units') }))
        .describe('texts cut to their beginnings, by JSON pointer')
        .exactOptional(),
    }),
  ),
});

export const textPieceSchema: z.ZodType<TextPieceJson> = z.object({ text, from: count, length: count });

export const runGraphSchema: z.ZodType<RunGraphJson> = z.object({
  version,
  lanes: z.array(
    z.object({
      role: z.enum(['agent', 'user', 'environment']),
      name: textOrNull,
      number: count.describe(
        'which of the lanes of this name, from 1; 0 for the lane of all that have no other',
      ),
    }),
  ),
  laneOfSteps: column('Uint16: the lane of each step'),
  from: column('Int32: the step a link leads from').describe('one a link'),
  to: column('Int32: the step a link leads to, ascending').describe('one a link'),
  kinds: column('Uint8: call, return or hand-over, from 0').describe('one a link'),
});

export const treeOutlineSchema: z.ZodType<TreeOutlineJson> = z.object({
  version,
  rows: count,
  depths: column('Uint16: 0 for roots; the children of a row follow it, one deeper'),
  kinds: column('Uint8: agent, model, tool, turn, retrieval or other, from 0; 128 for an error'),
  starts: column('Float32: share of the time line; -1 without times'),
  lengths: column('Float32: share of the time line'),
  steps: column('Int32: the first step to go to; -1 for none'),
  ids: column('Uint32: names the rows, the same when spans come between them'),
  seconds: numberOrNull.describe('of the time line'),
});

export const treeRowsSchema: z.ZodType<TreeRowsJson> = z.object({
  version,
  from: count,
  rows: z.array(z.object({ name: text, spanId: textOrNull })),
});
