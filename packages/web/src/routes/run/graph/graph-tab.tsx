import './graph-tab.css';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { ToggleGroup } from '../../../design/toggle-group.tsx';
import { client } from '../../../api.ts';
import { FailureNotice, Loading } from '../../../loading/states.tsx';
import { useKept } from '../../../loading/use-kept.ts';
import { useLoad } from '../../../loading/use-load.ts';
import type { RunModel } from '../run-model.ts';
import type { Navigation } from '../use-navigation.ts';
import { decodeGraph } from './agent-graph.ts';
import { CallView } from './call-view.tsx';
import { LaneList } from './lane-list.tsx';

const VIEWS = [
  { value: 'lanes', title: 'Lanes', tip: 'who worked when, and where work passed on' },
  { value: 'calls', title: 'Calls', tip: 'agents and tools, with how often each called the other' },
] as const;

interface GraphTabProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
}

/** The agents of the run: as lanes along its steps, or as a graph with their tools. */
export function GraphTab({ model, navigation }: GraphTabProps): ReactNode {
  const [view, setView] = useState<'lanes' | 'calls'>('lanes');
  const { runId } = model.run;
  const load = useLoad(runId, () => client.getRunGraph(runId));
  const { refresh } = load;
  const version = model.outline?.version;
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    refresh();
  }, [version, refresh]);
  const json = useKept(load);
  const graph = useMemo(() => (json === undefined ? undefined : decodeGraph(json)), [json]);
  const failure = load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />;
  if (graph === undefined || model.outline === undefined) return failure || <Loading what="the graph" />;
  if (graph.laneOfSteps.length === 0) return <p className="findings-none">The run has no steps.</p>;
  const props = { graph, outline: model.outline, model, navigation };
  return (
    <div className="tree-tab">
      <div className="tree-choice">
        <ToggleGroup label="What the graph shows" choices={VIEWS} chosen={view} onChoose={setView} />
      </div>
      {failure}
      {view === 'lanes' ? <LaneList {...props} /> : <CallView {...props} />}
    </div>
  );
}
