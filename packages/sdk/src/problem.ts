/**
 * What went wrong in recording. Nothing is ever thrown into the host: a problem is counted, and the first of each code is
 * told through `onError`.
 */
export type SdkProblemCode =
  /** A batch could not be delivered after all attempts. */
  | 'export-failed'
  /** The collector answered that it will not take a batch, or some of its spans. */
  | 'export-refused'
  /** The queue was full: the oldest spans were dropped. */
  | 'queue-full'
  /** A hook of the SDK, or `redact`, threw; the host went on without what it would have recorded. */
  | 'hook-failed'
  /** `outcome` was called after the run had ended. */
  | 'run-ended'
  /** An option or an environment variable cannot be used; the default was taken. */
  | 'option-invalid';

export interface SdkProblem {
  readonly code: SdkProblemCode;
  readonly message: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/** Counts problems and tells the first of each code. */
export interface ProblemLog {
  add(problem: SdkProblem): void;
  readonly counts: Readonly<Partial<Record<SdkProblemCode, number>>>;
}

export function createProblemLog(onError: ((problem: SdkProblem) => void) | undefined): ProblemLog {
  const counts: Partial<Record<SdkProblemCode, number>> = {};
  return {
    counts,
    add(problem) {
      const count = (counts[problem.code] ?? 0) + 1;
      counts[problem.code] = count;
      if (count > 1) return;
      try {
        onError?.(problem);
      } catch {
        // A host's onError that throws must not reach the host through us.
      }
    },
  };
}
