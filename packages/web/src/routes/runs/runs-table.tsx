import './runs-table.css';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ListRunsResponse, RunJson } from '@tracewright/core';
import { useMedia } from '../../components/use-media.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { ColumnHead } from './column-head.tsx';
import type { ColumnName } from './column-names.ts';
import { layOut, useColumnWidths } from './column-widths.ts';
import { COLUMNS } from './columns.tsx';
import { RunsRow } from './runs-row.tsx';
import type { RunPages } from './use-run-pages.ts';
import type { Selection } from './use-selection.ts';

/** Row heights in px: one line, or a card of three where the screen is narrow. As in runs-table.css. */
const ROW = 34;
const CARD = 92;
const NARROW = '(max-width: 760px)';
/** The next page is asked for when this many rows before the end come into view. */
const AHEAD = 60;

interface RunsTableProps {
  readonly list: ListRunsResponse;
  readonly pages: RunPages;
  readonly columns: readonly ColumnName[];
  readonly sort: string | undefined;
  readonly selection: Selection;
  readonly onSort: (sort: string | undefined) => void;
}

/** The runs as a table of which only the rows in view exist. */
export function RunsTable({
  list: { runs, total },
  pages,
  columns,
  sort,
  selection,
  onSort,
}: RunsTableProps): ReactNode {
  const { loadMore, place, keepPlace } = pages;
  const scroller = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState(() => placeAt(runs, place?.selected ?? -1));
  const selected = findPlace(runs, marked);
  const setSelected = (index: number): void => setMarked(placeAt(runs, index));
  const { widths, setWidth } = useColumnWidths();
  const layout = layOut(columns, widths);
  /** Where a range begins: the run chosen last. */
  const anchor = useRef<string>(undefined);
  const choose = (index: number, isRange: boolean): void => {
    const run = runs[index];
    if (run === undefined) return;
    const from = isRange ? runs.findIndex(({ runId }) => runId === anchor.current) : -1;
    if (from === -1) selection.toggle(run);
    else selection.add(runs.slice(Math.min(from, index), Math.max(from, index) + 1));
    anchor.current = run.runId;
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
    () => () => keepPlace({ scrollOffset: virtualizer.scrollOffset ?? 0, selected: selectedNow.current }),
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
  const moveOn = (by: number, isRange: boolean): void => {
    if (isRange) {
      const from = Math.max(selected, 0);
      anchor.current ??= runs[from]?.runId;
      choose(Math.min(Math.max(selected + by, 0), runs.length - 1), true);
    }
    move(by);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    J: () => moveOn(1, true),
    K: () => moveOn(-1, true),
    ArrowDown: ({ shiftKey }) => moveOn(1, shiftKey),
    ArrowUp: ({ shiftKey }) => moveOn(-1, shiftKey),
    x: () => choose(selected, false),
    X: () => choose(selected, true),
    a: () => selection.add(runs),
  });

  // The cast: React's styles name no custom properties.
  const style = {
    '--runs-columns': layout.template,
    '--runs-width': `${layout.minWidth}px`,
  } as CSSProperties;
  return (
    <div className={`runs-scroll ${pages.isStale ? 'runs-stale' : ''}`} ref={scroller} tabIndex={-1}>
      <div
        role="table"
        aria-label="Runs"
        aria-rowcount={total + 1}
        aria-busy={pages.isStale}
        className="runs-table"
        style={style}
      >
        <div role="row" aria-rowindex={1} className="runs-row runs-head">
          <span role="columnheader" className="runs-cell runs-choice">
            <span className="visually-hidden">Choose</span>
          </span>
          {columns.map((name) => (
            <ColumnHead
              key={name}
              column={COLUMNS[name]}
              width={widths[name]}
              sort={sort}
              onSort={(next) => {
                virtualizer.scrollToOffset(0);
                onSort(next);
              }}
              onResize={(width) => setWidth(name, width)}
            />
          ))}
        </div>
        <div role="rowgroup" className="runs-body" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const run = runs[item.index];
            return (
              run !== undefined && (
                <RunsRow
                  key={run.runId}
                  run={run}
                  columns={columns}
                  index={item.index}
                  top={item.start}
                  height={item.size}
                  isSelected={item.index === selected}
                  isChosen={selection.runs.has(run.runId)}
                  onSelect={() => setSelected(item.index)}
                  onChoose={(isRange) => choose(item.index, isRange)}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A selected run stays selected when others appear above it. */
interface Place {
  readonly index: number;
  readonly runId: string | undefined;
}

function placeAt(runs: readonly RunJson[], index: number): Place {
  return { index, runId: runs[index]?.runId };
}

/** -1 when none is chosen; the same place in the list when the run is not there any more. */
function findPlace(runs: readonly RunJson[], { index, runId }: Place): number {
  if (runId === undefined || runs[index]?.runId === runId) return index;
  const found = runs.findIndex((run) => run.runId === runId);
  return found === -1 ? index : found;
}
