import { useEffect, useRef, useState } from 'react';
import type { FacetsResponse } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { useChanges } from '../../live/use-changes.ts';

/** Counts of all runs are made anew for live runs at most this often. */
const LEAST_MS = 10_000;

export interface Facets {
  /** Those of the last filter while new ones are under way. */
  readonly counts: FacetsResponse | undefined;
  readonly isStale: boolean;
  readonly failure: Failure | undefined;
}

/** @param isDue false while rows are loading: they go first */
export function useFacets(where: string, isDue: boolean, revision: number): Facets {
  const key = JSON.stringify([where, revision]);
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly counts: FacetsResponse }>();
  const [failed, setFailed] = useState<{ readonly key: string; readonly failure: Failure }>();
  const [refreshes, setRefreshes] = useState(0);
  useEffect(() => {
    if (!isDue) return undefined;
    const controller = new AbortController();
    client.countFacets({ where }, { signal: controller.signal }).then(
      (counts) => {
        if (controller.signal.aborted) return;
        setLoaded({ key, counts });
        setFailed(undefined);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailed({ key, failure: toFailure(error) });
      },
    );
    return () => controller.abort();
  }, [key, where, isDue, refreshes]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useChanges(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setRefreshes((count) => count + 1);
    }, LEAST_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    counts: loaded?.counts,
    isStale: loaded?.key !== key,
    failure: failed?.key === key ? failed.failure : undefined,
  };
}
