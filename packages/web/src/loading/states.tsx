import './states.css';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import type { Failure } from '../api.ts';
import { withCode } from '../text/with-code.tsx';

/** Says that something is on its way, but only when that takes longer than 150 ms. */
export function Loading({ what }: { readonly what: string }): ReactNode {
  return (
    <p className="loading after-a-moment" role="status">
      Loading {what} …
    </p>
  );
}

export function FailureNotice({
  failure,
  retry,
}: {
  readonly failure: Failure;
  readonly retry?: () => void;
}): ReactNode {
  return (
    <div className="failure-notice" role="alert">
      <p className="failure-notice-message trace-text">{failure.message}</p>
      {failure.where !== undefined && <p className="failure-notice-where mono trace-text">{failure.where}</p>}
      {failure.fix !== undefined && <p className="trace-text">{withCode(failure.fix)}</p>}
      {retry !== undefined && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}
