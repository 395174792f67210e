/** A map without its rare paths, still in one piece. */
import type { MapEdgeJson, MapNodeJson, ProcessMapJson } from '@tracewright/core';

export interface KeptPaths {
  /** In the order of the map. */
  readonly nodes: readonly MapNodeJson[];
  readonly edges: readonly MapEdgeJson[];
}

/**
 * Keeps the nodes and edges that at least this share of the runs takes. Each node that is kept keeps its widest way from the
 * start and to the end, the way whose rarest edge most runs take, so that nothing hangs in the air.
 *
 * @param share 0 to 1
 */
export function keepPaths({ nodes, edges, counts }: ProcessMapJson, share: number): KeptPaths {
  const least = share * counts.runs;
  const into = findWidestWays(
    'start',
    edges,
    ({ from }) => from,
    ({ to }) => to,
  );
  const onward = findWidestWays(
    'end',
    edges,
    ({ to }) => to,
    ({ from }) => from,
  );
  const kept = new Set<string>();
  const ways = new Set<MapEdgeJson>();
  const keep = (
    id: string,
    way: ReadonlyMap<string, MapEdgeJson>,
    endOf: (edge: MapEdgeJson) => string,
  ): void => {
    for (let at: string | undefined = id; at !== undefined;) {
      kept.add(at);
      const edge: MapEdgeJson | undefined = way.get(at);
      if (edge === undefined || ways.has(edge)) return;
      ways.add(edge);
      at = endOf(edge);
    }
  };
  const common = nodes.filter(({ id, runs }) => runs >= least || id === 'start' || id === 'end');
  // Ways lead over further nodes, whose own ways are kept too.
  for (let size = -1; kept.size !== size;) {
    size = kept.size;
    for (const id of [...common.map((node) => node.id), ...kept]) {
      keep(id, into, ({ from }) => from);
      keep(id, onward, ({ to }) => to);
    }
  }
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(
      (edge) => ways.has(edge) || (edge.runs >= least && kept.has(edge.from) && kept.has(edge.to)),
    ),
  };
}

/** For each node that is reached the last edge of the widest way to it: a tree of maximal bottlenecks, grown edge by edge. */
function findWidestWays(
  root: string,
  edges: readonly MapEdgeJson[],
  near: (edge: MapEdgeJson) => string,
  far: (edge: MapEdgeJson) => string,
): Map<string, MapEdgeJson> {
  const leaving = new Map<string, MapEdgeJson[]>();
  for (const edge of edges) {
    const list = leaving.get(near(edge));
    if (list === undefined) leaving.set(near(edge), [edge]);
    else list.push(edge);
  }
  const ways = new Map<string, MapEdgeJson>();
  const reached = new Set([root]);
  for (;;) {
    // Prim's algorithm: its tree of widest edges is one of widest ways; there are at most 102 nodes.
    let widest: MapEdgeJson | undefined;
    for (const id of reached) {
      const next = leaving.get(id)?.find((edge) => !reached.has(far(edge)));
      if (next !== undefined && (widest === undefined || isWider(next, widest))) widest = next;
    }
    if (widest === undefined) return ways;
    reached.add(far(widest));
    ways.set(far(widest), widest);
  }
}

function isWider(a: MapEdgeJson, b: MapEdgeJson): boolean {
  return a.runs > b.runs || (a.runs === b.runs && a.times > b.times);
}
