import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { revealRow } from '../../../scroll/reveal-row.ts';
import { toPlainText } from '../../../text/plain-text.ts';
import { nameStepAt, type RunModel } from '../run-model.ts';
import type { Navigation } from '../use-navigation.ts';
import { outlinedStep, type RunOutline } from '../windows/run-outline.ts';
import { useRowWindow } from '../windows/use-row-window.ts';
import { type AgentGraph, nameLane } from './agent-graph.ts';
import { LaneDrawing, LANE_ROW, laneWidth } from './lane-drawing.tsx';

const NAME_LENGTH = 200;

interface LaneListProps {
  readonly graph: AgentGraph;
  readonly outline: RunOutline;
  readonly model: RunModel;
  readonly navigation: Navigation;
}

/** The steps downwards as in the transcript beside it, each in the lane of who takes it. Only the rows near the screen exist. */
export function LaneList({ graph, outline, model, navigation }: LaneListProps): ReactNode {
  const count = graph.laneOfSteps.length;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const current = navigation.target?.step;
  const [focused, setFocused] = useState(current ?? 0);
  const { from, to } = useRowWindow(scroller, count, LANE_ROW);
  /** The row that takes the focus as soon as it is there. */
  const due = useRef<number>(undefined);
  useLayoutEffect(() => {
    const row = scroller?.querySelector<HTMLElement>(`[data-index="${due.current ?? -1}"]`);
    if (row === null || row === undefined) return;
    due.current = undefined;
    row.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (current !== undefined && scroller !== null) revealRow(scroller, current, LANE_ROW);
  }, [current, scroller]);
  const focus = (step: number): void => {
    const next = Math.min(Math.max(step, 0), count - 1);
    setFocused(next);
    due.current = next;
    if (scroller !== null) revealRow(scroller, next, LANE_ROW);
  };
  const actOnKey = (key: string): boolean => {
    const move = KEYS[key]?.(focused, count);
    if (move !== undefined) focus(move);
    else if (key === 'Enter' || key === ' ') navigation.showStep(focused);
    else return false;
    return true;
  };
  const width = graph.lanes.length * laneWidth(graph.lanes.length);
  const rows = Array.from({ length: Math.max(to - from, 0) }, (_, row) => from + row);
  // Only a row that exists can be reached.
  const tabStop = Math.min(Math.max(focused, from), to - 1);
  return (
    <div className="lanes" ref={setScroller}>
      <div
        role="listbox"
        aria-label="Steps by agent"
        className="lanes-rows"
        style={{ height: count * LANE_ROW }}
        onKeyDown={(event) => {
          if (actOnKey(event.key)) event.preventDefault();
        }}
      >
        <LaneDrawing graph={graph} outline={outline} model={model} from={from} to={to} />
        {rows.map((step) => {
          const who = toPlainText(nameLane(graph, graph.laneOfSteps[step] ?? 0).slice(0, NAME_LENGTH));
          const act = toPlainText((nameStepAt(model, step) ?? '').slice(0, NAME_LENGTH));
          const isError = outlinedStep(outline, step)?.isError ?? false;
          return (
            <div
              key={step}
              role="option"
              data-index={step}
              aria-selected={step === current}
              aria-setsize={count}
              aria-posinset={step + 1}
              tabIndex={step === tabStop ? 0 : -1}
              className="lanes-row"
              style={{ transform: `translateY(${step * LANE_ROW}px)`, paddingLeft: width + 56 }}
              onFocus={() => setFocused(step)}
              onClick={() => navigation.showStep(step)}
            >
              <span className="lanes-step mono number">{step}</span>
              <span className="lanes-who trace-text">{who}</span>
              <span className={`lanes-act trace-text mono ${isError ? 'tree-error' : ''}`}>
                {act}
                {isError && <span className="visually-hidden">, error</span>}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Source: WAI-ARIA Authoring Practices, listbox. */
const KEYS: Readonly<Record<string, (step: number, count: number) => number>> = {
  ArrowDown: (step) => step + 1,
  ArrowUp: (step) => step - 1,
  PageDown: (step) => step + 20,
  PageUp: (step) => step - 20,
  Home: () => 0,
  End: (_step, count) => count - 1,
};
