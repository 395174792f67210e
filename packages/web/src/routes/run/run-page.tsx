import './run-page.css';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { ExampleTag } from '../../components/example-tag.tsx';
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
import { hasLongTitle } from './run-header.tsx';
import { RunView } from './run-view.tsx';
import { useKept } from '../../loading/use-kept.ts';
import { type Load, useLoad } from '../../loading/use-load.ts';
import type { RunSummaryJson } from '@tracewright/core';
import { takeRunStart } from './windows/first-run.ts';
import type { RunStart } from './windows/start-run.ts';

export function RunPage({ runId }: { readonly runId: string }): ReactNode {
  const [start] = useState(() => takeRunStart(runId));
  const load = useLoad(runId, () => start.loadSummary(), start.ready?.summary);
  const summary = useKept(load);
  const { refresh } = load;
  useChanges((runIds) => {
    if (runIds?.has(runId) ?? true) refresh();
  });
  const [, navigate] = useLocation();
  const goBack = (): void => navigate('/');
  useKeys({ u: goBack });
  const title = summary === undefined ? `Run ${runId}` : runTitle(summary.run);
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <>
      <PageBar>
        <h1 className="run-title trace-text" dir="auto" title={title}>
          {summary === undefined || !hasLongTitle(summary.run) ? title : `Run ${runId.slice(0, 8)}`}
        </h1>
        {summary !== undefined && (
          <>
            <OutcomeBadge run={summary.run} />
            <ExampleTag run={summary.run} />
            <AnnotateLink />
            <AttemptsMenu
              label="Compare with…"
              run={summary.run}
              toAddress={(attempt) => toCompareAddress(orderPair(summary.run, attempt))}
            />
            <ReportButton runId={summary.run.runId} />
          </>
        )}
      </PageBar>
      <Body load={load} summary={summary} start={start} />
    </>
  );
}

interface BodyProps {
  readonly load: Load<RunSummaryJson>;
  /** As it was loaded last. */
  readonly summary: RunSummaryJson | undefined;
  readonly start: RunStart;
}

/** A load that fails takes nothing away: the reader keeps his place and what he writes. */
function Body({ load, summary, start }: BodyProps): ReactNode {
  const failure = load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />;
  if (summary !== undefined)
    return <RunView summary={summary} notice={failure} start={start} onChange={load.refresh} />;
  return <main>{load.state === 'loading' ? <Loading what="the run" /> : failure}</main>;
}
