import { type ReactNode, useState } from 'react';
import type { MapContrastJson, MapPlaceJson, MapRunJson, ProcessMapJson } from '@tracewright/core';
import { Link } from 'wouter';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { formatCount, formatShare } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { toPlainText } from '../../text/plain-text.ts';
import { runsHref } from '../overview/overview-state.ts';
import {
  formatOdds,
  formatP,
  formatRatio,
  formatShare as formatPart,
} from '../patterns/format-statistics.ts';
import { namePlace } from './graph-labels.ts';
import type { MapState } from './map-state.ts';
import { useMapRuns } from './use-map-runs.ts';

const OUTCOMES = [
  { value: undefined, title: 'All' },
  { value: 'failure', title: 'Failed' },
  { value: 'success', title: 'Passed' },
] as const;
/** Runs that the list of runs can be asked for by name. */
const MAX_NAMED = 100;

interface SelectionPanelProps {
  readonly map: ProcessMapJson;
  readonly state: MapState;
  readonly place: MapPlaceJson;
  readonly contrast: MapContrastJson | undefined;
  readonly nameOf: (id: string) => string;
  readonly revision: number;
  readonly onClose: () => void;
}

/** An edge or a node: its counts, what is claimed of it, and its runs. */
export function SelectionPanel(props: SelectionPanelProps): ReactNode {
  const { map, state, place, contrast, nameOf, revision, onClose } = props;
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]['value']>();
  const pages = useMapRuns(state, place, outcome, revision);
  const { list, failure } = pages;
  const runs = pages.isStale ? undefined : list?.runs;
  const counted =
    'node' in place
      ? map.nodes.find(({ id }) => id === place.node)
      : map.edges.find(({ from, to }) => from === place.from && to === place.to);
  return (
    <section className="map-selection" aria-labelledby="map-selected">
      <header>
        <h2 id="map-selected" className="trace-text" dir="auto">
          {namePlace(place, nameOf)}
        </h2>
        <IconButton icon="close" label="Show what separates failures" onClick={onClose} />
      </header>
      {counted === undefined ? (
        <p className="muted">None of these runs takes it.</p>
      ) : (
        <>
          <p className="number">
            {formatCount(counted.times)} {counted.times === 1 ? 'time' : 'times'} in{' '}
            {formatCount(counted.runs)} of {formatCount(map.counts.runs)} runs; {formatCount(counted.failure)}{' '}
            of them failed, {formatCount(counted.success)} passed
            {counted.failureRate !== null &&
              counted.failureInterval !== null &&
              `: ${formatShare(counted.failureRate)} (${counted.failureInterval.map((end) => Math.round(end * 100)).join('–')} %)`}
            {'errors' in counted &&
              counted.errors > 0 &&
              `; ${formatCount(counted.errors)} steps with an error`}
            .
          </p>
          <p className="map-note">{sayContrast(contrast)}</p>
        </>
      )}
      <ToggleGroup label="Outcome of its runs" choices={OUTCOMES} chosen={outcome} onChoose={setOutcome} />
      {runs === undefined && failure === undefined && <Loading what="runs" />}
      {runs?.length === 0 && <p className="muted">No such run.</p>}
      <ul className="map-runs">
        {runs?.map((taken) => (
          <RunRow key={taken.run.runId} taken={taken} />
        ))}
      </ul>
      {failure !== undefined && <FailureNotice failure={failure} retry={pages.retry} />}
      <p className="map-runs-more">
        {runs !== undefined && list?.next !== null && failure === undefined && (
          <Button onClick={pages.loadMore}>More runs</Button>
        )}
        {runs !== undefined && runs.length > 1 && (
          <Link
            href={runsHref(
              runs
                .slice(0, MAX_NAMED)
                .map(({ run }) => `run = ${run.runId}`)
                .join(' or '),
            )}
          >
            Open these {formatCount(Math.min(runs.length, MAX_NAMED))} in Runs
          </Link>
        )}
      </p>
    </section>
  );
}

function RunRow({ taken: { run, stepIndex, times } }: { readonly taken: MapRunJson }): ReactNode {
  const id = run.runId.slice(0, 8);
  return (
    <li>
      <OutcomeBadge run={run} />
      <Link href={`/runs/${run.runId}${stepIndex === null ? '' : `#step-${stepIndex}`}`}>
        {stepIndex === null ? `Run ${id}` : `Run ${id}, step ${stepIndex}`}
      </Link>
      {times > 1 && <span className="muted number">{formatCount(times)} times</span>}
      {run.task !== null && (
        <span className="map-run-task muted trace-text" dir="auto" title={toPlainText(run.task)}>
          {toPlainText(run.task)}
        </span>
      )}
    </li>
  );
}

function sayContrast(contrast: MapContrastJson | undefined): string {
  if (contrast === undefined) return 'Within tasks: too few attempts differ in it to be tested.';
  const { marks, failing, passing, q, isTestable, detectable } = contrast;
  const parts = `${formatPart(failing)} failing and ${formatPart(passing)} passing attempts at the same tasks`;
  if (!isTestable) return `Within tasks: ${parts}; too few to tell.`;
  const claim = marks === null ? 'Nothing is claimed' : `It marks ${marks}`;
  const reach =
    marks === null && detectable.above !== null
      ? ` An odds ratio from ${formatRatio(detectable.above)} would have shown.`
      : '';
  return `Within tasks: ${claim}: ${parts}, odds ratio ${formatOdds(contrast)}, q ${formatP(q)}.${reach}`;
}
