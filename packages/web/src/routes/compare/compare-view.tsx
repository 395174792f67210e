import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { isMaterialDifference } from '@tracewright/core';
import { formatCount } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { useOffsetTop } from '../../scroll/use-offset-top.ts';
import { CompareHead } from './compare-head.tsx';
import { type CompareModel, type CompareRow, listDifferences, listRows } from './compare-model.ts';
import { ComparePair } from './compare-pair.tsx';
import { SegmentRow } from './segment-row.tsx';

/** Row heights before they are measured, px. */
const HEIGHT = { segment: 40, fold: 34, same: 34, different: 150 } as const;
/** Frames after a jump in which heights may still change. */
const SETTLE_FRAMES = 12;

/** Two runs side by side; only the rows near the screen exist. */
export function CompareView({ model }: { readonly model: CompareModel }): ReactNode {
  const { comparison } = model;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => listRows(model, open), [model, open]);
  const differences = useMemo(() => listDifferences(rows), [rows]);
  /** Index into `aligned`; a new object each time, so that going there twice goes there twice. */
  const [target, setTarget] = useState<{ readonly index: number } | undefined>(() =>
    comparison.firstDivergence === null ? undefined : { index: comparison.firstDivergence.alignedIndex },
  );
  const list = useRef<HTMLDivElement>(null);
  const top = useOffsetTop(list, scroller, 'compare');
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: (at) => estimateHeight(rows[at]),
    getItemKey: useCallback((at: number) => keyOf(rows[at]), [rows]),
    overscan: 6,
    scrollMargin: top ?? 0,
  });

  const isMeasured = top !== undefined;
  useEffect(() => {
    if (target === undefined || !isMeasured) return undefined;
    const at = rows.findIndex((row) => row.kind === 'pair' && row.index === target.index);
    if (at === -1) return undefined;
    let frame = 0;
    let hasFocus = false;
    let handle = requestAnimationFrame(function settle() {
      if (frame === 0 && !isInView(virtualizer, at)) virtualizer.scrollToIndex(at, { align: 'center' });
      // The row exists only after the jump has been painted.
      const element = list.current?.querySelector<HTMLElement>(`[data-aligned="${target.index}"]`);
      if (!hasFocus) element?.focus({ preventScroll: true });
      hasFocus ||= element !== undefined && element !== null;
      frame += 1;
      if (frame < SETTLE_FRAMES || !hasFocus) handle = requestAnimationFrame(settle);
    });
    return () => cancelAnimationFrame(handle);
    // Unfolding must not jump back to where one was.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [target, virtualizer, isMeasured]);

  const visit = (direction: 1 | -1): void => {
    const at = rows.findIndex((row) => row.kind === 'pair' && row.index === target?.index);
    const next =
      direction === 1 ? differences.find((row) => row > at) : differences.findLast((row) => row < at);
    const row = rows[next ?? -1];
    if (row?.kind === 'pair') setTarget({ index: row.index });
  };
  useKeys({ n: () => visit(1), p: () => visit(-1) });

  return (
    <main className="compare-page" ref={setScroller} tabIndex={-1}>
      <CompareHead
        model={model}
        differences={differences.length}
        onGo={(index) => setTarget({ index })}
        onVisit={visit}
      />
      <section aria-label="Steps side by side" className="compare-steps">
        <div ref={list} className="compare-list" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className="compare-slot"
                  style={{ transform: `translateY(${item.start - (top ?? 0)}px)` }}
                >
                  {row.kind === 'segment' ? (
                    <SegmentRow segment={row.segment} />
                  ) : row.kind === 'fold' ? (
                    <Button
                      kind="text"
                      className="compare-fold"
                      onClick={() => setOpen(new Set([...open, row.segment]))}
                    >
                      {formatCount(row.count)} more steps that are the same
                    </Button>
                  ) : (
                    <ComparePair
                      model={model}
                      pair={row.pair}
                      index={row.index}
                      isFirst={comparison.firstDivergence?.alignedIndex === row.index}
                      isCurrent={target?.index === row.index}
                    />
                  )}
                </div>
              )
            );
          })}
        </div>
      </section>
    </main>
  );
}

/** Whether all of a row is on the screen: nothing has to move for it, so that the runs' names stay where they fit, too. */
function isInView(virtualizer: Virtualizer<HTMLElement, Element>, at: number): boolean {
  const { scrollRect, measurementsCache } = virtualizer;
  const top = virtualizer.scrollOffset ?? 0;
  const row = measurementsCache[at];
  return row !== undefined && row.start >= top && row.end <= top + (scrollRect?.height ?? 0);
}

function keyOf(row: CompareRow | undefined): string {
  if (row === undefined) return '';
  return row.kind === 'fold' ? `fold ${row.segment} ${row.count}` : `${row.kind} ${row.index}`;
}

function estimateHeight(row: CompareRow | undefined): number {
  if (row?.kind !== 'pair') return row === undefined ? 0 : HEIGHT[row.kind];
  return isMaterialDifference(row.pair.difference) ? HEIGHT.different : HEIGHT.same;
}
