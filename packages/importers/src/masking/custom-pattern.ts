/** A pattern from a policy, checked so that it cannot stall, and run under a time budget all the same. */
import { TraceError } from '@tracewright/core';
import type { FoundSecret } from './find-secrets.ts';
import { costOfPattern, PatternRefused } from './pattern-cost.ts';

export interface CustomPattern {
  readonly name: string;
  /** @throws Error when the time for one text is used up */
  find(text: string, add: (secret: FoundSecret) => void): void;
}

const MAX_SOURCE = 1000;
const MAX_MATCH = 4096;
/** A pattern is tried in at most so many ways from each place of a text. */
const MAX_WAYS = 5000;
/** Between two looks at the clock. */
const WINDOW = 16 * 1024;
/** What a pattern may look at before and after a window. */
const CONTEXT = 256;
const BUDGET_MS = 250;

/**
 * @param where the place in the policy, for the error
 * @throws TraceError `usage-invalid`
 */
export function compileCustomPattern(
  name: string,
  source: string,
  ignoresCase: boolean,
  where: string,
): CustomPattern {
  const refuse = (message: string, fix: string): TraceError =>
    new TraceError('usage-invalid', { where, message, fix });
  if (source.length > MAX_SOURCE)
    throw refuse(
      `the pattern is ${source.length} characters long; the limit is ${MAX_SOURCE}`,
      'split it into several patterns',
    );
  let expression: RegExp;
  try {
    expression = new RegExp(source, `gd${ignoresCase ? 'i' : ''}`);
  } catch (error) {
    throw refuse(
      `not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
      'write it as in JavaScript, without slashes',
    );
  }
  let cost;
  try {
    cost = costOfPattern(source);
  } catch (error) {
    if (!(error instanceof PatternRefused)) throw error;
    throw refuse(
      `the pattern is refused at character ${error.offset + 1}: ${error.message}`,
      'see docs/masking.md, custom patterns',
    );
  }
  if (cost.length === 0) throw refuse('the pattern matches the empty text', 'require at least one character');
  if (cost.length > MAX_MATCH)
    throw refuse(
      `the pattern can match ${cost.length} characters; the limit is ${MAX_MATCH}`,
      'give smaller bounds',
    );
  if (cost.ways > MAX_WAYS)
    throw refuse(
      `the pattern can be tried in ${formatWays(cost.ways)} ways from one place; the limit is ${MAX_WAYS}`,
      'give smaller bounds, or fewer repetitions that follow each other',
    );
  return {
    name,
    find: (text, add) => {
      const start = performance.now();
      for (let from = 0; from < text.length; from += WINDOW) {
        const sliceStart = Math.max(0, from - CONTEXT);
        const window = text.slice(sliceStart, from + WINDOW + cost.length + CONTEXT);
        expression.lastIndex = from - sliceStart;
        for (let match = expression.exec(window); match !== null; match = expression.exec(window)) {
          if (match.index + sliceStart >= from + WINDOW) break;
          // A lookahead alone may match nothing.
          if (match[0] === '') {
            expression.lastIndex += 1;
            continue;
          }
          const [first, last] = match.indices?.groups?.['secret'] ?? match.indices?.[0] ?? [0, 0];
          if (last > first) add({ start: sliceStart + first, end: sliceStart + last, kind: name });
        }
        if (performance.now() - start > BUDGET_MS)
          throw new Error(`pattern ${name} took more than ${BUDGET_MS} ms on one text`);
      }
    },
  };
}

function formatWays(ways: number): string {
  return ways > 1e9 ? 'more than a billion' : String(ways);
}
