/** How parts of a shown text are set: colours of a terminal, lines of a diff. */
import type { StyledRange } from '@tracewright/core';
import { findDiffLines } from './diff-lines.ts';

export interface StyledPart {
  readonly start: number;
  readonly end: number;
  readonly className: string;
}

/** Each is an element on the page: beyond this many a text goes on unstyled. */
const MOST = 600;

/** @param text as it is shown; @param ranges of the terminal's colours: they go before what the text looks like */
export function listStyledParts(text: string, ranges: readonly StyledRange[]): readonly StyledPart[] {
  if (ranges.length === 0) return findDiffLines(text).slice(0, MOST);
  return ranges.slice(0, MOST).map(({ start, end, styles }) => ({
    start,
    end,
    className: styles.map((style) => `ansi-${style}`).join(' '),
  }));
}

/** The parts within [start, end), counted from start. */
export function sliceParts(parts: readonly StyledPart[], start: number, end: number): readonly StyledPart[] {
  return parts.flatMap((part) => {
    const from = Math.max(part.start, start);
    const to = Math.min(part.end, end);
    return from < to ? [{ ...part, start: from - start, end: to - start }] : [];
  });
}
