import type { ReactNode } from 'react';
import type { MapContrastJson, MapPlaceJson, ProcessMapJson } from '@tracewright/core';
import { formatCount } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { formatOdds, formatP, formatRatio, formatShare } from '../patterns/format-statistics.ts';

const MAX_SHOWN = 20;

interface SeparationPanelProps {
  readonly map: ProcessMapJson;
  readonly onSelect: (place: MapPlaceJson) => void;
}

/** What separates failing from passing attempts at the same task, or why nothing can be said. */
export function SeparationPanel({ map, onSelect }: SeparationPanelProps): ReactNode {
  const { contrasts } = map.separation;
  const claims = contrasts.filter(({ marks }) => marks !== null);
  return (
    <section className="map-separation" aria-labelledby="map-separates">
      <h2 id="map-separates">What separates failures</h2>
      <Verdict map={map} claims={claims.length} />
      <ul>
        {claims.slice(0, MAX_SHOWN).map((contrast) => (
          <Claim key={contrast.id} contrast={contrast} onSelect={onSelect} />
        ))}
      </ul>
      <p className="map-note">
        Choose an edge or a step to see its runs.{' '}
        {claims.length > 0 && 'What makes a difference is underlined in the graph.'}
      </p>
    </section>
  );
}

function Verdict({ map, claims }: { readonly map: ProcessMapJson; readonly claims: number }): ReactNode {
  const { counts, separation } = map;
  const { tested, untestable, level, acrossAgents, contrasts } = separation;
  if (counts.mixedTasks === 0)
    return (
      <p>
        No task has attempts that failed and attempts that passed, so that nothing can be compared. Run tasks
        several times to see what makes the difference.
      </p>
    );
  const reach = Math.min(...contrasts.map(({ detectable }) => detectable.above ?? Infinity));
  return (
    <>
      <p>
        <strong>
          {claims === 0
            ? 'Nothing is claimed.'
            : `${claims} ${claims === 1 ? 'way makes' : 'ways make'} a difference.`}
        </strong>{' '}
        {formatCount(tested)} {tested === 1 ? 'way was' : 'ways were'} tested within{' '}
        {formatCount(counts.mixedTasks)} {counts.mixedTasks === 1 ? 'task' : 'tasks'} with both outcomes (q ≤{' '}
        {level}); {formatCount(untestable)} more are too rare.{' '}
        {Number.isFinite(reach)
          ? `The smallest odds ratio that would have shown is ${formatRatio(reach)}.`
          : 'No difference, however great, would have shown.'}
      </p>
      {acrossAgents && (
        <p className="map-warning">Attempts of different agents are compared: a way may mark the agent.</p>
      )}
    </>
  );
}

interface ClaimProps {
  readonly contrast: MapContrastJson;
  readonly onSelect: (place: MapPlaceJson) => void;
}

function Claim({ contrast, onSelect }: ClaimProps): ReactNode {
  const { marks, label, same, failing, passing, q, about } = contrast;
  const [first] = about;
  return (
    <li className={`map-claim map-claim-${marks ?? 'none'}`}>
      <button
        type="button"
        className="map-row-button trace-text"
        dir="auto"
        onClick={() => {
          if (first !== undefined) onSelect(first);
        }}
      >
        {toPlainText(label)}
      </button>
      {same.length > 0 && (
        <span className="muted" title={toPlainText(same.slice(0, 10).join('; '))}>
          {' '}
          and {same.length} more in the same attempts
        </span>
      )}
      <span className="map-note number">
        marks <strong>{marks}</strong>: {formatShare(failing)} failing, {formatShare(passing)} passing; odds
        ratio {formatOdds(contrast)}, q {formatP(q)}
      </span>
    </li>
  );
}
