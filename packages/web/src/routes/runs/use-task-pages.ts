import { useCallback, useEffect, useRef, useState } from 'react';
import type { TaskJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { useChanges } from '../../live/use-changes.ts';

const PAGE_SIZE = 50;
/** The server's largest page. */
const MAX_PAGE_SIZE = 200;
/** Groups of all runs are counted anew for live runs at most this often. */
const LEAST_MS = 10_000;

export interface TaskPages {
  /** Those of the last question while a new one is under way; undefined before the first. */
  readonly tasks: readonly TaskJson[] | undefined;
  readonly hasMore: boolean;
  readonly isStale: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

interface Loaded {
  readonly key: string;
  readonly tasks: readonly TaskJson[];
  readonly next: string | null;
}

/** The tasks of the runs that match, page by page as they are asked for. */
export function useTaskPages(where: string, order: string | undefined, revision: number): TaskPages {
  const key = JSON.stringify([where, order, revision]);
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState<{ readonly key: string; readonly failure: Failure }>();
  const latest = useRef<Loaded>(undefined);
  const running = useRef<AbortController>(undefined);
  const request = useCallback(
    (cursor: string | null, limit = PAGE_SIZE): void => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      client
        .listTasks(
          {
            where,
            limit,
            ...(order === undefined ? {} : { order }),
            ...(cursor === null ? {} : { cursor }),
          },
          { signal: controller.signal },
        )
        .then(
          ({ tasks, next }) => {
            if (controller.signal.aborted) return;
            const before = cursor === null ? [] : (latest.current?.tasks ?? []);
            latest.current = { key, tasks: [...before, ...tasks], next };
            setLoaded(latest.current);
            setFailed(undefined);
          },
          (error: unknown) => {
            if (!controller.signal.aborted) setFailed({ key, failure: toFailure(error) });
          },
        )
        .finally(() => {
          if (running.current === controller) running.current = undefined;
        });
    },
    [key, where, order],
  );
  useEffect(() => {
    request(null);
    return () => running.current?.abort();
  }, [request]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useChanges(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const count = latest.current?.key === key ? latest.current.tasks.length : undefined;
      if (count !== undefined && count <= MAX_PAGE_SIZE) request(null, Math.max(count, PAGE_SIZE));
    }, LEAST_MS);
  });
  // The next question is answered anew anyway: what waits would ask the old one again.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [request],
  );
  return {
    tasks: loaded?.tasks,
    hasMore: loaded !== undefined && loaded.next !== null,
    isStale: loaded?.key !== key,
    failure: failed?.key === key ? failed.failure : undefined,
    loadMore: useCallback(() => {
      const { key: of, next = null } = latest.current ?? {};
      if (of === key && next !== null && running.current === undefined) request(next);
    }, [key, request]),
    retry: useCallback(() => request(null), [request]),
  };
}
