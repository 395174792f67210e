import type { ReactNode } from 'react';
import type { ExactTestJson } from '@tracewright/core';
import { formatOdds } from './format-statistics.ts';

const WIDTH = 150;
const HEIGHT = 18;
/** The axis goes from 1/RANGE to RANGE, in equal steps of the logarithm. */
const RANGE = 64;

interface OddsPlotProps {
  readonly test: ExactTestJson;
  readonly tone: 'failure' | 'success' | 'none';
}

/** An odds ratio with its interval on a logarithmic axis; arrows where it goes beyond. */
export function OddsPlot({ test, tone }: OddsPlotProps): ReactNode {
  if (test.smallestP >= 1) return <span className="muted">no task tells</span>;
  const { oddsRatio, interval } = test;
  const [low, high] = [toX(interval[0] ?? 0), toX(interval[1])];
  const middle = toX(oddsRatio);
  const y = HEIGHT / 2;
  return (
    <svg
      className={`odds-plot odds-plot-${tone}`}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`odds ratio ${formatOdds(test)}`}
    >
      <line className="odds-plot-one" x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={HEIGHT} />
      <line x1={low} x2={high} y1={y} y2={y} />
      {low <= 0 && <path d={`M5 ${y - 3.5}L0.5 ${y}L5 ${y + 3.5}`} />}
      {high >= WIDTH && <path d={`M${WIDTH - 5} ${y - 3.5}L${WIDTH - 0.5} ${y}L${WIDTH - 5} ${y + 3.5}`} />}
      <circle cx={Math.min(Math.max(middle, 3.5), WIDTH - 3.5)} cy={y} r={3.5} />
    </svg>
  );
}

function toX(ratio: number | null): number {
  if (ratio === null) return WIDTH;
  if (ratio <= 0) return 0;
  const part = Math.log(ratio) / Math.log(RANGE);
  return Math.min(WIDTH, Math.max(0, (WIDTH / 2) * (1 + part)));
}
