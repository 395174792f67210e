import './runs-page.css';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useLocation, useSearch } from 'wouter';
import { Dialog } from '../../design/dialog.tsx';
import { readKept, writeKept } from '../../components/kept.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { useMedia } from '../../components/use-media.ts';
import { isFilterFailure } from '../../filter/is-filter-failure.ts';
import { readFilter } from '../../filter/read-filter.ts';
import { useImport } from '../../import/import-context.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { ListFailure } from '../../paging/list-failure.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { EmptyStore, NoMatch } from './empty-list.tsx';
import { FacetsPanel } from './facets-panel.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type ListState, readListState, writeListState } from './list-state.ts';
import { RunsTable } from './runs-table.tsx';
import { TasksTable } from './tasks-table.tsx';
import { useFacets } from './use-facets.ts';
import { type RunPages, useRunPages } from './use-run-pages.ts';
import { type Selection, useSelection } from './use-selection.ts';
import { useTaskPages } from './use-task-pages.ts';
import { ViewsDialog } from './views-dialog.tsx';

const FACETS_KEY = 'tracewright-facets';
/** Beside fewer pixels the counts stand in a drawer. */
const HAS_NO_ROOM = '(max-width: 1099px)';

/** Which runs are there, and which of them failed? */
export function RunsPage(): ReactNode {
  const [, navigate] = useLocation();
  const { revision } = useImport();
  const [deletions, setDeletions] = useState(0);
  const state = readListState(useSearch());
  const read = readFilter(state.filter);
  const isNarrow = useMedia(HAS_NO_ROOM);
  const [isPanelOpen, setPanelOpen] = useState(() => readKept(FACETS_KEY) !== false);
  const [opened, setOpened] = useState<'columns' | 'views' | 'facets'>();
  const selection = useSelection();
  const version = revision + deletions;
  const order = state.group === undefined ? state.sort : undefined;
  const pages = useRunPages(state.filter, order, version);
  const isFilterWrong = isFilterFailure(pages.failure);
  const isShown = isNarrow ? opened === 'facets' : isPanelOpen;
  const facets = useFacets(state.filter, isShown && !pages.isStale, version);
  useEffect(() => {
    document.title = 'Runs · Tracewright';
  }, []);
  const change = (part: Partial<ListState>): void =>
    navigate(writeListState({ ...state, ...part }), { replace: true });
  const changeFilter = (filter: string): void => change({ filter });
  const panel = (
    <FacetsPanel
      facets={facets}
      filter={read.isReadable ? read.filter : undefined}
      where={state.filter}
      onChange={changeFilter}
    />
  );
  const isEmptyStore = pages.list?.total === 0 && state.filter.trim() === '';
  // Counts follow rows: without any they would be waited for in vain.
  const hasNoCounts = facets.counts === undefined && pages.failure !== undefined;
  const hasPanel = !isNarrow && isPanelOpen && !isEmptyStore && !hasNoCounts;
  return (
    <>
      <PageBar />
      <main className={`runs-page ${hasPanel ? 'runs-beside' : ''}`}>
        <h1 className="visually-hidden">Runs</h1>
        <FilterBar
          filter={state.filter}
          total={pages.list?.total}
          failure={isFilterWrong ? pages.failure : undefined}
          values={Object.fromEntries(
            (facets.counts?.facets ?? []).map(({ field, values }) => [
              field,
              values.flatMap(({ value }) => value ?? []),
            ]),
          )}
          onChange={changeFilter}
        >
          <div className="runs-tools">
            <Button
              kind="chip"
              aria-pressed={isShown}
              tip="Counts by outcome, agent, model, task, format, finding and time"
              onClick={() => {
                if (isNarrow) setOpened('facets');
                else {
                  setPanelOpen(!isPanelOpen);
                  writeKept(FACETS_KEY, !isPanelOpen);
                }
              }}
            >
              Counts
            </Button>
            <Button
              kind="chip"
              aria-pressed={state.group === 'task'}
              onClick={() => change({ group: state.group === 'task' ? undefined : 'task', sort: undefined })}
            >
              By task
            </Button>
            {state.group === undefined && (
              <Button kind="chip" className="runs-columns" onClick={() => setOpened('columns')}>
                Columns
              </Button>
            )}
            <Button kind="chip" onClick={() => setOpened('views')}>
              Views
            </Button>
          </div>
        </FilterBar>
        {hasPanel && (
          // A filter that cannot be read cannot be narrowed either.
          <aside className="facets" aria-label="Counts" tabIndex={-1} inert={!read.isReadable}>
            {panel}
          </aside>
        )}
        <div className="runs-list">
          <List
            state={state}
            pages={pages}
            isFilterWrong={isFilterWrong}
            selection={selection}
            version={version}
            change={change}
          />
          {selection.runs.size > 0 && state.group === undefined && (
            <ChosenBar selection={selection} onDeleted={() => setDeletions(deletions + 1)} />
          )}
        </div>
        {opened === 'facets' && (
          <Dialog title="Counts" kind="drawer" onClose={() => setOpened(undefined)}>
            <div className="facets-drawer">{panel}</div>
          </Dialog>
        )}
        {opened === 'columns' && (
          <ColumnPicker
            columns={state.columns}
            onChange={(columns) => change({ columns })}
            onClose={() => setOpened(undefined)}
          />
        )}
        {opened === 'views' && (
          <ViewsDialog address={writeListState(state)} onClose={() => setOpened(undefined)} />
        )}
      </main>
    </>
  );
}

interface ListProps {
  readonly state: ListState;
  readonly pages: RunPages;
  readonly isFilterWrong: boolean;
  readonly selection: Selection;
  readonly version: number;
  readonly change: (part: Partial<ListState>) => void;
}

function List({ state, pages, isFilterWrong, selection, version, change }: ListProps): ReactNode {
  const isUnfiltered = state.filter.trim() === '';
  // What is wrong with a filter stands below it, and the runs of the one before stay.
  const { list, isStale, failure, retry } = pages;
  if (failure !== undefined && isStale && !isFilterWrong)
    return <FailureNotice failure={failure} retry={retry} />;
  if (list === undefined) return failure === undefined && <Loading what="runs" />;
  if (list.total === 0) {
    if (isStale) return null;
    return isUnfiltered ? <EmptyStore /> : <NoMatch onReset={() => change({ filter: '' })} />;
  }
  if (state.group === 'task')
    return <TaskList state={state} version={version} onSort={(sort) => change({ sort })} />;
  return (
    <>
      {failure !== undefined && !isFilterWrong && <ListFailure failure={failure} retry={retry} />}
      <RunsTable
        key={state.filter}
        list={list}
        pages={pages}
        columns={state.columns}
        sort={state.sort}
        selection={selection}
        onSort={(sort) => change({ sort })}
      />
    </>
  );
}

function TaskList({
  state,
  version,
  onSort,
}: Pick<ListProps, 'state' | 'version'> & {
  readonly onSort: (sort: string | undefined) => void;
}): ReactNode {
  const pages = useTaskPages(state.filter, state.sort, version);
  const read = readFilter(state.filter);
  const { list, failure, retry } = pages;
  if (list === undefined) {
    return failure === undefined ? (
      <Loading what="tasks" />
    ) : (
      read.isReadable && <FailureNotice failure={failure} retry={retry} />
    );
  }
  if (list.tasks.length === 0) {
    return (
      <section className="empty-list">
        <h2>No task named</h2>
        <p>None of these runs says which task it was an attempt at.</p>
      </section>
    );
  }
  return (
    <>
      {failure !== undefined && read.isReadable && <ListFailure failure={failure} retry={retry} />}
      <TasksTable
        key={state.filter}
        list={list}
        pages={pages}
        filter={read.isReadable ? read.filter : undefined}
        sort={state.sort}
        onSort={onSort}
      />
    </>
  );
}
