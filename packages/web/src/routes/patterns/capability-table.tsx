import type { ReactNode } from 'react';
import type { CapabilityJson } from '@tracewright/core';
import { UNKNOWN } from '../../format/quantity.ts';
import { formatP, formatPercent, formatShare, formatSigned } from './format-statistics.ts';
import { OddsPlot } from './odds-plot.tsx';
import { PlaceLink } from './place-list.tsx';
import { TableRegion } from './table-region.tsx';

const EXAMPLES = 3;

export function CapabilityTable({
  capabilities,
}: {
  readonly capabilities: readonly CapabilityJson[];
}): ReactNode {
  return (
    <TableRegion
      id="capabilities"
      title="Capabilities that failing runs lack"
      lead={
        <p>
          Coverage, Δ and stability are TRACE’s (arXiv 2604.05336) and pooled over tasks; the difference
          within tasks stands beside them and is the one to trust.
        </p>
      }
    >
      <table className="patterns-table">
        <thead>
          <tr>
            <th scope="col">Capability</th>
            <th scope="col" className="number" title="Share of the failing runs that lack it">
              Coverage
            </th>
            <th
              scope="col"
              className="number"
              title="Share lacking it among failing runs that need it, less the same among passing runs"
            >
              Δ
            </th>
            <th
              scope="col"
              className="number"
              title="Share of 500 resamples of the tasks that reach TRACE's thresholds"
            >
              Stability
            </th>
            <th scope="col">TRACE</th>
            <th scope="col">Within tasks, 95 %</th>
            <th scope="col" className="number">
              Lacking
            </th>
            <th scope="col" className="number">
              q
            </th>
            <th scope="col">Examples</th>
          </tr>
        </thead>
        <tbody>
          {capabilities.map((capability) => (
            <CapabilityRow key={capability.id} capability={capability} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function CapabilityRow({ capability }: { readonly capability: CapabilityJson }): ReactNode {
  const { title, lacking, coverage, delta, deltaInterval, stability, isDeficit, within, examples } =
    capability;
  const interval = deltaInterval === null ? undefined : deltaInterval.map(formatSigned).join(' to ');
  return (
    <tr>
      <th scope="row">
        {title}
        <span className="patterns-note">lacking: {lacking}</span>
      </th>
      <td className="number">{formatPercent(coverage)}</td>
      <td className="number" title={interval}>
        {delta === null ? UNKNOWN : formatSigned(delta)}
      </td>
      <td className="number">{formatPercent(stability)}</td>
      <td>{isDeficit ? <strong>deficit</strong> : <span className="muted">{UNKNOWN}</span>}</td>
      <td>
        <OddsPlot test={within} tone={within.isClaimed ? 'failure' : 'none'} />
      </td>
      <td className="number" title="failing, passing: lacking it, of those that need it">
        {formatShare(within.failing)}, {formatShare(within.passing)}
      </td>
      <td className="number">{within.isTestable ? formatP(within.q) : UNKNOWN}</td>
      <td>
        {examples.length === 0 && <span className="muted">{UNKNOWN}</span>}
        <ul>
          {examples.slice(0, EXAMPLES).map((place) => (
            <li key={place.runId}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
