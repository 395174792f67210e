/** One run as a page of its own, for a bug report: `tracewright show RUN --html` and the run's page. */
import type { JsonObject } from '../json.ts';

export interface RunReportRequest {
  /** A masking policy (docs/masking.md), applied once more; the default one when absent. */
  readonly masking?: JsonObject;
  /** A regular expression, as in a policy's patterns: what it finds, in any capitals, is masked too. */
  readonly redact?: string;
}

export interface RunReportJson {
  readonly runId: string;
  /** A whole HTML document that asks for nothing and runs nothing. */
  readonly html: string;
  /** Places that were masked for it, beyond what was masked on the way in. */
  readonly masked: number;
}
