import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type LiveRunJson, STALLED_AFTER_MS } from '@tracewright/core';
import { formatCost, formatCount, formatDuration, formatShortCount, UNKNOWN } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { runTitle } from '../runs/columns.tsx';

const NAME_LENGTH = 120;

interface LiveTableProps {
  readonly runs: readonly LiveRunJson[];
  /** The server's time now, Unix milliseconds. */
  readonly serverMs: number;
}

/** The runs in flight, the one that spoke last on top; on a phone each is a card. */
export function LiveTable({ runs, serverMs }: LiveTableProps): ReactNode {
  return (
    <div className="live-frame" role="region" aria-label="Runs in flight" tabIndex={0}>
      <table className="live-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <th scope="col">Did last</th>
            {['Quiet for', 'Running for', 'Steps', 'Tokens', 'Cost', 'Findings'].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((live) => (
            <LiveRow key={live.run.runId} live={live} serverMs={serverMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LiveRow({ live, serverMs }: { readonly live: LiveRunJson; readonly serverMs: number }): ReactNode {
  const { run, lastArrival, last } = live;
  const quietMs = Math.max(0, serverMs - Date.parse(lastArrival));
  const state =
    run.state === 'running' ? (quietMs >= STALLED_AFTER_MS ? 'stalled' : 'running') : 'interrupted';
  const startedMs = run.startTime === null ? undefined : Date.parse(run.startTime);
  return (
    <tr data-state={state}>
      <th scope="row" className="live-run">
        {/* The page of a run in flight stands at its end and grows with it. */}
        <Link href={`/runs/${run.runId}?follow`} className="trace-text" dir="auto">
          {runTitle(run)}
        </Link>
        <span className="muted trace-text" dir="auto">
          {name([run.agent, run.model])}
        </span>
      </th>
      <td>
        <span className="live-state" data-state={state}>
          {STATES[state]}
        </span>
      </td>
      <td className="live-last trace-text" data-status={last?.status}>
        <span>{last === null ? UNKNOWN : describeLast(last)}</span>
      </td>
      <Figure name="Quiet for" value={formatAge(quietMs)} />
      <Figure
        name="Running for"
        value={startedMs === undefined ? UNKNOWN : formatAge(serverMs - startedMs)}
      />
      <Figure name="Steps" value={formatCount(run.steps)} />
      <Figure name="Tokens" value={formatShortCount(run.tokens)} />
      <Figure name="Cost" value={formatCost(run.costUsd)} />
      <Figure name="Findings" value={formatCount(run.findings)} />
    </tr>
  );
}

const STATES = { running: 'Running', stalled: 'Stalled', interrupted: 'Interrupted' } as const;

function Figure({ name: title, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <td className="number" data-name={title}>
      {value}
    </td>
  );
}

function describeLast({
  operation,
  name: spanName,
  agent,
  tool,
  status,
}: NonNullable<LiveRunJson['last']>): string {
  const act = tool ?? (operation === 'model' ? 'model call' : spanName);
  return name([operation === 'tool' ? 'tool' : null, act, agent === null ? null : `by ${agent}`]).concat(
    status === 'error' ? ', with an error' : '',
  );
}

function name(parts: readonly (string | null)[]): string {
  return toPlainText(
    parts
      .filter((part) => part !== null)
      .join(' ')
      .slice(0, NAME_LENGTH),
  ).replaceAll('\n', ' ');
}

/** In whole seconds: it changes every second. */
function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds);
}
