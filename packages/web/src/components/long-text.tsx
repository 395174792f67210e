import { type ReactNode, useState } from 'react';
import { readTerminalText } from '@tracewright/core';
import { RangeSlider } from '../design/range-slider.tsx';
import { formatCount } from '../format/quantity.ts';
import { FailureNotice, Loading } from '../loading/states.tsx';
import { useLoad } from '../loading/use-load.ts';
import { listStyledParts } from '../text/styled-parts.ts';
import { markRange, RANGE_MARK, type TextRange } from '../text/text-range.ts';
import { CopyButton } from './copy-button.tsx';
import { MarkedText } from './marked-text.tsx';
import type { TextRest } from './folded-text.tsx';

/** UTF-16 units shown at once. */
const PIECE = 50_000;

interface LongTextProps {
  readonly rest: TextRest;
  /** Of the text. */
  readonly id: string;
  readonly isOutput: boolean;
  readonly what: string;
  readonly part: string | undefined;
  /** Opens where it begins, and marks it. */
  readonly range: TextRange | undefined;
}

/** A text too long to be loaded whole: a piece of it, and the way to the others. */
export function LongText({ rest, id, isOutput, what, part, range }: LongTextProps): ReactNode {
  const pieces = Math.ceil(rest.length / PIECE);
  const [piece, setPiece] = useState(Math.min(Math.floor((range?.start ?? 0) / PIECE), pieces - 1));
  const from = piece * PIECE;
  const to = Math.min(from + PIECE, rest.length);
  const load = useLoad(String(piece), () => rest.load(from, to));
  const step = (name: string, target: number, isOff: boolean): ReactNode => (
    <button type="button" className="text-button" disabled={isOff} onClick={() => setPiece(target)}>
      {name}
    </button>
  );
  return (
    <div className="long-text">
      <div className="folded-bar" role="group" aria-label={`Piece of the ${what}`}>
        {step('First', 0, piece === 0)}
        {step('Earlier', piece - 1, piece === 0)}
        <RangeSlider
          label={`Place in the ${what}`}
          text={`piece ${piece + 1} of ${pieces}`}
          max={pieces - 1}
          value={piece}
          onChange={setPiece}
        />
        {step('Later', piece + 1, piece === pieces - 1)}
        {step('Last', pieces - 1, piece === pieces - 1)}
        <span className="muted number">
          {formatCount(from + 1)} to {formatCount(to)} of {formatCount(rest.length)} characters
        </span>
        {load.state === 'ready' && <CopyButton text={load.value} what={`this piece of the ${what}`} />}
      </div>
      <div id={id} dir="auto" className={`folded-text trace-text ${isOutput ? 'mono' : ''}`} data-part={part}>
        {load.state === 'loading' && <Loading what={`the ${what}`} />}
        {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
        {load.state === 'ready' && (
          <div data-start={part === undefined ? undefined : from}>
            <Piece text={load.value} from={from} isOutput={isOutput} range={range} />
          </div>
        )}
      </div>
    </div>
  );
}

interface PieceProps {
  readonly text: string;
  /** Of the whole text. */
  readonly from: number;
  readonly isOutput: boolean;
  readonly range: TextRange | undefined;
}

function Piece({ text: recorded, from, isOutput, range }: PieceProps): ReactNode {
  const { text, ranges } = readTerminalText(recorded);
  const inside =
    range === undefined
      ? undefined
      : { ...range, start: Math.max(range.start - from, 0), end: range.end - from };
  return (
    <MarkedText
      text={text}
      marks={inside === undefined || inside.end <= 0 ? [] : markRange([], inside, text.length)}
      activeFinding={RANGE_MARK}
      parts={isOutput ? listStyledParts(text, ranges) : []}
    />
  );
}
