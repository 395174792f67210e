import { useEffect, useState } from 'react';
import { type Failure, toFailure } from '../../api.ts';
import type { DrawnPaths } from './drawn-paths.ts';
import { describeShare, labelLines } from './graph-labels.ts';
import type { Layout, Size } from './layout-graph.ts';

/** The slider is moved on until it rests this long. */
const REST_MS = 120;
const LINE = 15;
const PADDING = { x: 12, y: 7 };

export interface LayoutState {
  /** The last one that is done: it stays while the next is made. */
  readonly layout: Layout | undefined;
  readonly isCurrent: boolean;
  readonly failure: Failure | undefined;
}

/** Where things stand on the picture; made in a worker that is loaded when it is first needed. */
export function useLayout(paths: DrawnPaths): LayoutState {
  const key = [
    ...paths.nodes.map(({ id }) => id),
    ...paths.edges.map(({ from, to }) => `${from} ${to}`),
  ].join('\n');
  const [state, setState] = useState<{ key: string; layout?: Layout; failure?: Failure }>({ key: '' });
  useEffect(() => {
    const control = new AbortController();
    const make = async (): Promise<void> => {
      try {
        const { layoutGraph } = await import('./layout-graph.ts');
        const measure = createMeasure();
        const layout = await layoutGraph(
          {
            nodes: paths.nodes,
            edges: paths.edges,
            nodeSize: (node) => measure(labelLines(node), PADDING),
            labelSize: (edge) => measure([describeShare(edge)], { x: 3, y: 1 }),
          },
          control.signal,
        );
        if (!control.signal.aborted) setState({ key, layout });
      } catch (error) {
        if (!control.signal.aborted) setState({ key, failure: toFailure(error) });
      }
    };
    const timer = setTimeout(() => void make(), REST_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
    // The paths are named by `key`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);
  return {
    layout: state.layout,
    isCurrent: state.key === key,
    failure: state.key === key ? state.failure : undefined,
  };
}

/** The size of lines of text in the page's own font. */
function createMeasure(): (
  lines: readonly string[],
  padding: { readonly x: number; readonly y: number },
) => Size {
  const context = document.createElement('canvas').getContext('2d');
  const { fontFamily } = getComputedStyle(document.body);
  if (context !== null) context.font = `500 12px ${fontFamily}`;
  return (lines, { x, y }) => ({
    width: Math.ceil(
      Math.max(...lines.map((line) => context?.measureText(line).width ?? line.length * 7)) + 2 * x,
    ),
    height: lines.length * LINE + 2 * y,
  });
}
