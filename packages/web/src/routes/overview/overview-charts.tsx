import type { ReactNode } from 'react';
import { formatCost, formatCount, formatDuration, formatShortCount } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { DURATION_STEPS, nameRoundDuration, WHOLE_STEPS } from './axis-steps.ts';
import type { Overview } from './load-overview.ts';
import { bucketWhere, buildSeries, type Series } from './overview-series.ts';
import { type OverviewState, joinWhere, runsHref } from './overview-state.ts';
import { type ChartSeries, TimeChart } from './time-chart.tsx';

const OUTCOMES: readonly { readonly key: string; readonly colour: string }[] = [
  { key: 'failure', colour: '--failure' },
  { key: 'success', colour: '--success' },
  { key: 'unknown', colour: '--line-strong' },
];
const COLOURS = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5'] as const;
const REST = '--line-strong';
const PERCENTILES = [
  { title: 'median', measure: 0, colour: '--series-1' },
  { title: '95th percentile', measure: 1, colour: '--series-2' },
] as const;
const NAME_LENGTH = 60;

export function nameGroup(key: string | null): string {
  return key === null || key === ''
    ? 'not named'
    : toPlainText(key.slice(0, NAME_LENGTH)).replaceAll('\n', ' ');
}

interface OverviewChartsProps {
  readonly overview: Overview;
  readonly group: OverviewState['group'];
}

export function OverviewCharts({ overview, group }: OverviewChartsProps): ReactNode {
  const { timeline, byOutcome, othersByOutcome, durations, modelCalls, groupKeys, where } = overview;
  const hasGroup = group !== undefined;
  const outcomeIndex = hasGroup ? 2 : 1;
  const base = { timeline, nameKey: nameGroup };
  const grouped = (measure: number, rows = byOutcome, others = othersByOutcome): readonly ChartSeries[] =>
    paint(
      buildSeries({
        ...base,
        rows,
        measure,
        others,
        keyIndex: hasGroup ? 1 : undefined,
        keys: hasGroup ? groupKeys : [null],
        nameKey: hasGroup ? nameGroup : () => 'all',
      }),
    );
  const failed = byOutcome.filter(({ keys }) => keys[outcomeIndex] === 'failure');
  const othersFailed = othersByOutcome.filter(({ keys }) => keys[1] === 'failure');
  const byVerdict = OUTCOMES.map(({ key, colour }): ChartSeries => {
    const rows = byOutcome.filter(({ keys }) => keys[outcomeIndex] === key);
    const [series] = buildSeries({
      ...base,
      rows,
      measure: 0,
      others: [],
      keyIndex: undefined,
      keys: [null],
      nameKey: () => key,
    });
    return { key, title: key, values: series?.values ?? [], colour };
  });
  const percentiles = (rows: Overview['durations']): readonly ChartSeries[] =>
    PERCENTILES.map(({ title, measure, colour }): ChartSeries => {
      const [series] = buildSeries({
        ...base,
        rows,
        measure,
        others: [],
        keyIndex: undefined,
        keys: [null],
        nameKey: () => title,
      });
      return { key: null, title, values: series?.values ?? [], colour };
    });
  const href = (start: number): string => runsHref(bucketWhere(where, start, timeline.bucket));
  const failedHref = (start: number): string =>
    runsHref(joinWhere(bucketWhere(where, start, timeline.bucket), 'outcome = failure'));
  const chart = { timeline, href };
  return (
    <div className="overview-charts">
      <TimeChart
        {...chart}
        title="Runs"
        steps={WHOLE_STEPS}
        kind="bars"
        series={hasGroup ? grouped(0) : byVerdict}
        format={formatCount}
      />
      <TimeChart
        {...chart}
        title="Failures"
        steps={WHOLE_STEPS}
        kind="bars"
        series={hasGroup ? grouped(0, failed, othersFailed) : byVerdict.slice(0, 1)}
        format={formatCount}
        href={failedHref}
      />
      <TimeChart {...chart} title="Cost" kind="bars" series={grouped(1)} format={formatCost} />
      <TimeChart {...chart} title="Tokens" kind="bars" series={grouped(2)} format={formatShortCount} />
      <TimeChart
        {...chart}
        title={hasGroup ? 'Duration of runs, 95th percentile' : 'Duration of runs'}
        kind="lines"
        series={hasGroup ? grouped(1, durations, []) : percentiles(durations)}
        format={formatDuration}
        steps={DURATION_STEPS}
        nameLine={nameRoundDuration}
        note="From the start of a run to its end, people's pauses included."
      />
      {modelCalls !== undefined && (
        <TimeChart
          {...chart}
          title="Latency of model calls"
          kind="lines"
          series={percentiles(modelCalls)}
          format={formatDuration}
          steps={DURATION_STEPS}
          nameLine={nameRoundDuration}
        />
      )}
    </div>
  );
}

function paint(series: readonly Series[]): readonly ChartSeries[] {
  return series.map((one, index) => ({
    ...one,
    colour: one.key === undefined ? REST : (COLOURS[index] ?? REST),
  }));
}
