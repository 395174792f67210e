import './tasks-table.css';
import { type ReactNode, useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { replaceChoice, type Filter, type ListTasksResponse, type TaskJson } from '@tracewright/core';
import { Link } from 'wouter';
import { useMedia } from '../../components/use-media.ts';
import { writeFilter } from '../../filter/read-filter.ts';
import { formatCount, formatShare, formatTime, UNKNOWN } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { toCompareAddress } from '../compare/attempts.ts';
import { choosePair } from './attempt-pair.ts';
import { AttemptStrip } from './attempt-strip.tsx';
import { cycleSort, sortDirection, writeListState } from './list-state.ts';
import type { TaskPages } from './use-task-pages.ts';

/** Row heights in px; as in tasks-table.css. */
const ROW = 40;
const CARD = 104;
const NARROW = '(max-width: 760px)';
const AHEAD = 20;
const NAME_LENGTH = 300;

/** What the store orders tasks by. */
const HEADS: readonly {
  readonly name: string;
  readonly title: string;
  readonly field?: string;
  readonly isNumber?: true;
}[] = [
  { name: 'task', title: 'Task', field: 'task' },
  { name: 'attempts', title: 'Attempts, newest right', field: 'newest', isNumber: true },
  { name: 'runs', title: 'Runs', field: 'runs', isNumber: true },
  { name: 'failures', title: 'Failed', field: 'failures', isNumber: true },
  { name: 'rate', title: 'Passed', field: 'passRate', isNumber: true },
  { name: 'flaky', title: 'Flaky', field: 'flakiness', isNumber: true },
  { name: 'compare', title: '' },
];

interface TasksTableProps {
  readonly list: ListTasksResponse;
  readonly pages: TaskPages;
  readonly filter: Filter | undefined;
  /** undefined: the flakiest first. */
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

/** Runs by task: which tasks pass always, never, and now and then. */
export function TasksTable({
  list: { tasks, next },
  pages,
  filter,
  sort,
  onSort,
}: TasksTableProps): ReactNode {
  const { loadMore } = pages;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useMedia(NARROW) ? CARD : ROW;
  // The virtualizer stays in this component; its items are read anew on each render.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= tasks.length - AHEAD) loadMore();
  }, [last, tasks.length, loadMore]);
  const order = sort ?? '-flakiness';
  return (
    <div className={`runs-scroll ${pages.isStale ? 'runs-stale' : ''}`} ref={scroller} tabIndex={-1}>
      <div
        role="table"
        aria-label="Tasks"
        aria-rowcount={next === null ? tasks.length + 1 : -1}
        aria-busy={pages.isStale}
        className="tasks-table"
      >
        <div role="row" aria-rowindex={1} className="tasks-row tasks-head">
          {HEADS.map(({ name, title, field, isNumber = false }) => (
            <span
              key={name}
              role="columnheader"
              className={`tasks-cell tasks-${name} ${isNumber ? 'number' : ''}`}
              aria-sort={sortDirection(order, field)}
            >
              {field === undefined ? (
                <span className="visually-hidden">Compare</span>
              ) : (
                <button
                  type="button"
                  className="runs-sort"
                  onClick={() => {
                    virtualizer.scrollToOffset(0);
                    onSort(cycleSort(order, field, isNumber));
                  }}
                >
                  {title}
                  <span aria-hidden="true" className="runs-arrow">
                    {order === field ? '↑' : order === `-${field}` ? '↓' : ''}
                  </span>
                </button>
              )}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="runs-body" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const task = tasks[item.index];
            return (
              task !== undefined && (
                <TaskRow
                  key={task.task}
                  task={task}
                  filter={filter}
                  index={item.index}
                  top={item.start}
                  height={item.size}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface TaskRowProps {
  readonly task: TaskJson;
  readonly filter: Filter | undefined;
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

function TaskRow({ task, filter, index, top, height }: TaskRowProps): ReactNode {
  const { runs, failures, passRate, flakiness, newest } = task;
  const name = toPlainText(task.task.slice(0, NAME_LENGTH)).replaceAll('\n', ' ');
  const pair = choosePair(task);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="tasks-row"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="cell" className="tasks-cell tasks-task">
        <Link
          href={writeListState({ filter: writeFilter(replaceChoice(filter, 'task', [task.task])) })}
          className="tasks-link trace-text"
          dir="auto"
          title={`${name}: show its runs`}
        >
          {name.trim() === '' ? '(empty)' : name}
        </Link>
      </span>
      <span role="cell" className="tasks-cell tasks-attempts" title={`newest ${formatTime(newest)}`}>
        <AttemptStrip task={task} />
      </span>
      <span role="cell" className="tasks-cell tasks-runs number">
        {formatCount(runs)}
      </span>
      <span role="cell" className="tasks-cell tasks-failures number">
        {formatCount(failures)}
      </span>
      <span role="cell" className="tasks-cell tasks-rate number">
        {passRate === null ? UNKNOWN : formatShare(passRate)}
      </span>
      <span role="cell" className="tasks-cell tasks-flaky number">
        {flakiness === null ? UNKNOWN : flakiness === 0 ? '' : <span className="flaky-mark">flaky</span>}
      </span>
      <span role="cell" className="tasks-cell tasks-compare">
        {pair !== undefined && (
          <Link
            href={toCompareAddress(pair)}
            className="text-button"
            title="The newest passing attempt beside the newest failing one"
          >
            Compare
          </Link>
        )}
      </span>
    </div>
  );
}
