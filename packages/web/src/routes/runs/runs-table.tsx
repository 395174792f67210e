import './runs-table.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { RunJson } from '@tracewright/core';
import { useLocation } from 'wouter';
import { useMedia } from '../../components/use-media.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { toCompareAddress } from '../compare/attempts.ts';
import { COLUMNS, runTitle } from './columns.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { cycleSort } from './list-state.ts';
import type { RunPages } from './use-run-pages.ts';

/** Row heights in px: one line, or a card of three where the screen is narrow. As in runs-table.css. */
const ROW = 34;
const CARD = 92;
const NARROW = '(max-width: 760px)';
/** The next page is asked for when this many rows before the end come into view. */
const AHEAD = 60;

interface RunsTableProps {
  readonly pages: RunPages;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

/** The runs as a table of which only the rows in view exist. */
export function RunsTable({ pages, sort, onSort }: RunsTableProps): ReactNode {
  const { runs, total, loadMore, place, keepPlace } = pages;
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState(() => selectionAt(runs, place?.selected ?? -1));
  const selected = findSelected(runs, selection);
  const setSelected = (index: number): void => setSelection(selectionAt(runs, index));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggleChosen = (runId: string): void =>
    setChosen(chosen.includes(runId) ? chosen.filter((id) => id !== runId) : [...chosen, runId]);
  const compareChosen = (): void => {
    if (chosen.length > 0) navigate(toCompareAddress(chosen));
  };
  const rowHeight = useMedia(NARROW) ? CARD : ROW;
  // The virtualizer stays in this component; its items are read anew on each render.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialOffset: place?.scrollOffset ?? 0,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= runs.length - AHEAD) loadMore();
  }, [last, runs.length, loadMore]);

  const selectedNow = useRef(selected);
  useEffect(() => {
    selectedNow.current = selected;
  }, [selected]);
  useEffect(
    () => () => keepPlace(virtualizer.scrollOffset ?? 0, selectedNow.current),
    [keepPlace, virtualizer],
  );

  // The row may not exist before the scroll has been painted.
  const focusRow = (index: number): void => {
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${index}"] .runs-link`)
        ?.focus({ preventScroll: true });
    });
  };
  const move = (by: number): void => {
    const index = Math.min(Math.max(selected + by, 0), runs.length - 1);
    setSelected(index);
    virtualizer.scrollToIndex(index);
    focusRow(index);
  };
  useEffect(() => {
    if (place !== undefined && place.selected >= 0) focusRow(place.selected);
  }, [place]);
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: () => {
      const run = runs[selected];
      if (run !== undefined) toggleChosen(run.runId);
    },
    c: compareChosen,
  });

  return (
    <>
      <div className={`runs-scroll ${pages.isStale ? 'runs-stale' : ''}`} ref={scroller} tabIndex={-1}>
        <div
          role="table"
          aria-label="Runs"
          aria-rowcount={(total ?? runs.length) + 1}
          aria-busy={pages.isStale}
          className="runs-table"
        >
          <div role="row" aria-rowindex={1} className="runs-row runs-head">
            <span role="columnheader" className="runs-cell runs-choice">
              <span className="visually-hidden">Compare</span>
            </span>
            {COLUMNS.map((column) => (
              <span
                key={column.name}
                role="columnheader"
                className={`runs-cell runs-${column.name} ${column.isNumber === true ? 'number' : ''}`}
                aria-sort={sortDirection(sort, column.field)}
              >
                {column.field === undefined ? (
                  column.title
                ) : (
                  <button
                    type="button"
                    className="runs-sort"
                    onClick={() => {
                      virtualizer.scrollToOffset(0);
                      onSort(cycleSort(sort, column.field ?? '', column.isNumber === true));
                    }}
                  >
                    {column.title}
                    <span aria-hidden="true" className="runs-arrow">
                      {sort === column.field ? '↑' : sort === `-${column.field}` ? '↓' : ''}
                    </span>
                  </button>
                )}
              </span>
            ))}
          </div>
          <div role="rowgroup" className="runs-body" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const run = runs[item.index];
              if (run === undefined) return null;
              return (
                <div
                  key={run.runId}
                  role="row"
                  aria-rowindex={item.index + 2}
                  data-index={item.index}
                  className={`runs-row ${item.index === selected ? 'runs-selected' : ''}`}
                  style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                  onFocus={() => setSelected(item.index)}
                  onClick={(event) => {
                    const isControl =
                      event.target instanceof Element &&
                      event.target.closest('a, button, .runs-choice') !== null;
                    if (!isControl && window.getSelection()?.isCollapsed !== false)
                      navigate(`/runs/${run.runId}`);
                  }}
                >
                  <span role="cell" className="runs-cell runs-choice">
                    <input
                      type="checkbox"
                      aria-label={`Choose ${runTitle(run)} for a comparison`}
                      title="Choose for a comparison (x)"
                      checked={chosen.includes(run.runId)}
                      onChange={() => toggleChosen(run.runId)}
                    />
                  </span>
                  {COLUMNS.map((column) => (
                    <span
                      key={column.name}
                      role="cell"
                      className={`runs-cell runs-${column.name} ${column.isNumber === true ? 'number' : ''}`}
                    >
                      {column.render(run)}
                    </span>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {chosen.length > 0 && (
        <ChosenBar count={chosen.length} onCompare={compareChosen} onClear={() => setChosen([])} />
      )}
    </>
  );
}

/** A selected run stays selected when others appear above it. */
interface Selection {
  readonly index: number;
  readonly runId: string | undefined;
}

function selectionAt(runs: readonly RunJson[], index: number): Selection {
  return { index, runId: runs[index]?.runId };
}

/** -1 when none is chosen; the same place in the list when the run is not there any more. */
function findSelected(runs: readonly RunJson[], { index, runId }: Selection): number {
  if (runId === undefined || runs[index]?.runId === runId) return index;
  const found = runs.findIndex((run) => run.runId === runId);
  return found === -1 ? index : found;
}

function sortDirection(
  sort: string | undefined,
  field: string | undefined,
): 'ascending' | 'descending' | undefined {
  if (field === undefined || sort === undefined) return undefined;
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : undefined;
}
