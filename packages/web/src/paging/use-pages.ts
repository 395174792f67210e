/** A list that is read page by page: further pages as they are asked for, and anew when something changed. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';

/** What was read of a list so far. */
interface List {
  /** Where its next page begins; null at its end. */
  readonly next: string | null;
}

interface PageRequest<T> {
  /** Where the page begins; undefined for the list from its start. */
  readonly cursor: string | undefined;
  /** What was read before: the page follows on it, or without a cursor the list is read anew as far as it. */
  readonly before: T | undefined;
  readonly signal: AbortSignal;
}

interface Read<T> {
  /** The question that it answers. */
  readonly key: string;
  readonly list: T;
}

type Act = 'refresh' | 'more';

/** A list as it was left, with its place: going back to it shows it at once, where it was. */
export interface LeftList<T, P> {
  find(key: string | undefined): Left<T, P> | undefined;
  keep(list: Left<T, P>): void;
}

interface Left<T, P> extends Read<T> {
  readonly place: P;
}

export function createLeftList<T, P>(): LeftList<T, P> {
  let last: Left<T, P> | undefined;
  return {
    find: (key) => (last?.key === key ? last : undefined),
    keep: (list) => {
      last = list;
    },
  };
}

export interface Pages<T, P> {
  /** That of the last question while a new one is under way. */
  readonly list: T | undefined;
  readonly isStale: boolean;
  /** Of the last request; what was read before it stays. */
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  /** Reads anew as far as was read; what was there stays until the answer comes. */
  readonly refresh: () => void;
  /** Asks again for what failed. */
  readonly retry: () => void;
  /** Where the list was left, when it is this list. */
  readonly place: P | undefined;
  readonly keepPlace: (place: P) => void;
}

/**
 * One request at a time; what is asked meanwhile follows it, so that no older answer comes after a newer one. A question no
 * longer asked is called off.
 *
 * @param key names the question; nothing is asked while it is undefined
 * @param read gives the list with the page asked for
 * @param left where a list is kept whose reader goes elsewhere and comes back
 */
export function usePages<T extends List, P = never>(
  key: string | undefined,
  read: (request: PageRequest<T>) => Promise<T>,
  left?: LeftList<T, P>,
): Pages<T, P> {
  const [found, setFound] = useState(() => left?.find(key));
  // The place is of the list that one came back to, and of no other that is shown after it.
  if (found !== undefined && found.key !== key) setFound(undefined);
  const [shown, setShown] = useState<Read<T> | undefined>(found);
  const [failed, setFailed] = useState<{ key: string; act: Act; failure: Failure }>();
  const latest = useRef(shown);
  const reader = useRef(read);
  const start = useRef<(act: Act) => void>(() => undefined);
  useLayoutEffect(() => {
    reader.current = read;
  });
  useEffect(() => {
    if (key === undefined) return undefined;
    const control = new AbortController();
    const { signal } = control;
    const own = (): T | undefined => (latest.current?.key === key ? latest.current.list : undefined);
    const due = new Set<Act>();
    let underWay: Act | undefined;
    const request = async (act: Act, cursor: string | undefined): Promise<void> => {
      underWay = act;
      try {
        const list = await reader.current({ cursor, before: own(), signal });
        if (signal.aborted) return;
        latest.current = { key, list };
        setShown(latest.current);
        setFailed(undefined);
      } catch (error) {
        if (signal.aborted) return;
        setFailed({ key, act, failure: toFailure(error) });
      }
      underWay = undefined;
      if (due.delete('refresh')) start.current('refresh');
      else if (due.delete('more')) start.current('more');
    };
    start.current = (act) => {
      const cursor = act === 'more' ? own()?.next : undefined;
      if (signal.aborted || (act === 'more' && typeof cursor !== 'string')) return;
      if (underWay === undefined) void request(act, cursor ?? undefined);
      else if (act === 'refresh' || underWay === 'refresh') due.add(act);
    };
    if (own() === undefined) start.current('refresh');
    return () => control.abort();
  }, [key]);
  return {
    list: shown?.list,
    isStale: shown?.key !== key,
    failure: failed?.key === key ? failed?.failure : undefined,
    loadMore: useCallback(() => start.current('more'), []),
    refresh: useCallback(() => start.current('refresh'), []),
    retry: () => {
      setFailed(undefined);
      start.current(failed?.act ?? 'refresh');
    },
    place: found?.key === key ? found?.place : undefined,
    keepPlace: useCallback(
      (place: P) => {
        if (latest.current !== undefined) left?.keep({ ...latest.current, place });
      },
      [left],
    ),
  };
}
