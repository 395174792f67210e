import './folded-text.css';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';
import { FailureNotice } from '../loading/states.tsx';
import { formatCount, formatShortCount } from '../format/quantity.ts';
import { foldText, listPieces, type FoldLimits } from '../text/fold.ts';
import { toPlainText } from '../text/plain-text.ts';
import { findMarks, sliceMarks, type Quote } from '../text/quotes.ts';
import { CopyButton } from './copy-button.tsx';
import { LongText } from './long-text.tsx';
import { MarkedText } from './marked-text.tsx';

/** A shown text is laid out in pieces of this size, and only those near the screen: 2 MB open at once without a wait. */
const PIECE_LENGTH = 20_000;

/** Of longer texts one piece at a time is loaded, UTF-16 units. */
const LOADED_WHOLE = 1_000_000;

/** What is missing of a text of which only the beginning is there. */
export interface TextRest {
  /** Of the whole text, UTF-16 units. */
  readonly length: number;
  readonly load: (from: number, to: number) => Promise<string>;
}

interface FoldedTextProps {
  readonly text: string;
  readonly rest?: TextRest | undefined;
  /** Prose in the text face, or a block of output in the fixed one. */
  readonly face: 'prose' | 'output';
  readonly limits: FoldLimits;
  readonly quotes?: readonly Quote[];
  readonly activeFinding?: string | undefined;
  /** What it is, for the copy button: "observation". */
  readonly what: string;
}

const NO_QUOTES: readonly Quote[] = [];

/** Text out of a trace: short text whole, long text folded with its size. It opens by itself to show an active quote. */
export function FoldedText({ text: given, rest, ...props }: FoldedTextProps): ReactNode {
  const [whole, setWhole] = useState<string>();
  return (
    <FoldedWhole
      {...props}
      text={whole ?? given}
      rest={whole === undefined ? rest : undefined}
      onWhole={setWhole}
    />
  );
}

function FoldedWhole({
  text,
  rest,
  onWhole,
  face,
  limits,
  quotes = NO_QUOTES,
  activeFinding,
  what,
}: FoldedTextProps & { readonly onWhole: (text: string) => void }): ReactNode {
  const [failure, setFailure] = useState<Failure>();
  const plain = useMemo(() => toPlainText(text), [text]);
  const fold = useMemo(() => foldText(plain, limits), [plain, limits]);
  const marks = useMemo(() => {
    const shown = quotes.map((quote) => ({ ...quote, text: toPlainText(quote.text) }));
    return findMarks(plain, shown, activeFinding);
  }, [plain, quotes, activeFinding]);
  const [choice, setChoice] = useState<'open' | 'folded'>();
  const id = useId();
  const isHit = marks.some(
    (mark) => mark.findingId === activeFinding && fold !== undefined && mark.end > fold.shown,
  );
  const isOpen = fold === undefined || (choice === undefined ? isHit : choice === 'open');
  const length = isOpen ? plain.length : fold.shown;
  const pieces = useMemo(
    () => (isOpen ? listPieces(plain, PIECE_LENGTH) : [{ start: 0, end: length }]),
    [plain, isOpen, length],
  );
  const isInPieces = choice === 'open' && rest !== undefined && rest.length > LOADED_WHOLE;
  const open = (): void => {
    setChoice('open');
    setFailure(undefined);
    if (rest !== undefined && rest.length <= LOADED_WHOLE)
      rest.load(0, rest.length).then(onWhole, (error: unknown) => setFailure(toFailure(error)));
  };
  const characters = rest?.length ?? plain.length;
  const hiddenMarks = isOpen ? 0 : marks.filter((mark) => mark.end > fold.shown).length;
  return (
    <div className={`folded folded-${face}`}>
      {isInPieces ? (
        <LongText rest={rest} id={id} isOutput={face === 'output'} what={what} />
      ) : (
        <div id={id} dir="auto" className={`folded-text trace-text ${face === 'output' ? 'mono' : ''}`}>
          {pieces.map(({ start, end }) => (
            <div key={start} className={pieces.length > 1 ? 'folded-piece' : undefined}>
              <MarkedText
                text={plain.slice(start, pieces.length > 1 && plain[end - 1] === '\n' ? end - 1 : end)}
                marks={sliceMarks(marks, start, end)}
                activeFinding={activeFinding}
              />
              {!isOpen && ' …'}
            </div>
          ))}
        </div>
      )}
      {failure !== undefined && <FailureNotice failure={failure} />}
      {fold !== undefined && (
        <div className="folded-bar">
          <button
            type="button"
            className="text-button"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => (isOpen ? setChoice('folded') : open())}
          >
            {isOpen ? 'Show less' : 'Show all'}
          </button>
          <span className="muted number">
            {fold.lines > 1 && rest === undefined && `${formatCount(fold.lines)} lines, `}
            <span title={`${formatCount(characters)} characters`}>
              {formatShortCount(characters)} characters
            </span>
          </span>
          {hiddenMarks > 0 && (
            <span className="folded-quotes">
              {hiddenMarks === 1 ? '1 quote' : `${hiddenMarks} quotes`} below
            </span>
          )}
          {rest === undefined && <CopyButton text={text} what={what} />}
        </div>
      )}
    </div>
  );
}
