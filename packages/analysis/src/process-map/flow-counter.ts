/** Counts nodes and edges into few numbers. */
export interface RunFlow {
  /** Ids of the nodes it takes. */
  readonly nodes: readonly string[];
  /** For each node: times, steps that failed, its first step. */
  readonly nodeCounts: Uint32Array;
  /** For each edge: from and to as indices of nodes, times, the first step at `to`. */
  readonly edges: Uint32Array;
}

/** Numbers kept of a node and of an edge. */
export const NODE_SIZE = 3;
export const EDGE_SIZE = 4;
/** Further kinds of nodes of one run are thrown together: edges grow with the square. */
const MAX_NODES = 200;

export class FlowCounter {
  readonly #nodes = new Map<string, number>();
  readonly #nodeCounts: number[] = [];
  /** By from and to; where each stands in `#edges`. */
  readonly #places = new Map<number, number>();
  readonly #edges: number[] = [];

  node(id: string): number {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    if (this.#nodes.size >= MAX_NODES && id !== 'other') return this.node('other');
    const index = this.#nodes.size;
    this.#nodes.set(id, index);
    this.#nodeCounts.push(0, 0, 0);
    return index;
  }

  visit(node: number, errors: number, step: number): void {
    const at = node * NODE_SIZE;
    const times = this.#nodeCounts[at] ?? 0;
    this.#nodeCounts[at] = times + 1;
    this.#nodeCounts[at + 1] = (this.#nodeCounts[at + 1] ?? 0) + errors;
    if (times === 0) this.#nodeCounts[at + 2] = step;
  }

  follow(from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>): void {
    for (const source of from.keys()) {
      for (const [target, step] of to) {
        const key = source * (MAX_NODES + 1) + target;
        const at = this.#places.get(key);
        if (at !== undefined) {
          this.#edges[at + 2] = (this.#edges[at + 2] ?? 0) + 1;
          continue;
        }
        this.#places.set(key, this.#edges.length);
        this.#edges.push(source, target, 1, step);
      }
    }
  }

  finish(): RunFlow {
    return {
      nodes: [...this.#nodes.keys()],
      nodeCounts: Uint32Array.from(this.#nodeCounts),
      edges: Uint32Array.from(this.#edges),
    };
  }
}
