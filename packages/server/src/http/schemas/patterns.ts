/** What runs have in common, as schemas: the shapes of `core/src/api/patterns.ts`. */
import type {
  CapabilityJson,
  CategoryJson,
  ChangeJson,
  ClusterJson,
  ContrastJson,
  PatternsJson,
  PlaceJson,
  RunCountsJson,
  TrendJson,
} from '@tracewright/core';
import { z } from 'zod';
import { evidence } from './runs.ts';
import { count, numberOrNull, text } from './values.ts';

const interval = z.tuple([z.number(), z.number()]).nullable();
const share = z.object({ with: count, of: count }).describe('how many have it, of how many');

const place: z.ZodType<PlaceJson> = z.object({
  runId: text,
  stepIndex: numberOrNull,
  evidence: z.array(evidence).describe('of the examples shown first; those further down name the step only'),
});

const test = z.object({
  oddsRatio: numberOrNull.describe('Mantel-Haenszel; null where infinite, or where no task tells anything'),
  interval: z.tuple([numberOrNull, numberOrNull]).describe('95 %, exact; null where there is no bound'),
  p: z.number().describe('two-sided, exact, given the tasks'),
  smallestP: z.number().describe('the smallest p these runs could have given, whatever the outcomes'),
  q: z.number().describe('corrected by Benjamini and Hochberg; 1 where the test could not have come out'),
  holm: z.number().describe('corrected by Holm'),
  isTestable: z.boolean(),
  detectable: z
    .object({ above: numberOrNull, below: numberOrNull })
    .describe('odds ratios nearest to 1 that would have survived correction with a power of 80 %'),
});

export const contrast: z.ZodType<ContrastJson> = test.extend({
  id: text,
  family: text,
  label: text.describe('as it reads after "the run"'),
  same: z.array(text).describe('other traits that show in exactly the same attempts'),
  marks: z.enum(['failure', 'success']).nullable().describe('the only claim: what survives correction'),
  failing: share,
  passing: share,
  onlyFailing: count.describe('tasks in which only failing attempts have the trait'),
  onlyPassing: count.describe('tasks in which only passing attempts have the trait'),
  pooled: z
    .object({ failing: share, passing: share, p: z.number() })
    .describe('all tasks together: confounded by the task, a warning and no result'),
  isConfounded: z.boolean(),
  examples: z.object({ failing: z.array(place), passing: z.array(place) }),
});

const labels = z.object({ lacking: count, present: count, notApplicable: count });
const capability: z.ZodType<CapabilityJson> = z.object({
  id: text,
  title: text,
  lacking: text.describe('when a run counts as lacking it'),
  failing: labels,
  passing: labels,
  coverage: z.number(),
  delta: numberOrNull.describe('ER- less ER+, pooled over tasks'),
  deltaInterval: interval,
  stability: z.number().describe('share of the resamples with coverage >= 0.10 and delta >= 0.20'),
  isDeficit: z.boolean().describe('stability >= 0.80'),
  within: test.extend({ failing: share, passing: share, isClaimed: z.boolean() }),
  examples: z.array(place),
});

const cluster: z.ZodType<ClusterJson> = z.object({
  name: text,
  runs: count,
  example: place,
  runIds: z.array(text).describe('at most 500'),
  features: z.array(z.object({ label: text, inside: share, outside: share })),
});

const category: z.ZodType<CategoryJson> = z.object({
  id: text,
  name: text,
  meaning: text,
  failing: count,
  passing: count,
});

export const counts: z.ZodType<RunCountsJson> = z.object({
  runs: count,
  success: count,
  failure: count,
  unknown: count,
  tasks: count,
  mixedTasks: count.describe('tasks of which some attempts failed and others passed'),
});

const change: z.ZodType<ChangeJson> = test.extend({
  id: text,
  family: text,
  label: text,
  after: share,
  before: share,
  difference: z.number(),
  differenceInterval: interval,
  direction: z.enum(['more', 'fewer']).nullable().describe('null unless it survives correction'),
});

const trend: z.ZodType<TrendJson> = z.object({
  before: counts,
  after: counts,
  matchedTasks: count,
  isPaired: z.boolean().describe('compared within tasks'),
  overlap: count.describe('runs in both sets: they count as before only'),
  unmatched: z.object({ before: count, after: count }),
  outcome: change,
  changes: z.array(change),
});

export const patternsSchema: z.ZodType<PatternsJson> = z.object({
  counts,
  acrossAgents: z.boolean().describe('contrasts compare attempts of different agents, too'),
  level: z.number().describe('of q, at which something is claimed'),
  tested: count,
  untestable: count.describe('traits that no outcome could have made significant'),
  contrasts: z.array(contrast).describe('most certain first, at most 200'),
  capabilities: z.array(capability),
  clusters: z.array(cluster).describe('of the failed runs, largest first'),
  silhouette: numberOrNull,
  taxonomy: z.object({ agentRx: z.array(category), kinds: z.array(category) }),
  trend: trend.nullable(),
});
