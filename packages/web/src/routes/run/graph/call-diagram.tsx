import type { ReactNode } from 'react';
import { formatCount } from '../../../format/quantity.ts';
import { toPlainText } from '../../../text/plain-text.ts';
import type { CallEdge, CallGraph } from './call-graph.ts';

const ROW = 30;
/** Nodes in a column: more are not told apart anyway; the list below has them. */
const MOST = 14;
const MOST_LINES = 400;
const WIDTH = 366;
const NODE = 126;
/** Left of the agents, for edges among them. */
const MARGIN = 44;
const NAME_LENGTH = 18;
const THICKEST = 7;

interface CallDiagramProps {
  readonly calls: CallGraph;
  readonly chosen: number | undefined;
  readonly onChoose: (edge: number) => void;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Agents left, tools right; the thicker a line, the more calls, and red as far as they failed. For the eye: the list below says the same. */
export function CallDiagram({ calls, chosen, onChoose }: CallDiagramProps): ReactNode {
  const { nodes, edges } = calls;
  const agents = [...nodes.keys()].filter((at) => nodes[at]?.isTool === false).slice(0, MOST);
  const tools = [...nodes.keys()].filter((at) => nodes[at]?.isTool === true).slice(0, MOST);
  const rows = Math.max(agents.length, tools.length);
  const places = new Map<number, Place>();
  const put = (column: readonly number[], x: number): void => {
    const top = ((rows - column.length) * ROW) / 2;
    for (const [row, at] of column.entries()) places.set(at, { x, y: top + row * ROW + ROW / 2 });
  };
  put(agents, MARGIN);
  put(tools, WIDTH - NODE - 1);
  const most = Math.max(edges[0]?.count ?? 1, 1);
  return (
    <svg className="calls-diagram" width={WIDTH} height={rows * ROW} aria-hidden="true">
      {edges.slice(0, MOST_LINES).map((edge, at) => {
        const path = drawEdge(edge, places);
        if (path === undefined) return null;
        const thickest = edge.kind === 'tool' ? THICKEST : THICKEST / 2;
        const width = 1 + Math.sqrt(edge.count / most) * (thickest - 1);
        return (
          <g
            key={`${edge.kind} ${edge.from} ${edge.to}`}
            className="calls-line"
            data-chosen={at === chosen}
            data-kind={edge.kind}
            onClick={() => onChoose(at)}
          >
            <path d={path} strokeWidth={width} />
            {edge.errors > 0 && (
              <path
                d={path}
                className="calls-line-errors"
                strokeWidth={Math.max(width * (edge.errors / edge.count), 1)}
              />
            )}
          </g>
        );
      })}
      {[...agents, ...tools].map((at) => {
        const node = nodes[at];
        const place = places.get(at);
        if (node === undefined || place === undefined) return null;
        return (
          <g key={at} className="calls-node" data-tool={node.isTool}>
            <rect x={place.x} y={place.y - 10} width={NODE} height={20} rx={node.isTool ? 3 : 10} />
            <text x={place.x + 8} y={place.y + 4}>
              {shorten(node.name)}
            </text>
            <text x={place.x + NODE - 8} y={place.y + 4} textAnchor="end" className="calls-count">
              {formatCount(node.count)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function drawEdge(edge: CallEdge, places: ReadonlyMap<number, Place>): string | undefined {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (from === undefined || to === undefined) return undefined;
  if (edge.kind === 'tool') {
    const start = from.x + NODE;
    const middle = (start + to.x) / 2;
    return `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
  }
  // Downwards further out than upwards: there and back do not cover each other.
  const reach = Math.min(10 + Math.abs(to.y - from.y) * 0.4, 50) * (to.y > from.y ? 1 : 0.75);
  return `M${from.x} ${from.y - 3}C${from.x - reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y + 3}`;
}

function shorten(name: string): string {
  const plain = toPlainText(name.slice(0, 200)).replaceAll('\n', ' ');
  return plain.length <= NAME_LENGTH - 4 ? plain : `${plain.slice(0, NAME_LENGTH - 5)}…`;
}
