/** Widths that the reader gave to columns, in px: one's own, so they stay in this browser. */
import { useState } from 'react';
import { readKept, writeKept } from '../../components/kept.ts';
import { COLUMN_NAMES, type ColumnName, TRACKS } from './column-names.ts';

const KEY = 'tracewright-column-widths';
export const MIN_WIDTH = 40;
export const MAX_WIDTH = 900;

export type ColumnWidths = Readonly<Partial<Record<ColumnName, number>>>;

export interface KeptWidths {
  readonly widths: ColumnWidths;
  /** undefined gives the column back to the page. */
  readonly setWidth: (column: ColumnName, width: number | undefined) => void;
}

export function useColumnWidths(): KeptWidths {
  const [widths, setWidths] = useState<ColumnWidths>(() => readWidths(readKept(KEY)));
  return {
    widths,
    setWidth(column, width) {
      const { [column]: _before, ...others } = widths;
      const next = width === undefined ? others : { ...others, [column]: clampWidth(width) };
      setWidths(next);
      writeKept(KEY, next);
    },
  };
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH));
}

/** Whatever stands there: only widths of columns that there are. */
export function readWidths(kept: unknown): ColumnWidths {
  if (typeof kept !== 'object' || kept === null) return {};
  const entries = Object.entries(kept).flatMap(([key, width]: readonly [string, unknown]) => {
    const name = COLUMN_NAMES.find((known) => known === key);
    return name !== undefined && typeof width === 'number' && Number.isFinite(width)
      ? [[name, clampWidth(width)] as const]
      : [];
  });
  return Object.fromEntries(entries);
}

/** The choice box, then the columns: as `grid-template-columns`, and how narrow the table can be. */
export function layOut(
  columns: readonly ColumnName[],
  widths: ColumnWidths,
): { readonly template: string; readonly minWidth: number } {
  const GAP = 10;
  const PADDING = 32;
  const CHOICE = 16;
  const tracks = columns.map((name) => {
    const { least, share } = TRACKS[name];
    const given = widths[name];
    if (given !== undefined) return { least: given, track: `${given}px` };
    return { least, track: share === undefined ? `${least}px` : `minmax(${least}px, ${share}fr)` };
  });
  return {
    template: [`${CHOICE}px`, ...tracks.map(({ track }) => track)].join(' '),
    minWidth: PADDING + CHOICE + tracks.reduce((total, { least }) => total + least + GAP, 0),
  };
}
