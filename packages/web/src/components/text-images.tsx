import { type ReactNode, useMemo, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';
import { FailureNotice } from '../loading/states.tsx';
import { formatShortCount } from '../format/quantity.ts';
import { findDataImages } from '../text/data-images.ts';
import type { TextRest } from './folded-text.tsx';

const MOST = 8;
/** Loaded at once, UTF-16 units; longer pictures are not shown. */
const LONGEST = 8_000_000;
const PIECE = 1_000_000;

interface TextImagesProps {
  /** As recorded, or its beginning. */
  readonly text: string;
  readonly rest: TextRest | undefined;
  readonly what: string;
}

/** The pictures that stand in a text as data URLs; one that was cut is loaded when it is asked for. */
export function TextImages({ text, rest, what }: TextImagesProps): ReactNode {
  const [whole, setWhole] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const images = useMemo(() => findDataImages(whole ?? text, MOST), [whole, text]);
  const isCut = rest !== undefined && whole === undefined;
  if (images.length === 0) return null;
  const load = async (length: number): Promise<string> => {
    let loaded = '';
    for (let from = 0; from < length; from += PIECE)
      loaded += await rest?.load(from, Math.min(from + PIECE, length));
    return loaded;
  };
  return (
    <div className="text-images">
      {images.map(({ url, mimeType, sizeBytes, start, isAtEnd }, place) =>
        isCut && isAtEnd ? (
          <button
            key={start}
            type="button"
            className="button"
            disabled={rest.length > LONGEST}
            onClick={() => {
              setFailure(undefined);
              load(rest.length).then(setWhole, (error: unknown) => setFailure(toFailure(error)));
            }}
          >
            {rest.length > LONGEST
              ? `A picture too large to show, ${mimeType}`
              : `Show the picture, ${mimeType}`}
          </button>
        ) : (
          <figure key={start}>
            <img src={url} alt={`Picture ${place + 1} in the ${what}`} decoding="async" loading="lazy" />
            <figcaption className="muted number">
              {mimeType}, {formatShortCount(sizeBytes)} bytes
            </figcaption>
          </figure>
        ),
      )}
      {failure !== undefined && <FailureNotice failure={failure} />}
    </div>
  );
}
