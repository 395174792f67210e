import './search-results.css';
import {
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { RunJson, SearchHitJson } from '@tracewright/core';
import { Link } from 'wouter';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { useMedia } from '../../components/use-media.ts';
import { formatCount, formatTime } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { runTitle } from '../runs/columns.tsx';
import { buildSearchRows, describePlace, hitHref, type Row } from './search-rows.ts';
import type { SearchPages } from './use-search-pages.ts';

/** Row heights in px, as in search-results.css: a quote has one line, or two where the screen is narrow. */
const RUN = 48;
const HIT = 54;
const TALL_HIT = 74;
const NARROW = '(max-width: 1100px)';
const MORE = 40;
/** The next page is asked for when this many rows before the end come into view. */
const AHEAD = 20;

export interface ResultsHandle {
  /** Chooses the first place found, and gives it the focus. */
  enter(): void;
}

interface SearchResultsProps {
  readonly ref: Ref<ResultsHandle>;
  readonly pages: SearchPages;
}

/** The places found, under their runs, as a list of which only the rows in view exist. */
export function SearchResults({ ref, pages }: SearchResultsProps): ReactNode {
  const { hits, runs, next, loadMore, place, keepPlace } = pages;
  const rows = useMemo(() => buildSearchRows(hits), [hits]);
  const scroller = useRef<HTMLDivElement>(null);
  // By its key: further pages may bring rows above it.
  const [selectedKey, setSelectedKey] = useState(place?.selected);
  const selected = rows.findIndex(({ key }) => key === selectedKey);
  const hitHeight = useMedia(NARROW) ? TALL_HIT : HIT;
  // The virtualizer stays in this component; its items are read anew on each render.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'run' ? RUN : hitHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    initialOffset: place?.scrollOffset ?? 0,
    paddingEnd: MORE,
  });
  // What the reader looks at stays where it is when rows come in above it.
  const anchor = useRef<{ readonly key: string; readonly offset: number }>(undefined);
  useLayoutEffect(() => {
    virtualizer.measure();
    const index = rows.findIndex(({ key }) => key === anchor.current?.key);
    const start = virtualizer.measurementsCache[index]?.start;
    if (anchor.current !== undefined && start !== undefined)
      virtualizer.scrollToOffset(start + anchor.current.offset);
  }, [virtualizer, rows, hitHeight]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - AHEAD) loadMore();
  }, [last, rows, loadMore]);

  const selectedNow = useRef(selectedKey);
  useEffect(() => {
    selectedNow.current = selectedKey;
    const top = virtualizer.scrollOffset ?? 0;
    const first = virtualizer.getVirtualItems().find(({ end }) => end > top);
    const row = first === undefined ? undefined : rows[first.index];
    if (first !== undefined && row !== undefined)
      anchor.current = { key: row.key, offset: top - first.start };
  });
  useEffect(
    () => () => keepPlace({ scrollOffset: virtualizer.scrollOffset ?? 0, selected: selectedNow.current }),
    [keepPlace, virtualizer],
  );

  const choose = (index: number): void => {
    setSelectedKey(rows[index]?.key);
    // The row may not exist before the scroll has been painted.
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${index}"] .search-hit-link`)
        ?.focus({ preventScroll: true });
    });
  };
  const move = (by: 1 | -1): void => {
    let index = selected + by;
    while (rows[index]?.kind === 'run') index += by;
    if (rows[index] === undefined) return;
    // The first place of a run comes with the run's name.
    if (by === -1 && rows[index - 1]?.kind === 'run') virtualizer.scrollToIndex(index - 1);
    virtualizer.scrollToIndex(index);
    choose(index);
  };
  useImperativeHandle(ref, () => ({
    enter: () => {
      const first = rows.findIndex(({ kind }) => kind === 'hit');
      if (first === -1) return;
      virtualizer.scrollToOffset(0);
      choose(first);
    },
  }));
  const restored = useRef(selected);
  useEffect(() => {
    if (restored.current >= 0) choose(restored.current);
    // Once, when the list appears again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });

  return (
    <div
      className={`search-scroll ${pages.state === 'loading' ? 'search-stale' : ''}`}
      ref={scroller}
      tabIndex={-1}
    >
      <div
        role="list"
        aria-label="Places found"
        aria-busy={pages.state === 'loading'}
        className="search-list"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row !== undefined && (
              <div
                key={item.key}
                role="listitem"
                data-index={item.index}
                className={
                  row.kind === 'run'
                    ? 'search-run'
                    : `search-hit ${item.index === selected ? 'search-hit-selected' : ''}`
                }
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={() => row.kind === 'hit' && setSelectedKey(row.key)}
              >
                <RowContent row={row} runs={runs} />
              </div>
            )
          );
        })}
        {next !== null && <p className="search-more after-a-moment">Further places are on their way …</p>}
      </div>
    </div>
  );
}

function RowContent({
  row,
  runs,
}: {
  readonly row: Row;
  readonly runs: ReadonlyMap<string, RunJson>;
}): ReactNode {
  return row.kind === 'run' ? (
    <RunHead runId={row.runId} run={runs.get(row.runId)} places={row.places} />
  ) : (
    <Hit hit={row.hit} repeats={row.repeats} />
  );
}

function RunHead({
  runId,
  run,
  places,
}: {
  readonly runId: string;
  readonly run: RunJson | undefined;
  readonly places: number;
}): ReactNode {
  const facts = [run?.agent ?? null, run?.model ?? null].flatMap((fact) =>
    fact === null ? [] : [toPlainText(fact.slice(0, 80))],
  );
  return (
    <>
      <Link href={`/runs/${runId}`} className="search-run-title trace-text" dir="auto">
        {run === undefined ? `Run ${runId}` : runTitle(run)}
      </Link>
      {run !== undefined && <OutcomeBadge run={run} />}
      <span className="search-run-facts trace-text">
        {[...facts, `${formatCount(places)} ${places === 1 ? 'place' : 'places'}`].join(' · ')}
      </span>
    </>
  );
}

function Hit({ hit, repeats }: { readonly hit: SearchHitJson; readonly repeats: number }): ReactNode {
  const { quote, start, end } = hit;
  const speaker = hit.tool ?? hit.agent;
  return (
    <Link href={hitHref(hit)} className="search-hit-link">
      <span className="search-hit-step number">
        {hit.stepIndex === null ? 'run' : `step ${formatCount(hit.stepIndex)}`}
      </span>
      <span>
        <span className="search-hit-meta">
          <span className="search-hit-place">{toPlainText(describePlace(hit).slice(0, 40))}</span>
          {speaker !== null && (
            <span className="trace-text" dir="auto">
              {toPlainText(speaker.slice(0, 80))}
            </span>
          )}
          {hit.time !== null && <time dateTime={hit.time}>{formatTime(hit.time)}</time>}
          {repeats > 0 && (
            <span title="The same words in later requests, which repeat the conversation">
              repeated {formatCount(repeats)} {repeats === 1 ? 'time' : 'times'}
            </span>
          )}
        </span>
        <span className="search-hit-quote trace-text" dir="auto">
          {toPlainText(quote.slice(0, start))}
          <mark className="search-quote-mark">{toPlainText(quote.slice(start, end))}</mark>
          {toPlainText(quote.slice(end))}
        </span>
      </span>
    </Link>
  );
}
