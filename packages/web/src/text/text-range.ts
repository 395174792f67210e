/** A range of a text of a step, as an address names it: `#step-12:output:120-180`. Counted in the text as it is shown. */
import type { Mark } from './quotes.ts';

export interface TextRange {
  /** `thought`, `message`, `output`, `arguments`, or `arguments/NAME`. */
  readonly part: string;
  readonly start: number;
  readonly end: number;
}

/** In marks, in place of a finding. */
export const RANGE_MARK = 'text range';

export function formatRange({ part, start, end }: TextRange): string {
  return `${encodeURIComponent(part)}:${start}-${end}`;
}

/** @returns undefined when it is none */
export function parseRange(text: string): TextRange | undefined {
  const [, part = '', from = '', to = ''] = /^([^:]+):(\d{1,10})-(\d{1,10})$/.exec(text) ?? [];
  const [start, end] = [Number(from), Number(to)];
  if (part === '' || end <= start) return undefined;
  try {
    return { part: decodeURIComponent(part), start, end };
  } catch {
    return undefined;
  }
}

/** The marks with the range over them. @param length of the text: a range beyond it is cut */
export function markRange(
  marks: readonly Mark[],
  { start, end }: TextRange,
  length: number,
): readonly Mark[] {
  const to = Math.min(end, length);
  if (start >= to) return marks;
  const beside = marks.flatMap((mark) =>
    [
      { ...mark, end: Math.min(mark.end, start) },
      { ...mark, start: Math.max(mark.start, to) },
    ].filter((part) => part.start < part.end),
  );
  return [...beside, { start, end: to, findingId: RANGE_MARK }].toSorted((a, b) => a.start - b.start);
}
