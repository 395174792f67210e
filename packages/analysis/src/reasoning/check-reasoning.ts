import { arithmetic } from './arithmetic/arithmetic.ts';
import { deduction } from './deduction/deduction.ts';
import { jsonAnswer } from './json/json-answer.ts';
import { ordering } from './ordering/ordering.ts';
import { brackets } from './tracking/brackets.ts';
import { swaps } from './tracking/swaps.ts';
import { units } from './units/units.ts';
import type { Fault, LineVerdict, ReasoningChecker } from './checker.ts';

/** Every checker, in the order that decides which one explains a line that several prove wrong. */
export const REASONING_CHECKERS: readonly ReasoningChecker[] = [
  arithmetic,
  ordering,
  deduction,
  brackets,
  swaps,
  units,
  jsonAnswer,
];

export interface ReasoningFault extends Fault {
  readonly checker: string;
  /** 0-based. */
  readonly line: number;
}

export interface CheckedReasoning {
  /** The first wrong line. */
  readonly fault: ReasoningFault | undefined;
  /** One a line: wrong where a checker says so, else right where one does, else unknown where one does. */
  readonly verdicts: readonly LineVerdict[];
  /** Names of the checkers that apply. */
  readonly checkers: readonly string[];
}

/** Longer lines are not read: they are unknown to every checker. */
const MAX_LINE = 8000;

/** Finds the first wrong line of a reasoning trace, if one can be proved wrong. Linear in the lines for each checker. */
export function checkReasoning(
  task: string,
  lines: readonly string[],
  checkers: readonly ReasoningChecker[] = REASONING_CHECKERS,
): CheckedReasoning {
  const read = lines.map((line) => (line.length > MAX_LINE ? '' : line));
  const applied = checkers
    .filter(({ applies }) => applies(task, read) !== undefined)
    .map(({ name, check }) => ({ name, checks: check(task, read) }));
  let fault: ReasoningFault | undefined;
  const verdicts = lines.map((_, line): LineVerdict => {
    const own = applied.map(({ name, checks }) => ({ name, check: checks[line] }));
    for (const { name, check } of own) {
      if (check?.verdict !== 'wrong') continue;
      fault ??= { ...check.fault, checker: name, line };
      return 'wrong';
    }
    if (read[line] !== lines[line] && own.length > 0) return 'unknown';
    const said = own.map(({ check }) => check?.verdict);
    return said.includes('right') ? 'right' : said.includes('unknown') ? 'unknown' : 'none';
  });
  return { fault, verdicts, checkers: applied.map(({ name }) => name) };
}

/**
 * Whether the verdict on the whole trace rests on read lines only: a wrong line with nothing unread before it, or no wrong
 * line and none unread. A trace without one right line is not covered either.
 */
export function isCovered({ fault, verdicts }: CheckedReasoning): boolean {
  const before = verdicts.slice(0, fault?.line ?? verdicts.length);
  return !before.includes('unknown') && (fault !== undefined || verdicts.includes('right'));
}
