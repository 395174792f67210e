/** What the API says about what is kept: projects, deletion, retention. */

export interface ProjectJson {
  readonly name: string;
  /** Of its file. */
  readonly sizeBytes: number;
}

/** Which runs to delete: exactly one of `runs`, `where`, `user` and `session`. */
export interface DeleteRequest {
  /** Ids, or unique beginnings of ids. */
  readonly runs?: readonly string[];
  /** The filter language; it may not be empty. */
  readonly where?: string;
  /** All runs on behalf of this user, named exactly. */
  readonly user?: string;
  /** All runs of this session, named exactly. */
  readonly session?: string;
  /** Counts what would go, and deletes nothing. */
  readonly dryRun?: boolean;
}

export interface DeleteReportJson {
  readonly dryRun: boolean;
  readonly runs: number;
  readonly spans: number;
  /** Messages that no other span refers to; null in a dry run, which cannot tell. */
  readonly messages: number | null;
}

/** How long runs are kept. A run that is still running always is. */
export interface RetentionPolicy {
  /** Runs that ended (else started, else arrived) earlier are deleted. */
  readonly maxAgeDays?: number;
  /** When the data takes more, the oldest runs are deleted until it does not. */
  readonly maxBytes?: number;
}

export interface RetentionRequest extends RetentionPolicy {
  readonly dryRun?: boolean;
}

export interface RetentionReportJson extends DeleteReportJson {
  readonly startedAt: string;
  readonly usedBytesBefore: number;
  /** Estimated in a dry run. */
  readonly usedBytesAfter: number;
  /** Runs that would have gone but are still running. */
  readonly keptRunning: number;
  /** `over-limit`: more is used than allowed, and nothing is left that may go. */
  readonly state: 'done' | 'cancelled' | 'over-limit';
}

export interface RetentionStateJson {
  readonly policy: RetentionPolicy;
  /** What a pass under way has deleted so far; null when none is. */
  readonly running: DeleteReportJson | null;
  readonly last: RetentionReportJson | null;
}
