/**
 * The shapes of `core/src/api` as schemas, for the OpenAPI description. Each is declared with the type it describes, so that the
 * compiler refuses a schema that has drifted from its shape; the server's tests check answers against them.
 */
import type { z } from 'zod';
import {
  createKeyBodySchema,
  createProjectBodySchema,
  createdKeySchema,
  keySchema,
  maskTextBodySchema,
  maskedTextSchema,
  maskingSchema,
} from './access.ts';
import { comparisonSchema, groupComparisonSchema } from './comparison.ts';
import { formatSchema, importPathsBodySchema, importReportSchema, problemSchema } from './imports.ts';
import {
  deleteBodySchema,
  deleteReportSchema,
  projectSchema,
  retentionBodySchema,
  retentionPolicySchema,
  retentionReportSchema,
  retentionStateSchema,
  storageSchema,
} from './keeping.ts';
import { agentNotesSchema, annotateBodySchema, annotationsPageSchema, memoryBodySchema } from './notes.ts';
import { opinionBodySchema, opinionSchema, opinionStateSchema } from './opinion.ts';
import { patternsSchema } from './patterns.ts';
import { mapProgressSchema, mapRunsPageSchema, processMapSchema } from './process-map.ts';
import {
  aggregateBodySchema,
  aggregateRowsSchema,
  facetsSchema,
  findingCountsSchema,
  liveRunsSchema,
  searchHit,
  searchPageSchema,
  tasksPageSchema,
} from './questions.ts';
import { replayPlanSchema } from './replay.ts';
import {
  diagnoseBodySchema,
  diagnosisSchema,
  findingSchema,
  runDetailSchema,
  runReportBodySchema,
  runReportSchema,
  runSchema,
  runSummarySchema,
  runsPageSchema,
} from './runs.ts';
import { errorSchema, healthSchema } from './server.ts';
import { messageSchema, runTreeSchema, spanNodeSchema, spanSchema } from './spans.ts';
import {
  runGraphSchema,
  runOutlineSchema,
  stepSchema,
  stepsWindowSchema,
  textPieceSchema,
  treeOutlineSchema,
  treeRowsSchema,
} from './steps.ts';

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
  ProcessMap: processMapSchema,
  MapRunsPage: mapRunsPageSchema,
  MapProgress: mapProgressSchema,
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
  CreateProjectRequest: createProjectBodySchema,
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
