/** Which runs changed since somebody was told last. Bounded: of more than can be named, that any may have is told. */
import type { RunId } from '@tracewright/core';

export type RunNews = readonly RunId[] | 'all';

export interface ChangedRuns {
  add(news: RunNews): void;
  isEmpty(): boolean;
  /** @returns what was gathered, which is then forgotten; undefined when that is nothing */
  take(): RunNews | undefined;
}

const MOST_RUNS = 200;

export function createChangedRuns(): ChangedRuns {
  const changed = new Set<RunId>();
  let isAll = false;
  return {
    add(news) {
      if (news !== 'all') for (const runId of news) changed.add(runId);
      if (news === 'all' || changed.size > MOST_RUNS) isAll = true;
      if (isAll) changed.clear();
    },
    isEmpty: () => !isAll && changed.size === 0,
    take() {
      const news: RunNews | undefined = isAll ? 'all' : changed.size === 0 ? undefined : [...changed];
      isAll = false;
      changed.clear();
      return news;
    },
  };
}
