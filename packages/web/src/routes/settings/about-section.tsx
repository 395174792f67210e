import type { ReactNode } from 'react';
import type { HealthResponse } from '@tracewright/core';
import { client } from '../../api.ts';
import { formatBytes, formatTime } from '../../format/quantity.ts';
import { useLoad } from '../../loading/use-load.ts';
import { Facts } from './facts.tsx';
import { Loaded } from './loaded.tsx';

export function AboutSection(): ReactNode {
  const load = useLoad('health', () => client.health());
  return (
    <Loaded load={load} what="the server's health">
      {(health) => (
        <>
          <Facts
            facts={[
              ['Version', health.version],
              ['License', 'Apache-2.0'],
              ['Health', health.status === 'ok' ? 'all works' : 'something does not work'],
              ['Address', window.location.origin],
              ['Data folder', health.store.path === null ? 'none: in memory' : folderOf(health.store.path)],
              ['Language model', health.model ?? 'none is set up; nothing needs one'],
              ...describeIngest(health.ingest),
            ]}
          />
          {health.ingest?.failure != null && (
            <div className="failure-notice" role="alert">
              <p className="failure-notice-message trace-text">{health.ingest.failure.message}</p>
              <p className="trace-text">{health.ingest.failure.fix}</p>
              <p>Since {formatTime(health.ingest.failure.since)}</p>
            </div>
          )}
          <p>
            Nothing leaves this machine. The API of this server is described at{' '}
            <a href="/api/openapi.json">/api/openapi.json</a>; <code>tracewright doctor</code> looks at the
            environment.
          </p>
        </>
      )}
    </Loaded>
  );
}

function describeIngest(ingest: HealthResponse['ingest']): readonly (readonly [string, ReactNode])[] {
  if (ingest === null) return [];
  const { durability, queuedBytes, pendingRuns, refusedAfterAcknowledge, notKept } = ingest;
  const refused = refusedAfterAcknowledge + notKept.dataPoints + notKept.logRecords;
  return [
    ['Spans are acknowledged', durability === 'disk' ? 'when they are on disk' : 'when they are in memory'],
    ['Waiting to be stored', `${formatBytes(queuedBytes)}, ${pendingRuns} runs`],
    [
      'Taken and not kept',
      refused === 0 ? 'nothing' : `${refused} records: metrics, logs of no agent, full runs`,
    ],
  ];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))) || '/';
}
