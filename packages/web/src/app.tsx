import './routes/runs/empty-list.css';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { PageBar } from './components/page-bar.tsx';
import { ImportZone } from './import/import-zone.tsx';
import { RunPage } from './routes/run/run-page.tsx';
import { RunsPage } from './routes/runs/runs-page.tsx';

// Not needed for the first screen.
const SearchPage = lazy(async () => ({
  default: (await import('./routes/search/search-page.tsx')).SearchPage,
}));

const OverviewPage = lazy(async () => ({
  default: (await import('./routes/overview/overview-page.tsx')).OverviewPage,
}));

const ComparePage = lazy(async () => ({
  default: (await import('./routes/compare/compare-page.tsx')).ComparePage,
}));
const LivePage = lazy(async () => ({
  default: (await import('./routes/live/live-page.tsx')).LivePage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./routes/settings/settings-page.tsx')).SettingsPage,
}));
const PatternsPage = lazy(async () => ({
  default: (await import('./routes/patterns/patterns-page.tsx')).PatternsPage,
}));
const MemoryPage = lazy(async () => ({
  default: (await import('./routes/memory/memory-page.tsx')).MemoryPage,
}));

const MapPage = lazy(async () => ({
  default: (await import('./routes/map/map-page.tsx')).MapPage,
}));

export function App(): ReactNode {
  return (
    <ImportZone>
      <div className="app">
        <Suspense fallback={<PageBar />}>
          <Switch>
            <Route path="/">
              <RunsPage />
            </Route>
            <Route path="/search">
              <SearchPage />
            </Route>
            <Route path="/compare">
              <ComparePage />
            </Route>
            <Route path="/patterns">
              <PatternsPage />
            </Route>
            <Route path="/memory">
              <MemoryPage />
            </Route>
            <Route path="/map">
              <MapPage />
            </Route>
            <Route path="/overview">
              <OverviewPage />
            </Route>
            <Route path="/live">
              <LivePage />
            </Route>
            <Route path="/settings/:section?">{({ section }) => <SettingsPage section={section} />}</Route>
            <Route path="/runs/:run">{({ run }) => <RunPage key={run} runId={run} />}</Route>
            <Route>
              <PageBar>
                <h1 className="visually-hidden">Not found</h1>
              </PageBar>
              <main>
                <section className="empty-list">
                  <h2>There is no such page</h2>
                  <Link href="/">All runs</Link>
                </section>
              </main>
            </Route>
          </Switch>
        </Suspense>
      </div>
    </ImportZone>
  );
}
