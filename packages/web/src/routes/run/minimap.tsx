import './minimap.css';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { readColors, useThemeChanges } from '../../design/canvas-colors.ts';
import { nameStepAt, type RunModel } from './run-model.ts';
import type { TranscriptHandle } from './transcript.tsx';
import type { Navigation } from './use-navigation.ts';
import {
  columnOf,
  gatherColumns,
  gatherMarks,
  STEP_CLASSES,
  type StepClass,
} from './windows/minimap-columns.ts';
import type { RunOutline } from './windows/run-outline.ts';

/** As in minimap.css, px. */
const HEIGHT = 42;
const MARKS = 12;
const BARS = 27;
/** Of it for the share that failed, at the bottom. */
const FAILED = 8;
/** A column is no wider than this. */
const WIDEST = 28;

const COLORS = {
  message: '--accent',
  explore: '--line-strong',
  change: '--success',
  user: '--warning',
  environment: '--text-3',
  failure: '--failure',
  warning: '--warning',
  info: '--info',
} as const;
/** Heights tell the kinds apart for those who do not see the colours: share of the full one. */
const HEIGHTS: Readonly<Record<StepClass, number>> = {
  message: 0.7,
  explore: 0.45,
  change: 1,
  user: 0.85,
  environment: 0.3,
};
const SEVERITY_COLOR = { error: 'failure', warning: 'warning', info: 'info' } as const;
const LEGEND = [
  ['change', 'change'],
  ['user', 'user'],
  ['message', 'message'],
  ['explore', 'explore'],
  ['error', 'error'],
  ['finding', 'finding'],
  ['onset', 'likeliest onset'],
] as const;

interface MinimapProps {
  readonly outline: RunOutline;
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly scroller: HTMLElement | null;
  readonly transcript: RefObject<TranscriptHandle | null>;
}

/** The whole run in one line: what the steps do, which met errors, where the findings are and where the onset is. A slider: it goes to the step chosen. */
export function Minimap({ outline, model, navigation, scroller, transcript }: MinimapProps): ReactNode {
  const slider = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useThemeChanges();
  const { steps } = outline;
  const columns = useMemo(() => gatherColumns(outline, Math.floor(width)), [outline, width]);
  const drawn = Math.min(width, steps * WIDEST);

  useEffect(() => {
    const element = slider.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (target === null || context === null || context === undefined || drawn === 0) return;
    const ratio = window.devicePixelRatio;
    target.width = Math.round(drawn * ratio);
    target.height = HEIGHT * ratio;
    context.scale(ratio, ratio);
    const colors = readColors(target, COLORS);
    const each = drawn / columns.length;
    const bar = each > 4 ? each - 1 : each;
    for (const [place, { shares, errors }] of columns.entries()) {
      let bottom = MARKS + BARS;
      const stack = (color: string, height: number): void => {
        context.fillStyle = color;
        context.fillRect(place * each, bottom - height, bar, height);
        bottom -= height;
      };
      if (errors > 0) stack(colors.failure, Math.max(errors * FAILED, 3));
      for (const [index, kind] of STEP_CLASSES.entries())
        stack(colors[kind], (shares[index] ?? 0) * HEIGHTS[kind] * (BARS - FAILED));
    }
    const middle = (column: number): number => (column + 0.5) * each;
    for (const [column, severity] of gatherMarks(model.findingsByStep, steps, columns.length)) {
      context.fillStyle = colors[SEVERITY_COLOR[severity]];
      context.beginPath();
      context.arc(middle(column), MARKS / 2 + 1, 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    if (model.onset === null) return;
    const onset = middle(columnOf(model.onset.stepIndex, steps, columns.length));
    context.fillStyle = colors.failure;
    context.beginPath();
    context.moveTo(onset - 5, 0);
    context.lineTo(onset + 5, 0);
    context.lineTo(onset, 9);
    context.fill();
    context.fillRect(onset - 0.75, 0, 1.5, MARKS + BARS);
  }, [columns, drawn, model, steps, theme]);

  // What is on screen moves with every scroll: no render for that.
  useEffect(() => {
    if (scroller === null) return undefined;
    let frame = 0;
    const place = (): void => {
      frame = 0;
      const range = transcript.current?.findSeen();
      if (range === undefined || seen.current === null) return;
      seen.current.style.left = `${(range.from / steps) * drawn}px`;
      seen.current.style.width = `${Math.max(((range.to - range.from) / steps) * drawn, 3)}px`;
    };
    const placeSoon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(place);
    };
    placeSoon();
    scroller.addEventListener('scroll', placeSoon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', placeSoon);
    };
  }, [scroller, transcript, steps, drawn]);

  if (steps < 2) return null;
  const current = Math.min(navigation.target?.step ?? 0, steps - 1);
  const stepAt = (x: number): number =>
    Math.min(Math.max(Math.floor((x / Math.max(drawn, 1)) * steps), 0), steps - 1);
  const stepUnder = (event: { readonly clientX: number }): number =>
    stepAt(event.clientX - (slider.current?.getBoundingClientRect().left ?? 0));
  const actOnKey = (event: KeyboardEvent): void => {
    const by = KEYS[event.key]?.(current, steps, columns.length);
    if (by === undefined) return;
    event.preventDefault();
    navigation.showStep(Math.min(Math.max(by, 0), steps - 1));
  };
  return (
    <div className="minimap">
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        className="minimap-slider"
        aria-label="Place in the run"
        aria-valuemin={0}
        aria-valuemax={steps - 1}
        aria-valuenow={current}
        aria-valuetext={`step ${current}, ${nameStepAt(model, current) ?? ''}`}
        onKeyDown={actOnKey}
        onPointerDown={(event) => navigation.showStep(stepUnder(event))}
        onPointerMove={(event) => {
          const step = stepUnder(event);
          event.currentTarget.title = `step ${step}, ${nameStepAt(model, step) ?? ''}`;
          if (event.buttons === 1) navigation.showStep(step);
        }}
      >
        <canvas ref={canvas} className="minimap-canvas" aria-hidden="true" style={{ width: drawn }} />
        <div ref={seen} className="minimap-seen" />
      </div>
      <ul className="minimap-legend" aria-hidden="true">
        {LEGEND.map(([kind, name]) => (
          <li key={kind} data-kind={kind}>
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Move = (step: number, steps: number, columns: number) => number;

/** Source: WAI-ARIA Authoring Practices, slider. An arrow goes as far as can be seen. */
const KEYS: Readonly<Record<string, Move>> = {
  ArrowRight: (step, steps, columns) => step + Math.ceil(steps / columns),
  ArrowUp: (step, steps, columns) => step + Math.ceil(steps / columns),
  ArrowLeft: (step, steps, columns) => step - Math.ceil(steps / columns),
  ArrowDown: (step, steps, columns) => step - Math.ceil(steps / columns),
  PageUp: (step, steps) => step + Math.ceil(steps / 10),
  PageDown: (step, steps) => step - Math.ceil(steps / 10),
  Home: () => 0,
  End: (_step, steps) => steps - 1,
};
