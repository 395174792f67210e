/**
 * OpenTelemetry traces (and agents' log events) in OTLP/JSON: one export request, or one a line as the collector's file
 * exporter writes them. A run is a session where the spans of a trace name one, else a trace.
 *
 * Source: opentelemetry-proto v1.9.0 docs/specification.md; opentelemetry.io/docs/specs/otel/protocol/file-exporter. The
 * dialects of attributes are in src/dialects, one file each.
 */
import {
  type Finding,
  type JsonObject,
  type JsonValue,
  LOG_FORMAT,
  type RunId,
  type Span,
  type TraceId,
} from '@tracewright/core';
import { pairToolCalls } from '../../building/pair-tool-calls.ts';
import { attempt, problem } from '../../building/problems.ts';
import { createSpanRun, type SpanRun } from '../../building/span-run.ts';
import type { PriceTable } from '../../prices/price-table.ts';
import { withCost } from '../../prices/with-cost.ts';
import { findText } from '../../reading/json-text.ts';
import { type ImportFormat, type ImportItem, type ImportUnit, MATCH, refuse, skip } from '../../format.ts';
import { readElements } from '../../reading/json-elements.ts';
import { readJsonLines } from '../../reading/json-lines.ts';
import { findAgentEvent, isLogSpan } from './agent-logs.ts';
import { createLogLift, type LogLift } from './log-lift.ts';
import { toEvaluationFindings } from './evaluation-findings.ts';
import { readJsonLog, readJsonSpan } from './read-json-record.ts';
import { isOtlpRequest, type OtlpRecord, readRequest, readResource } from './read-request.ts';
import { findSessionRuns, toTraceRunId } from './run-ids.ts';
import { type SpanDraft, type SpanReading, toSpanDraft } from './to-span.ts';

/** Spans held back to be put in order of time; a larger file is ordered in portions of this size. */
const WINDOW_SPANS = 50_000;

export const otlp: ImportFormat = {
  name: 'otlp',
  title: 'OpenTelemetry OTLP/JSON (one request, or one a line)',
  versions:
    'OTLP 1.x; GenAI and MCP conventions of all generations, OpenInference, OpenLLMetry, Vercel AI SDK, Google ADK, Pydantic AI, Langfuse attributes; log events of GenAI, Claude Code, Codex, Gemini CLI',
  kept: 'spans with ids, parents, times, status, events, links; messages, tool calls and results, tokens, cost; original attributes beside the canonical ones',
  dropped:
    "attributes whose whole content became messages or tool calls; metrics; logs that tell nothing of an agent. Evaluations become findings, the outcome the run's, and stand nowhere else",
  specification: 'https://opentelemetry.io/docs/specs/otlp/',
  detect(content) {
    if (content.kind === 'json') return detectRequests([content.value], !content.isHead);
    // The head holds at most 50 records: fewer are all there are.
    if (content.kind === 'jsonl') return detectRequests(content.records, content.records.length < 50);
    return refuse('neither JSON nor JSON lines');
  },
  async *import(unit) {
    const collector = createCollector(unit.file.path, unit.prices);
    const lift = createLogLift();
    for await (const read of readAll(unit)) {
      if ('item' in read) yield read.item;
      else yield* take(read.record, collector, lift);
      if (collector.waiting >= WINDOW_SPANS) yield* collector.flush();
    }
    for (const draft of lift.finish()) collector.add(draft);
    yield* collector.finish();
  },
};

function detectRequests(values: readonly JsonValue[], isWhole: boolean): ReturnType<ImportFormat['detect']> {
  const requests = values.filter(isOtlpRequest);
  if (requests.length === 0) return refuse('no "resourceSpans", "resourceLogs" or "resourceMetrics"');
  if (requests.some((request) => Array.isArray(request['resourceSpans']))) return MATCH;
  if (!requests.some((request) => Array.isArray(request['resourceLogs'])))
    return skip('OpenTelemetry metrics hold no run');
  for (const request of requests) {
    for (const record of readRequest(request, { path: '' })) {
      const log = readJsonLog(record);
      if (log !== undefined && findAgentEvent(log) !== undefined) return MATCH;
    }
  }
  return isWhole ? skip('OpenTelemetry logs, none of which tells of an agent') : MATCH;
}

async function* readAll({
  file,
  content,
}: ImportUnit): AsyncGenerator<{ readonly item: ImportItem } | { readonly record: OtlpRecord }> {
  const { path } = file;
  if (content.kind === 'json') {
    for (const list of ['resourceSpans', 'resourceLogs']) {
      for await (const { value, pointer } of readElements(file, content, [list])) {
        for (const record of readResource(list, value, { path, pointer })) yield { record };
      }
    }
    return;
  }
  for await (const line of readJsonLines(file)) {
    const where = `line ${line.line}`;
    if (line.kind === 'broken') {
      yield {
        item: line.isTail
          ? problem(
              path,
              'file-truncated',
              where,
              'the last line is not complete',
              'the file may still be being written; import it again later',
            )
          : problem(
              path,
              'json-invalid',
              where,
              `not JSON: ${line.message}`,
              'the line was left out; export it again if it matters',
            ),
      };
    } else if (isOtlpRequest(line.value))
      for (const record of readRequest(line.value, { path, line: line.line })) yield { record };
    else
      yield {
        item: problem(
          path,
          'record-invalid',
          where,
          'the line is not an OTLP export request',
          'the line was left out',
        ),
      };
  }
}

function* take(record: OtlpRecord, collector: Collector, lift: LogLift): Generator<ImportItem> {
  if (record.kind === 'log') {
    const log = readJsonLog(record);
    if (log === undefined)
      yield fault(
        record,
        'a log record is not an object',
        'the record was left out; the others were imported',
      );
    else lift.add(log);
    return;
  }
  const attempted = attempt(
    (): SpanReading => {
      const span = readJsonSpan(record);
      return span === undefined
        ? { draft: undefined, faults: ['a span is not an object'] }
        : toSpanDraft(span);
    },
    record.source.path,
    placeOf(record),
  );
  if ('item' in attempted) {
    yield attempted.item;
    return;
  }
  const { draft, faults } = attempted.value;
  if (draft !== undefined) collector.add(draft);
  const fix =
    draft === undefined
      ? 'the span was left out; the others were imported'
      : 'the span was imported; check the exporter that wrote it';
  for (const message of faults) yield fault(record, message, fix);
}

function fault(record: OtlpRecord, message: string, fix: string): ImportItem {
  return problem(record.source.path, 'record-invalid', placeOf(record), message, fix);
}

function placeOf({ source }: OtlpRecord): string {
  return source.line === undefined ? (source.pointer ?? '') : `line ${source.line}${source.pointer ?? ''}`;
}

interface Collector {
  readonly waiting: number;
  add(draft: SpanDraft): void;
  flush(): Generator<ImportItem>;
  finish(): Generator<ImportItem>;
}

interface OpenRun {
  readonly run: SpanRun;
  readonly resource: JsonObject;
  sequence: number;
  /** Nothing but log records so far. */
  isLogged: boolean;
}

/** Puts spans in order of time, traces into runs, and runs together. */
function createCollector(path: string, prices: PriceTable | undefined): Collector {
  const runOfTrace = new Map<TraceId, RunId>();
  const runs = new Map<RunId, OpenRun>();
  let drafts: SpanDraft[] = [];

  const assignRuns = (): void => {
    for (const [traceId, runId] of findSessionRuns(drafts))
      if (!runOfTrace.has(traceId)) runOfTrace.set(traceId, runId);
    for (const { span } of drafts)
      if (!runOfTrace.has(span.traceId)) runOfTrace.set(span.traceId, toTraceRunId(span.traceId));
  };

  const collector: Collector = {
    get waiting() {
      return drafts.length;
    },
    add(draft) {
      drafts.push(draft);
    },
    *flush() {
      assignRuns();
      const byRun = new Map<RunId, Span[]>();
      const findings: Finding[] = [];
      for (const draft of drafts.toSorted((a, b) => compareTimes(a.span.startTime, b.span.startTime))) {
        const { span, facts, resource } = draft;
        const runId = runOfTrace.get(span.traceId) ?? toTraceRunId(span.traceId);
        const open = runs.get(runId) ?? {
          run: createSpanRun({ runId, path, format: otlp.name }),
          resource,
          sequence: 0,
          isLogged: true,
        };
        runs.set(runId, open);
        const provider = findText(span.attributes, 'gen_ai.provider.name');
        const whole: Span = withCost({ ...span, runId, sequence: open.sequence }, provider, prices);
        open.sequence += 1;
        open.isLogged &&= isLogSpan(span);
        findings.push(...toEvaluationFindings(draft, runId));
        open.run.add(whole, facts);
        const list = byRun.get(runId);
        if (list === undefined) byRun.set(runId, [whole]);
        else list.push(whole);
      }
      drafts = [];
      for (const spans of byRun.values()) yield { kind: 'spans', spans: pairToolCalls(spans) };
      if (findings.length > 0) yield { kind: 'findings', findings };
    },
    *finish() {
      yield* collector.flush();
      for (const { run, resource, isLogged } of runs.values()) {
        const whole = run.finish({
          agent: findText(resource, 'service.name'),
          agentVersion: findText(resource, 'service.version'),
          environment: resource,
        });
        yield { kind: 'run', run: isLogged ? { ...whole, source: { path, format: LOG_FORMAT } } : whole };
      }
    },
  };
  return collector;
}

/** Undated spans keep their place at the end. */
function compareTimes(a: bigint | undefined, b: bigint | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
