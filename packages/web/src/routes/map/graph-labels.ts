/** What stands on nodes and edges. */
import type { MapEdgeJson, MapNodeJson, MapPlaceJson, RunShareJson } from '@tracewright/core';
import { formatCount, formatShare } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';

/** Longer names are cut in the picture. */
const MAX_NAME = 34;

export function nameNode({ label, agent }: Pick<MapNodeJson, 'label' | 'agent'>): string {
  return toPlainText(agent === null ? label : `${agent}: ${label}`);
}

/** The lines on a node. */
export function labelLines(node: MapNodeJson): readonly string[] {
  return [cut(nameNode(node)), describeShare(node)];
}

/** `113 · 56 %`: runs, and how many of them failed. */
export function describeShare({ runs, failureRate }: RunShareJson): string {
  return failureRate === null ? formatCount(runs) : `${formatCount(runs)} · ${formatShare(failureRate)}`;
}

/** For those who hear it: what is drawn comes first, as it is drawn. */
export function sayShare(share: RunShareJson & { readonly times: number }): string {
  const { failureRate, times } = share;
  const failed = failureRate === null ? ' runs, outcomes unknown' : ' of runs failed';
  return `${describeShare(share)}${failed}, ${formatCount(times)} ${times === 1 ? 'time' : 'times'}`;
}

/** As drawn, and a name that was cut once more in whole. */
export function sayNode(node: MapNodeJson): string {
  const [drawn, name] = [cut(nameNode(node)), nameNode(node)];
  return `${drawn}: ${sayShare(node)}${drawn === name ? '' : `, ${name}`}`;
}

export function namePlace(place: MapPlaceJson, nameOf: (id: string) => string): string {
  return 'node' in place ? nameOf(place.node) : `${nameOf(place.from)} → ${nameOf(place.to)}`;
}

export function placeOf({ from, to }: MapEdgeJson): MapPlaceJson {
  return { from, to };
}

function cut(text: string): string {
  if (text.length <= MAX_NAME) return text;
  // No character is cut in half.
  return `${text.slice(0, MAX_NAME - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
