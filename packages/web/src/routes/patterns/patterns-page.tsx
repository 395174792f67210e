import './patterns-page.css';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { PatternsJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { formatCount } from '../../format/quantity.ts';
import { useImport } from '../../import/import-context.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { type Load, useLoad } from '../../loading/use-load.ts';
import { EmptyStore, NoMatch } from '../runs/empty-list.tsx';
import { FilterBar } from '../runs/filter-bar.tsx';
import { AgainstBox } from './against-box.tsx';
import { CapabilityTable } from './capability-table.tsx';
import { ClusterList } from './cluster-list.tsx';
import { ContrastTable } from './contrast-table.tsx';
import {
  findRefusedFilter,
  type PatternState,
  readPatternState,
  writePatternState,
} from './pattern-state.ts';
import { TaxonomyTable } from './taxonomy-table.tsx';
import { TrendTable } from './trend-table.tsx';
import { type Reading, useReading } from './use-reading.ts';

export function PatternsPage(): ReactNode {
  const search = useSearch();
  const [, navigate] = useLocation();
  const { revision } = useImport();
  const state = readPatternState(search);
  const load = usePatterns(state, revision);
  const reading = useReading(state.where, load.state === 'loading');
  useEffect(() => {
    document.title = 'Patterns · Tracewright';
  }, []);
  const change = (part: Partial<PatternState>): void =>
    navigate(writePatternState({ ...state, ...part }), { replace: true });
  const failure = load.state === 'failed' ? load.failure : undefined;
  const refused = failure === undefined ? undefined : findRefusedFilter(failure);
  return (
    <>
      <PageBar />
      <main className="patterns-page">
        <h1 className="visually-hidden">Patterns</h1>
        <FilterBar
          filter={state.where}
          total={load.state === 'ready' ? load.value.counts.runs : undefined}
          failure={refused === 'where' ? failure : undefined}
          hasOutcomes={false}
          onChange={(filter) => change({ where: filter })}
        />
        <AgainstBox
          value={state.against}
          failure={refused === 'against' ? failure : undefined}
          onChange={(against) => change({ against })}
        />
        {refused === undefined && (
          <Body
            load={load}
            reading={reading}
            isFiltered={state.where.trim() !== ''}
            onReset={() => navigate('/patterns')}
          />
        )}
      </main>
    </>
  );
}

/** Loads the patterns; those that are no longer asked for are called off, here and on the server. */
function usePatterns(state: PatternState, revision: number): Load<PatternsJson> {
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);
  return useLoad(JSON.stringify([state, revision]), () => {
    control.current?.abort();
    control.current = new AbortController();
    return client.findPatterns(state, { signal: control.current.signal });
  });
}

interface BodyProps {
  readonly load: Load<PatternsJson>;
  readonly reading: Reading | undefined;
  readonly isFiltered: boolean;
  readonly onReset: () => void;
}

function Body({ load, reading, isFiltered, onReset }: BodyProps): ReactNode {
  switch (load.state) {
    case 'loading':
      return (
        <p className="loading after-a-moment" role="status">
          {reading === undefined || reading.done >= reading.total
            ? 'Comparing runs …'
            : `Reading runs: ${formatCount(reading.done)} of ${formatCount(reading.total)} …`}
        </p>
      );
    case 'failed':
      return <FailureNotice failure={load.failure} retry={load.retry} />;
    case 'ready':
      if (load.value.counts.runs === 0) return isFiltered ? <NoMatch onReset={onReset} /> : <EmptyStore />;
      return <Patterns patterns={load.value} />;
  }
}

function Patterns({ patterns }: { readonly patterns: PatternsJson }): ReactNode {
  const { counts, trend, capabilities } = patterns;
  return (
    <>
      <p className="patterns-counts number">
        {formatCount(counts.failure)} failed, {formatCount(counts.success)} passed,{' '}
        {formatCount(counts.unknown)} unknown; {formatCount(counts.tasks)}{' '}
        {counts.tasks === 1 ? 'task' : 'tasks'}, {formatCount(counts.mixedTasks)} with both outcomes.{' '}
        <Link href="/memory">Notes on agents</Link>
      </p>
      {trend !== null && <TrendTable trend={trend} />}
      <ContrastTable patterns={patterns} />
      <CapabilityTable capabilities={capabilities} />
      <ClusterList patterns={patterns} />
      <TaxonomyTable patterns={patterns} />
    </>
  );
}
