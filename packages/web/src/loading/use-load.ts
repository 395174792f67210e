import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';
import { singleFlight } from './single-flight.ts';

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
 * @param ready the value, where it is there already: it is loaded when it is refreshed, or for another key
 */
export function useLoad<T>(key: string, load: () => Promise<T>, ready?: T): Load<T> {
  const start = useRef<() => void>(() => undefined);
  const refresh = useCallback(() => start.current(), []);
  const [result, setResult] = useState<{ key: string; load: Load<T> } | undefined>(() =>
    ready === undefined ? undefined : { key, load: { state: 'ready', value: ready, refresh } },
  );
  const readyKey = useRef(ready === undefined ? undefined : key);
  const retry = useCallback(() => {
    setResult(undefined);
    start.current();
  }, []);
  useEffect(() => {
    let isCurrent = true;
    const settle = (settled: Load<T>): void => {
      if (isCurrent) setResult({ key, load: settled });
    };
    start.current = singleFlight(async () => {
      if (!isCurrent) return;
      await load().then(
        (value) => settle({ state: 'ready', value, refresh }),
        (error: unknown) => settle({ state: 'failed', failure: toFailure(error), retry, refresh }),
      );
    });
    if (readyKey.current !== key) start.current();
    readyKey.current = undefined;
    return () => {
      isCurrent = false;
    };
    // `load` is named by `key`: a new closure for the same key loads nothing new.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, retry, refresh]);
  return result?.key === key ? result.load : { state: 'loading', refresh };
}
