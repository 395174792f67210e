import type { ReactNode } from 'react';
import type { ClusterJson, PatternsJson } from '@tracewright/core';
import { formatShare } from './format-statistics.ts';
import { PlaceLink, PlaceList } from './place-list.tsx';
import { Disclosure } from '../../design/disclosure.tsx';

/** Below it a clustering has no substantial structure (Kaufman and Rousseeuw, 1990). */
const CLEAR_SILHOUETTE = 0.25;
const FEATURES = 5;

export function ClusterList({ patterns }: { readonly patterns: PatternsJson }): ReactNode {
  const { clusters, silhouette, counts } = patterns;
  const placed = clusters.reduce((sum, { runs }) => sum + runs, 0);
  const rest = counts.failure - placed;
  return (
    <section className="patterns-section" aria-labelledby="clusters">
      <h2 id="clusters">How the failed runs group</h2>
      <p className="patterns-lead">
        {silhouette === null
          ? counts.failure < 2
            ? 'Fewer than two runs failed.'
            : 'They all fail alike, as far as their traces tell.'
          : `By where and how they fail, named after what marks each group off. Silhouette ${silhouette.toFixed(2)}${silhouette < CLEAR_SILHOUETTE ? ': there are no clear groups' : ''}${rest > 0 ? `; ${rest} ${rest === 1 ? 'run resembles' : 'runs resemble'} no other` : ''}.`}
      </p>
      <ul className="cluster-list">
        {clusters.map((cluster) => (
          <Cluster key={cluster.example.runId} cluster={cluster} total={counts.failure} />
        ))}
      </ul>
    </section>
  );
}

function Cluster({ cluster, total }: { readonly cluster: ClusterJson; readonly total: number }): ReactNode {
  const { name, runs, example, features, runIds } = cluster;
  return (
    <li className="cluster">
      <h3 className="trace-text" dir="auto" title={name}>
        {name}
      </h3>
      <p className="cluster-size number">
        <Bar part={runs} whole={total} tone="failure" />
        {runs} of {total} failed runs
      </p>
      <ul className="cluster-features">
        {features.slice(0, FEATURES).map(({ label, inside, outside }) => (
          <li key={label}>
            <span className="cluster-feature trace-text" dir="auto" title={label}>
              {label}
            </span>
            <span className="muted number">
              {formatShare(inside)}, elsewhere {formatShare(outside)}
            </span>
          </li>
        ))}
      </ul>
      <PlaceList places={[example]} />
      <Disclosure
        className="cluster-runs"
        summary={runIds.length < runs ? `The first ${runIds.length} runs` : 'All its runs'}
      >
        <ul>
          {runIds.map((runId) => (
            <li key={runId}>
              <PlaceLink place={{ runId, stepIndex: null, evidence: [] }} />
            </li>
          ))}
        </ul>
      </Disclosure>
    </li>
  );
}

interface BarProps {
  readonly part: number;
  readonly whole: number;
  readonly tone: 'failure' | 'success';
}

/** Decoration: the numbers stand beside it. */
export function Bar({ part, whole, tone }: BarProps): ReactNode {
  return (
    <svg className="patterns-bar" width="120" height="8" aria-hidden="true">
      <rect className="patterns-bar-all" width="120" height="8" rx="2" />
      <rect
        className={`patterns-bar-${tone}`}
        width={whole === 0 ? 0 : (120 * part) / whole}
        height="8"
        rx="2"
      />
    </svg>
  );
}
