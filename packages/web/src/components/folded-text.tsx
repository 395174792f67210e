import './folded-text.css';
import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useId, useMemo, useState } from 'react';
import { readTerminalText } from '@tracewright/core';
import { type Failure, toFailure } from '../api.ts';
import { FailureNotice } from '../loading/states.tsx';
import { formatCount, formatShortCount } from '../format/quantity.ts';
import { foldText, listPieces, type FoldLimits } from '../text/fold.ts';
import { toPlainText } from '../text/plain-text.ts';
import { findMarks, sliceMarks, type Quote } from '../text/quotes.ts';
import { CopyButton } from './copy-button.tsx';
import { LongText } from './long-text.tsx';
import { looksLikeMarkdown } from '../text/looks-like-markdown.ts';
import { listStyledParts, sliceParts, type StyledPart } from '../text/styled-parts.ts';
import { markRange, RANGE_MARK, type TextRange } from '../text/text-range.ts';
import { MarkedText } from './marked-text.tsx';
import { TextImages } from './text-images.tsx';

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
  /** Its name in addresses of text ranges; without one there are none. */
  readonly part?: string;
  /** Shown and marked where it is in this text. */
  readonly range?: TextRange | undefined;
  /** How its parts are set, instead of what the text itself says. */
  readonly styledParts?: readonly StyledPart[];
  /** Written by an agent: Markdown is set, as long as nothing in it is to be marked. */
  readonly isMarkdown?: boolean;
}

const MarkdownView = lazy(async () => ({ default: (await import('./markdown-view.tsx')).MarkdownView }));

const NO_QUOTES: readonly Quote[] = [];
const NO_PARTS: readonly StyledPart[] = [];

/** Text out of a trace: short text whole, long text folded with its size. It opens by itself to show an active quote. */
export function FoldedText({ text: given, rest, ...props }: FoldedTextProps): ReactNode {
  const [loaded, setLoaded] = useState<{ readonly of: string; readonly whole: string }>();
  // What was loaded for another text in this place is not this one.
  const whole = loaded?.of === given ? loaded.whole : undefined;
  const range = props.range?.part === props.part ? props.range : undefined;
  return (
    <FoldedWhole
      {...props}
      range={range}
      text={whole ?? given}
      rest={whole === undefined ? rest : undefined}
      onWhole={(text) => setLoaded({ of: given, whole: text })}
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
  activeFinding: finding,
  what,
  part,
  range,
  styledParts,
  isMarkdown = false,
}: FoldedTextProps & { readonly onWhole: (text: string) => void }): ReactNode {
  const [failure, setFailure] = useState<Failure>();
  const activeFinding = range === undefined ? finding : RANGE_MARK;
  const { text: plain, ranges } = useMemo(() => readTerminalText(text), [text]);
  const parts = useMemo(
    () => styledParts ?? (face === 'output' ? listStyledParts(plain, ranges) : NO_PARTS),
    [styledParts, face, plain, ranges],
  );
  const fold = useMemo(() => foldText(plain, limits), [plain, limits]);
  const marks = useMemo(() => {
    const shown = quotes.map((quote) => ({ ...quote, text: toPlainText(quote.text) }));
    const found = findMarks(plain, shown, activeFinding);
    return range === undefined ? found : markRange(found, range, plain.length);
  }, [plain, quotes, activeFinding, range]);
  const [choice, setChoice] = useState<'open' | 'folded'>();
  const id = useId();
  /** Whether what is to be seen lies there, at least in part. A piece with it is laid out at once, to be scrolled to. */
  const isActive = (start: number, end: number): boolean =>
    marks.some((mark) => mark.findingId === activeFinding && mark.end > start && mark.start < end);
  const isHit = fold !== undefined && isActive(fold.shown, plain.length);
  const isOpen = fold === undefined || (choice === undefined ? isHit : choice === 'open');
  const length = isOpen ? plain.length : fold.shown;
  const pieces = useMemo(
    () => (isOpen ? listPieces(plain, PIECE_LENGTH) : [{ start: 0, end: length }]),
    [plain, isOpen, length],
  );
  // A range further on than what is there is asked for by itself.
  const isRangeMissing = range !== undefined && rest !== undefined && range.end > plain.length;
  const isInPieces =
    (choice === 'open' || (choice === undefined && isRangeMissing)) &&
    rest !== undefined &&
    rest.length > LOADED_WHOLE;
  const load = useEffectEvent((): void => {
    if (rest === undefined || rest.length > LOADED_WHOLE) return;
    rest.load(0, rest.length).then(onWhole, (error: unknown) => {
      setFailure(toFailure(error));
      // To be asked for again by the same button.
      setChoice('folded');
    });
  });
  useEffect(() => {
    if (isRangeMissing || choice === 'open') load();
  }, [isRangeMissing, choice, text]);
  // Marks stand in the text as it is written, and so do addresses of ranges.
  const canBeSet = useMemo(() => isMarkdown && looksLikeMarkdown(plain), [isMarkdown, plain]);
  const [form, setForm] = useState<'written' | 'set'>();
  const isSet =
    canBeSet &&
    !isInPieces &&
    range === undefined &&
    (form ?? (marks.length > 0 ? 'written' : 'set')) === 'set';
  const open = (): void => {
    setFailure(undefined);
    setChoice('open');
  };
  const characters = rest?.length ?? plain.length;
  const hiddenMarks = isOpen ? 0 : marks.filter((mark) => mark.end > fold.shown).length;
  return (
    <div className={`folded folded-${face}`}>
      {isInPieces ? (
        <LongText
          rest={rest}
          id={id}
          isOutput={face === 'output'}
          what={what}
          part={part}
          range={isRangeMissing ? range : undefined}
        />
      ) : isSet ? (
        <div id={id} dir="auto" className="folded-text trace-text" data-form="set">
          <Suspense fallback={plain.slice(0, length)}>
            <MarkdownView text={plain.slice(0, length)} />
          </Suspense>
          {!isOpen && <span className="folded-more">…</span>}
        </div>
      ) : (
        <div
          id={id}
          dir="auto"
          className={`folded-text trace-text ${face === 'output' ? 'mono' : ''}`}
          data-part={part}
        >
          {pieces.map(({ start, end }) => (
            <div
              key={start}
              className={pieces.length > 1 && !isActive(start, end) ? 'folded-piece' : undefined}
              data-start={part === undefined ? undefined : start}
            >
              <MarkedText
                text={plain.slice(start, pieces.length > 1 && plain[end - 1] === '\n' ? end - 1 : end)}
                marks={sliceMarks(marks, start, end)}
                parts={sliceParts(parts, start, end)}
                activeFinding={activeFinding}
              />
              {!isOpen && <span className="folded-more"> …</span>}
            </div>
          ))}
        </div>
      )}
      {failure !== undefined && <FailureNotice failure={failure} />}
      {text.includes('data:image/') && <TextImages text={text} rest={rest} what={what} />}
      {canBeSet && !isInPieces && range === undefined && (
        <button
          type="button"
          className="text-button folded-form"
          aria-controls={id}
          onClick={() => setForm(isSet ? 'written' : 'set')}
        >
          {isSet ? 'As written' : 'As Markdown'}
        </button>
      )}
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
