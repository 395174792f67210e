/**
 * The shapes of `core/src/api/shapes.ts` as schemas, for the OpenAPI description. Each is declared with the type it describes, so that the
 * compiler refuses a schema that has drifted from its shape; the server's tests check answers against them.
 */
import type {
  AdapterReportJson,
  AgentNotesJson,
  AggregateRequest,
  AggregateResponse,
  AnnotateRequest,
  CountFindingsResponse,
  CreatedKeyJson,
  CreateKeyRequest,
  AskOpinionRequest,
  ChangeMemoryRequest,
  ComparisonJson,
  GroupComparisonJson,
  DeleteReportJson,
  DeleteRequest,
  DiagnosisJson,
  ErrorJson,
  FacetsResponse,
  FindingJson,
  FormatJson,
  HealthResponse,
  ImportPathsRequest,
  ImportReportJson,
  JsonObject,
  JsonValue,
  KeyJson,
  ListAnnotationsResponse,
  LiveRunsJson,
  MaskingJson,
  MaskTextResponse,
  StorageJson,
  ListRunsResponse,
  ListTasksResponse,
  Message,
  Opinion,
  OpinionStateJson,
  Problem,
  ProjectJson,
  ReplayPlan,
  RetentionPolicy,
  RetentionReportJson,
  RetentionRequest,
  RetentionStateJson,
  RunDetailJson,
  RunId,
  RunJson,
  RunOutlineJson,
  RunReportJson,
  RunReportRequest,
  RunSummaryJson,
  RunTreeJson,
  SearchHitJson,
  SearchResponse,
  SourceRef,
  SpanId,
  SpanJson,
  SpanNodeJson,
  StepJson,
  StepsWindowJson,
  TextPieceJson,
  TraceErrorCode,
  RunGraphJson,
  TreeOutlineJson,
  TreeRowsJson,
} from '@tracewright/core';
import { ANNOTATION_KINDS, FACET_FIELDS, SEARCH_PLACES, TRACE_ERROR_CODES } from '@tracewright/core';
import { z } from 'zod';
import { makeMapSchemas } from './map-schemas.ts';
import { SCOPES } from '../access/key.ts';
import { makePatternSchemas } from './pattern-schemas.ts';

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.int().min(0);
const numberOrNull = z.number().nullable();
const timeOrNull = z
  .string()
  .nullable()
  .describe('ISO 8601 in UTC, to the nanosecond where known; null when the source has no time');
const json: z.ZodType<JsonValue> = z.any().describe('any JSON value');
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);
const spanId: z.ZodType<SpanId> = z
  .custom<SpanId>()
  .meta({ type: 'string', description: '16 hexadecimal digits' });

const source: z.ZodType<SourceRef> = z
  .object({
    path: text,
    pointer: text.exactOptional(),
    line: z.int().exactOptional(),
    endLine: z.int().exactOptional(),
  })
  .describe('where in the imported file: JSON pointer, or 1-based line with a pointer inside it');

const outcomeStatus = z.enum(['success', 'failure', 'unknown']);
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

const evidence = z.object({ spanId, path: text, start: count, end: count, quote: text });

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

const step = z.object({
  index: count.describe('0-based, in time order'),
  spanId: text,
  agent: textOrNull,
  role: z.enum(['agent', 'user', 'environment']),
  kind: z.enum(['change', 'explore']),
  thought: textOrNull,
  action: z.object({ tool: textOrNull, arguments: json, text: textOrNull }),
  observation: z.object({ text, status: z.enum(['ok', 'error', 'unknown']) }).nullable(),
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

export const diagnosisSchema: z.ZodType<DiagnosisJson> = z.object({
  runId: text,
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
  seconds: numberOrNull.describe('of the time line'),
});

export const treeRowsSchema: z.ZodType<TreeRowsJson> = z.object({
  version,
  from: count,
  rows: z.array(z.object({ name: text, spanId: textOrNull })),
});

const operation = z.enum(['agent', 'model', 'tool', 'turn', 'retrieval', 'other']);
const status = z.enum(['unset', 'ok', 'error']);

export const spanNodeSchema: z.ZodType<SpanNodeJson> = z.object({
  spanId: text,
  parentSpanId: textOrNull,
  name: text,
  operation,
  status,
  agent: textOrNull,
  startTime: timeOrNull,
  endTime: timeOrNull,
  steps: z.array(count),
  get children() {
    return z.array(spanNodeSchema);
  },
});

export const runTreeSchema: z.ZodType<RunTreeJson> = z.object({
  spans: z.array(spanNodeSchema),
  steps: z.array(z.object({ index: count, parent: numberOrNull, stage: count })),
});

export const messageSchema: z.ZodType<Message> = z.object({
  role: text,
  name: text.exactOptional(),
  parts: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('text'), content: text }),
      z.object({ type: z.literal('reasoning'), content: text }),
      z.object({ type: z.literal('tool_call'), id: text.exactOptional(), name: text, arguments: json }),
      z.object({ type: z.literal('tool_call_response'), id: text.exactOptional(), response: json }),
      z.object({
        type: z.literal('media'),
        modality: text,
        mimeType: text.exactOptional(),
        uri: text.exactOptional(),
        sizeBytes: count.exactOptional(),
      }),
      z.object({ type: z.literal('other'), name: text, value: json }),
    ]),
  ),
});

export const spanSchema: z.ZodType<SpanJson> = z.object({
  traceId: text,
  spanId: text,
  parentSpanId: textOrNull,
  runId: text,
  name: text,
  operation,
  status,
  statusMessage: textOrNull,
  startTime: timeOrNull,
  endTime: timeOrNull,
  input: z.array(messageSchema),
  output: z.array(messageSchema),
  tool: z.object({ name: text, arguments: json, result: json }).nullable(),
  attributes: jsonObject,
  events: z.array(z.object({ name: text, time: timeOrNull, attributes: jsonObject })),
  source: source.nullable(),
});

const runId: z.ZodType<RunId> = z.custom<RunId>().meta({ type: 'string', description: 'a run id' });

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

const problemSchema: z.ZodType<Problem> = z.object({
  path: text,
  code: z.enum(TRACE_ERROR_CODES) satisfies z.ZodType<TraceErrorCode>,
  message: text,
  where: text,
  fix: text,
});

const share = z.number().min(0).max(1).nullable();
const adapterReport: z.ZodType<AdapterReportJson> = z.object({
  name: text,
  version: count,
  path: textOrNull.describe('its file; null where it has none'),
  isNew: z.boolean().describe('induced by this import'),
  files: count,
  container: text,
  records: text.describe('paths to the runs and from each to its records'),
  coverage: share.describe('of the records of the sample, how many are read'),
  textShare: share.describe('of the text of the sample, how much is read'),
  pairing: share.describe('of calls and results, how many found each other'),
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

export const runsPageSchema: z.ZodType<ListRunsResponse> = z.object({
  runs: z.array(runSchema),
  total: count.describe('runs that match, over all pages'),
  next: textOrNull.describe('cursor of the next page'),
});

export const healthSchema: z.ZodType<HealthResponse> = z.object({
  status: z.enum(['ok', 'degraded']),
  version: text,
  store: z.object({ engine: text, path: textOrNull, runs: count, spans: count, sizeBytes: count }),
  model: textOrNull.describe('the language model that may be asked; null where none is set up'),
  ingest: z
    .object({
      durability: text.describe('what an acknowledgement promises: disk or memory'),
      queuedBytes: count,
      pendingRuns: count.describe('runs whose counts are not exact yet'),
      refusedAfterAcknowledge: count.describe(
        'records acknowledged with --durability memory and then refused, such as spans of a run that is full',
      ),
      notKept: z
        .object({ dataPoints: count, logRecords: count })
        .describe('acknowledged and not kept: metrics, and log records of no agent; of all projects'),
      failure: z.object({ message: text, fix: text, since: text }).nullable(),
    })
    .nullable(),
});

export const formatSchema: z.ZodType<FormatJson> = z.object({
  name: text,
  title: text,
  versions: text,
  kept: text,
  dropped: text,
  specification: text,
});

export const errorSchema: z.ZodType<ErrorJson> = z.object({
  code: text,
  message: text,
  where: text,
  fix: text,
});

const searchHit: z.ZodType<SearchHitJson> = z.object({
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
    'the text around the match; structured values are decoded, keys and leaves a line each',
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
      bars: z.array(z.object({ from: text, to: text, runs: count })).describe('of equal width'),
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

const { patterns: patternsSchema, ...patternParts } = makePatternSchemas(evidence);
const mapSchemas = makeMapSchemas({ run: runSchema, ...patternParts });

/** A path longer than this is no path. */
const path = z.string().min(1).max(4096);

export const diagnoseBodySchema: z.ZodType<{ runs: readonly string[] }> = z.strictObject({
  runs: z.array(z.string().max(64)).max(100_000),
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

export const memoryBodySchema: z.ZodType<ChangeMemoryRequest> = z.strictObject({
  agent: z.string().min(1).max(1000).exactOptional().describe('all agents when absent'),
  action: z.enum(['refresh', 'on', 'off']),
  model: z.string().min(1).max(200).exactOptional().describe('provider/model that reads the notes together'),
  budgetUsd: z.number().positive().max(1000).exactOptional(),
});

/** Of a name, such as an author's. */
const MAX_NAME = 100;
const MAX_NOTE = 20_000;
export const annotateBodySchema: z.ZodType<AnnotateRequest> = z.strictObject({
  kind: z.enum(ANNOTATION_KINDS),
  author: z.string().min(1).max(MAX_NAME),
  step: count.exactOptional().describe('needed for onset, and for a category that is about no finding'),
  quote: z.string().min(1).max(MAX_NOTE).exactOptional().describe('a text of the step, kept as evidence'),
  category: z.string().min(1).max(MAX_NAME).exactOptional().describe('of a category'),
  finding: z
    .string()
    .min(1)
    .max(500)
    .exactOptional()
    .describe('of accept, reject, and a category that corrects one: an id, or the beginning of one'),
  status: outcomeStatus.exactOptional().describe('of an outcome'),
  note: z.string().min(1).max(MAX_NOTE).exactOptional().describe('why; needed for a note'),
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

const key = z.object({
  id: text,
  name: text,
  project: text.describe("a project's name, or * for all"),
  scopes: z.array(text),
  created: text,
  expires: textOrNull,
  lastUsed: textOrNull.describe('to the hour'),
});
export const keySchema: z.ZodType<KeyJson> = key;
export const createdKeySchema: z.ZodType<CreatedKeyJson> = key.extend({ key: text });
export const createKeyBodySchema: z.ZodType<CreateKeyRequest> = z.strictObject({
  name: z.string().min(1).max(MAX_NAME),
  project: z.string().min(1).max(64),
  scopes: z.array(z.enum(SCOPES)).min(1),
  // A hundred years: beyond the range of dates there is no key either.
  days: z.number().positive().max(36_500).exactOptional(),
});

export const maskingSchema: z.ZodType<MaskingJson> = z.object({
  isOn: z.boolean(),
  patterns: z.array(text),
  fields: z.array(z.object({ field: text, action: text })),
  allowed: count.describe('texts that are never masked'),
});
export const maskTextBodySchema: z.ZodType<{ readonly text: string }> = z.strictObject({
  text: z.string().max(100_000),
});
export const maskedTextSchema: z.ZodType<MaskTextResponse> = z.object({
  text,
  masks: z.array(z.object({ kind: text, count })),
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

export const annotationsPageSchema: z.ZodType<ListAnnotationsResponse> = z.object({
  annotations: z.array(findingSchema),
  next: textOrNull,
});

export const agentNotesSchema: z.ZodType<AgentNotesJson> = z.object({
  agent: text,
  isEnabled: z.boolean(),
  path: textOrNull.describe("on the server's machine"),
  notes: count,
  edited: count.describe('those that somebody changed'),
  markdown: text,
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
      alternatives: z.array(z.object({ stepIndex: count, reasoning: text })),
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
  reading: z.object({ stepsShown: count, steps: count, isWithMemory: z.boolean() }),
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

/** The schemas by the names they have in the OpenAPI description. */
export const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Run: runSchema,
  Finding: findingSchema,
  Step: stepSchema,
  Diagnosis: diagnosisSchema,
  RunDetail: runDetailSchema,
  SpanNode: spanNodeSchema,
  RunSummary: runSummarySchema,
  RunOutline: runOutlineSchema,
  StepsWindow: stepsWindowSchema,
  TextPiece: textPieceSchema,
  RunGraph: runGraphSchema,
  TreeOutline: treeOutlineSchema,
  TreeRows: treeRowsSchema,
  RunTree: runTreeSchema,
  Message: messageSchema,
  Span: spanSchema,
  ReplayPlan: replayPlanSchema,
  Problem: problemSchema,
  ImportReport: importReportSchema,
  RunsPage: runsPageSchema,
  SearchHit: searchHit,
  SearchPage: searchPageSchema,
  Comparison: comparisonSchema,
  GroupComparison: groupComparisonSchema,
  AggregateRequest: aggregateBodySchema,
  RunReportRequest: runReportBodySchema,
  AggregateRows: aggregateRowsSchema,
  FindingCounts: findingCountsSchema,
  Facets: facetsSchema,
  TasksPage: tasksPageSchema,
  RunReport: runReportSchema,
  Patterns: patternsSchema,
  ProcessMap: mapSchemas.processMap,
  MapRunsPage: mapSchemas.mapRunsPage,
  MapProgress: mapSchemas.mapProgress,
  Health: healthSchema,
  Format: formatSchema,
  Error: errorSchema,
  DiagnoseRequest: diagnoseBodySchema,
  AskOpinionRequest: opinionBodySchema,
  Opinion: opinionSchema,
  ChangeMemoryRequest: memoryBodySchema,
  AgentNotes: agentNotesSchema,
  OpinionState: opinionStateSchema,
  LiveRuns: liveRunsSchema,
  Key: keySchema,
  CreatedKey: createdKeySchema,
  CreateKeyRequest: createKeyBodySchema,
  Masking: maskingSchema,
  MaskTextRequest: maskTextBodySchema,
  MaskedText: maskedTextSchema,
  Storage: storageSchema,
  AnnotateRequest: annotateBodySchema,
  AnnotationsPage: annotationsPageSchema,
  ImportPathsRequest: importPathsBodySchema,
  Project: projectSchema,
  DeleteRequest: deleteBodySchema,
  DeleteReport: deleteReportSchema,
  RetentionPolicy: retentionPolicySchema,
  RetentionRequest: retentionBodySchema,
  RetentionReport: retentionReportSchema,
  RetentionState: retentionStateSchema,
};
