import './overview-page.css';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { FILTER_VALUES, RUN_FIELDS } from '@tracewright/core';
import { Link, useLocation, useSearch } from 'wouter';
import { PageBar } from '../../components/page-bar.tsx';
import { findErrorOffset } from '../../filter/error-offset.ts';
import { FilterError } from '../../filter/filter-error.tsx';
import { FilterField } from '../../filter/filter-field.tsx';
import { FilterHelp } from '../../filter/filter-help.tsx';
import { isFilterFailure } from '../../filter/is-filter-failure.ts';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatShare,
  formatShortCount,
} from '../../format/quantity.ts';
import { useImport } from '../../import/import-context.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useKept } from '../../loading/use-kept.ts';
import { type Load, useLoad } from '../../loading/use-load.ts';
import { EmptyStore } from '../runs/empty-list.tsx';
import { DayRange, nameDay } from './day-range.tsx';
import { FindingCounts } from './finding-counts.tsx';
import { GroupTable } from './group-table.tsx';
import { loadOverview, type Overview } from './load-overview.ts';
import { OverviewCharts } from './overview-charts.tsx';
import { BUCKET_MS, nameBucket } from './overview-series.ts';
import {
  findSpan,
  type Group,
  GROUPS,
  joinWhere,
  type OverviewState,
  type RangeName,
  RANGES,
  readOverviewState,
  runsHref,
  writeOverviewState,
} from './overview-state.ts';

const VOCABULARY = { fields: RUN_FIELDS, values: FILTER_VALUES };
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['agent ~ claude', 'contains, ignoring case'],
  ['format = otlp and steps > 20', 'live runs of some length'],
  ['start >= 2026-03-01 and start < 2026-04-01', 'times, ISO 8601'],
];

const TIMES: readonly { readonly value: RangeName | undefined; readonly title: string }[] = [
  { value: undefined, title: 'All times' },
  ...(Object.keys(RANGES) as RangeName[]).map((value) => ({ value, title: RANGES[value].title })),
];
const GROUPINGS: readonly { readonly value: Group | undefined; readonly title: string }[] = [
  { value: undefined, title: 'Not grouped' },
  ...(Object.keys(GROUPS) as Group[]).map((value) => ({ value, title: GROUPS[value] })),
];

/** How are the runs doing, and since when? */
export function OverviewPage(): ReactNode {
  const state = readOverviewState(useSearch());
  const [, navigate] = useLocation();
  const { revision } = useImport();
  const load = useLoad(`${writeOverviewState(state)} ${revision}`, () => loadOverview(state, Date.now()));
  const kept = useKept(load);
  const [now] = useState(() => Date.now());
  const isFilterWrong = load.state === 'failed' && isFilterFailure(load.failure);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const errorId = useId();
  const change = (part: Partial<OverviewState>): void =>
    navigate(writeOverviewState({ ...state, ...part }), { replace: true });
  useKeys({ '/': () => input.current?.select() });
  useEffect(() => {
    document.title = 'Overview · Tracewright';
  }, []);
  return (
    <>
      <PageBar />
      <main className="overview" tabIndex={-1}>
        <h1 className="visually-hidden">Overview</h1>
        <search className="overview-bar">
          <ToggleGroup
            label="Time"
            choices={TIMES}
            chosen={state.from === undefined ? state.range : null}
            onChoose={(range) => change({ range, from: undefined, to: undefined, isWide: false })}
          />
          <DayRange
            span={findSpan(state, now) ?? drawnSpan(kept)}
            onChange={(from, to) => change({ range: undefined, isWide: false, from, to })}
          />
          <ToggleGroup
            label="Group by"
            choices={GROUPINGS}
            chosen={state.group}
            onChoose={(group) => change({ group })}
          />
          <FilterField
            ref={input}
            label="Filter"
            placeholder="agent ~ claude and steps > 20"
            value={state.filter}
            vocabulary={VOCABULARY}
            errorId={isFilterWrong ? errorId : undefined}
            onApply={(filter) => change({ filter })}
            onHelp={() => setHelpOpen(true)}
          />
          {isFilterWrong && (
            <FilterError
              id={errorId}
              filter={state.filter}
              offset={findErrorOffset(load.failure.where, state.filter, 1)}
              failure={load.failure}
            />
          )}
        </search>
        {!isFilterWrong && <Body load={load} state={state} />}
        {isHelpOpen && (
          <FilterHelp fields={RUN_FIELDS} examples={EXAMPLES} onClose={() => setHelpOpen(false)} />
        )}
      </main>
    </>
  );
}

/** From the first bucket of the charts to the end of the last. */
function drawnSpan(overview: Overview | undefined): ReturnType<typeof findSpan> {
  const { starts = [], bucket = 'day' } = overview?.timeline ?? {};
  const [first, last] = [starts[0], starts.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { fromMs: first, toMs: last + BUCKET_MS[bucket] };
}

function Body({ load, state }: { readonly load: Load<Overview>; readonly state: OverviewState }): ReactNode {
  switch (load.state) {
    case 'loading':
      return <Loading what="the overview" />;
    case 'failed':
      return <FailureNotice failure={load.failure} retry={load.retry} />;
    case 'ready':
      return <Figures overview={load.value} state={state} />;
  }
}

function Figures({
  overview,
  state,
}: {
  readonly overview: Overview;
  readonly state: OverviewState;
}): ReactNode {
  const [runs = 0, cost = null, tokens = null, p50 = null, p95 = null] = overview.totals;
  if (runs === 0 || runs === null)
    return overview.where === '' ? (
      <EmptyStore />
    ) : (
      <p className="overview-none">
        No run matches. <Link href="/overview">All runs</Link>
      </p>
    );
  const { where, failures } = overview;
  const untimed = overview.untimed.reduce((sum, { values }) => sum + (values[0] ?? 0), 0);
  const isBounded = state.range !== undefined || state.from !== undefined;
  return (
    <>
      <dl className="overview-tiles">
        <Tile name="Runs" value={formatCount(runs)} href={runsHref(where)} />
        <Tile
          name="Failures"
          value={`${formatCount(failures)}`}
          detail={formatShare(failures / runs)}
          href={runsHref(joinWhere(where, 'outcome = failure'))}
        />
        <Tile name="Cost" value={formatCost(cost)} href={runsHref(joinWhere(where, 'has cost'))} />
        <Tile
          name="Tokens"
          value={formatShortCount(tokens)}
          href={runsHref(joinWhere(where, 'has tokens'))}
        />
        <Tile
          name="Median duration"
          value={formatDuration(p50)}
          href={runsHref(joinWhere(where, 'has duration'))}
        />
        <Tile
          name="95th percentile"
          value={formatDuration(p95)}
          href={runsHref(p95 === null ? where : joinWhere(where, `duration >= ${p95}`))}
        />
      </dl>
      {untimed > 0 && (
        <p className="overview-untimed">
          <Link href={runsHref(joinWhere(state.filter, 'not has start'))}>
            {formatCount(untimed)} {untimed === 1 ? 'run has' : 'runs have'} no time
          </Link>{' '}
          and {untimed === 1 ? 'stands' : 'stand'} in no chart
          {isBounded ? ' and no figure here' : ''}: {nameUntimed(overview)}. Charts are in UTC.
        </p>
      )}
      {overview.focus !== undefined && (
        <p className="overview-untimed">
          Charts show {nameDay(overview.focus.fromMs)} to {nameDay(overview.focus.toMs - 1)}, where most runs
          are: {formatCount(overview.focus.outside)} {overview.focus.outside === 1 ? 'stands' : 'stand'} far
          before or after.{' '}
          <Link href={writeOverviewState({ ...state, isWide: true })}>All times in the charts</Link>
        </p>
      )}
      {state.isWide && (
        <p className="overview-untimed">
          Charts show all times.{' '}
          <Link href={writeOverviewState({ ...state, isWide: false })}>Those of most runs</Link>
        </p>
      )}
      {overview.isTimelineCut && (
        <p className="overview-untimed" role="status">
          {sayWhereCut(overview)}
        </p>
      )}
      <OverviewCharts overview={overview} group={state.group} />
      {state.group !== undefined && <GroupTable overview={overview} group={state.group} />}
      <FindingCounts counts={overview.findings} where={where} />
    </>
  );
}

/** Rows come by their buckets: those at the end are the ones that are missing. */
function sayWhereCut({ timeline: { starts, bucket } }: Overview): string {
  const last = starts.at(-1);
  const until = last === undefined ? '' : ` and end with ${nameBucket(last, bucket)}`;
  return `The charts hold less than there is${until}: choose a shorter time, or no group.`;
}

const MOST_NAMED = 4;

/** "swe-agent 12, tau-bench 8 and 3 of others". */
function nameUntimed({ untimed }: Overview): string {
  const counts = new Map<string, number>();
  for (const { keys, values } of untimed) {
    const format = String(keys[0] ?? 'no format');
    counts.set(format, (counts.get(format) ?? 0) + (values[0] ?? 0));
  }
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1]);
  const named = sorted.slice(0, MOST_NAMED).map(([format, count]) => `${format} ${formatCount(count)}`);
  const rest = sorted.slice(MOST_NAMED).reduce((sum, [, count]) => sum + count, 0);
  return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${formatCount(rest)} of others`;
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly detail?: string;
  readonly href: string;
}

function Tile({ name, value, detail, href }: TileProps): ReactNode {
  return (
    <div className="overview-tile">
      <dt>{name}</dt>
      <dd className="number">
        <Link href={href} aria-label={`${name} ${value}: the runs`}>
          {value}
        </Link>
        {detail !== undefined && <span className="muted"> {detail}</span>}
      </dd>
    </div>
  );
}
