/**
 * Pins the public surface: what each package exports, and the JSON shapes of `--json` and the API. The expected side is a
 * literal: a change here is a change for somebody's script. Error codes are pinned in core/src/errors.test.ts, the commands'
 * help in docs/cli.md (test/docs.test.ts), the routes in test/e2e/server.test.ts.
 */
import * as analysis from '@tracewright/analysis';
import * as cli from '@tracewright/cli';
import * as core from '@tracewright/core';
import * as importers from '@tracewright/importers';
import * as llm from '@tracewright/llm';
import * as numeric from '@tracewright/numeric';
import * as sdk from '@tracewright/sdk';
import * as server from '@tracewright/server';
import * as store from '@tracewright/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

it.each([
  [
    'core',
    core,
    'ANNOTATION_KINDS FACET_FIELDS FILTER_VALUES HTTP_STATUS HUMAN_DETECTOR LINK_KINDS LIST_FIELDS LOG_FORMAT MAP_LEVELS MAP_NODE_KINDS RUN_FIELDS SEARCH_PLACES SPAN_ATTRIBUTES SPAN_FIELDS STALLED_AFTER_MS STEP_FLAGS TRACE_ERROR_CODES TREE_ERROR TREE_OPERATIONS TraceError appendPointer createClient findByPointer findFocus findVerdicts formatFilter formatFilterValue formatReplayPlan formatTimestamp isAnnotation isJsonObject isMaterialDifference isRunId isSpanId isTraceError isTraceId joinTerms messageReasoning messageSearchText messageText nameUploads parseFilter parseTimestamp partSearchText readChoice readSpanText readTerminalText readTimeChoice replaceChoice replaceTimeChoice runState secondsToNanos spanSearchTexts toContainsPattern toDiagnosisJson toEventJson toFindingJson toPlainText toRunDetailJson toRunJson toStepJson toSystemFailure toTaskJson toggleChoice valueSearchText valueText',
  ],
  [
    'importers',
    importers,
    'DEFAULT_TRACE_SPANS FORMATS MATCH chooseSamples createContentReader createLimiter createMasker createSpanRun describeMasking detectFormat editOf fileName findMessageSpan findPrice findSessionRuns folderOf importUnit improveAdapter induceAdapter induceUnknown isLogSpan liftLog memoryFile mergeLoggedMessages mergePrices pairToolCalls planImport previewSteps readAdapter readBytes readContent readDocument readExport readExportInSteps readLines readMaskingPolicy readPriceTable refuse signAdapter skip toCost toEvaluationFindings toFullRunFinding toImportFormat toMaskFinding toTraceRunId toTruncationFinding withAdapters withCost',
  ],
  [
    'numeric',
    numeric,
    'adjustBenjaminiHochberg adjustHolm calibrationError choiceShares clusterBootstrap clusterByAverageLinkage conditionalDistribution conditionalLogitLoss createRandom detectableOddsRatio exactOddsRatio exactPower findTestable fisherExact fitConditionalLogit fitTemperature mantelHaenszel percentileInterval reliabilityBins signTest softmax wilsonInterval',
  ],
  [
    'llm',
    llm,
    'HOW_TO_CONFIGURE estimateTokens openModel readModelSettings recordCassette replayCassette withBudget withCache',
  ],
  ['store', store, 'openMemoryStore openStore'],
  [
    'analysis',
    analysis,
    'AGENTRX_CATEGORIES DETECTORS DIAGNOSED_ATTRIBUTES DIAGNOSIS_VERSION FEATURES FIRST_ACT MAX_TREE_DEPTH MISTAKE_KINDS ONSET_RANKING OPINION_BUDGET OPINION_VERSION PERTURBATIONS WHOLE_TEXT askOpinion buildContext buildProcessMap buildSpanTree buildStepTree buildSteps checkEvidence checkReasoning checkRunReasoning classifyFinding classifyStep compareGroup compareRuns countStats createNotes cutStep describeFlows describeSteps detectAll diagnose findCommonNodes findParting findPatterns findShapes fitRanking flattenSpanTree flattenStageTree foldFlow graphRun isCovered isEdited keepPaths locateSteps measurePerturbations nameFailure outlineSteps parseAgentRxCategory parseNotes perturb planOpinion planReplay profileRun quote quoteSteps rankSteps refreshNotes renderDot renderMermaid renderNotes renderRunReport rewriteNotes scoreSteps toAttempt toContext toEdgeKey',
  ],
  [
    'server',
    server,
    'ALL_PROJECTS DEFAULT_GRPC_PORT DEFAULT_PORT DEFAULT_PROJECT DURABILITIES LIMITS SCOPES changeKeyFile createKey createModelAccess createService ensureDiagnosis expandArchive importFiles importPaths isExpired isProjectName isWebBuilt keyFilePath openPaths parseSize policyOf readKeyFile readLastUsed readRetentionPolicies readVersion retentionFilePath startServer',
  ],
  ['sdk', sdk, 'resumeFrom tracewright'],
  ['cli', cli, 'COMMANDS formatCliDocs formatCommandHelp formatHelp main runFromProcess'],
])('%s exports what it did', (_name, module, expected) => {
  expect(Object.keys(module).toSorted().join(' ')).toBe(expected.split(' ').toSorted().join(' '));
});

const RUN =
  'agent agentVersion annotations costUsd endTime findings model onsetStep outcome runId session source spans startTime state steps task taskText tokens traceIds user';
const STEP =
  'action agent costUsd depth endTime index inputTokens kind model observation outputTokens role source spanId startTime thought';
const HIT = 'agent end name place quote role runId spanId start stepIndex time tool traceId where';
const FINDING = 'category confidence detector evidence fix id message runId severity spanId stepIndex';

function keys(value: object | null | undefined): string {
  return Object.keys(value ?? {})
    .toSorted()
    .join(' ');
}

describe('the JSON shapes', () => {
  let opened: ReturnType<typeof store.openMemoryStore>;
  let service: ReturnType<typeof server.createService>;
  let report: core.ImportReportJson;
  beforeAll(async () => {
    opened = store.openMemoryStore();
    service = server.createService(opened);
    report = await server.importPaths(opened, [`${import.meta.dirname}/../examples/runs`]);
  });
  afterAll(() => opened.close());

  it('of an import', () => {
    expect(keys(report)).toBe('files imported problems skipped totals');
    expect(keys(report.imported[0])).toBe('format path problems runs spans steps traces');
    expect(keys(report.totals)).toBe('messages problems runs spans steps traces');
  });

  it('of a replay plan', async () => {
    const { runs } = await service.listRuns({ where: 'task ~ refund and outcome = failure' });
    const plan = await service.getReplayPlan(runs[0]?.runId ?? '');
    expect(keys(plan)).toBe('body createdAt kind metrics name schemaVersion seed sources version');
    expect(keys(plan.body)).toBe(
      'agent calls checkpoint files limits messages note onset openTasks runId task taskText warnings',
    );
    expect(keys(plan.body.note)).toBe('findings text');
    expect(keys(plan.body.calls[0])).toBe('arguments callId kind result spanId stepIndex tool');
  });

  it('of a search and an aggregate', async () => {
    const found = await service.search({ query: 'refund' });
    expect(keys(found)).toBe('hits next');
    expect(new Set(found.hits.map(keys))).toEqual(new Set([HIT]));
    const counted = await service.aggregate({
      from: 'runs',
      groupBy: ['outcome'],
      measures: [{ operation: 'count' }],
    });
    expect(keys(counted)).toBe('rows');
    expect(keys(counted.rows[0])).toBe('keys values');
  });

  it('of runs, one run and its diagnosis', async () => {
    const { runs } = await service.listRuns({ where: 'task ~ refund and outcome = failure' });
    const [run] = runs;
    expect(keys(run)).toBe(RUN);
    expect(keys(run?.source)).toBe('format path');
    const detail = await service.getRun(run?.runId ?? '');
    expect(keys(detail)).toBe('findings onset ranked run steps');
    expect(keys(detail.run)).toBe([...RUN.split(' '), 'environment', 'tools'].toSorted().join(' '));
    expect(new Set(detail.steps.map(keys))).toEqual(new Set([STEP]));
    const acting = detail.steps.find(
      ({ action, observation }) => action.tool !== null && observation !== null,
    );
    expect(keys(acting?.action)).toBe('arguments text tool');
    expect(keys(acting?.observation)).toBe('status text');
    expect(new Set(detail.findings.map(keys))).toEqual(new Set([FINDING]));
    expect(keys(detail.findings[0]?.evidence[0])).toBe('end path quote spanId start');
    expect(keys(detail.onset)).toBe('agent confidence stepIndex');
    expect(keys(detail.ranked[0])).toBe('score stepIndex');
  });
});
