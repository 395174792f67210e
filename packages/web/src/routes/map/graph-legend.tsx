import type { ReactNode } from 'react';
import { RATE_CLASSES } from './rate-scale.ts';

/** What width, colour and dashes say; the numbers say it, too. */
export function GraphLegend(): ReactNode {
  return (
    <div className="map-legend">
      <span>runs · share that failed:</span>
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
    </div>
  );
}
