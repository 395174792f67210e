/** The shape of a tree: what is shown when some rows are closed. */
import { type SpanOperation, TREE_ERROR, TREE_OPERATIONS, type TreeOutlineJson } from '@tracewright/core';
import { decodeBytes, decodeFloat32, decodeInt32, decodeUint16, decodeUint32 } from './columns.ts';

export interface TreeOutline {
  readonly version: string;
  readonly rows: number;
  readonly seconds: number | null;
  readonly depths: Uint16Array;
  readonly kinds: Uint8Array;
  readonly starts: Float32Array;
  readonly lengths: Float32Array;
  readonly steps: Int32Array;
  /** Names of the rows: of a run in flight, their places change. */
  readonly ids: Uint32Array;
}

export function decodeTree(json: TreeOutlineJson): TreeOutline {
  return {
    version: json.version,
    rows: json.rows,
    seconds: json.seconds,
    depths: decodeUint16(json.depths),
    kinds: decodeBytes(json.kinds),
    starts: decodeFloat32(json.starts),
    lengths: decodeFloat32(json.lengths),
    steps: decodeInt32(json.steps),
    ids: decodeUint32(json.ids),
  };
}

export function hasChildren({ depths, rows }: TreeOutline, row: number): boolean {
  return row + 1 < rows && (depths[row + 1] ?? 0) > (depths[row] ?? 0);
}

export function operationOf({ kinds }: TreeOutline, row: number): SpanOperation {
  return TREE_OPERATIONS[(kinds[row] ?? 0) & ~TREE_ERROR] ?? 'other';
}

export function isErrorRow({ kinds }: TreeOutline, row: number): boolean {
  return ((kinds[row] ?? 0) & TREE_ERROR) !== 0;
}

/** Seconds that a row took; null where it has no times. */
export function secondsOf({ starts, lengths, seconds }: TreeOutline, row: number): number | null {
  return seconds === null || (starts[row] ?? -1) < 0 ? null : (lengths[row] ?? 0) * seconds;
}

/** The rows that are not inside a closed one, in order. O(rows); an array of numbers, no object a row. @param closed ids */
export function listShownRows({ depths, ids, rows }: TreeOutline, closed: ReadonlySet<number>): Uint32Array {
  const shown = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows;) {
    shown[count] = row;
    count += 1;
    const isClosed = closed.has(ids[row] ?? 0);
    const depth = depths[row] ?? 0;
    row += 1;
    if (isClosed) while (row < rows && (depths[row] ?? 0) > depth) row += 1;
  }
  return shown.subarray(0, count);
}
