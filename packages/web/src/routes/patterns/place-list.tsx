import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { PlaceJson } from '@tracewright/core';
import { toPlainText } from '../../text/plain-text.ts';

const QUOTE_LENGTH = 240;
/** Digits of a run id that are shown. */
const SHORT_ID = 8;

/** Steps of runs, each a link to it, with what it asked for and what came of it. */
export function PlaceList({ places }: { readonly places: readonly PlaceJson[] }): ReactNode {
  return (
    <ul className="place-list">
      {places.map((place) => (
        <li key={`${place.runId} ${place.stepIndex ?? ''}`}>
          <PlaceLink place={place} />
          {place.evidence.map(({ spanId, path, quote }) => (
            <span key={`${spanId} ${path}`} className="place-quote mono trace-text" dir="auto" title={path}>
              {toPlainText(quote.slice(0, QUOTE_LENGTH))}
              {quote.length > QUOTE_LENGTH && ' …'}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

export function PlaceLink({ place: { runId, stepIndex } }: { readonly place: PlaceJson }): ReactNode {
  const id = runId.slice(0, SHORT_ID);
  if (stepIndex === null) return <Link href={`/runs/${runId}`}>{`Run ${id}`}</Link>;
  return <Link href={`/runs/${runId}#step-${stepIndex}`}>{`Run ${id}, step ${stepIndex}`}</Link>;
}
