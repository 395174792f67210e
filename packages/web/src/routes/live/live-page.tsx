import './live-page.css';
import { type ReactNode, useEffect } from 'react';
import type { LiveRunsJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { formatCount } from '../../format/quantity.ts';
import { useChanges } from '../../live/use-changes.ts';
import { useNow } from '../../live/use-now.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useKept } from '../../loading/use-kept.ts';
import { useLoad } from '../../loading/use-load.ts';
import { HowToSend } from './how-to-send.tsx';
import { LiveTable } from './live-table.tsx';

/** Runs that end or hang in silence are noticed at the latest then. */
const RELOAD_MS = 30_000;

/** What is running now, and which run needs me? */
export function LivePage(): ReactNode {
  const load = useLoad('live', async () => ({ value: await client.listLiveRuns(), loadedMs: Date.now() }));
  const { refresh } = load;
  useChanges(refresh);
  const isOffline = load.state === 'failed';
  useEffect(() => {
    const timer = setInterval(refresh, RELOAD_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  useEffect(() => {
    document.title = 'Live · Tracewright';
  }, []);
  const kept = useKept(load);
  return (
    <>
      <PageBar />
      <main className="live">
        <h1 className="visually-hidden">Live</h1>
        {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
        {kept !== undefined ? (
          <LiveList live={kept.value} loadedMs={kept.loadedMs} isOffline={isOffline} />
        ) : (
          load.state === 'loading' && <Loading what="the runs in flight" />
        )}
      </main>
    </>
  );
}

interface LiveListProps {
  readonly live: LiveRunsJson;
  readonly loadedMs: number;
  readonly isOffline: boolean;
}

function LiveList({ live, loadedMs, isOffline }: LiveListProps): ReactNode {
  const now = useNow(1000);
  // By the server's clock, as far as it is known.
  const serverMs = Date.parse(live.now) + (now - loadedMs);
  if (live.runs.length === 0) return <HowToSend />;
  return (
    <>
      <p className="live-count">
        <span className="number">{formatCount(live.total)}</span> {live.total === 1 ? 'run' : 'runs'} in
        flight
        {live.total > live.runs.length && `, the ${live.runs.length} that spoke last`}
        {isOffline && ', as of when the server last answered'}
      </p>
      <LiveTable runs={live.runs} serverMs={serverMs} />
    </>
  );
}
