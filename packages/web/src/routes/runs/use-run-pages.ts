import { useEffect, useRef } from 'react';
import type { ListRunsResponse } from '@tracewright/core';
import { client } from '../../api.ts';
import { useChanges } from '../../live/use-changes.ts';
import { createLeftList, type Pages, usePages } from '../../paging/use-pages.ts';

const PAGE_SIZE = 200;
/** The server's largest page. */
const MAX_PAGE_SIZE = 1000;
/** Runs are diagnosed in the background after an import: while some are not, the list asks again, less and less often. */
const FIRST_WAIT_MS = 1500;
const LAST_WAIT_MS = 60_000;

interface RunsPlace {
  readonly scrollOffset: number;
  readonly selected: number;
}

export type RunPages = Pages<ListRunsResponse, RunsPlace>;

const left = createLeftList<ListRunsResponse, RunsPlace>();

/** The runs that answer a question, page by page as they are asked for. */
export function useRunPages(where: string, order: string | undefined, revision: number): RunPages {
  const key = JSON.stringify([where, order, revision]);
  const pages = usePages<ListRunsResponse, RunsPlace>(
    key,
    async ({ cursor, before, signal }) => {
      const count = cursor === undefined ? (before?.runs.length ?? 0) : 0;
      const page = await client.listRuns(
        {
          where,
          limit: Math.min(Math.max(count, PAGE_SIZE), MAX_PAGE_SIZE),
          ...(order === undefined ? {} : { order }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { signal },
      );
      return cursor === undefined ? page : { ...page, runs: [...(before?.runs ?? []), ...page.runs] };
    },
    left,
  );
  const { list, isStale, refresh } = pages;

  const waits = useRef(0);
  const shown = isStale ? undefined : list?.runs;
  // A list of many pages stays as it was read: it would jump under the reader.
  const isFollowed = shown !== undefined && shown.length <= MAX_PAGE_SIZE;
  useEffect(() => {
    if (!isFollowed || shown.every((run) => run.findings !== null)) return undefined;
    const wait = Math.min(FIRST_WAIT_MS * 1.5 ** waits.current, LAST_WAIT_MS);
    const timer = setTimeout(() => {
      waits.current += 1;
      refresh();
    }, wait);
    return () => clearTimeout(timer);
  }, [shown, isFollowed, refresh]);
  useChanges(() => {
    if (isFollowed) refresh();
  });
  return pages;
}
