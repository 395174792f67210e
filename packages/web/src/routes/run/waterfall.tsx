import { type ReactNode, useEffect, useRef } from 'react';
import { readColors, useThemeChanges } from '../../design/canvas-colors.ts';
import { isErrorRow, operationOf, type TreeOutline } from './windows/tree-outline.ts';

/** As in tree-tab.css, px. */
export const ROW: number = 28;
const WIDTH = 80;
const BAR = 8;

const COLORS = {
  agent: '--text',
  model: '--accent',
  tool: '--success',
  turn: '--info',
  retrieval: '--warning',
  other: '--text-3',
  error: '--failure',
  line: '--line',
} as const;

interface WaterfallProps {
  readonly outline: TreeOutline;
  /** The rows drawn, of the outline. */
  readonly rows: readonly number[];
  /** Of the first of them, px below the start of the list. */
  readonly top: number;
}

/** When the rows on screen were at work, on the run's time line: one picture for all of them. */
export function Waterfall({ outline, rows, top }: WaterfallProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeChanges();
  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (target === null || context === null || context === undefined) return;
    const ratio = window.devicePixelRatio;
    target.width = WIDTH * ratio;
    target.height = rows.length * ROW * ratio;
    context.scale(ratio, ratio);
    const colors = readColors(target, COLORS);
    for (const [place, row] of rows.entries()) {
      const middle = place * ROW + ROW / 2;
      context.fillStyle = colors.line;
      context.fillRect(0, middle, WIDTH, 1);
      const start = outline.starts[row] ?? -1;
      if (start < 0) continue;
      context.fillStyle = isErrorRow(outline, row) ? colors.error : colors[operationOf(outline, row)];
      const length = Math.max((outline.lengths[row] ?? 0) * WIDTH, 2);
      context.fillRect(Math.min(start * WIDTH, WIDTH - 2), middle - BAR / 2, length, BAR);
    }
  }, [outline, rows, theme]);
  return (
    <canvas
      ref={canvas}
      className="tree-waterfall"
      aria-hidden="true"
      style={{ top, height: rows.length * ROW }}
    />
  );
}
