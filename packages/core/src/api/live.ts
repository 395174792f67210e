/** What the API says about runs in flight. */
import type { SpanOperation, SpanStatus } from '../span.ts';
import type { RunJson } from './shapes.ts';

/** A running run that has been quiet for so long may hang. */
export const STALLED_AFTER_MS = 120_000;

export interface LiveRunJson {
  readonly run: RunJson;
  /** When its last span came, by the server's clock; ISO 8601. */
  readonly lastArrival: string;
  /** The span that ended last: what the agent has just done. Null where none is kept yet. */
  readonly last: {
    readonly operation: SpanOperation;
    readonly name: string;
    readonly agent: string | null;
    readonly tool: string | null;
    readonly status: SpanStatus;
  } | null;
}

export interface LiveRunsJson {
  /** The server's clock, to tell how long a run has been quiet; ISO 8601. */
  readonly now: string;
  /** Running, or gone quiet within the last day without ending; what arrived last comes first. At most 100. */
  readonly runs: readonly LiveRunJson[];
  /** In all. */
  readonly total: number;
}
