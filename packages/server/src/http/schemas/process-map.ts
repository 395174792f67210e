/** The process map, as schemas: the shapes of `core/src/api/process-map.ts`. */
import type { MapProgressJson, MapRunsResponse, ProcessMapJson } from '@tracewright/core';
import { MAP_LEVELS, MAP_NODE_KINDS } from '@tracewright/core';
import { z } from 'zod';
import { contrast, counts } from './patterns.ts';
import { runSchema } from './runs.ts';
import { count, text } from './values.ts';

const share = z.object({
  runs: count,
  success: count,
  failure: count,
  unknown: count,
  failureRate: z
    .number()
    .nullable()
    .describe('failed, of those with a known outcome; pooled over tasks: it claims nothing'),
  failureInterval: z.tuple([z.number(), z.number()]).nullable().describe('95 %, by Wilson'),
});
const node = share.extend({
  id: text,
  kind: z.enum(MAP_NODE_KINDS),
  label: text,
  agent: text.nullable().describe('where it is not the main agent of its runs'),
  times: count.describe('steps; at the level of stages stretches'),
  errors: count.describe('steps whose result shows a failure'),
});
const edge = share.extend({
  from: text.describe('id of a node'),
  to: text,
  times: count.describe('how often the one came right after the other'),
  isHandover: z.boolean().describe('from one agent to another'),
});
const about = z
  .array(z.union([z.object({ node: text }), z.object({ from: text, to: text })]))
  .describe('the nodes and edges that show in exactly these attempts');
export const processMapSchema: z.ZodType<ProcessMapJson> = z.object({
  level: z.enum(MAP_LEVELS),
  counts,
  nodes: z.array(node).describe('most runs first'),
  edges: z.array(edge).describe('most runs first'),
  folded: z
    .object({ nodes: count, edges: count })
    .describe('kinds of nodes thrown together as `other`, and edges left out'),
  separation: z.object({
    contrasts: z
      .array(z.intersection(contrast, z.object({ about })))
      .describe('within tasks, most certain first, at most 200'),
    tested: count,
    untestable: count,
    acrossAgents: z.boolean(),
    level: z.number().describe('of q, at which something is claimed'),
  }),
});

export const mapRunsPageSchema: z.ZodType<MapRunsResponse> = z.object({
  runs: z
    .array(
      z.object({
        run: runSchema,
        stepIndex: count.nullable().describe('where it first happens'),
        times: count,
      }),
    )
    .describe('by their ids'),
  next: text.nullable().describe('cursor of the next page'),
});

export const mapProgressSchema: z.ZodType<MapProgressJson> = z.object({ done: count, total: count });
