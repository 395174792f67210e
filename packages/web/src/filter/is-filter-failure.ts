import type { Failure } from '../api.ts';

/** An answer that names a column speaks of the filter; any other failure is none of it. */
export function isFilterFailure(failure: Failure | undefined): boolean {
  return /\bcolumn \d/.test(failure?.where ?? '');
}
