/** What the map shows, as its address has it: `/map?where=agent = shop&level=kinds&share=0.1&from=start&to=message`. */
import { MAP_LEVELS, type MapLevel, type MapPlaceJson } from '@tracewright/core';

export const VIEWS = ['graph', 'edges', 'steps'] as const;
export type MapView = (typeof VIEWS)[number];

export interface MapState {
  /** The runs looked at, an expression of the filter language. */
  readonly where: string;
  readonly level: MapLevel;
  /** What a smaller share of the runs takes is not drawn, 0 to 1; chosen by the size of the map when undefined. */
  readonly share: number | undefined;
  /** By the width of the window when undefined. */
  readonly view: MapView | undefined;
  readonly selected: MapPlaceJson | undefined;
}

export function readMapState(search: string): MapState {
  const params = new URLSearchParams(search);
  const share = Number(params.get('share') ?? 'none');
  const [from, to, node] = [params.get('from'), params.get('to'), params.get('node')];
  return {
    where: params.get('where') ?? '',
    level: MAP_LEVELS.find((level) => level === params.get('level')) ?? 'tools',
    share: share >= 0 && share <= 1 ? share : undefined,
    view: VIEWS.find((view) => view === params.get('view')),
    selected: from !== null && to !== null ? { from, to } : node === null ? undefined : { node },
  };
}

export function writeMapState({ where, level, share, view, selected }: MapState): string {
  const params = new URLSearchParams();
  if (where.trim() !== '') params.set('where', where);
  if (level !== 'tools') params.set('level', level);
  if (share !== undefined) params.set('share', String(share));
  if (view !== undefined) params.set('view', view);
  if (selected !== undefined) for (const [name, id] of Object.entries(selected)) params.set(name, id);
  const search = params.toString();
  return search === '' ? '/map' : `/map?${search}`;
}

export function isSamePlace(a: MapPlaceJson | undefined, b: MapPlaceJson | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return 'node' in a
    ? 'node' in b && a.node === b.node
    : !('node' in b) && a.from === b.from && a.to === b.to;
}
