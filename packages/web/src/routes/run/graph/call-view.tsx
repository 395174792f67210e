import { type ReactNode, useMemo, useState } from 'react';
import { formatCount } from '../../../format/quantity.ts';
import { toPlainText } from '../../../text/plain-text.ts';
import type { Navigation } from '../use-navigation.ts';
import type { RunOutline } from '../windows/run-outline.ts';
import type { AgentGraph } from './agent-graph.ts';
import { buildCallGraph, type CallEdge, type CallGraph, findNextOf } from './call-graph.ts';
import { CallDiagram } from './call-diagram.tsx';

/** Edges in the list: the rest are few calls each. */
const MOST_EDGES = 100;
const NAME_LENGTH = 80;

const VERB = { tool: 'calls', call: 'calls agent', 'hand-over': 'hands over to' } as const;

interface CallViewProps {
  readonly graph: AgentGraph;
  readonly outline: RunOutline;
  readonly navigation: Navigation;
}

/** Who calls whom and which tool, as a picture and as a list; each edge leads to its steps, one after the other. */
export function CallView({ graph, outline, navigation }: CallViewProps): ReactNode {
  const calls = useMemo(() => buildCallGraph(outline, graph), [outline, graph]);
  const [chosen, setChosen] = useState<number>();
  const choose = (edge: number): void => {
    const after = edge === chosen ? (navigation.target?.step ?? -1) : -1;
    setChosen(edge);
    const next = findNextOf(calls, graph, edge, after);
    if (next !== undefined) navigation.showStep(next);
  };
  return (
    <div className="calls" role="region" aria-label="Agents and tools" tabIndex={0}>
      <CallDiagram calls={calls} chosen={chosen} onChoose={choose} />
      {calls.edges.length === 0 && <p className="muted">Nobody calls a tool or another agent.</p>}
      <ol className="calls-edges">
        {calls.edges.slice(0, MOST_EDGES).map((edge, at) => (
          <li key={`${edge.kind} ${edge.from} ${edge.to}`}>
            <button
              type="button"
              className="calls-edge"
              aria-current={at === chosen}
              title="to its next step"
              onClick={() => choose(at)}
            >
              <span className="trace-text">
                {nameNode(calls, edge.from)} <span className="muted">{VERB[edge.kind]}</span>{' '}
                {nameNode(calls, edge.to)}
              </span>
              <span className="number">{formatCount(edge.count)}</span>
              <span className="number calls-errors">{describeErrors(edge)}</span>
            </button>
          </li>
        ))}
      </ol>
      {calls.edges.length > MOST_EDGES && (
        <p className="muted">{formatCount(calls.edges.length - MOST_EDGES)} more, of fewer calls each.</p>
      )}
    </div>
  );
}

function nameNode({ nodes }: CallGraph, at: number): string {
  return toPlainText((nodes[at]?.name ?? '').slice(0, NAME_LENGTH));
}

function describeErrors({ errors }: CallEdge): string {
  return errors === 0 ? '' : `${formatCount(errors)} failed`;
}
