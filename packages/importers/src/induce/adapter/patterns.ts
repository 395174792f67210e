/** The bounded regular expressions of an adapter: refused unless their cost is finite and small (masking/pattern-cost.ts). */
import { TraceError } from '@tracewright/core';
import { costOfPattern, PatternRefused } from '../../masking/pattern-cost.ts';

/** Ways to try a pattern from one place: what a line's header needs is far below, catastrophic backtracking far above. */
const MAX_WAYS = 5_000_000;
const MAX_SOURCE = 8_000;

const compiled = new Map<string, RegExp>();

/** Matches at `lastIndex` only. @throws TraceError `request-invalid` with the reason and the place in the pattern */
export function compilePattern(source: string): RegExp {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(assertCheap(source), 'uyi');
  if (compiled.size > 1_000) compiled.clear();
  compiled.set(source, pattern);
  return pattern;
}

/** @throws TraceError `request-invalid` */
export function assertCheap(source: string): string {
  const refuse = (message: string): TraceError =>
    new TraceError('request-invalid', {
      message: `the pattern ${JSON.stringify(source.slice(0, 200))} is refused: ${message}`,
      fix: 'bound every repetition, as in {1,40}; patterns begin where the line begins, without ^ and $',
    });
  if (source.length > MAX_SOURCE) throw refuse(`longer than ${MAX_SOURCE} characters`);
  try {
    const { ways } = costOfPattern(source);
    if (ways > MAX_WAYS) throw refuse(`it can be tried in ${ways} ways at one place, more than ${MAX_WAYS}`);
    new RegExp(source, 'uyi');
  } catch (error) {
    if (error instanceof PatternRefused) throw refuse(`${error.message} (at ${error.offset})`);
    if (error instanceof SyntaxError) throw refuse(error.message);
    throw error;
  }
  return source;
}

/** Whether an adapter may have the pattern. One that odd lines gave and that costs too much is left out, and the others are not. */
export function isCheap(source: string): boolean {
  try {
    assertCheap(source);
    return true;
  } catch {
    return false;
  }
}

/** Texts as the pattern of any of them: the longest first, of which another may be the beginning. */
export function quoteOneOf(texts: readonly string[]): string {
  return texts
    .toSorted((a, b) => b.length - a.length)
    .map(quotePattern)
    .join('|');
}

/** A text as the pattern of itself. */
export function quotePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
