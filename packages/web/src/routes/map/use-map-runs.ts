import { useEffect, useState } from 'react';
import type { MapPlaceJson, MapRunJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import type { MapState } from './map-state.ts';

const PAGE_SIZE = 25;

export interface MapRuns {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly runs: readonly MapRunJson[];
  readonly hasMore: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  /** Asks again for what failed. */
  readonly retry: () => void;
}

interface Loaded {
  readonly key: string;
  readonly runs: readonly MapRunJson[];
  readonly next: string | null;
  readonly failure?: Failure;
}

/** The runs that take an edge or a node, page by page. What is no longer asked is called off. */
export function useMapRuns(
  { where, level }: Pick<MapState, 'where' | 'level'>,
  place: MapPlaceJson,
  outcome: string | undefined,
  revision: number,
): MapRuns {
  const key = JSON.stringify([where, level, place, outcome, revision]);
  const [loaded, setLoaded] = useState<Loaded>();
  const [wanted, setWanted] = useState<{ readonly key: string; readonly cursor: string }>();
  const [attempt, setAttempt] = useState(0);
  const cursor = wanted?.key === key ? wanted.cursor : undefined;
  useEffect(() => {
    const control = new AbortController();
    client
      .listMapRuns(
        {
          level,
          ...place,
          limit: PAGE_SIZE,
          ...(where.trim() === '' ? {} : { where }),
          ...(outcome === undefined ? {} : { outcome }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { signal: control.signal },
      )
      .then(
        ({ runs, next }) => {
          if (!control.signal.aborted)
            setLoaded((before) => ({
              key,
              runs: cursor === undefined ? runs : [...keepLoaded(before, key).runs, ...runs],
              next,
            }));
        },
        (error: unknown) => {
          if (!control.signal.aborted)
            setLoaded((before) => ({ ...keepLoaded(before, key), failure: toFailure(error) }));
        },
      );
    return () => control.abort();
    // All that is asked is named by `key`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, cursor, attempt]);
  const own = loaded?.key === key ? loaded : undefined;
  return {
    state: own === undefined ? 'loading' : own.failure === undefined ? 'ready' : 'failed',
    runs: own?.runs ?? [],
    // What failed is asked for again first.
    hasMore: own !== undefined && own.next !== null && own.failure === undefined,
    failure: own?.failure,
    loadMore: () => {
      if (own !== undefined && own.next !== null) setWanted({ key, cursor: own.next });
    },
    retry: () => {
      // Without runs it loads as it did first; else they stay.
      setLoaded((before) => (before?.runs.length === 0 ? undefined : keepLoaded(before, key)));
      setAttempt((count) => count + 1);
    },
  };
}

/** The pages that are there, without what failed after them. */
function keepLoaded(before: Loaded | undefined, key: string): Loaded {
  return before?.key === key ? { key, runs: before.runs, next: before.next } : { key, runs: [], next: null };
}
