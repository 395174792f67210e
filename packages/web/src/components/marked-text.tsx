import { Fragment, type ReactNode } from 'react';
import { type Mark, sliceMarks } from '../text/quotes.ts';
import type { StyledPart } from '../text/styled-parts.ts';

interface MarkedTextProps {
  readonly text: string;
  /** Sorted, without overlap. */
  readonly marks: readonly Mark[];
  readonly activeFinding: string | undefined;
  /** Sorted, without overlap. */
  readonly parts?: readonly StyledPart[];
}

const NO_PARTS: readonly StyledPart[] = [];

/** Text with its quotes marked, its parts set as they say. */
export function MarkedText({ text, marks, activeFinding, parts = NO_PARTS }: MarkedTextProps): ReactNode {
  if (parts.length === 0) return <Marks text={text} marks={marks} activeFinding={activeFinding} />;
  const shown: ReactNode[] = [];
  let at = 0;
  const put = (end: number, className?: string): void => {
    if (end <= at) return;
    const own = sliceMarks(marks, at, end);
    const inside = <Marks text={text.slice(at, end)} marks={own} activeFinding={activeFinding} />;
    shown.push(
      className === undefined ? (
        <Fragment key={at}>{inside}</Fragment>
      ) : (
        <span key={at} className={className}>
          {inside}
        </span>
      ),
    );
    at = end;
  };
  for (const { start, end, className } of parts) {
    put(start);
    put(end, className);
  }
  put(text.length);
  return shown;
}

function Marks({ text, marks, activeFinding }: Omit<MarkedTextProps, 'parts'>): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const mark of marks) {
    parts.push(
      <Fragment key={mark.start}>
        {text.slice(at, mark.start)}
        <mark data-finding={mark.findingId} data-active={mark.findingId === activeFinding}>
          {text.slice(mark.start, mark.end)}
        </mark>
      </Fragment>,
    );
    at = mark.end;
  }
  parts.push(text.slice(at));
  return parts;
}
