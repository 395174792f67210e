import './run-page.css';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { useChanges } from '../../live/use-changes.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { orderPair, toCompareAddress } from '../compare/attempts.ts';
import { AnnotateLink } from './annotate/annotate-link.tsx';
import { AttemptsMenu } from '../compare/attempts-menu.tsx';
import { runTitle } from '../runs/columns.tsx';
import { ReportButton } from './report-button.tsx';
import { RunView } from './run-view.tsx';
import { type Load, useLoad } from '../../loading/use-load.ts';
import type { RunSummaryJson } from '@tracewright/core';
import { type RunStart, startRun } from './windows/start-run.ts';

export function RunPage({ runId }: { readonly runId: string }): ReactNode {
  const [start] = useState(() => startRun(runId, window.location.hash));
  const load = useLoad(runId, () => start.loadSummary());
  const { refresh } = load;
  useChanges((runIds) => {
    if (runIds?.has(runId) ?? true) refresh();
  });
  const [, navigate] = useLocation();
  const goBack = (): void => navigate('/');
  useKeys({ u: goBack });
  const title = load.state === 'ready' ? runTitle(load.value.run) : `Run ${runId}`;
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <>
      <PageBar>
        <h1 className="run-title trace-text" dir="auto" title={title}>
          {title}
        </h1>
        {load.state === 'ready' && (
          <>
            <OutcomeBadge run={load.value.run} />
            <AnnotateLink />
            <AttemptsMenu
              label="Compare with…"
              run={load.value.run}
              toAddress={(attempt) => toCompareAddress(orderPair(load.value.run, attempt))}
            />
            <ReportButton runId={load.value.run.runId} />
          </>
        )}
      </PageBar>
      <Body load={load} start={start} />
    </>
  );
}

interface BodyProps {
  readonly load: Load<RunSummaryJson>;
  readonly start: RunStart;
}

function Body({ load, start }: BodyProps): ReactNode {
  switch (load.state) {
    case 'loading':
      return (
        <main>
          <Loading what="the run" />
        </main>
      );
    case 'failed':
      return (
        <main>
          <FailureNotice failure={load.failure} retry={load.retry} />
        </main>
      );
    case 'ready':
      return <RunView summary={load.value} start={start} onChange={load.refresh} />;
  }
}
