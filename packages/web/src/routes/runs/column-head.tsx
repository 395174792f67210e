import { type PointerEvent, type ReactNode, useRef } from 'react';
import { TRACKS } from './column-names.ts';
import { MAX_WIDTH, MIN_WIDTH } from './column-widths.ts';
import type { Column } from './columns.tsx';
import { cycleSort, sortDirection } from './list-state.ts';

/** Px a key moves the edge; with Shift. */
const KEY_STEP = 8;
const LARGE_KEY_STEP = 40;

interface ColumnHeadProps {
  readonly column: Column;
  /** In px, where the reader gave one. */
  readonly width: number | undefined;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
  /** undefined: as the page lays it out. */
  readonly onResize: (width: number | undefined) => void;
}

/** The head of a column: a click sorts, the edge is pulled by mouse or arrow keys. */
export function ColumnHead({ column, width, sort, onSort, onResize }: ColumnHeadProps): ReactNode {
  const { name, title, field, isNumber = false } = column;
  return (
    <span
      role="columnheader"
      className={`runs-cell runs-${name} ${isNumber ? 'number' : ''}`}
      aria-sort={sortDirection(sort, field)}
    >
      {field === undefined ? (
        title
      ) : (
        <button type="button" className="runs-sort" onClick={() => onSort(cycleSort(sort, field, isNumber))}>
          {title}
          <span aria-hidden="true" className="runs-arrow">
            {sort === field ? '↑' : sort === `-${field}` ? '↓' : ''}
          </span>
        </button>
      )}
      <ResizeEdge column={column} width={width} onResize={onResize} />
    </span>
  );
}

/** **Source:** WAI-ARIA window splitter. */
function ResizeEdge({
  column,
  width,
  onResize,
}: Pick<ColumnHeadProps, 'column' | 'width' | 'onResize'>): ReactNode {
  const { least } = TRACKS[column.name];
  const edge = useRef<HTMLSpanElement>(null);
  const pulled = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const widthNow = (): number => edge.current?.parentElement?.getBoundingClientRect().width ?? least;
  const pull = (event: PointerEvent): void => {
    if (pulled.current !== undefined) onResize(pulled.current.width + event.clientX - pulled.current.x);
  };
  return (
    <span
      ref={edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuenow={width ?? least}
      title="Pull, or press ← and →; Enter or a double click gives the usual width"
      className="runs-edge"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        pulled.current = { x: event.clientX, width: widthNow() };
      }}
      onPointerMove={pull}
      onPointerUp={() => {
        pulled.current = undefined;
      }}
      onDoubleClick={() => onResize(undefined)}
      onKeyDown={(event) => {
        const step = event.shiftKey ? LARGE_KEY_STEP : KEY_STEP;
        if (event.key === 'ArrowLeft') onResize(widthNow() - step);
        else if (event.key === 'ArrowRight') onResize(widthNow() + step);
        else if (event.key === 'Enter' || event.key === 'Delete') onResize(undefined);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
