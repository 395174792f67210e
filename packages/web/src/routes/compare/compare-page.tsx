import '../runs/empty-list.css';
import './compare.css';
import { type ReactNode, useEffect } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { client } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { useImport } from '../../import/import-context.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { type Load, useLoad } from '../../loading/use-load.ts';
import { choosePair as chooseTaskPair } from '../runs/attempt-pair.ts';
import { EmptyStore } from '../runs/empty-list.tsx';
import { choosePair, listAttempts, toCompareAddress } from './attempts.ts';
import type { CompareModel } from './compare-model.ts';
import { CompareView } from './compare-view.tsx';
import { GroupView } from './group-view.tsx';

/** Looked at for one with both outcomes: of a large task only the newest attempts are listed. */
const TASKS = 20;

/**
 * `/compare?runs=A,B`; with more than two, it shows the group; with one run, the page finds the attempt to compare it with,
 * and with none a task that fails and passes.
 */
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
        <h1 className="visually-hidden">Compare</h1>
      </PageBar>
      {first === undefined ? (
        <FindTask />
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

/** The task that fails and passes most evenly stands for all: its newest failing attempt beside a passing one. */
function FindTask(): ReactNode {
  const { revision } = useImport();
  const load = useLoad(`flaky ${revision}`, async () => {
    const { tasks } = await client.listTasks({ order: '-flakiness', limit: TASKS });
    const pair = tasks.map((task) => chooseTaskPair(task)).find((found) => found !== undefined);
    return { pair, isEmptyStore: tasks.length === 0 && (await client.listRuns({ limit: 1 })).total === 0 };
  });
  if (load.state === 'ready') {
    const { pair, isEmptyStore } = load.value;
    const [, failed] = pair ?? [];
    if (failed !== undefined) return <FindOther runId={failed} />;
    return (
      <main>
        {isEmptyStore ? (
          <EmptyStore />
        ) : (
          <section className="empty-list">
            <h2>Nothing to compare yet</h2>
            <p>
              No task has an attempt that failed and one that passed. Choose runs in the{' '}
              <Link href="/">list of runs</Link>: x marks the one that is selected, and Compare opens two side
              by side.
            </p>
          </section>
        )}
      </main>
    );
  }
  return <Pending load={load} what="tasks" />;
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
        <main>
          <section className="empty-list">
            <h2>Nothing to compare it with</h2>
            <p>
              There is no other run of the task of <Link href={`/runs/${run.runId}`}>this run</Link>. Choose
              two in the <Link href="/">list of runs</Link>.
            </p>
          </section>
        </main>
      );
    return <Redirect to={toCompareAddress(pair)} replace />;
  }
  return <Pending load={load} what="the attempts" />;
}

function Group({ runIds }: { readonly runIds: readonly string[] }): ReactNode {
  const load = useLoad(runIds.join(','), () => client.compareGroup({ runs: runIds }));
  if (load.state === 'ready') return <GroupView group={load.value} />;
  return <Pending load={load} what="the attempts" />;
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
  if (load.state === 'ready') return <CompareView model={load.value} />;
  return <Pending load={load} what="both runs" />;
}

/** On its way, or why it does not come. */
function Pending({ load, what }: { readonly load: Load<unknown>; readonly what: string }): ReactNode {
  return (
    <main>
      {load.state === 'failed' ? (
        <FailureNotice failure={load.failure} retry={load.retry} />
      ) : (
        <Loading what={what} />
      )}
    </main>
  );
}
