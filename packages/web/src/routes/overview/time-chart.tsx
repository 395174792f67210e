import 'uplot/dist/uPlot.min.css';
import './time-chart.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { Link } from 'wouter';
import { useThemeChanges } from '../../design/canvas-colors.ts';
import { moveFocus } from '../../design/move-focus.ts';
import { nameBucket, type Series, stackSeries, type Timeline } from './overview-series.ts';

const HEIGHT = 190;

const [MINUTE, DAY] = [60, 86_400];
/**
 * What stands below the time axis, by the seconds between two marks: on each, and besides where a year or a day begins. Written as
 * elsewhere on the page.
 */
const TIME_LABELS = (
  [
    [365 * DAY, '{YYYY}', null, null],
    [28 * DAY, '{MMM}', '\n{YYYY}', null],
    [DAY, '{MM}-{DD}', '\n{YYYY}', null],
    [MINUTE, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', '\n{MM}-{DD}'],
    [0, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', '\n{MM}-{DD}'],
  ] as const
).map(([seconds, each, year, day]) => [seconds, each, year, null, day, null, null, null, 1]);

export interface ChartSeries extends Series {
  /** Name of a custom property that holds a colour. */
  readonly colour: string;
}

interface TimeChartProps {
  readonly title: string;
  readonly timeline: Timeline;
  readonly series: readonly ChartSeries[];
  /** Bars stand on each other, lines are on their own. */
  readonly kind: 'bars' | 'lines';
  readonly format: (value: number) => string;
  /** Distances that the lines of the axis may have, ascending. */
  readonly steps?: readonly number[];
  /** Names the lines; as values are named when absent. */
  readonly nameLine?: (value: number) => string;
  /** Where the mark of a bucket leads. */
  readonly href: (start: number) => string;
  readonly note?: string | undefined;
}

/** Where a bucket's mark stands within the chart, in px. */
interface Slot {
  readonly index: number;
  readonly left: number;
  readonly width: number;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly slots: readonly Slot[];
}

/**
 * A chart over time: uPlot paints it, and each bucket that has something is a link above the painting, so that keyboard,
 * screen reader and middle button have what a canvas lacks.
 */
export function TimeChart(props: TimeChartProps): ReactNode {
  const { title, timeline, series, kind, format, href, note } = props;
  const host = useRef<HTMLDivElement>(null);
  const [area, setArea] = useState<Area>();
  const [active, setActive] = useState(0);
  const theme = useThemeChanges();
  const key = JSON.stringify([timeline, series, kind]);
  useEffect(() => {
    const element = host.current;
    if (element === null || timeline.starts.length === 0) return undefined;
    const measure = (plot: uPlot): void => setArea(measureArea(plot, props));
    const plot = new uPlot(
      { ...buildOptions(element, props), hooks: { ready: [measure], setSize: [measure] } },
      buildData(props),
      element,
    );
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width)
        plot.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // What is drawn is named by the key; the functions beside it are the same for the same chart.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, theme]);
  const slots = area?.slots ?? [];
  const current = Math.min(active, slots.length - 1);
  return (
    <section className="time-chart" aria-label={title}>
      <header className="time-chart-head">
        <h2>{title}</h2>
        {series.length > 1 && (
          <ul className="time-chart-legend">
            {series
              .filter(({ values }) => values.some((value) => value !== null))
              .map(({ title: name, colour }) => (
                <li key={name} className="trace-text" title={name}>
                  <svg width="9" height="9" aria-hidden="true">
                    <rect width="9" height="9" rx="2" style={{ fill: `var(${colour})` }} />
                  </svg>
                  {name}
                </li>
              ))}
          </ul>
        )}
      </header>
      {timeline.starts.length === 0 ? (
        <p className="time-chart-none muted">Nothing with a time.</p>
      ) : (
        <div className="time-chart-plot">
          <div ref={host} aria-hidden="true" style={{ height: HEIGHT }} />
          {area !== undefined && (
            <div
              className="time-chart-marks"
              role="group"
              aria-label={`${title}: arrow keys walk, Enter opens the runs`}
              style={{ left: area.left, top: area.top, height: area.height }}
              onKeyDown={moveFocus}
            >
              {slots.map(({ index, left, width }, place) => {
                const start = timeline.starts[index] ?? 0;
                const values = series.flatMap(({ title: name, values: list }) => {
                  const value = list[index] ?? null;
                  return value === null ? [] : [`${name} ${format(value)}`];
                });
                const label = `${nameBucket(start, timeline.bucket)}: ${values.join(', ')}`;
                return (
                  <Link
                    key={index}
                    href={href(start)}
                    className="time-chart-mark"
                    aria-label={label}
                    title={label.replaceAll(/: |, /g, '\n')}
                    tabIndex={place === current ? 0 : -1}
                    style={{ left, width }}
                    onFocus={() => setActive(place)}
                  />
                );
              })}
            </div>
          )}
        </div>
      )}
      {note !== undefined && <p className="time-chart-note muted">{note}</p>}
    </section>
  );
}

/** uPlot draws series in order, each whole: the highest stack first, so that lower ones stand before it. */
function buildData({ timeline, series, kind }: TimeChartProps): uPlot.AlignedData {
  const seconds = timeline.starts.map((start) => start / 1000);
  if (kind === 'lines') return [seconds, ...series.map(({ values }) => [...values])];
  return [
    seconds,
    ...stackSeries(series)
      .map((values) => [...values])
      .toReversed(),
  ];
}

function buildOptions(
  element: HTMLElement,
  { timeline, series, kind, format, steps, nameLine = format }: TimeChartProps,
): uPlot.Options {
  const grid = { stroke: resolveColour(element, '--line'), width: 1 };
  const axis = {
    stroke: resolveColour(element, '--text-3'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    grid,
  };
  const drawn = series.map(({ title, colour }): uPlot.Series => {
    const stroke = resolveColour(element, colour);
    return kind === 'lines'
      ? { label: title, stroke, width: 1.5, points: { show: true, size: 5, fill: stroke } }
      : {
          label: title,
          stroke,
          width: 0,
          fill: stroke,
          points: { show: false },
          ...(uPlot.paths.bars === undefined ? {} : { paths: uPlot.paths.bars({ size: [0.82, 48, 3] }) }),
        };
  });
  return {
    width: Math.max(element.clientWidth, 100),
    height: HEIGHT,
    // Buckets are in UTC, so are the times on the axis.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { show: false },
    legend: { show: false },
    padding: [8, 8, 0, 0],
    scales: {
      x: { range: () => padTimes(timeline.starts) },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 38, values: TIME_LABELS },
      {
        ...axis,
        size: 68,
        space: 34,
        ...(steps === undefined ? {} : { incrs: [...steps] }),
        values: (_plot, splits) => splits.map((value) => nameLine(value)),
      },
    ],
    series: [{}, ...(kind === 'lines' ? drawn : drawn.toReversed())],
  };
}

/**
 * Room for half a bar at both ends, and for a single one: uPlot would give that three years.
 * @returns seconds
 */
function padTimes(starts: readonly number[]): [number, number] {
  const [min, max] = [(starts[0] ?? 0) / 1000, (starts.at(-1) ?? 0) / 1000];
  const pad = max > min ? (max - min) * 0.02 : 43_200;
  return [min - pad, max + pad];
}

function measureArea(plot: uPlot, { timeline, series }: TimeChartProps): Area {
  const ratio = uPlot.pxRatio;
  const centre = (index: number): number => plot.valToPos((timeline.starts[index] ?? 0) / 1000, 'x');
  const step = timeline.starts.length > 1 ? Math.abs(centre(1) - centre(0)) : 60;
  const width = Math.max(step, 3);
  return {
    left: plot.bbox.left / ratio,
    top: plot.bbox.top / ratio,
    height: plot.bbox.height / ratio,
    slots: timeline.starts.flatMap((_, index): Slot[] =>
      series.some(({ values }) => (values[index] ?? 0) > 0)
        ? [{ index, left: centre(index) - width / 2, width }]
        : [],
    ),
  };
}

/** A canvas knows no custom properties: the browser resolves them for an element. */
function resolveColour(element: HTMLElement, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
