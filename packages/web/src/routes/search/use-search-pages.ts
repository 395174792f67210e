import type { RunJson, SearchHitJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { createLeftList, type Pages, usePages } from '../../paging/use-pages.ts';

/** Spans on a page: the first fills the screen. */
const PAGE_SIZE = 40;

interface SearchList {
  readonly hits: readonly SearchHitJson[];
  readonly next: string | null;
  /** The runs of the hits. */
  readonly runs: ReadonlyMap<string, RunJson>;
}

interface SearchPlace {
  readonly scrollOffset: number;
  readonly selected: string | undefined;
}

export interface SearchPages extends SearchList, Omit<Pages<SearchList, SearchPlace>, 'list' | 'isStale'> {
  /** `idle` when nothing is asked; while `loading`, the hits still shown are those of the question before. */
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
}

const NOTHING: SearchList = { hits: [], next: null, runs: new Map() };
const left = createLeftList<SearchList, SearchPlace>();

/** The places that hold a text, page by page. */
export function useSearchPages(query: string, where: string): SearchPages {
  const key = query.trim() === '' ? undefined : JSON.stringify([query, where]);
  const { list, isStale, ...pages } = usePages<SearchList, SearchPlace>(
    key,
    async ({ cursor, before = NOTHING, signal }) => {
      const page = await client.search(
        {
          query,
          limit: PAGE_SIZE,
          ...(where.trim() === '' ? {} : { where }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { signal },
      );
      const runs = new Map(before.runs);
      for (const run of await listRunsOf(page.hits, runs, signal)) runs.set(run.runId, run);
      return {
        hits: cursor === undefined ? page.hits : [...before.hits, ...page.hits],
        next: page.next,
        runs,
      };
    },
    left,
  );
  return {
    ...pages,
    ...(key === undefined ? NOTHING : (list ?? NOTHING)),
    state:
      key === undefined ? 'idle' : !isStale ? 'ready' : pages.failure === undefined ? 'loading' : 'failed',
  };
}

/** The runs of the hits that are not known yet. */
async function listRunsOf(
  hits: readonly SearchHitJson[],
  known: ReadonlyMap<string, RunJson>,
  signal: AbortSignal,
): Promise<readonly RunJson[]> {
  const runIds = [...new Set(hits.map(({ runId }) => runId))].filter((runId) => !known.has(runId));
  if (runIds.length === 0) return [];
  const where = runIds.map((runId) => `run = ${runId}`).join(' or ');
  return (await client.listRuns({ where, limit: runIds.length }, { signal })).runs;
}
