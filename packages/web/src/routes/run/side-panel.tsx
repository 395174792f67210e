import './side-panel.css';
import { lazy, type ReactNode, Suspense } from 'react';
import { Button } from '../../design/button.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { Loading } from '../../loading/states.tsx';
import { useAfterPaint } from '../../loading/use-after-paint.ts';
import { DetailsTab } from './details-tab.tsx';
import { FindingsTab } from './findings-tab.tsx';
import type { RunModel } from './run-model.ts';
import { TreeTab } from './tree-tab.tsx';
import type { Navigation } from './use-navigation.ts';

// Not needed for the first screen.
const GraphTab = lazy(async () => ({ default: (await import('./graph/graph-tab.tsx')).GraphTab }));

export type SideTab = 'findings' | 'tree' | 'graph' | 'details';

interface SidePanelProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  /** On a narrow screen the panel lies over the transcript, and only while it is open. */
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onOpenSpan: (spanId: string) => void;
}

export function SidePanel({
  model,
  navigation,
  tab,
  onTab,
  isOpen,
  onOpen,
  onOpenSpan,
}: SidePanelProps): ReactNode {
  // Measures its list as it appears: the answer and the transcript go first.
  const isAfterPaint = useAfterPaint();
  // What people rejected is shown, and not counted.
  const rejected = model.findings.filter(({ id }) => model.verdicts.get(id)?.annotation.kind === 'reject');
  const count = model.findings.length - rejected.length;
  const tabs = [
    { name: 'findings', title: 'Findings', count },
    { name: 'tree', title: 'Tree', count: undefined },
    { name: 'graph', title: 'Graph', count: undefined },
    { name: 'details', title: 'Details', count: undefined },
  ] as const;
  return (
    <aside className="side" data-open={isOpen} aria-label="About the run">
      <Tabs tabs={tabs} selected={tab} onSelect={onTab}>
        {tab === 'findings' && isAfterPaint && <FindingsTab model={model} navigation={navigation} />}
        {tab === 'tree' && <TreeTab model={model} navigation={navigation} onOpenSpan={onOpenSpan} />}
        {tab === 'graph' && (
          <Suspense fallback={<Loading what="the graph" />}>
            <GraphTab model={model} navigation={navigation} />
          </Suspense>
        )}
        {tab === 'details' && <DetailsTab run={model.run} />}
      </Tabs>
      <Button className="side-toggle" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
        {isOpen ? 'Close' : `Findings ${count}, tree, graph`}
      </Button>
    </aside>
  );
}
