/**
 * Spans, runs and diagnoses as a store gives them back: well-formed text, finite numbers, absent instead of undefined.
 * The DuckDB store does the same while it encodes; the conformance suite holds the two together.
 */
import type {
  Diagnosis,
  Finding,
  JsonObject,
  JsonValue,
  Message,
  MessagePart,
  Run,
  RunId,
  RunStats,
  SourceRef,
  Span,
  SpanEvent,
  SpanId,
  ToolCall,
  TraceId,
} from '@tracewright/core';
import { checkTime, finite, wellFormed, wellFormedJson } from './well-formed.ts';

export function normalSpan(span: Span): Span {
  return {
    traceId: wellFormed(span.traceId) as TraceId,
    spanId: wellFormed(span.spanId) as SpanId,
    ...optional('parentSpanId', span.parentSpanId, (id) => wellFormed(id) as SpanId),
    runId: wellFormed(span.runId) as RunId,
    name: wellFormed(span.name),
    kind: span.kind,
    operation: span.operation,
    sequence: finite(span.sequence) ?? 0,
    ...optional('startTime', span.startTime, checkTime),
    ...optional('endTime', span.endTime, checkTime),
    status: span.status,
    ...optional('statusMessage', span.statusMessage, wellFormed),
    ...optional('agent', span.agent, wellFormed),
    ...optional('model', span.model, wellFormed),
    ...optional('inputTokens', finite(span.inputTokens), same),
    ...optional('outputTokens', finite(span.outputTokens), same),
    ...optional('costUsd', finite(span.costUsd), same),
    ...optional('tool', span.tool, normalTool),
    input: span.input.map(normalMessage),
    output: span.output.map(normalMessage),
    attributes: object(span.attributes),
    events: span.events.map(normalEvent),
    links: span.links.map((link) => ({
      traceId: wellFormed(link.traceId),
      spanId: wellFormed(link.spanId),
      attributes: object(link.attributes),
    })),
    ...optional('source', span.source, normalSource),
  };
}

export function normalMessage(message: Message): Message {
  return {
    role: wellFormed(message.role),
    ...optional('name', message.name, wellFormed),
    // A part is JSON as it stands, and making it well formed keeps its shape.
    parts: message.parts.map(
      (part) => wellFormedJson(part as unknown as JsonValue) as unknown as MessagePart,
    ),
  };
}

export function normalRun(run: Run): Run {
  const { startTime, endTime, ...rest } = run;
  return {
    // Everything else of a run is JSON.
    ...(wellFormedJson(rest as unknown as JsonValue) as unknown as Omit<Run, 'startTime' | 'endTime'>),
    traceIds: joinTraceIds(
      [],
      run.traceIds.map((id) => wellFormed(id) as TraceId),
    ),
    ...optional('startTime', startTime, checkTime),
    ...optional('endTime', endTime, checkTime),
  };
}

/**
 * The traces of a run that is written again: those it had, then the new ones. Each file of a session knows only its own
 * traces, so here alone the later version does not win.
 */
export function joinTraceIds(before: readonly TraceId[], now: readonly TraceId[]): TraceId[] {
  return [...new Set([...before, ...now])];
}

export function normalStats(stats: RunStats): RunStats {
  return {
    steps: finite(stats.steps) ?? 0,
    spans: finite(stats.spans) ?? 0,
    inputTokens: finite(stats.inputTokens) ?? 0,
    outputTokens: finite(stats.outputTokens) ?? 0,
    ...optional('costUsd', finite(stats.costUsd), same),
  };
}

export function normalDiagnosis(diagnosis: Diagnosis): Diagnosis {
  const { onset } = diagnosis;
  const rest = wellFormedJson({ ...diagnosis, onset: null } as unknown as JsonValue) as unknown as Diagnosis;
  if (onset === null) return rest;
  const agent = onset.agent === undefined ? undefined : wellFormed(onset.agent);
  return { ...rest, onset: { stepIndex: onset.stepIndex, agent, confidence: onset.confidence } };
}

/** A finding is JSON as it stands. */
export function normalFinding(finding: Finding): Finding {
  return wellFormedJson(finding as unknown as JsonValue) as unknown as Finding;
}

function normalTool(tool: ToolCall): ToolCall {
  return {
    name: wellFormed(tool.name),
    ...optional('callId', tool.callId, wellFormed),
    ...optional('arguments', tool.arguments, wellFormedJson),
    ...optional('result', tool.result, wellFormedJson),
    ...optional('resultSource', tool.resultSource, normalSource),
  };
}

function normalEvent(event: SpanEvent): SpanEvent {
  return {
    name: wellFormed(event.name),
    ...optional('time', event.time, checkTime),
    attributes: object(event.attributes),
  };
}

function normalSource(source: SourceRef): SourceRef {
  return {
    path: wellFormed(source.path),
    ...optional('pointer', source.pointer, wellFormed),
    ...optional('line', source.line, same),
    ...optional('endLine', source.endLine, same),
  };
}

function object(value: JsonObject): JsonObject {
  return wellFormedJson(value) as JsonObject;
}

function same<T>(value: T): T {
  return value;
}

/** `{ [key]: change(value) }`, or nothing when the value is undefined. */
function optional<Key extends string, In, Out>(
  key: Key,
  value: In | undefined,
  change: (value: In) => Out,
): { readonly [K in Key]?: Out } {
  return value === undefined ? {} : ({ [key]: change(value) } as { readonly [K in Key]: Out });
}
