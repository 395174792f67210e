import { type ReactNode, useState } from 'react';
import type { PictureJson } from '@tracewright/core';
import { type Failure, toFailure } from '../../api.ts';
import type { TextRest } from '../../components/folded-text.tsx';
import { formatBytes } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { findDataImages } from '../../text/data-images.ts';
import { toHttpUrl } from '../../text/http-url.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { RestOf } from './find-rest.ts';

const MOST = 8;
const URL_LENGTH = 200;
/** Asked for at once, UTF-16 units. */
const PIECE = 500_000;

interface StepPicturesProps {
  readonly pictures: readonly PictureJson[];
  readonly restOf: RestOf;
  readonly step: number;
}

/** The pictures of a message or a result. One elsewhere is never fetched: its address is a link. */
export function StepPictures({ pictures, restOf, step }: StepPicturesProps): ReactNode {
  return (
    <div className="step-part text-images">
      {pictures.slice(0, MOST).map((picture, index) => (
        <Picture
          // oxlint-disable-next-line react/no-array-index-key -- a step's pictures do not move
          key={index}
          picture={picture}
          rest={restOf(`/pictures/${index}/uri`)}
          alt={`Picture ${index + 1} of step ${step}`}
        />
      ))}
      {pictures.length > MOST && <span className="muted">and {pictures.length - MOST} more pictures</span>}
    </div>
  );
}

interface PictureProps {
  readonly picture: PictureJson;
  readonly rest: TextRest | undefined;
  readonly alt: string;
}

function Picture({ picture: { uri, mimeType, sizeBytes }, rest, alt }: PictureProps): ReactNode {
  const [whole, setWhole] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [image] = findDataImages((whole ?? uri ?? '').slice(0, 4_000_000), 1);
  const facts = [toPlainText(mimeType ?? 'picture'), sizeBytes === null ? '' : formatBytes(sizeBytes)]
    .filter((fact) => fact !== '')
    .join(', ');
  if (image !== undefined)
    return (
      <figure>
        <img src={image.url} alt={alt} decoding="async" />
        <figcaption className="muted number">{facts}</figcaption>
      </figure>
    );
  if (rest !== undefined) {
    const load = async (): Promise<void> => {
      let text = '';
      for (let from = 0; from < rest.length; from += PIECE)
        text += await rest.load(from, Math.min(from + PIECE, rest.length));
      setWhole(text);
    };
    return (
      <>
        <button
          type="button"
          className="button"
          onClick={() => {
            setFailure(undefined);
            load().catch((error: unknown) => setFailure(toFailure(error)));
          }}
        >
          Show the picture, {facts}
        </button>
        {failure !== undefined && <FailureNotice failure={failure} />}
      </>
    );
  }
  const url = toHttpUrl(uri ?? '');
  if (url !== undefined)
    return (
      <span>
        <span className="muted">picture, not loaded: </span>
        <a className="picture-link" href={url} target="_blank" rel="noopener noreferrer">
          {toPlainText(url.slice(0, URL_LENGTH))}
        </a>
      </span>
    );
  return (
    <span className="muted trace-text">
      {uri === null
        ? `A picture whose bytes were not kept: ${facts}`
        : `Picture: ${toPlainText(uri.slice(0, URL_LENGTH))}`}
    </span>
  );
}
