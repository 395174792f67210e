import './tree-tab.css';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { client } from '../../api.ts';
import { Icon } from '../../components/icon.tsx';
import { formatDuration, secondsBetween } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { RunModel } from './run-model.ts';
import { listTreeRows, measureTimeLine, type TreeRow } from './tree-rows.ts';
import { toSpanNodes, toStageNodes, type TreeNode } from './tree-node.ts';
import type { Navigation } from './use-navigation.ts';

/** As in tree-tab.css. */
const ROW = 28;
const INDENT = 14;
const DEPTH_SHOWN = 12;
const NAME_LENGTH = 200;

const KINDS = [
  { name: 'spans', title: 'Spans', meaning: 'the operations as recorded' },
  { name: 'stages', title: 'Stages', meaning: 'the steps: each change below the step before it' },
] as const;

interface TreeTabProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly onOpenSpan: (spanId: string) => void;
}

/** The spans as a tree with their durations on the run's time line, or the steps by stage. */
export function TreeTab(props: TreeTabProps): ReactNode {
  const { runId } = props.model.run;
  const { steps } = props.model;
  const load = useLoad(runId, () => client.getRunTree(runId));
  const { refresh } = load;
  const shownSpans = useRef(props.model.run.spans);
  useEffect(() => {
    if (shownSpans.current === props.model.run.spans) return;
    shownSpans.current = props.model.run.spans;
    refresh();
  }, [props.model.run.spans, refresh]);
  const [kind, setKind] = useState<'spans' | 'stages'>('spans');
  const trees = load.state === 'ready' ? load.value : undefined;
  const nodes = useMemo(
    () =>
      trees === undefined
        ? []
        : kind === 'spans'
          ? toSpanNodes(trees.spans)
          : toStageNodes(steps, trees.steps),
    [trees, kind, steps],
  );
  if (load.state === 'loading') return <Loading what="the tree" />;
  if (load.state === 'failed') return <FailureNotice failure={load.failure} retry={load.retry} />;
  if (load.value.spans.length === 0) return <p className="findings-none">The run has no spans.</p>;
  return (
    <div className="tree-tab">
      <div className="tree-kinds" role="group" aria-label="What the tree shows">
        {KINDS.map(({ name, title, meaning }) => (
          <button
            key={name}
            type="button"
            className="chip"
            aria-pressed={kind === name}
            title={meaning}
            onClick={() => setKind(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <NodeTree key={kind} roots={nodes} {...props} />
    </div>
  );
}

function NodeTree({
  roots,
  navigation,
  onOpenSpan,
}: TreeTabProps & { readonly roots: readonly TreeNode[] }): ReactNode {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState(0);
  const timeLine = useMemo(() => measureTimeLine(roots), [roots]);
  const rows = useMemo(() => listTreeRows(roots, closed, timeLine), [roots, closed, timeLine]);
  const scroller = useRef<HTMLDivElement>(null);
  // The virtualizer stays in this component; its items are read anew on each render.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });

  const setOpen = (id: string, isOpen: boolean): void => {
    const next = new Set(closed);
    if (isOpen) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  const focusRow = (index: number): void => {
    const row = Math.min(Math.max(index, 0), rows.length - 1);
    setFocused(row);
    virtualizer.scrollToIndex(row);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${row}"]`)?.focus({ preventScroll: true }),
    );
  };
  const choose = ({ node }: TreeRow): void => {
    const [step] = node.steps;
    if (step !== undefined) navigation.goToStep(step);
    else if (node.spanId !== undefined) onOpenSpan(node.spanId);
  };
  // Source: WAI-ARIA Authoring Practices, tree view.
  const actOnKey = (key: string): boolean => {
    const row = rows[focused];
    if (row === undefined) return false;
    switch (key) {
      case 'ArrowDown':
        focusRow(focused + 1);
        return true;
      case 'ArrowUp':
        focusRow(focused - 1);
        return true;
      case 'ArrowRight':
        if (row.isOpen) focusRow(focused + 1);
        else setOpen(row.node.id, true);
        return true;
      case 'ArrowLeft':
        if (row.isOpen) setOpen(row.node.id, false);
        else focusRow(rows.findLastIndex((above, index) => index < focused && above.depth < row.depth));
        return true;
      case 'Enter':
        choose(row);
        return true;
      default:
        return false;
    }
  };
  const current = navigation.target?.step;
  return (
    <div className="tree" ref={scroller}>
      <div
        role="tree"
        aria-label="Tree"
        className="tree-rows"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => {
          if (actOnKey(event.key)) event.preventDefault();
        }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const { node, depth, isOpen, bar } = row;
          const name = toPlainText(node.name.slice(0, NAME_LENGTH));
          return (
            <div
              key={node.id}
              role="treeitem"
              data-index={item.index}
              aria-level={depth + 1}
              aria-expanded={node.children.length === 0 ? undefined : isOpen}
              aria-selected={current !== undefined && node.steps.includes(current)}
              tabIndex={item.index === Math.min(focused, rows.length - 1) ? 0 : -1}
              className="tree-row"
              style={{ transform: `translateY(${item.start}px)` }}
              onFocus={() => setFocused(item.index)}
              onClick={() => choose(row)}
            >
              <span className="tree-name" style={{ paddingLeft: Math.min(depth, DEPTH_SHOWN) * INDENT }}>
                <span
                  className="tree-twist"
                  aria-hidden="true"
                  onClick={(event) => {
                    if (node.children.length === 0) return;
                    event.stopPropagation();
                    setOpen(node.id, !isOpen);
                  }}
                >
                  {node.children.length > 0 && <Icon name={isOpen ? 'down' : 'right'} />}
                </span>
                <span className="tree-operation" data-operation={node.operation} title={node.operation} />
                <span className={`trace-text tree-text ${node.isError ? 'tree-error' : ''}`} title={name}>
                  {name}
                </span>
              </span>
              <span className="tree-duration number">
                {formatDuration(secondsBetween(node.startTime, node.endTime))}
              </span>
              <span className="tree-time" aria-hidden="true">
                {bar !== undefined && (
                  <span
                    className="tree-bar"
                    data-operation={node.operation}
                    data-error={node.isError}
                    style={{ left: `${bar.start * 100}%`, width: `${bar.length * 100}%` }}
                  />
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
