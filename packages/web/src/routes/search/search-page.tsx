import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../design/button.tsx';
import { useLocation, useSearch } from 'wouter';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { isFilterFailure } from '../../filter/is-filter-failure.ts';
import { formatCount } from '../../format/quantity.ts';
import { useImport } from '../../import/import-context.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { ListFailure } from '../../paging/list-failure.tsx';
import { EmptyStore } from '../runs/empty-list.tsx';
import { SearchBar } from './search-bar.tsx';
import { type ResultsHandle, SearchResults } from './search-results.tsx';
import { buildSearchRows } from './search-rows.ts';
import { readSearchState, type SearchState, toSpanWhere, writeSearchState } from './search-state.ts';
import { type SearchPages, useSearchPages } from './use-search-pages.ts';

/** Where does any run say this? */
export function SearchPage(): ReactNode {
  const state = readSearchState(useSearch());
  const [, navigate] = useLocation();
  const where = toSpanWhere(state);
  const pages = useSearchPages(state.query, where);
  const input = useRef<HTMLInputElement>(null);
  const results = useRef<ResultsHandle>(null);
  const isFilterWrong = isFilterFailure(pages.failure);
  const change = (part: Partial<SearchState>): void =>
    navigate(writeSearchState({ ...state, ...part }), { replace: true });
  useKeys({ '/': () => input.current?.select() });
  useEffect(() => {
    document.title = `${state.query.trim() === '' ? 'Search' : `“${state.query.trim()}”`} · Tracewright`;
  }, [state.query]);
  return (
    <>
      <PageBar />
      <main className="search-page">
        <h1 className="visually-hidden">Search</h1>
        <SearchBar
          ref={input}
          state={state}
          failure={isFilterWrong ? pages.failure : undefined}
          summary={summarize(pages)}
          onChange={change}
          onLeave={() => results.current?.enter()}
        />
        {pages.state === 'failed' && pages.failure !== undefined && !isFilterWrong ? (
          <FailureNotice failure={pages.failure} retry={pages.retry} />
        ) : pages.state === 'idle' ? (
          <Invitation />
        ) : pages.hits.length > 0 ? (
          <div className="search-found">
            {pages.failure !== undefined && !isFilterWrong && (
              <ListFailure failure={pages.failure} retry={pages.retry} />
            )}
            <SearchResults key={where} ref={results} pages={pages} />
          </div>
        ) : pages.state === 'loading' ? (
          <Loading what="what was found" />
        ) : (
          pages.state === 'ready' && (
            <Nothing state={state} onReset={() => change({ where: '', scope: undefined })} />
          )
        )}
      </main>
    </>
  );
}

function summarize({ state, hits, next }: SearchPages): string {
  const hasMore = next !== null;
  if (state !== 'ready') return '';
  const rows = buildSearchRows(hits);
  const runs = rows.filter(({ kind }) => kind === 'run').length;
  const places = rows.length - runs;
  const count = (value: number, one: string, many: string): string =>
    `${formatCount(value)}${hasMore ? '+' : ''} ${value === 1 && !hasMore ? one : many}`;
  return `${count(places, 'place', 'places')} in ${count(runs, 'run', 'runs')}`;
}

function Invitation(): ReactNode {
  return (
    <section className="search-empty">
      <h2>Find any words in any run</h2>
      <p>
        What agents were told, what they thought and said, what they called and what came back. The text is
        taken as it stands, wherever it stands, also within words; capitals do not matter. Newest first.
      </p>
      <p>
        <kbd>/</kbd> goes to the text, <kbd>j</kbd> <kbd>k</kbd> walk what was found, <kbd>Enter</kbd> opens
        the step.
      </p>
    </section>
  );
}

interface NothingProps {
  readonly state: SearchState;
  readonly onReset: () => void;
}

function Nothing({ state, onReset }: NothingProps): ReactNode {
  const { revision } = useImport();
  const runs = useLoad(`any runs ${revision}`, () => client.listRuns({ limit: 1 }));
  if (runs.state === 'loading') return null;
  if (runs.state === 'ready' && runs.value.total === 0) return <EmptyStore />;
  const isNarrowed = state.where.trim() !== '' || state.scope !== undefined;
  return (
    <section className="search-empty">
      <h2>Nothing found</h2>
      <p className="trace-text">
        {isNarrowed ? 'Nothing that the filter lets through contains' : 'No run contains'} “
        {state.query.slice(0, 200)}”.
      </p>
      {isNarrowed && <Button onClick={onReset}>Look everywhere</Button>}
    </section>
  );
}
