import type { ReactNode } from 'react';
import { formatCount } from '../../format/quantity.ts';
import { RATE_CLASSES } from './rate-scale.ts';

interface GraphLegendProps {
  /** Edges. */
  readonly drawn: number;
  readonly all: number;
}

/** What width, colour and dashes say; the numbers say it, too. */
export function GraphLegend({ drawn, all }: GraphLegendProps): ReactNode {
  return (
    <div className="map-legend">
      <span>width and first number: runs; colour and second: share that failed</span>
      <span className="map-legend-scale">
        0 %
        <svg width="90" height="8" aria-hidden="true">
          {RATE_CLASSES.map((rate) => (
            <rect key={rate} className={`rate-${rate}`} x={(rate - 1) * 18} width="17" height="8" />
          ))}
        </svg>
        100 %
      </span>
      <span className="map-legend-scale">
        <svg width="26" height="8" aria-hidden="true">
          <path className="map-legend-dashes" d="M0 4h26" />
        </svg>
        hand-over
      </span>
      <span className="map-omitted number">
        {formatCount(drawn)} of {formatCount(all)} edges drawn
      </span>
    </div>
  );
}
