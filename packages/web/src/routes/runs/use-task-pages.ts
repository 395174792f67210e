import { useEffect, useRef } from 'react';
import type { ListTasksResponse } from '@tracewright/core';
import { client } from '../../api.ts';
import { useChanges } from '../../live/use-changes.ts';
import { type Pages, usePages } from '../../paging/use-pages.ts';

const PAGE_SIZE = 50;
/** The server's largest page. */
const MAX_PAGE_SIZE = 200;
/** Groups of all runs are counted anew for live runs at most this often. */
const LEAST_MS = 10_000;

export type TaskPages = Pages<ListTasksResponse, never>;

/** The tasks of the runs that match, page by page as they are asked for. */
export function useTaskPages(where: string, order: string | undefined, revision: number): TaskPages {
  const key = JSON.stringify([where, order, revision]);
  const pages = usePages<ListTasksResponse>(key, async ({ cursor, before, signal }) => {
    const count = cursor === undefined ? (before?.tasks.length ?? 0) : 0;
    const page = await client.listTasks(
      {
        where,
        limit: Math.min(Math.max(count, PAGE_SIZE), MAX_PAGE_SIZE),
        ...(order === undefined ? {} : { order }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      { signal },
    );
    return cursor === undefined ? page : { ...page, tasks: [...(before?.tasks ?? []), ...page.tasks] };
  });
  const { list, isStale, refresh } = pages;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useChanges(() => {
    if (isStale || list === undefined || list.tasks.length > MAX_PAGE_SIZE) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, LEAST_MS);
  });
  // The next question is answered anew anyway.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [key],
  );
  return pages;
}
