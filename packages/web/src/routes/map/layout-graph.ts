/** Places nodes and edges in layers, in a worker of its own: ELK (Eclipse Layout Kernel) takes seconds for large graphs. */
import type { MapEdgeJson, MapNodeJson } from '@tracewright/core';
import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point, Size {
  readonly node: MapNodeJson;
}

export interface PlacedEdge {
  readonly edge: MapEdgeJson;
  /** Of an SVG path. */
  readonly path: string;
  readonly label: (Point & Size) | undefined;
}

export interface Layout extends Size {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export interface LayoutRequest {
  readonly nodes: readonly MapNodeJson[];
  readonly edges: readonly MapEdgeJson[];
  readonly nodeSize: (node: MapNodeJson) => Size;
  readonly labelSize: (edge: MapEdgeJson) => Size;
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'SPLINES',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
};

/** Rejects when the signal aborts: the worker is ended with it. */
export async function layoutGraph(request: LayoutRequest, signal: AbortSignal): Promise<Layout> {
  const worker = new Worker(workerUrl);
  const elk = new ELK({ workerFactory: () => worker });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the layout was called off')));
    worker.addEventListener('error', () => reject(new Error('the layout could not be loaded')));
  });
  try {
    return readLayout(request, await Promise.race([elk.layout(toElk(request)), ended]));
  } finally {
    worker.terminate();
  }
}

function toElk({ nodes, edges, nodeSize, labelSize }: LayoutRequest): ElkNode {
  return {
    id: 'map',
    layoutOptions: OPTIONS,
    children: nodes.map((node) => ({
      id: node.id,
      ...nodeSize(node),
      ...(node.kind === 'start'
        ? { layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST_SEPARATE' } }
        : {}),
      ...(node.kind === 'end'
        ? { layoutOptions: { 'elk.layered.layering.layerConstraint': 'LAST_SEPARATE' } }
        : {}),
    })),
    edges: edges.map((edge, index) => ({
      id: `edge ${index}`,
      sources: [edge.from],
      targets: [edge.to],
      // Labels without a text are given no place.
      labels: [{ id: `label ${index}`, text: '·', ...labelSize(edge) }],
      // What most runs do goes straight down.
      layoutOptions: { 'elk.layered.priority.direction': String(Math.min(edge.runs, 1000)) },
    })),
  };
}

function readLayout({ nodes, edges }: LayoutRequest, graph: ElkNode): Layout {
  const placed = new Map((graph.children ?? []).map((child) => [child.id, child]));
  const routed = new Map((graph.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    nodes: nodes.flatMap((node) => {
      const { x = 0, y = 0, width = 0, height = 0 } = placed.get(node.id) ?? {};
      return placed.has(node.id) ? [{ node, x, y, width, height }] : [];
    }),
    edges: edges.flatMap((edge, index) => {
      const route = routed.get(`edge ${index}`);
      return route === undefined ? [] : [{ edge, path: toPath(route), label: toLabel(route) }];
    }),
  };
}

function toLabel({ labels }: ElkExtendedEdge): (Point & Size) | undefined {
  const [label] = labels ?? [];
  if (label?.x === undefined || label.y === undefined) return undefined;
  return { x: label.x, y: label.y, width: label.width ?? 0, height: label.height ?? 0 };
}

/** Bend points of splines are control points of cubic curves, three a piece; of a straight line there are none. */
function toPath({ sections }: ElkExtendedEdge): string {
  return (sections ?? [])
    .map(({ startPoint, bendPoints = [], endPoint }) => {
      const points = [...bendPoints, endPoint];
      const start = `M${write(startPoint)}`;
      if (points.length % 3 !== 0) return start + points.map((point) => `L${write(point)}`).join('');
      return start + points.map((point, at) => `${at % 3 === 0 ? 'C' : ' '}${write(point)}`).join('');
    })
    .join('');
}

function write({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
