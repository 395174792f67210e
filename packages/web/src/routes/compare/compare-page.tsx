import './compare.css';
import { type ReactNode, useEffect } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { choosePair, listAttempts, toCompareAddress } from './attempts.ts';
import type { CompareModel } from './compare-model.ts';
import { CompareView } from './compare-view.tsx';
import { GroupView } from './group-view.tsx';

/** `/compare?runs=A,B`; with one run, the page finds the attempt to compare it with; with more than two, it shows the group. */
export function ComparePage(): ReactNode {
  const runs = (new URLSearchParams(useSearch()).get('runs') ?? '').split(',').filter((run) => run !== '');
  const [, navigate] = useLocation();
  useKeys({ u: () => navigate('/') });
  useEffect(() => {
    document.title = 'Compare · Tracewright';
  }, []);
  const [first, second] = runs;
  return (
    <>
      <PageBar>
        <h1 className="run-title">Compare</h1>
      </PageBar>
      {first === undefined ? (
        <main className="loading">
          Choose runs in the <Link href="/">list of runs</Link>: x marks the one that is selected, and Compare
          opens two side by side.
        </main>
      ) : second === undefined ? (
        <FindOther runId={first} />
      ) : runs.length > 2 ? (
        <Group key={runs.join(',')} runIds={runs} />
      ) : (
        <Pair key={`${first},${second}`} first={first} second={second} />
      )}
    </>
  );
}

function FindOther({ runId }: { readonly runId: string }): ReactNode {
  const load = useLoad(runId, async () => {
    const { run } = await client.getRunSummary(runId);
    return { run, pair: choosePair(run, await listAttempts(run)) };
  });
  if (load.state === 'ready') {
    const { run, pair } = load.value;
    if (pair === undefined)
      return (
        <main className="loading">
          There is no other run of the task of <Link href={`/runs/${run.runId}`}>this run</Link>. Choose two
          in the <Link href="/">list of runs</Link>.
        </main>
      );
    return <Redirect to={toCompareAddress(pair)} replace />;
  }
  return (
    <main>
      {load.state === 'failed' ? (
        <FailureNotice failure={load.failure} retry={load.retry} />
      ) : (
        <Loading what="the attempts" />
      )}
    </main>
  );
}

function Group({ runIds }: { readonly runIds: readonly string[] }): ReactNode {
  const load = useLoad(runIds.join(','), () => client.compareGroup({ runs: runIds }));
  if (load.state === 'ready') return <GroupView group={load.value} />;
  return (
    <main>
      {load.state === 'failed' ? (
        <FailureNotice failure={load.failure} retry={load.retry} />
      ) : (
        <Loading what="the attempts" />
      )}
    </main>
  );
}

function Pair({ first, second }: { readonly first: string; readonly second: string }): ReactNode {
  const load = useLoad(`${first},${second}`, async (): Promise<CompareModel> => {
    const [comparison, a, b] = await Promise.all([
      client.compare(first, second),
      client.getRun(first),
      client.getRun(second),
    ]);
    return { comparison, a: a.steps, b: b.steps };
  });
  switch (load.state) {
    case 'ready':
      return <CompareView model={load.value} />;
    case 'failed':
      return (
        <main>
          <FailureNotice failure={load.failure} retry={load.retry} />
        </main>
      );
    case 'loading':
      return (
        <main>
          <Loading what="both runs" />
        </main>
      );
  }
}
