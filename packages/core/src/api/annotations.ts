/** What the API says about annotations: what people mark in runs, as findings (annotation.ts). */
import type { AnnotationKind } from '../annotation.ts';
import type { OutcomeStatus } from '../run.ts';
import type { FindingJson } from './shapes.ts';

export interface AnnotateRequest {
  readonly kind: AnnotationKind;
  /** Who says so. */
  readonly author: string;
  /** The step it is about: needed for `onset`, and for a `category` that is about no finding. */
  readonly step?: number;
  /** A text of the step, kept as evidence. */
  readonly quote?: string;
  /** Of a `category`. */
  readonly category?: string;
  /** The finding judged, by id or the beginning of one: of `accept` and `reject`; of a `category` that corrects a finding's. */
  readonly finding?: string;
  /** Of an `outcome`. */
  readonly status?: OutcomeStatus;
  /** Why; needed for a `note`. */
  readonly note?: string;
}

export interface ListAnnotationsRequest {
  /** The filter language, over runs. */
  readonly where?: string;
  /** Runs on a page that have annotations: 1 to 1000, 100 when absent. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ListAnnotationsResponse {
  /** By run, then step. */
  readonly annotations: readonly FindingJson[];
  readonly next: string | null;
}
