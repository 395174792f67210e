import type { MapPlaceJson, MapRunsResponse } from '@tracewright/core';
import { client } from '../../api.ts';
import { type Pages, usePages } from '../../paging/use-pages.ts';
import type { MapState } from './map-state.ts';

const PAGE_SIZE = 25;

/** The runs that take an edge or a node, page by page. */
export function useMapRuns(
  { where, level }: Pick<MapState, 'where' | 'level'>,
  place: MapPlaceJson,
  outcome: string | undefined,
  revision: number,
): Pages<MapRunsResponse, never> {
  const key = JSON.stringify([where, level, place, outcome, revision]);
  return usePages<MapRunsResponse>(key, async ({ cursor, before, signal }) => {
    const page = await client.listMapRuns(
      {
        level,
        ...place,
        limit: PAGE_SIZE,
        ...(where.trim() === '' ? {} : { where }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      { signal },
    );
    return cursor === undefined ? page : { ...page, runs: [...(before?.runs ?? []), ...page.runs] };
  });
}
