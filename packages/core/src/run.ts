import type { RunId, TraceId } from './ids.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { UnixNanos } from './time.ts';

export type OutcomeStatus = 'success' | 'failure' | 'unknown';
export type OutcomeSource = 'grader' | 'test' | 'human' | 'inferred';

/**
 * How a run ended, by its grader. It is a label: nothing that predicts may see it, and a grader's fields go
 * here and nowhere else.
 */
export interface Outcome {
  readonly status: OutcomeStatus;
  readonly score?: number;
  readonly source?: OutcomeSource;
  /** The grader's own fields, such as per-test results. */
  readonly details?: JsonObject;
}

/** A tool offered to the agent. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments, where the source has it. */
  readonly parameters?: JsonValue;
}

/** How far a run that arrives span by span has come. */
export interface LiveState {
  /**
   * Spans that others name as their parent and that have not arrived: they have not ended yet, or were lost. Spans are
   * exported when they end, so a run whose root is missing is in flight.
   */
  readonly openSpans: number;
  /** When its last span arrived, by this machine's clock, Unix milliseconds. */
  readonly lastArrivalMs: number;
}

/** One execution of an agent on one task: one or more traces plus an outcome. */
export interface Run {
  readonly runId: RunId;
  readonly traceIds: readonly TraceId[];
  readonly agent?: string;
  readonly agentVersion?: string;
  readonly model?: string;
  /** A short stable id of the task, equal over attempts at the same task. */
  readonly task?: string;
  /** What was asked. */
  readonly taskText?: string;
  /** The session or conversation it belongs to (`session.id`, `gen_ai.conversation.id`), as the source names it. */
  readonly session?: string;
  /** Whom the agent worked for (`user.id`), as the source names them. */
  readonly user?: string;
  readonly source: { readonly path: string; readonly format: string };
  readonly outcome: Outcome;
  /** The tools the agent was offered; empty when the source does not say. */
  readonly tools: readonly ToolDefinition[];
  /** Facts about the environment: working folder, repository, versions, limits set beforehand. */
  readonly environment: JsonObject;
  readonly startTime?: UnixNanos;
  readonly endTime?: UnixNanos;
  /** Only where spans arrived one export after another. */
  readonly live?: LiveState;
}

export type RunState = 'running' | 'ended' | 'interrupted';

/** A run with open spans that heard nothing for so long will not end any more. */
const INTERRUPTED_AFTER_MS = 30 * 60_000;
/** A session told by log events has no span that ends it: it runs while events come. */
const LOG_QUIET_MS = 60_000;
/** Name of the format under which runs made of log events are kept. */
export const LOG_FORMAT = 'otlp-logs';

/** Whether a run is in flight. A run read from a file has ended. @param nowMs Unix milliseconds */
export function runState({ live, source }: Pick<Run, 'live' | 'source'>, nowMs: number): RunState {
  if (live === undefined) return 'ended';
  const quietMs = nowMs - live.lastArrivalMs;
  if (live.openSpans > 0) return quietMs < INTERRUPTED_AFTER_MS ? 'running' : 'interrupted';
  return source.format === LOG_FORMAT && quietMs < LOG_QUIET_MS ? 'running' : 'ended';
}

/** Counts derived from a run's spans when they are stored. */
export interface RunStats {
  readonly steps: number;
  readonly spans: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Absent when no span has a known cost. */
  readonly costUsd?: number;
}
