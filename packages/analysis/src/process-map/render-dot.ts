/** A map for Graphviz (DOT) and for Markdown (Mermaid). Names from traces are quoted: they cannot end a string. */
import type { MapNodeJson, RunShareJson } from '@tracewright/core';
import type { KeptPaths } from './keep-paths.ts';

export function renderDot({ nodes, edges }: KeptPaths): string {
  const names = nameNodes(nodes);
  const most = Math.max(1, ...edges.map(({ runs }) => runs));
  return [
    'digraph runs {',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...nodes.map(
      (node) => `  ${names.get(node.id)} [label=${quoteDot([titleOf(node), ...describe(node)])}];`,
    ),
    ...edges.map((edge) => {
      const width = (1 + (5 * edge.runs) / most).toFixed(1);
      const style = edge.isHandover ? ', style=dashed' : '';
      return `  ${names.get(edge.from)} -> ${names.get(edge.to)} [label=${quoteDot(describe(edge))}, penwidth=${width}${style}];`;
    }),
    '}',
    '',
  ].join('\n');
}

export function renderMermaid({ nodes, edges }: KeptPaths): string {
  const names = nameNodes(nodes);
  return [
    'flowchart TD',
    ...nodes.map(
      (node) =>
        `  ${names.get(node.id)}["${[titleOf(node), ...describe(node)].map(escapeMermaid).join('<br/>')}"]`,
    ),
    ...edges.map((edge) => {
      const arrow = edge.isHandover ? '-.->' : '-->';
      return `  ${names.get(edge.from)} ${arrow}|"${describe(edge).map(escapeMermaid).join('<br/>')}"| ${names.get(edge.to)}`;
    }),
    '',
  ].join('\n');
}

function nameNodes(nodes: readonly MapNodeJson[]): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
}

function titleOf({ label, agent }: MapNodeJson): string {
  return agent === null ? label : `${agent}: ${label}`;
}

/** `12 runs`, `58 % failed`. */
function describe({ runs, failureRate }: RunShareJson): string[] {
  const count = `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  return failureRate === null ? [count] : [count, `${Math.round(failureRate * 100)} % failed`];
}

function quoteDot(lines: readonly string[]): string {
  const text = lines.map((line) =>
    line.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll(/\s+/g, ' '),
  );
  return `"${text.join('\\n')}"`;
}

/** Mermaid reads HTML and Markdown in labels; character references are taken literally. */
function escapeMermaid(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\p{L}\p{N} %.,:_-]/gu, (each) => `#${each.codePointAt(0)};`);
}
