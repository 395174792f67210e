import './map-page.css';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { MAP_LEVELS, type MapPlaceJson, type ProcessMapJson } from '@tracewright/core';
import { useLocation, useSearch } from 'wouter';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useMedia } from '../../components/use-media.ts';
import { isFilterFailure } from '../../filter/is-filter-failure.ts';
import { formatCount, formatShare } from '../../format/quantity.ts';
import { useImport } from '../../import/import-context.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { EmptyStore, NoMatch } from '../runs/empty-list.tsx';
import { FilterBar } from '../runs/filter-bar.tsx';
import { chooseDrawn } from './drawn-paths.ts';
import { nameNode } from './graph-labels.ts';
import { MapGraph } from './map-graph.tsx';
import { isSamePlace, type MapState, type MapView, readMapState, writeMapState } from './map-state.ts';
import { SelectionPanel } from './selection-panel.tsx';
import { SeparationPanel } from './separation-panel.tsx';
import { EdgeTable, StepTable } from './share-table.tsx';
import { ShareSlider } from './share-slider.tsx';
import { useMapProgress } from './use-map-progress.ts';

const LEVEL_TITLES = { tools: 'Tools', programs: 'Programs', kinds: 'Kinds', stages: 'Stages' } as const;
const LEVELS = MAP_LEVELS.map((value) => ({ value, title: LEVEL_TITLES[value] }));

/** Which ways do many runs take, and which of them fail? */
export function MapPage(): ReactNode {
  const state = readMapState(useSearch());
  const { where, level } = state;
  const [, navigate] = useLocation();
  const { revision } = useImport();
  const load = useMap(state, revision);
  const progress = useMapProgress(where, load.state === 'loading');
  useEffect(() => {
    document.title = 'Map · Tracewright';
  }, []);
  const change = (part: Partial<MapState>): void =>
    navigate(writeMapState({ ...state, ...part }), { replace: true });
  const failure = load.state === 'failed' ? load.failure : undefined;
  const isFilterWrong = isFilterFailure(failure);
  return (
    <>
      <PageBar />
      <main className="map-page">
        <h1 className="visually-hidden">Map</h1>
        <FilterBar
          filter={where}
          total={load.state === 'ready' ? load.value.counts.runs : undefined}
          failure={isFilterWrong ? failure : undefined}
          hasOutcomes={false}
          onChange={(filter) => change({ where: filter, selected: undefined })}
        />
        <div className="map-levels">
          <ToggleGroup
            label="A step stands for"
            choices={LEVELS}
            chosen={level}
            onChoose={(name) => change({ level: name, selected: undefined })}
          />
        </div>
        {load.state === 'loading' && (
          <p className="loading after-a-moment" role="status">
            {progress === undefined || progress.done >= progress.total
              ? 'Mapping runs …'
              : `Reading runs: ${formatCount(progress.done)} of ${formatCount(progress.total)} …`}
          </p>
        )}
        {load.state === 'failed' && !isFilterWrong && (
          <FailureNotice failure={load.failure} retry={load.retry} />
        )}
        {load.state === 'ready' &&
          (load.value.counts.runs === 0 ? (
            where.trim() === '' ? (
              <EmptyStore />
            ) : (
              <NoMatch onReset={() => navigate('/map')} />
            )
          ) : (
            <MapBody map={load.value} state={state} revision={revision} onChange={change} />
          ))}
      </main>
    </>
  );
}

/** Loads the map; one that is no longer asked for is called off, here and on the server. */
function useMap({ where, level }: MapState, revision: number) {
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);
  return useLoad(JSON.stringify([where, level, revision]), () => {
    control.current?.abort();
    control.current = new AbortController();
    const { signal } = control.current;
    return client.mapRuns({ level, ...(where.trim() === '' ? {} : { where }) }, { signal });
  });
}

interface MapBodyProps {
  readonly map: ProcessMapJson;
  readonly state: MapState;
  readonly revision: number;
  readonly onChange: (part: Partial<MapState>) => void;
}

function MapBody({ map, state, revision, onChange }: MapBodyProps): ReactNode {
  const isNarrow = useMedia('(max-width: 760px)');
  const { selected } = state;
  const view: MapView = state.view ?? (isNarrow ? 'edges' : 'graph');
  const paths = useMemo(() => chooseDrawn(map, state.share), [map, state.share]);
  const names = useMemo(() => new Map(map.nodes.map((node) => [node.id, nameNode(node)])), [map]);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const findContrast = (place: MapPlaceJson) =>
    map.separation.contrasts.find(({ about }) => about.some((each) => isSamePlace(each, place)));
  const marksOf = (place: MapPlaceJson) => findContrast(place)?.marks ?? undefined;
  const select = (place: MapPlaceJson | undefined): void => onChange({ selected: place });
  const table = { nameOf, marksOf, selected, onSelect: select };
  return (
    <div className="map-body">
      <div className="map-main">
        <Tabs
          tabs={[
            { name: 'graph', title: 'Graph', count: undefined },
            { name: 'edges', title: 'What follows what', count: map.edges.length },
            { name: 'steps', title: 'Steps', count: map.nodes.length },
          ]}
          selected={view}
          onSelect={(name) => onChange({ view: name })}
        >
          {view === 'graph' && (
            <div className="map-stage">
              <ShareSlider share={paths.share} onChange={(share) => onChange({ share })} />
              <MapGraph map={map} paths={paths} selected={selected} marksOf={marksOf} onSelect={select} />
            </div>
          )}
          {view === 'edges' && <EdgeTable {...table} edges={map.edges} />}
          {view === 'steps' && <StepTable {...table} nodes={map.nodes} />}
        </Tabs>
      </div>
      <aside className="map-side" aria-label="Details">
        {selected === undefined ? (
          <SeparationPanel map={map} onSelect={select} />
        ) : (
          <SelectionPanel
            key={JSON.stringify(selected)}
            map={map}
            state={state}
            place={selected}
            contrast={findContrast(selected)}
            nameOf={nameOf}
            revision={revision}
            onClose={() => select(undefined)}
          />
        )}
        <Notes map={map} />
      </aside>
    </div>
  );
}

/** What the numbers are, and what they are not. */
function Notes({ map }: { readonly map: ProcessMapJson }): ReactNode {
  const { counts, folded } = map;
  const known = counts.failure + counts.success;
  return (
    <p className="map-note map-notes">
      {formatCount(counts.failure)} failed, {formatCount(counts.success)} passed,{' '}
      {formatCount(counts.unknown)} unknown{known > 0 && `: ${formatShare(counts.failure / known)} failed`}.
      Shares beside edges are pooled over tasks: they describe, and explain nothing.
      {folded.nodes > 0 && ` ${formatCount(folded.nodes)} rare kinds of steps are thrown together.`}
      {folded.edges > 0 && ` ${formatCount(folded.edges)} rare edges are left out.`}
    </p>
  );
}
