/** What the findings of many runs are about: the top categories, over the HTTP API. */
import type { Severity } from '../finding.ts';

export interface CountFindingsRequest {
  /** A filter over runs, see docs/filter-language.md. */
  readonly where?: string;
}

export interface FindingCountJson {
  readonly category: string;
  /** The gravest of its findings. */
  readonly severity: Severity;
  readonly findings: number;
  /** Runs with at least one. */
  readonly runs: number;
  /** Of these runs, those that failed. */
  readonly failures: number;
  /** The newest of these runs, at most 100. */
  readonly runIds: readonly string[];
}

export interface CountFindingsResponse {
  /** In most runs first. */
  readonly categories: readonly FindingCountJson[];
  /** Runs whose findings were counted: the newest of those that match. */
  readonly countedRuns: number;
  readonly totalRuns: number;
  /** Of the counted runs, those that are not diagnosed yet. */
  readonly undiagnosedRuns: number;
}
