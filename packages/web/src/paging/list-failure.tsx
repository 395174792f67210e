import './list-failure.css';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import type { Failure } from '../api.ts';

interface ListFailureProps {
  readonly failure: Failure;
  readonly retry: () => void;
}

/** Above a list that stays although the last request for it failed: old news is better than none. */
export function ListFailure({ failure, retry }: ListFailureProps): ReactNode {
  return (
    <p className="list-failure" role="status">
      <span className="trace-text" title={failure.fix}>
        Not up to date: {failure.message}
      </span>
      <Button kind="text" onClick={retry}>
        Try again
      </Button>
    </p>
  );
}
