/** Answers about many runs: searches, counts, groups, and what is live, as schemas. */
import type {
  AggregateRequest,
  AggregateResponse,
  CountFindingsResponse,
  FacetsResponse,
  ListTasksResponse,
  LiveRunsJson,
  SearchHitJson,
  SearchResponse,
} from '@tracewright/core';
import { FACET_FIELDS, SEARCH_PLACES } from '@tracewright/core';
import { z } from 'zod';
import { runSchema } from './runs.ts';
import { operation, status } from './spans.ts';
import { count, numberOrNull, share, text, textOrNull, timeOrNull } from './values.ts';

export const searchHit: z.ZodType<SearchHitJson> = z.object({
  runId: text,
  traceId: text,
  spanId: text,
  stepIndex: numberOrNull.describe(
    'the step that the place belongs to; null when it belongs to none, or its run is too large to tell',
  ),
  agent: textOrNull,
  tool: textOrNull,
  time: timeOrNull,
  name: text.describe('of the span'),
  where: text.describe(
    'as the path of evidence: output/0, input/1/parts/0, tool/result, statusMessage; or name',
  ),
  place: z.enum(SEARCH_PLACES).describe('what kind of text it is'),
  role: textOrNull.describe('who says it, where it is a message'),
  quote: text.describe(
    'the text around the match, with … at an end beyond which it goes on; structured values are decoded, keys and leaves a line each',
  ),
  start: count.describe('of the match within the quote, in UTF-16 units'),
  end: count,
});

export const searchPageSchema: z.ZodType<SearchResponse> = z.object({
  hits: z.array(searchHit),
  next: textOrNull.describe('cursor of the next page'),
});

export const findingCountsSchema: z.ZodType<CountFindingsResponse> = z.object({
  categories: z.array(
    z.object({
      category: text,
      severity: z.enum(['info', 'warning', 'error']).describe('the gravest of its findings'),
      findings: count,
      runs: count.describe('with at least one of them'),
      failures: count.describe('of these runs'),
      runIds: z.array(text).describe('the newest of these runs, at most 100'),
    }),
  ),
  countedRuns: count.describe('the newest that match, at most 5000'),
  totalRuns: count.describe('that match'),
  undiagnosedRuns: count.describe('of the counted ones'),
});

export const facetsSchema: z.ZodType<FacetsResponse> = z.object({
  facets: z.array(
    z.object({
      field: z.enum(FACET_FIELDS),
      values: z
        .array(
          z.object({
            value: textOrNull.describe('null for runs without one'),
            runs: count,
            chosen: z.boolean().describe('by the filter'),
          }),
        )
        .describe('most runs first; chosen ones are always there'),
      hasMore: z.boolean(),
    }),
  ),
  starts: z
    .object({
      bars: z
        .array(z.object({ from: text, to: text, runs: count, isRest: z.literal(true).optional() }))
        .describe('of equal width; a first and a last with isRest hold all that is far before and after'),
      untimed: count.describe('runs without a time'),
    })
    .nullable()
    .describe('when the runs started; null where none says'),
});

export const tasksPageSchema: z.ZodType<ListTasksResponse> = z.object({
  tasks: z.array(
    z.object({
      task: text,
      runs: count,
      successes: count,
      failures: count,
      passRate: share.describe('successes / (successes + failures); null where nothing is graded'),
      flakiness: share.describe('share of the rarer of both: 0 where all graded attempts end alike'),
      newest: timeOrNull.describe('when the newest attempt started'),
      attempts: z
        .array(
          z.object({
            runId: text,
            outcome: z.enum(['success', 'failure', 'unknown']),
            startTime: timeOrNull,
          }),
        )
        .describe('the newest, oldest first'),
    }),
  ),
  next: textOrNull.describe('cursor of the next page'),
});

const group = z.union([
  z.string().max(200),
  z.strictObject({ field: z.string().max(200), bucket: z.enum(['minute', 'hour', 'day', 'week']) }),
]);

export const aggregateBodySchema: z.ZodType<AggregateRequest> = z.strictObject({
  from: z.enum(['runs', 'spans']),
  where: z.string().exactOptional().describe('a filter over the fields of `from`'),
  groupBy: z.array(group).max(8).describe('fields, or times in buckets of UTC'),
  measures: z
    .array(
      z.strictObject({
        operation: z.enum(['count', 'sum', 'average', 'minimum', 'maximum', 'percentile']),
        field: z.string().max(200).exactOptional().describe('a number; none for count'),
        p: z.number().exactOptional().describe('0 to 1, for percentile'),
      }),
    )
    .min(1)
    .max(32),
  limit: z.int().exactOptional().describe('rows: 1 to 10000, 1000 when absent'),
  largestFirst: z
    .boolean()
    .exactOptional()
    .describe('rows by their first measure, the largest first; by their keys when absent'),
});

export const aggregateRowsSchema: z.ZodType<AggregateResponse> = z.object({
  rows: z
    .array(
      z.object({
        keys: z
          .array(z.union([z.string(), z.number(), z.null()]))
          .describe('one a member of groupBy; times as ISO 8601, a bucket by its start'),
        values: z.array(numberOrNull).describe('one a measure; null where no value was present'),
      }),
    )
    .describe('by their keys, missing ones last'),
});

export const liveRunsSchema: z.ZodType<LiveRunsJson> = z.object({
  now: text.describe("the server's clock"),
  runs: z.array(
    z.object({
      run: runSchema,
      lastArrival: text,
      last: z
        .object({
          operation,
          name: text,
          agent: textOrNull,
          tool: textOrNull,
          status,
        })
        .nullable()
        .describe('the span that ended last'),
    }),
  ),
  total: count,
});
