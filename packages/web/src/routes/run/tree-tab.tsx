import './tree-tab.css';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { TreeKind, TreeRowJson } from '@tracewright/core';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { client } from '../../api.ts';
import { Icon } from '../../design/icon.tsx';
import { formatDuration } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useKept } from '../../loading/use-kept.ts';
import { useLoad } from '../../loading/use-load.ts';
import { revealRow } from '../../scroll/reveal-row.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { RunModel } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';
import { ROW, Waterfall } from './waterfall.tsx';
import {
  decodeTree,
  hasChildren,
  isErrorRow,
  listShownRows,
  operationOf,
  secondsOf,
  type TreeOutline,
} from './windows/tree-outline.ts';
import { useBlocks } from './windows/use-blocks.ts';
import { useRowWindow } from './windows/use-row-window.ts';

/** Of a row below another, px: less where the tree is so deep that no name would be left beside it. */
const INDENT = 14;
const DEEPEST_INDENT = 112;
const NAME_LENGTH = 200;
/** Rows loaded together, as the server keeps them, and how many such blocks are held. */
const BLOCK = 512;
const BLOCKS = 12;

const KINDS = [
  { value: 'spans', title: 'Spans', tip: 'the operations as recorded' },
  { value: 'stages', title: 'Stages', tip: 'the steps: each change below the step before it' },
] as const;

interface TreeTabProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly onOpenSpan: (spanId: string) => void;
}

/** The spans as a tree with their durations on the run's time line, or the steps by stage. */
export function TreeTab(props: TreeTabProps): ReactNode {
  const [kind, setKind] = useState<TreeKind>('spans');
  return (
    <div className="tree-tab">
      <div className="tree-choice">
        <ToggleGroup label="What the tree shows" choices={KINDS} chosen={kind} onChoose={setKind} />
      </div>
      <Tree key={kind} kind={kind} {...props} />
    </div>
  );
}

interface TreeProps extends TreeTabProps {
  readonly kind: TreeKind;
}

function Tree(props: TreeProps): ReactNode {
  const { model, kind } = props;
  const { runId } = model.run;
  const version = model.outline?.version;
  const load = useLoad(`${runId} ${kind}`, () => client.getTreeOutline(runId, kind));
  const { refresh } = load;
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    refresh();
  }, [version, refresh]);
  const json = useKept(load);
  const outline = useMemo(() => (json === undefined ? undefined : decodeTree(json)), [json]);
  const failure = load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />;
  if (outline === undefined) return load.state === 'loading' ? <Loading what="the tree" /> : failure;
  return (
    <>
      {failure}
      {outline.rows === 0 ? (
        <p className="findings-none">The run has no spans.</p>
      ) : (
        <TreeRows outline={outline} {...props} />
      )}
    </>
  );
}

function TreeRows({
  outline,
  kind,
  model,
  navigation,
  onOpenSpan,
}: TreeProps & { readonly outline: TreeOutline }): ReactNode {
  const { runId } = model.run;
  /** Ids of rows, as spans that arrive move them: those closed, and the one that has the focus. */
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [focusedId, setFocusedId] = useState<number>();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const shown = useMemo(() => listShownRows(outline, closed), [outline, closed]);
  const focused = useMemo(
    () => Math.max(focusedId === undefined ? 0 : shown.findIndex((row) => outline.ids[row] === focusedId), 0),
    [outline, shown, focusedId],
  );
  const indent = useMemo(() => {
    const deepest = outline.depths.reduce((most, depth) => Math.max(most, depth), 1);
    return Math.min(INDENT, DEEPEST_INDENT / deepest);
  }, [outline]);
  const window = useRowWindow(scroller, shown.length, ROW);
  const rows = useMemo(() => [...shown.subarray(window.from, window.to)], [shown, window.from, window.to]);
  const names = useBlocks<TreeRowJson>(
    {
      size: BLOCK,
      most: BLOCKS,
      load: async (from, to) => {
        const { version, rows: items } = await client.getTreeRows(runId, kind, { from, to });
        return { version, items };
      },
    },
    outline.version,
    outline.rows,
    rows,
  );

  /** The place that takes the focus as soon as its row is there. */
  const due = useRef<number>(undefined);
  useLayoutEffect(() => {
    const row = scroller?.querySelector<HTMLElement>(`[data-index="${due.current ?? -1}"]`);
    if (row === null || row === undefined) return;
    due.current = undefined;
    row.focus({ preventScroll: true });
  });

  const current = navigation.target?.step;
  useEffect(() => {
    if (current === undefined || scroller === null) return;
    const isOfStep = (row: number): boolean => outline.steps[row] === current;
    // Whoever chose the step by one of its rows goes back to that one.
    const place = isOfStep(shown[focused] ?? -1) ? focused : shown.findIndex(isOfStep);
    if (place >= 0) revealRow(scroller, place, ROW);
    // Neither folding nor spans that arrive take the reader elsewhere.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [current, scroller]);

  const setOpen = (row: number, isOpen: boolean): void => {
    const next = new Set(closed);
    if (isOpen) next.delete(outline.ids[row] ?? 0);
    else next.add(outline.ids[row] ?? 0);
    setClosed(next);
  };
  const focusPlace = (place: number): void => {
    const next = Math.min(Math.max(place, 0), shown.length - 1);
    setFocusedId(outline.ids[shown[next] ?? 0]);
    due.current = next;
    if (scroller === null) return;
    const top = next * ROW;
    if (top < scroller.scrollTop) scroller.scrollTo({ top });
    else if (top + ROW > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTo({ top: top + ROW - scroller.clientHeight });
  };
  const choose = (row: number): void => {
    const step = outline.steps[row] ?? -1;
    const spanId = names.get(row)?.spanId;
    if (step >= 0) navigation.goToStep(step);
    else if (spanId !== null && spanId !== undefined) onOpenSpan(spanId);
  };
  // Source: WAI-ARIA Authoring Practices, tree view.
  const actOnKey = (key: string): boolean => {
    const row = shown[focused];
    if (row === undefined) return false;
    const isOpen = hasChildren(outline, row) && !closed.has(outline.ids[row] ?? 0);
    const depth = outline.depths[row] ?? 0;
    switch (key) {
      case 'ArrowDown':
        focusPlace(focused + 1);
        return true;
      case 'ArrowUp':
        focusPlace(focused - 1);
        return true;
      case 'Home':
        focusPlace(0);
        return true;
      case 'End':
        focusPlace(shown.length - 1);
        return true;
      case 'ArrowRight':
        if (isOpen) focusPlace(focused + 1);
        else setOpen(row, true);
        return true;
      case 'ArrowLeft':
        if (isOpen) setOpen(row, false);
        // A root has nowhere to go.
        else if (depth > 0)
          focusPlace(
            shown.findLastIndex((above, place) => place < focused && (outline.depths[above] ?? 0) < depth),
          );
        return true;
      case 'Enter':
        choose(row);
        return true;
      default:
        return false;
    }
  };
  // Only a row that exists can be reached.
  const tabStop = Math.min(Math.max(focused, window.from), window.to - 1);
  return (
    <div className="tree" ref={setScroller}>
      <div
        role="tree"
        aria-label="Tree"
        className="tree-rows"
        style={{ height: shown.length * ROW }}
        onKeyDown={(event) => {
          if (actOnKey(event.key)) event.preventDefault();
        }}
      >
        {rows.map((row, offset) => {
          const place = window.from + offset;
          const canOpen = hasChildren(outline, row);
          const id = outline.ids[row];
          const isOpen = canOpen && !closed.has(id ?? 0);
          const depth = outline.depths[row] ?? 0;
          const operation = operationOf(outline, row);
          const loaded = names.get(row);
          const name = toPlainText((loaded?.name ?? '').slice(0, NAME_LENGTH));
          return (
            <div
              key={id}
              role="treeitem"
              data-index={place}
              aria-busy={loaded === undefined}
              aria-level={depth + 1}
              aria-setsize={-1}
              aria-expanded={canOpen ? isOpen : undefined}
              aria-selected={current !== undefined && outline.steps[row] === current}
              tabIndex={place === tabStop ? 0 : -1}
              className="tree-row"
              style={{ transform: `translateY(${place * ROW}px)` }}
              onFocus={() => setFocusedId(id)}
              onClick={() => choose(row)}
            >
              <span className="tree-name" style={{ paddingLeft: depth * indent }}>
                <span
                  className="tree-twist"
                  aria-hidden="true"
                  onClick={(event) => {
                    if (!canOpen) return;
                    event.stopPropagation();
                    setOpen(row, !isOpen);
                  }}
                >
                  {canOpen && <Icon name={isOpen ? 'down' : 'right'} />}
                </span>
                <span className="tree-operation" data-operation={operation} title={operation} />
                <span
                  className={`trace-text tree-text ${isErrorRow(outline, row) ? 'tree-error' : ''}`}
                  title={name}
                >
                  {name === '' ? operation : name}
                </span>
              </span>
              <span className="tree-duration number">{formatDuration(secondsOf(outline, row))}</span>
            </div>
          );
        })}
        <Waterfall outline={outline} rows={rows} top={window.from * ROW} />
      </div>
    </div>
  );
}
