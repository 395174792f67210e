import { type ReactNode, useEffect, useRef } from 'react';
import { readColors, useThemeChanges } from '../../../design/canvas-colors.ts';
import type { RunModel } from '../run-model.ts';
import { classOf } from '../windows/minimap-columns.ts';
import { outlinedStep, type RunOutline } from '../windows/run-outline.ts';
import { type AgentGraph, kindOf, linksWithin } from './agent-graph.ts';

/** As in graph-tab.css, px. */
export const LANE_ROW: number = 24;
const WIDEST = 22;
const NARROWEST = 7;
/** Wide enough for all lanes of most runs. */
const WIDTH = 154;
const DOT = 4;
const TIP = 4;

const COLORS = {
  message: '--accent',
  explore: '--text-3',
  change: '--success',
  user: '--warning',
  environment: '--text-3',
  error: '--failure',
  line: '--line-strong',
  link: '--text-2',
  background: '--surface',
} as const;

/** Of one lane, px. */
export function laneWidth(lanes: number): number {
  return Math.min(Math.max(Math.floor(WIDTH / lanes), NARROWEST), WIDEST);
}

interface LaneDrawingProps {
  readonly graph: AgentGraph;
  readonly outline: RunOutline;
  readonly model: RunModel;
  /** The steps drawn, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Who is at work, and where work passes on: one picture for the rows near the screen. */
export function LaneDrawing({ graph, outline, model, from, to }: LaneDrawingProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeChanges();
  const each = laneWidth(graph.lanes.length);
  const width = graph.lanes.length * each;
  const height = Math.max(to - from, 0) * LANE_ROW;
  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (target === null || context === null || context === undefined) return;
    const ratio = window.devicePixelRatio;
    target.width = width * ratio;
    target.height = height * ratio;
    context.scale(ratio, ratio);
    const colors = readColors(target, COLORS);
    const x = (step: number): number => ((graph.laneOfSteps[step] ?? 0) + 0.5) * each;
    const y = (step: number): number => (step - from + 0.5) * LANE_ROW;
    context.lineWidth = 1.5;
    context.strokeStyle = colors.line;
    for (const [lane, spells] of graph.busy.entries()) {
      for (const [first, last] of spellsWithin(spells, from, to)) {
        context.beginPath();
        context.moveTo((lane + 0.5) * each, y(Math.max(first, from - 1)));
        context.lineTo((lane + 0.5) * each, y(Math.min(last, to)));
        context.stroke();
      }
    }
    context.strokeStyle = colors.link;
    context.fillStyle = colors.link;
    for (const link of linksWithin(graph, from - 1, to + 1)) {
      const start = graph.from[link] ?? 0;
      const end = graph.to[link] ?? 0;
      // Drawn in the row where work arrives, or for a return where it leaves: the lane of who waits is drawn in between.
      const isReturn = kindOf(graph, link) === 'return';
      const top = isReturn ? y(start) : Math.max(y(start), y(end - 1));
      const bottom = isReturn ? Math.min(y(end), y(start + 1)) : y(end);
      context.setLineDash(isReturn ? [3, 2] : []);
      context.beginPath();
      context.moveTo(x(start), top);
      context.bezierCurveTo(x(start), bottom, x(end), top, x(end), bottom - DOT);
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.moveTo(x(end), bottom - DOT + 1);
      context.lineTo(x(end) - TIP + 1, bottom - DOT - TIP);
      context.lineTo(x(end) + TIP - 1, bottom - DOT - TIP);
      context.fill();
    }
    for (let step = from; step < to; step += 1) {
      const isError = outlinedStep(outline, step)?.isError ?? false;
      context.fillStyle = isError ? colors.error : colors[classOf(outline.flags[step] ?? 0)];
      context.beginPath();
      context.arc(x(step), y(step), Math.min(DOT, each / 2), 0, 2 * Math.PI);
      context.fill();
      if (model.onset?.stepIndex !== step) continue;
      context.strokeStyle = colors.error;
      context.beginPath();
      context.arc(x(step), y(step), DOT + 3, 0, 2 * Math.PI);
      context.stroke();
    }
  }, [graph, outline, model, from, to, each, width, height, theme]);
  return (
    <canvas
      ref={canvas}
      className="lanes-drawing"
      aria-hidden="true"
      style={{ top: from * LANE_ROW, width, height }}
    />
  );
}

/** Those that reach into a range; they ascend. */
function spellsWithin(
  spells: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  let low = 0;
  let high = spells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spells[middle]?.[1] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < spells.length && (spells[end]?.[0] ?? 0) <= to) end += 1;
  return spells.slice(low, end);
}
