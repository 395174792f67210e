import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunJson, SearchHitJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';

/** Spans on a page: the first fills the screen. */
const PAGE_SIZE = 40;

interface Loaded {
  /** The question these hits answer. */
  readonly key: string;
  readonly hits: readonly SearchHitJson[];
  readonly next: string | null;
  readonly runs: ReadonlyMap<string, RunJson>;
}

/** The list as it was left, with its place: going back to it shows it at once, where it was. */
let lastSeen: { loaded: Loaded; scrollOffset: number; selected: string | undefined } | undefined;

export interface SearchPages {
  readonly hits: readonly SearchHitJson[];
  /** The runs of the hits, as far as they are known yet. */
  readonly runs: ReadonlyMap<string, RunJson>;
  /** `idle` when nothing is asked; while `loading`, the hits still shown are those of the question before. */
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
  readonly hasMore: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** Where the list was left, when it is this list. */
  readonly place: { readonly scrollOffset: number; readonly selected: string | undefined } | undefined;
  readonly keepPlace: (scrollOffset: number, selected: string | undefined) => void;
}

const NOTHING: Loaded = { key: '', hits: [], next: null, runs: new Map() };

/** The places that hold a text, page by page. A question that is no longer asked is called off. */
export function useSearchPages(query: string, where: string): SearchPages {
  const key = query.trim() === '' ? '' : JSON.stringify([query, where]);
  const [loaded, setLoaded] = useState<Loaded>(() =>
    lastSeen?.loaded.key === key ? lastSeen.loaded : NOTHING,
  );
  const [place, setPlace] = useState(() => (lastSeen?.loaded.key === key ? lastSeen : undefined));
  // It is of the list that one came back to, and of no other that is shown after it.
  if (place !== undefined && place.loaded.key !== key) setPlace(undefined);
  const [failed, setFailed] = useState<{ key: string; failure: Failure }>();
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(loaded);
  const control = useRef<AbortController>(undefined);
  const isLoadingMore = useRef(false);

  const request = useCallback(
    async (cursor: string | undefined, signal: AbortSignal): Promise<void> => {
      try {
        const page = await client.search(
          {
            query,
            limit: PAGE_SIZE,
            ...(where.trim() === '' ? {} : { where }),
            ...(cursor === undefined ? {} : { cursor }),
          },
          { signal },
        );
        const before = cursor === undefined ? NOTHING : latest.current;
        const runs = new Map(before.runs);
        for (const run of await listRunsOf(page.hits, runs)) runs.set(run.runId, run);
        if (signal.aborted) return;
        latest.current = { key, hits: [...before.hits, ...page.hits], next: page.next, runs };
        setLoaded(latest.current);
        setFailed(undefined);
      } catch (error) {
        if (!signal.aborted) setFailed({ key, failure: toFailure(error) });
      }
    },
    [key, query, where],
  );

  useEffect(() => {
    const own = new AbortController();
    control.current = own;
    isLoadingMore.current = false;
    if (key !== '' && (latest.current.key !== key || attempt > 0)) void request(undefined, own.signal);
    return () => own.abort();
  }, [key, attempt, request]);

  const loadMore = useCallback((): void => {
    const { next } = latest.current;
    const signal = control.current?.signal;
    if (latest.current.key !== key || next === null || isLoadingMore.current || signal === undefined) return;
    isLoadingMore.current = true;
    void request(next, signal).finally(() => {
      if (!signal.aborted) isLoadingMore.current = false;
    });
  }, [key, request]);

  const failure = failed?.key === key ? failed.failure : undefined;
  const isLoaded = loaded.key === key;
  return {
    hits: key === '' ? [] : loaded.hits,
    runs: loaded.runs,
    state: key === '' ? 'idle' : failure !== undefined ? 'failed' : isLoaded ? 'ready' : 'loading',
    hasMore: isLoaded && loaded.next !== null,
    failure,
    loadMore,
    retry: useCallback(() => {
      setFailed(undefined);
      setAttempt((count) => count + 1);
    }, []),
    place,
    keepPlace: useCallback((scrollOffset: number, selected: string | undefined) => {
      lastSeen = { loaded: latest.current, scrollOffset, selected };
    }, []),
  };
}

/** The runs of the hits that are not known yet. */
async function listRunsOf(
  hits: readonly SearchHitJson[],
  known: ReadonlyMap<string, RunJson>,
): Promise<readonly RunJson[]> {
  const runIds = [...new Set(hits.map(({ runId }) => runId))].filter((runId) => !known.has(runId));
  if (runIds.length === 0) return [];
  const where = runIds.map((runId) => `run = ${runId}`).join(' or ');
  return (await client.listRuns({ where, limit: runIds.length })).runs;
}
