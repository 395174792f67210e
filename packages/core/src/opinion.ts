import type { Evidence, Finding } from './finding.ts';
import type { RunId } from './ids.ts';

/** A statement of a model about a step, with what it rests on: quotes that were found there. */
export interface Cited {
  readonly stepIndex: number;
  readonly evidence: readonly Evidence[];
}

/** CodeTracer's stage label. The steps are those with a verdict that stands. */
export interface StageLabel {
  readonly stage: number;
  readonly incorrectSteps: readonly number[];
  readonly unusefulSteps: readonly number[];
  readonly reasoning: string;
}

/** CodeTracer's root cause, in detail. */
export interface RootCause {
  /** Cause first, failure last. */
  readonly rootCauseChain: readonly (Cited & { readonly claim: string })[];
  readonly criticalDecisionPoints: readonly (Cited & {
    readonly decision: string;
    readonly shouldHave: string;
  })[];
  /** In the model's words: nothing is cited. */
  readonly correctStrategy: string;
  readonly summary: string;
}

/** CodeTracer's reward-like verdict. */
export interface StepVerdict extends Cited {
  readonly verdict: 'incorrect' | 'unuseful' | 'correct';
  readonly deviationType: string;
  readonly reasoning: string;
  /** -1..1. */
  readonly reward: number;
}

/** How the onset of the model stands to that of the diagnosis; `not-compared` when one of them names none. */
export type Agreement = 'same-step' | 'within-2' | 'same-agent' | 'different' | 'not-compared';

/** What a language model thinks of a run, asked once and kept: a second opinion beside the diagnosis, never in its place. */
export interface Opinion {
  readonly runId: RunId;
  /** `opinion@N`: how it was asked and checked. */
  readonly version: string;
  /** Of the diagnosis it is compared with, and how many spans the run had: with another it is out of date. */
  readonly diagnosisVersion: string;
  readonly spans: number;
  /** `provider/model`. */
  readonly model: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly onset:
    | (Cited & {
        readonly agent: string | null;
        readonly category: string;
        readonly reasoning: string;
        /** 0..1, as the model says: not calibrated. */
        readonly confidence: number;
        readonly alternatives: readonly (Cited & { readonly reasoning: string })[];
      })
    | null;
  readonly agreement: Agreement;
  readonly stages: readonly StageLabel[];
  readonly rootCause: RootCause;
  readonly verdicts: readonly StepVerdict[];
  /** The onset, the decision points and the incorrect steps once more, to stand among the other findings. */
  readonly findings: readonly Finding[];
  /** Claims that were not kept: a quote that does not stand there, a step that was never shown or is none, a value out of range. */
  readonly dropped: { readonly quotes: number; readonly steps: number; readonly values: number };
  readonly reading: {
    readonly stepsShown: number;
    readonly steps: number;
    readonly isWithMemory: boolean;
    /** SHA-256 of the notes that it was given; absent without notes. */
    readonly notesHash?: string;
  };
  readonly usage: {
    readonly calls: number;
    /** Calls answered from the cache. */
    readonly cachedCalls: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** Null where no price is known. */
    readonly costUsd: number | null;
  };
  /** Kept from an earlier question: it costs nothing now. */
  readonly isCached: boolean;
}
