/** What of a map is drawn, so that it can be read. */
import { keepPaths, type KeptPaths } from '@tracewright/analysis';
import type { ProcessMapJson } from '@tracewright/core';

/** Shares tried when the reader chose none, until so few edges are left. */
const SHARES = [0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5];
const READABLE_EDGES = 26;
/** More are never drawn: nobody could read them, and they take the layout minutes. The tables have all. */
const MAX_EDGES = 250;

export interface DrawnPaths extends KeptPaths {
  /** The share below which paths are left out. */
  readonly share: number;
}

export function chooseDrawn(map: ProcessMapJson, asked: number | undefined): DrawnPaths {
  const most = asked === undefined ? READABLE_EDGES : MAX_EDGES;
  let drawn: DrawnPaths = { share: asked ?? 0, ...keepPaths(map, asked ?? 0) };
  for (const share of SHARES) {
    if (drawn.edges.length <= most) break;
    if (share > drawn.share) drawn = { share, ...keepPaths(map, share) };
  }
  return drawn;
}
