/**
 * Verifiable reasoning: typed checkers that read a reasoning trace line by line and prove lines right or wrong.
 *
 * A checker states only what it can prove from the task and the lines before: a line that it cannot read is `unknown`, never
 * wrong. The first wrong line is where the reasoning went astray; lines after it are judged as if it were right where that
 * is possible, and not at all where it is not.
 */

/** `none`: the line claims nothing this checker knows about. `unknown`: it does, in words the checker cannot read. */
export type LineVerdict = 'right' | 'wrong' | 'unknown' | 'none';

/** Why a line is wrong. */
export interface Fault {
  /** Kebab-case: `arithmetic`, `wrong-letter`, `unsupported-position`, ... */
  readonly kind: string;
  /** What stands in the line: the slice [start, end) of its text, in UTF-16 units. */
  readonly found: string;
  readonly start: number;
  readonly end: number;
  /** What follows from the task and the lines before. */
  readonly expected: string;
}

export type LineCheck =
  | { readonly verdict: 'wrong'; readonly fault: Fault }
  | { readonly verdict: Exclude<LineVerdict, 'wrong'> };

export interface ReasoningChecker {
  readonly name: string;
  /** What it proves, one line. */
  readonly summary: string;
  /** `task`: all lines work on a task that it understands. `text`: single lines make claims of its kind. */
  readonly applies: (task: string, lines: readonly string[]) => 'task' | 'text' | undefined;
  /** One check a line. Deterministic. */
  readonly check: (task: string, lines: readonly string[]) => readonly LineCheck[];
}

export const NONE: LineCheck = { verdict: 'none' };
export const RIGHT: LineCheck = { verdict: 'right' };
export const UNKNOWN: LineCheck = { verdict: 'unknown' };

/** @param start UTF-16 offset of `found` in the line */
export function wrong(kind: string, found: string, start: number, expected: string): LineCheck {
  return { verdict: 'wrong', fault: { kind, found, start, end: start + found.length, expected } };
}

/** Several claims of one line: wrong if one is, else unknown if one is, else right if one is. */
export function joinChecks(checks: readonly LineCheck[]): LineCheck {
  return (
    checks.find(({ verdict }) => verdict === 'wrong') ??
    checks.find(({ verdict }) => verdict === 'unknown') ??
    checks.find(({ verdict }) => verdict === 'right') ??
    NONE
  );
}
