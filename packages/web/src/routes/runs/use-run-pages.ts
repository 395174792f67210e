import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RunJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { useChanges } from '../../live/use-changes.ts';
import { singleFlight } from '../../loading/single-flight.ts';

const PAGE_SIZE = 200;
/** The server's largest page. */
const MAX_PAGE_SIZE = 1000;
/** Runs are diagnosed in the background after an import: while some are not, the list asks again, less and less often. */
const FIRST_WAIT_MS = 1500;
const LAST_WAIT_MS = 60_000;

interface Loaded {
  /** The question these runs answer. */
  readonly key: string;
  readonly runs: readonly RunJson[];
  readonly total: number;
  readonly next: string | null;
}

/** The list as it was left, with its place: going back to it shows it at once, where it was. */
let lastSeen: { loaded: Loaded; scrollOffset: number; selected: number } | undefined;

export interface RunPages {
  readonly runs: readonly RunJson[];
  readonly total: number | undefined;
  /** The runs still shown while a new question is under way are those of the old one. */
  readonly isStale: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** Where the list was left, when it is this list. */
  readonly place: { readonly scrollOffset: number; readonly selected: number } | undefined;
  readonly keepPlace: (scrollOffset: number, selected: number) => void;
}

/** The runs that answer a question, page by page as they are asked for. An answer to a question no longer asked is dropped. */
export function useRunPages(where: string, order: string | undefined, revision: number): RunPages {
  const key = JSON.stringify([where, order, revision]);
  const [loaded, setLoaded] = useState<Loaded | undefined>(() =>
    lastSeen?.loaded.key === key ? lastSeen.loaded : undefined,
  );
  const [place, setPlace] = useState(() => (lastSeen?.loaded.key === key ? lastSeen : undefined));
  // It is of the list that one came back to, and of no other that is shown after it.
  if (place !== undefined && place.loaded.key !== key) setPlace(undefined);
  const [failed, setFailed] = useState<{ key: string; failure: Failure }>();
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(loaded);
  const current = useRef(key);
  const isLoadingMore = useRef(false);
  useLayoutEffect(() => {
    current.current = key;
  }, [key]);

  /** @returns false for a further page when the list was read anew meanwhile: another one follows on it now */
  const request = useCallback(
    async (cursor: string | undefined, limit = PAGE_SIZE): Promise<boolean> => {
      const base = latest.current;
      try {
        const page = await client.listRuns({
          where,
          limit,
          ...(order === undefined ? {} : { order }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        if (current.current !== key) return true;
        if (cursor !== undefined && latest.current !== base) return false;
        const before = cursor === undefined ? [] : (latest.current?.runs ?? []);
        latest.current = { key, runs: [...before, ...page.runs], total: page.total, next: page.next };
        setLoaded(latest.current);
        setFailed(undefined);
      } catch (error) {
        if (current.current === key) setFailed({ key, failure: toFailure(error) });
      }
      return true;
    },
    [key, where, order],
  );

  /** Reads the list from the start, as far as it is shown. */
  const reload = useRef<() => void>(() => undefined);
  useEffect(() => {
    reload.current = singleFlight(async () => {
      if (current.current !== key) return;
      const count = latest.current?.key === key ? latest.current.runs.length : 0;
      await request(undefined, Math.min(Math.max(count, PAGE_SIZE), MAX_PAGE_SIZE));
    });
  }, [key, request]);

  useEffect(() => {
    if (latest.current?.key !== key || attempt > 0) reload.current();
  }, [key, attempt, request]);

  const loadMore = useCallback((): void => {
    const findNext = (): string | null => (latest.current?.key === key ? latest.current.next : null);
    const load = async (): Promise<void> => {
      for (let next = findNext(); next !== null; next = findNext()) if (await request(next)) break;
      isLoadingMore.current = false;
    };
    if (isLoadingMore.current || findNext() === null) return;
    isLoadingMore.current = true;
    void load();
  }, [key, request]);

  const waits = useRef(0);
  const shown = loaded?.key === key ? loaded.runs : undefined;
  useEffect(() => {
    if (shown === undefined || shown.length > MAX_PAGE_SIZE || shown.every((run) => run.findings !== null))
      return undefined;
    const wait = Math.min(FIRST_WAIT_MS * 1.5 ** waits.current, LAST_WAIT_MS);
    const timer = setTimeout(() => {
      waits.current += 1;
      if (!isLoadingMore.current) reload.current();
    }, wait);
    return () => clearTimeout(timer);
  }, [shown]);

  useChanges(() => {
    const count = latest.current?.key === key ? latest.current.runs.length : undefined;
    // A list of many pages stays as it was read: it would jump under the reader.
    if (count === undefined || count > MAX_PAGE_SIZE || isLoadingMore.current) return;
    reload.current();
  });

  const keepPlace = useCallback((scrollOffset: number, selected: number): void => {
    if (latest.current !== undefined) lastSeen = { loaded: latest.current, scrollOffset, selected };
  }, []);

  return {
    runs: loaded?.runs ?? [],
    total: loaded?.total,
    isStale: loaded?.key !== key,
    failure: failed?.key === key ? failed.failure : undefined,
    loadMore,
    retry: useCallback(() => setAttempt((count) => count + 1), []),
    place,
    keepPlace,
  };
}
