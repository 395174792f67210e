import type { Annotation } from './annotation.ts';
import type { RunId, SpanId } from './ids.ts';

export type Severity = 'info' | 'warning' | 'error';

/**
 * A quote from a span. `path` names the text within the span (see `readSpanText` in analysis):
 * - `output/N`, `input/N`: the plain text of a message; `reasoning/N`: the reasoning of output message N;
 * - `output/N/parts/K`, `input/N/parts/K`: one part of a message, such as a tool call's arguments or a tool's response;
 * - `tool/arguments`, `tool/result`, `statusMessage`.
 *
 * N and K count from 0; structured values are read as their JSON text without spaces. `start` and `end` count UTF-16 units
 * in that text, and `quote` is exactly that slice.
 */
export interface Evidence {
  readonly spanId: SpanId;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** A statement about a run, by a detector, a contract, a monitor, a model or a person. */
export interface Finding {
  /** Stable: the same statement about the same place has the same id. */
  readonly id: string;
  readonly runId: RunId;
  readonly stepIndex?: number;
  readonly spanId?: SpanId;
  /** `name@version`. */
  readonly detector: string;
  readonly category: string;
  readonly severity: Severity;
  /** 0..1. */
  readonly confidence: number;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly fix?: string;
  /** Where a person made it. */
  readonly annotation?: Annotation;
}

/** The likeliest onset of failure in a run, the ranking behind it, and the findings it rests on. */
export interface Diagnosis {
  readonly runId: RunId;
  /** `name@version` of the ranking; a stored diagnosis of another version is made anew. */
  readonly version: string;
  /** How many spans the run had when it was diagnosed: a run that grew is diagnosed anew. */
  readonly spans: number;
  readonly onset: {
    readonly stepIndex: number;
    readonly agent: string | undefined;
    /** Probability that the failure began here, given that the run failed. */
    readonly confidence: number;
  } | null;
  /** Likeliest first, the first few of them; a score is the probability that a failure of the run began at the step. */
  readonly ranked: readonly { readonly stepIndex: number; readonly score: number }[];
  /** The onset's finding first, then by step. */
  readonly findings: readonly Finding[];
}
