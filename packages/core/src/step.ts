import type { RunId, SpanId } from './ids.ts';
import type { JsonValue } from './json.ts';
import type { MediaPart } from './message.ts';
import type { SourceRef } from './span.ts';
import type { UnixNanos } from './time.ts';

/** CodeTracer's two kinds: a step changes the state of the world, or explores it. */
export type StepKind = 'change' | 'explore';

/** Who takes the step: the agent under study, the person or simulator it talks to, or the environment speaking for itself. */
export type StepRole = 'agent' | 'user' | 'environment';

/**
 * One thought / action / observation turn of one participant, derived from spans by `buildSteps`.
 * A message with several tool calls gives one step a call; the first carries the thought.
 */
export interface Step {
  /** 0-based, in time order. */
  readonly index: number;
  readonly runId: RunId;
  readonly spanId: SpanId;
  readonly agent?: string;
  readonly role: StepRole;
  readonly kind: StepKind;
  /** The agent's reasoning and what it said beside a tool call. */
  readonly thought?: string;
  readonly action: {
    readonly tool?: string;
    readonly arguments?: JsonValue;
    /** What was said, when the step is a message; the command line, where the tool takes just one text. */
    readonly text?: string;
    readonly callId?: string;
  };
  readonly observation?: {
    readonly text: string;
    readonly status: 'ok' | 'error' | 'unknown';
    readonly source?: SourceRef;
  };
  /** Pictures of the message, or of what the tool returned. */
  readonly pictures?: readonly MediaPart[];
  readonly startTime?: UnixNanos;
  readonly endTime?: UnixNanos;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
  readonly source?: SourceRef;
  /** Of parallel calls: the span of the message that makes them all. */
  readonly batch?: SpanId;
  /** Nesting of agents: 0 for the run's main agent, 1 for its sub-agents, and so on. */
  readonly depth: number;
}
