import './map-graph.css';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import type { MapPlaceJson, ProcessMapJson } from '@tracewright/core';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import type { DrawnPaths } from './drawn-paths.ts';
import { GraphLegend } from './graph-legend.tsx';
import { describeShare, labelLines, nameNode, placeOf, sayNode, sayShare } from './graph-labels.ts';
import type { Layout, PlacedEdge, PlacedNode } from './layout-graph.ts';
import { isSamePlace } from './map-state.ts';
import { RATE_CLASSES, rateClass } from './rate-scale.ts';
import { useLayout } from './use-layout.ts';
import { useViewport } from './use-viewport.ts';

interface MapGraphProps {
  readonly map: ProcessMapJson;
  readonly paths: DrawnPaths;
  readonly selected: MapPlaceJson | undefined;
  /** What is claimed of an edge or a node. */
  readonly marksOf: (place: MapPlaceJson) => 'failure' | 'success' | undefined;
  readonly onSelect: (place: MapPlaceJson | undefined) => void;
}

/** One thing of the picture that can be chosen. */
interface Item {
  readonly place: MapPlaceJson;
  readonly name: string;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const PAN = 60;

export function MapGraph({ map, paths, selected, marksOf, onSelect }: MapGraphProps): ReactNode {
  const { layout, isCurrent, failure } = useLayout(paths);
  const svg = useRef<SVGSVGElement>(null);
  const { viewport, pan, zoom, fit, reveal } = useViewport(svg, layout);
  const items = useMemo(() => (layout === undefined ? [] : orderItems(layout, map)), [layout, map]);
  const [active, setActive] = useState<MapPlaceJson>();
  const current = items.findIndex(({ place }) => isSamePlace(place, active ?? selected));
  const reach = (index: number): void => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    setActive(item.place);
    reveal(item.box);
    svg.current
      ?.querySelector<SVGGElement>(`[data-item="${items.indexOf(item)}"]`)
      ?.focus({ preventScroll: true });
  };
  const press = (event: KeyboardEvent): void => {
    const act = keysOf({
      event,
      reach,
      current,
      last: items.length - 1,
      pan,
      zoom,
      fit,
      leave: () => onSelect(undefined),
    })[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const drag = useDrag(pan, () => onSelect(undefined));
  if (failure !== undefined) return <FailureNotice failure={failure} />;
  const indexOf = new Map(items.map(({ place }, index) => [JSON.stringify(place), index]));
  const propsOf = (place: MapPlaceJson): ItemProps => {
    const index = indexOf.get(JSON.stringify(place)) ?? 0;
    return {
      index,
      name: items[index]?.name ?? '',
      isReachable: index === Math.max(0, current),
      isSelected: isSamePlace(place, selected),
      marks: marksOf(place),
      onFocus: () => setActive(place),
      onSelect: () => onSelect(isSamePlace(place, selected) ? undefined : place),
    };
  };
  return (
    <div className="map-graph" data-settled={isCurrent}>
      {layout === undefined && <Loading what="the picture" />}
      <svg ref={svg} className="map-picture" role="group" aria-label="Graph" onKeyDown={press} {...drag}>
        <defs>
          {['none', ...RATE_CLASSES].map((name) => (
            <marker
              key={name}
              id={`map-arrow-${name}`}
              className={`map-arrow rate-${name}`}
              viewBox="0 0 10 10"
              refX="8.5"
              refY="5"
              markerWidth="11"
              markerHeight="11"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0.5 1L9.5 5 0.5 9z" />
            </marker>
          ))}
        </defs>
        <g transform={`translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})`}>
          {layout?.edges.map((placed) => (
            <Edge
              key={`${placed.edge.from} ${placed.edge.to}`}
              placed={placed}
              share={placed.edge.runs / Math.max(1, map.counts.runs)}
              {...propsOf(placeOf(placed.edge))}
            />
          ))}
          {layout?.nodes.map((placed) => (
            <Node key={placed.node.id} placed={placed} {...propsOf({ node: placed.node.id })} />
          ))}
        </g>
      </svg>
      <div className="map-zoom" role="group" aria-label="Zoom">
        <Button onClick={() => zoom(1)} aria-label="Larger">
          +
        </Button>
        <Button onClick={() => zoom(-1)} aria-label="Smaller">
          −
        </Button>
        <Button onClick={fit}>Fit</Button>
      </div>
      <GraphLegend drawn={paths.edges.length} all={map.edges.length} />
    </div>
  );
}

interface ItemProps {
  readonly index: number;
  readonly name: string;
  readonly isReachable: boolean;
  readonly isSelected: boolean;
  readonly marks: 'failure' | 'success' | undefined;
  readonly onFocus: () => void;
  readonly onSelect: () => void;
}

/** What an edge and a node have in common: they can be reached, and chosen. Their name says in words what is drawn in short. */
function itemAttributes({ index, name, isReachable, isSelected, onFocus, onSelect }: ItemProps) {
  return {
    'data-item': index,
    role: 'button',
    tabIndex: isReachable ? 0 : -1,
    'aria-label': name,
    'aria-pressed': isSelected,
    onFocus,
    onClick: onSelect,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onSelect();
    },
  } as const;
}

function Edge({
  placed,
  share,
  ...item
}: ItemProps & { readonly placed: PlacedEdge; readonly share: number }): ReactNode {
  const { edge, path, label } = placed;
  const rate = rateClass(edge.failureRate);
  return (
    <g
      {...itemAttributes(item)}
      className={`map-edge ${rate}${edge.isHandover ? ' map-handover' : ''}${item.marks === undefined ? '' : ` map-marks-${item.marks}`}`}
    >
      <path className="map-edge-reach" d={path} />
      <path
        className="map-edge-line"
        d={path}
        strokeWidth={1.2 + 5.8 * share}
        markerEnd={`url(#map-arrow-${rate.slice('rate-'.length)})`}
      />
      {label !== undefined && (
        <>
          <rect
            className="map-edge-box"
            x={label.x}
            y={label.y}
            width={label.width}
            height={label.height}
            rx="3"
          />
          <text x={label.x + label.width / 2} y={label.y + label.height / 2}>
            {describeShare(edge)}
          </text>
        </>
      )}
    </g>
  );
}

function Node({ placed, ...item }: ItemProps & { readonly placed: PlacedNode }): ReactNode {
  const { node, x, y, width, height } = placed;
  const [name = '', share = ''] = labelLines(node);
  const isEnd = node.kind === 'start' || node.kind === 'end';
  return (
    <g
      {...itemAttributes(item)}
      className={`map-node map-node-${node.kind} ${rateClass(node.failureRate)}${item.marks === undefined ? '' : ` map-marks-${item.marks}`}`}
      transform={`translate(${x} ${y})`}
    >
      <rect width={width} height={height} rx={isEnd ? height / 2 : 7} />
      <text className="map-node-name" x={width / 2} y={height / 2 - 7}>
        {name}
      </text>{' '}
      <text x={width / 2} y={height / 2 + 8}>
        {share}
      </text>
    </g>
  );
}

/** From top to bottom, each node followed by the edges that leave it, widest first. */
function orderItems({ nodes, edges }: Layout, map: ProcessMapJson): readonly Item[] {
  const names = new Map(map.nodes.map((node) => [node.id, nameNode(node)]));
  return nodes
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .flatMap(({ node, x, y, width, height }): Item[] => [
      {
        place: { node: node.id },
        name: sayNode(node),
        box: { x, y, width, height },
      },
      ...edges
        .filter(({ edge }) => edge.from === node.id)
        .map(({ edge, label }): Item => ({
          place: placeOf(edge),
          name: `${names.get(edge.from) ?? ''} to ${names.get(edge.to) ?? ''}: ${sayShare(edge)}`,
          box: label ?? { x, y, width, height },
        })),
    ]);
}

interface KeyInput {
  readonly event: KeyboardEvent;
  readonly reach: (index: number) => void;
  readonly current: number;
  readonly last: number;
  readonly pan: (dx: number, dy: number) => void;
  readonly zoom: (steps: number) => void;
  readonly fit: () => void;
  readonly leave: () => void;
}

/** Arrows go from one thing to the next, with Shift they move the picture. */
function keysOf({
  event,
  reach,
  current,
  last,
  pan,
  zoom,
  fit,
  leave,
}: KeyInput): Readonly<Record<string, () => void>> {
  const arrow = (by: number, dx: number, dy: number) => () =>
    event.shiftKey ? pan(dx, dy) : reach(current + by);
  return {
    ArrowDown: arrow(1, 0, -PAN),
    ArrowRight: arrow(1, -PAN, 0),
    ArrowUp: arrow(-1, 0, PAN),
    ArrowLeft: arrow(-1, PAN, 0),
    Home: () => reach(0),
    End: () => reach(last),
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    '0': fit,
    Escape: leave,
  };
}

/** Dragging the picture pans it; a click on its ground chooses nothing. */
function useDrag(pan: (dx: number, dy: number) => void, onGround: () => void) {
  const from = useRef<{ x: number; y: number; isMoved: boolean }>(undefined);
  return {
    onPointerDown(event: PointerEvent<SVGSVGElement>) {
      if (event.button !== 0 || event.target !== event.currentTarget) return;
      from.current = { x: event.clientX, y: event.clientY, isMoved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<SVGSVGElement>) {
      const start = from.current;
      if (start === undefined) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      if (!start.isMoved && Math.hypot(dx, dy) < 4) return;
      from.current = { x: event.clientX, y: event.clientY, isMoved: true };
      pan(dx, dy);
    },
    onPointerUp() {
      if (from.current?.isMoved === false) onGround();
      from.current = undefined;
    },
    onPointerCancel() {
      from.current = undefined;
    },
  };
}
