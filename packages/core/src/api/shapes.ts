/**
 * The public JSON shapes: what `--json` prints and what the HTTP API answers. They are a contract with scripts
 * (design.md section 5), pinned in `shapes.test.ts`. Unknown values are null, times are ISO 8601 strings.
 */
import { type Annotation, isAnnotation } from '../annotation.ts';
import type { Diagnosis, Evidence, Finding, Severity } from '../finding.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Message } from '../message.ts';
import type { Problem } from '../problem.ts';
import { type Outcome, type OutcomeStatus, type RunState, runState, type ToolDefinition } from '../run.ts';
import type { SourceRef, SpanEvent, SpanOperation, SpanStatus } from '../span.ts';
import type { Step, StepKind, StepRole } from '../step.ts';
import type { StoredRun } from '../store.ts';
import { formatTimestamp, type UnixNanos } from '../time.ts';

export interface RunJson {
  readonly runId: string;
  readonly traceIds: readonly string[];
  readonly agent: string | null;
  readonly agentVersion: string | null;
  readonly model: string | null;
  readonly task: string | null;
  readonly taskText: string | null;
  readonly session: string | null;
  readonly user: string | null;
  /** Whether the run is in flight; `interrupted` when it has gone quiet without ending. */
  readonly state: RunState;
  readonly source: { readonly path: string; readonly format: string };
  /** A person's, where one set it, else the run's own. */
  readonly outcome: Outcome;
  /** The run's own, where a person's stands in its place. */
  readonly recordedOutcome?: Outcome;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly steps: number;
  readonly spans: number;
  /** Input plus output tokens; null when no span says. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Number of findings, without those by people; null until the run is diagnosed. */
  readonly findings: number | null;
  /** Number of findings by people. */
  readonly annotations: number;
  /** The likeliest onset; null when there is none or the run is not diagnosed yet. */
  readonly onsetStep: number | null;
}

export interface StepJson {
  readonly index: number;
  readonly spanId: string;
  readonly agent: string | null;
  readonly role: StepRole;
  readonly kind: StepKind;
  readonly thought: string | null;
  readonly action: {
    readonly tool: string | null;
    readonly arguments: JsonValue;
    readonly text: string | null;
  };
  readonly observation: { readonly text: string; readonly status: 'ok' | 'error' | 'unknown' } | null;
  /** Pictures of the message, or of what the tool returned; absent for none. */
  readonly pictures?: readonly PictureJson[];
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly depth: number;
  readonly source: SourceRef | null;
}

export interface PictureJson {
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
  /** A data URL, or where the picture lies; null where its bytes were not kept. */
  readonly uri: string | null;
}

export interface FindingJson {
  readonly id: string;
  readonly runId: string;
  readonly stepIndex: number | null;
  readonly spanId: string | null;
  readonly detector: string;
  readonly category: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly fix: string | null;
  /** Where a person made it. */
  readonly annotation?: Annotation;
}

/** A span in the tree: its children are the spans that name it as parent, in time order. */
export interface SpanNodeJson {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly operation: SpanOperation;
  readonly status: SpanStatus;
  readonly agent: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** The steps that come from this span. */
  readonly steps: readonly number[];
  readonly children: readonly SpanNodeJson[];
}

/** CodeTracer's tree over steps: a change step hangs below the step before it, an explore step beside it. */
export interface StepTreeNodeJson {
  readonly index: number;
  readonly parent: number | null;
  readonly stage: number;
}

export interface RunDetailJson {
  readonly run: RunJson & { readonly tools: readonly ToolDefinition[]; readonly environment: JsonObject };
  readonly steps: readonly StepJson[];
  readonly findings: readonly FindingJson[];
  readonly onset: {
    readonly stepIndex: number;
    readonly agent: string | null;
    readonly confidence: number;
  } | null;
  readonly ranked: readonly { readonly stepIndex: number; readonly score: number }[];
}

export interface RunTreeJson {
  readonly spans: readonly SpanNodeJson[];
  readonly steps: readonly StepTreeNodeJson[];
}

export interface DiagnosisJson {
  readonly runId: string;
  /** How the run ended, beside the diagnosis, which has not seen it. */
  readonly outcome: OutcomeStatus;
  readonly onset: {
    readonly stepIndex: number;
    readonly agent: string | null;
    readonly confidence: number;
  } | null;
  readonly ranked: readonly { readonly stepIndex: number; readonly score: number }[];
  readonly findings: readonly FindingJson[];
}

export interface SpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly runId: string;
  readonly name: string;
  readonly operation: SpanOperation;
  readonly status: SpanStatus;
  readonly statusMessage: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly input: readonly Message[];
  readonly output: readonly Message[];
  readonly tool: { readonly name: string; readonly arguments: JsonValue; readonly result: JsonValue } | null;
  readonly attributes: JsonObject;
  readonly events: readonly {
    readonly name: string;
    readonly time: string | null;
    readonly attributes: JsonObject;
  }[];
  readonly source: SourceRef | null;
}

export interface ImportReportJson {
  readonly files: number;
  readonly imported: readonly {
    readonly path: string;
    readonly format: string;
    readonly runs: number;
    readonly traces: number;
    readonly spans: number;
    readonly steps: number;
    readonly problems: number;
  }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
  readonly totals: {
    readonly runs: number;
    readonly traces: number;
    readonly spans: number;
    readonly steps: number;
    readonly messages: number;
    readonly problems: number;
  };
  /** Of a user's own formats, used or induced by this import; absent where there are none. */
  readonly adapters?: readonly AdapterReportJson[];
}

/** An import adapter (docs/induction.md) and what it read. */
export interface AdapterReportJson {
  readonly name: string;
  readonly version: number;
  /** The start of the hash of its body where it was edited since it was written; else null. */
  readonly edited: string | null;
  /** Its file; null where it has none. */
  readonly path: string | null;
  /** Induced by this import. */
  readonly isNew: boolean;
  readonly files: number;
  readonly container: string;
  /** Paths to the runs and from each to its records. */
  readonly records: string;
  /** Of the sample, [0, 1]: records read, text read, calls and results that found each other. */
  readonly coverage: number | null;
  readonly textShare: number | null;
  readonly pairing: number | null;
  /** What speaks against the reading of the sample, in words. */
  readonly doubts: readonly string[];
  readonly fields: readonly {
    readonly field: string;
    readonly coverage: number;
    readonly confidence: number;
    readonly from: readonly string[];
  }[];
  /** Where a language model was asked for a better one: whom, whether its answer was taken, or why not. */
  readonly improvement?: { readonly model: string; readonly accepted: boolean; readonly reason: string };
  /** The first turns, cut short; of a new adapter. */
  readonly preview: readonly {
    readonly as: string;
    readonly role: string;
    readonly agent: string;
    readonly thought: string;
    readonly text: string;
    readonly tool: string;
    readonly arguments: string;
    readonly result: string;
  }[];
}

export interface FormatJson {
  readonly name: string;
  readonly title: string;
  readonly versions: string;
  readonly kept: string;
  readonly dropped: string;
  readonly specification: string;
}

export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly where: string;
  readonly fix: string;
}

function time(value: UnixNanos | undefined): string | null {
  return value === undefined ? null : formatTimestamp(value);
}

/** @param nowMs Unix milliseconds, for `state` */
export function toRunJson(run: StoredRun, nowMs: number): RunJson {
  const { stats } = run;
  const tokens = stats.inputTokens + stats.outputTokens;
  return {
    runId: run.runId,
    traceIds: run.traceIds,
    agent: run.agent ?? null,
    agentVersion: run.agentVersion ?? null,
    model: run.model ?? null,
    task: run.task ?? null,
    taskText: run.taskText ?? null,
    session: run.session ?? null,
    user: run.user ?? null,
    state: runState(run, nowMs),
    source: run.source,
    outcome: run.outcome,
    ...(run.recordedOutcome === undefined ? {} : { recordedOutcome: run.recordedOutcome }),
    startTime: time(run.startTime),
    endTime: time(run.endTime),
    steps: stats.steps,
    spans: stats.spans,
    tokens: tokens === 0 ? null : tokens,
    costUsd: stats.costUsd ?? null,
    findings: run.findings ?? null,
    annotations: run.annotations,
    onsetStep: run.onsetStep ?? null,
  };
}

export function toStepJson(step: Step): StepJson {
  return {
    index: step.index,
    spanId: step.spanId,
    agent: step.agent ?? null,
    role: step.role,
    kind: step.kind,
    thought: step.thought ?? null,
    action: {
      tool: step.action.tool ?? null,
      arguments: step.action.arguments ?? null,
      text: step.action.text ?? null,
    },
    observation:
      step.observation === undefined
        ? null
        : { text: step.observation.text, status: step.observation.status },
    ...(step.pictures === undefined
      ? {}
      : {
          pictures: step.pictures.map(({ mimeType = null, sizeBytes = null, uri = null }) => ({
            mimeType,
            sizeBytes,
            uri,
          })),
        }),
    startTime: time(step.startTime),
    endTime: time(step.endTime),
    model: step.model ?? null,
    inputTokens: step.inputTokens ?? null,
    outputTokens: step.outputTokens ?? null,
    costUsd: step.costUsd ?? null,
    depth: step.depth,
    source: step.source ?? null,
  };
}

export function toFindingJson(finding: Finding): FindingJson {
  return {
    id: finding.id,
    runId: finding.runId,
    stepIndex: finding.stepIndex ?? null,
    spanId: finding.spanId ?? null,
    detector: finding.detector,
    category: finding.category,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    evidence: finding.evidence,
    fix: finding.fix ?? null,
    ...(finding.annotation === undefined ? {} : { annotation: finding.annotation }),
  };
}

export function toDiagnosisJson(diagnosis: Diagnosis, { status }: Outcome): DiagnosisJson {
  return {
    runId: diagnosis.runId,
    outcome: status,
    onset:
      diagnosis.onset === null
        ? null
        : {
            stepIndex: diagnosis.onset.stepIndex,
            agent: diagnosis.onset.agent ?? null,
            confidence: diagnosis.onset.confidence,
          },
    ranked: diagnosis.ranked,
    findings: diagnosis.findings.map(toFindingJson),
  };
}

/** @param reported findings that the diagnosis did not make; they follow its own */
export function toRunDetailJson(
  run: StoredRun,
  steps: readonly Step[],
  diagnosis: Diagnosis,
  reported: readonly Finding[],
  nowMs: number,
): RunDetailJson {
  const { onset, ranked, ...diagnosed } = toDiagnosisJson(diagnosis, run.outcome);
  const findings = [...diagnosed.findings, ...reported.map(toFindingJson)];
  const annotations = findings.filter(isAnnotation).length;
  return {
    run: {
      ...toRunJson(run, nowMs),
      findings: findings.length - annotations,
      annotations,
      tools: run.tools,
      environment: run.environment,
    },
    steps: steps.map(toStepJson),
    findings,
    onset,
    ranked,
  };
}

export function toEventJson(event: SpanEvent): SpanJson['events'][number] {
  return { name: event.name, time: time(event.time), attributes: event.attributes };
}
