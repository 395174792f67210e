import type { ReactNode } from 'react';
import { Link, Route, Switch } from 'wouter';
import { PageBar } from './components/page-bar.tsx';
import { ImportZone } from './import/import-zone.tsx';
import { ComparePage } from './routes/compare/compare-page.tsx';
import { PatternsPage } from './routes/patterns/patterns-page.tsx';
import { RunPage } from './routes/run/run-page.tsx';
import { RunsPage } from './routes/runs/runs-page.tsx';

export function App(): ReactNode {
  return (
    <ImportZone>
      <div className="app">
        <Switch>
          <Route path="/">
            <RunsPage />
          </Route>
          <Route path="/compare">
            <ComparePage />
          </Route>
          <Route path="/patterns">
            <PatternsPage />
          </Route>
          <Route path="/runs/:run">{({ run }) => <RunPage key={run} runId={run} />}</Route>
          <Route>
            <PageBar />
            <main className="loading">
              There is no such page. <Link href="/">All runs</Link>
            </main>
          </Route>
        </Switch>
      </div>
    </ImportZone>
  );
}
