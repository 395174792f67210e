/** Who worked when, as columns: the answer of the server, and where the lanes are drawn. */
import { type GraphLaneJson, LINK_KINDS, type LinkKind, type RunGraphJson } from '@tracewright/core';
import { decodeBytes, decodeInt32, decodeUint16 } from '../windows/columns.ts';

export interface AgentGraph {
  readonly version: string;
  readonly lanes: readonly GraphLaneJson[];
  readonly laneOfSteps: Uint16Array;
  /** Ascending by `to`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kinds: Uint8Array;
  /** Links that return, ascending by `from`. */
  readonly returns: Int32Array;
  /** Of each lane, when somebody was at work there: step pairs, first and last. */
  readonly busy: readonly (readonly (readonly [first: number, last: number])[])[];
}

export function decodeGraph(json: RunGraphJson): AgentGraph {
  const laneOfSteps = decodeUint16(json.laneOfSteps);
  const from = decodeInt32(json.from);
  const to = decodeInt32(json.to);
  const kinds = decodeBytes(json.kinds);
  const isReturn = LINK_KINDS.indexOf('return');
  const returns = Int32Array.from(from.keys())
    .filter((link) => kinds[link] === isReturn)
    .toSorted((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  const ends = new Set(Array.from(returns, (link) => from[link]));
  const busy: [number, number][][] = json.lanes.map(() => []);
  const isOpen = new Uint8Array(json.lanes.length);
  for (const [step, lane] of laneOfSteps.entries()) {
    const last = busy[lane]?.at(-1);
    if (isOpen[lane] === 1 && last !== undefined) last[1] = step;
    else busy[lane]?.push([step, step]);
    isOpen[lane] = ends.has(step) ? 0 : 1;
  }
  return { version: json.version, lanes: json.lanes, laneOfSteps, from, to, kinds, returns, busy };
}

export function kindOf({ kinds }: AgentGraph, link: number): LinkKind {
  return LINK_KINDS[kinds[link] ?? 0] ?? 'call';
}

/** `coder`, `coder 2` for the second of that name. */
export function nameLane({ lanes }: AgentGraph, lane: number): string {
  const { name, role, number } = lanes[lane] ?? { name: null, role: 'agent', number: 1 };
  if (number === 0) return 'further agents';
  return number === 1 ? (name ?? role) : `${name ?? role} ${number}`;
}

/** Links to draw between two rows: into them from calls and hand-overs, out of them by returns. @param to exclusive */
export function linksWithin(graph: AgentGraph, from: number, to: number): readonly number[] {
  const links: number[] = [];
  for (let link = firstAtLeast(graph.to, from); link < graph.to.length; link += 1) {
    if ((graph.to[link] ?? 0) >= to) break;
    if (kindOf(graph, link) !== 'return') links.push(link);
  }
  const starts = (place: number): number => graph.from[graph.returns[place] ?? 0] ?? 0;
  let low = 0;
  let high = graph.returns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts(middle) < from) low = middle + 1;
    else high = middle;
  }
  for (let place = low; place < graph.returns.length && starts(place) < to; place += 1)
    links.push(graph.returns[place] ?? 0);
  return links;
}

/** The place of the first number that is not less. */
function firstAtLeast(ascending: Int32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
