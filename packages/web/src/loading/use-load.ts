import { useCallback, useEffect, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';

export type Load<T> = (
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly failure: Failure; readonly retry: () => void }
) & {
  /** Loads it again; what was there stays until the answer comes. */
  readonly refresh: () => void;
};

/**
 * Loads a value when the page part appears, and again when `key` changes. An answer that comes after its key is gone is dropped.
 *
 * @param key names what is loaded: the same key is the same value
 */
export function useLoad<T>(key: string, load: () => Promise<T>): Load<T> {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<{ key: string; load: Load<T> }>();
  const refresh = useCallback(() => setAttempt((count) => count + 1), []);
  const retry = useCallback(() => {
    setResult(undefined);
    setAttempt((count) => count + 1);
  }, []);
  useEffect(() => {
    let isCurrent = true;
    const settle = (settled: Load<T>): void => {
      if (isCurrent) setResult({ key, load: settled });
    };
    load().then(
      (value) => settle({ state: 'ready', value, refresh }),
      (error: unknown) => settle({ state: 'failed', failure: toFailure(error), retry, refresh }),
    );
    return () => {
      isCurrent = false;
    };
    // `load` is named by `key`: a new closure for the same key loads nothing new.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, attempt, retry, refresh]);
  return result?.key === key ? result.load : { state: 'loading', refresh };
}
