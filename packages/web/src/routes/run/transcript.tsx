import './transcript.css';
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import type { StepWindowJson } from '@tracewright/core';
import { toFailure } from '../../api.ts';
import { FailureNotice } from '../../loading/states.tsx';
import type { RunModel } from './run-model.ts';
import { TranscriptStep } from './transcript-step.tsx';
import type { Navigation } from './use-navigation.ts';
import { estimateHeight, type RunOutline } from './windows/run-outline.ts';
import { type RunStart, STEP_BLOCK } from './windows/start-run.ts';
import { useBlocks } from './windows/use-blocks.ts';
import { useLongList } from './windows/use-long-list.ts';

/** Blocks held: what is further away is loaded again. */
const BLOCKS = 24;

/** A mark lower on the screen than this share of it is scrolled up to the other: what is around it is seen as well. */
const MARK_LOWEST = 0.85;
const MARK_SHARE = 0.3;

export interface TranscriptHandle {
  /** The step last gone to while it is on screen, else the first step on screen (`isSeen` false). */
  findCurrent(): { readonly step: number; readonly isSeen: boolean };
  /** The steps on screen, `to` exclusive. */
  findSeen(): { readonly from: number; readonly to: number };
}

interface TranscriptProps {
  readonly ref: Ref<TranscriptHandle>;
  readonly start: RunStart;
  readonly outline: RunOutline;
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly scroller: HTMLElement | null;
  readonly onOpenSpan: (spanId: string) => void;
  /** Asks for a plan to go on from before a step. */
  readonly onReplay: (step: number) => void;
}

/** The steps, of which only those near the screen exist. They scroll with the page, below its head. */
export function Transcript(props: TranscriptProps): ReactNode {
  const { ref, start, outline, model, navigation, scroller, onOpenSpan, onReplay } = props;
  const { target } = navigation;
  const element = useRef<HTMLDivElement>(null);
  const estimate = useCallback((index: number) => estimateHeight(outline, index), [outline]);
  const list = useLongList(element, scroller, outline.steps, estimate);
  const { from, to } = list.range;
  const rows = useMemo(() => Array.from({ length: to - from }, (_, row) => from + row), [from, to]);
  const ready = start.ready?.steps;
  const steps = useBlocks<StepWindowJson>(
    {
      ready: ready && {
        from: ready.from,
        asked: ready.steps.length,
        items: ready.steps,
        version: ready.version,
      },
      size: STEP_BLOCK,
      most: BLOCKS,
      load: async (from, to) => {
        const { version, steps: items } = await start.loadSteps(from, to, outline.version);
        return { version, items };
      },
    },
    outline.version,
    outline.steps,
    rows,
  );

  /** The step that takes the keyboard focus as soon as it is there. */
  const dueFocus = useRef<number>(undefined);
  useEffect(() => {
    if (target === undefined || scroller === null) return;
    dueFocus.current = target.takesFocus ? target.step : undefined;
    list.goTo(target.step);
  }, [target, list, scroller]);
  useLayoutEffect(() => {
    const shown = (step: number): HTMLElement | null | undefined =>
      element.current?.querySelector<HTMLElement>(`#step-${step}`);
    if (dueFocus.current !== undefined) {
      const step = shown(dueFocus.current);
      step?.focus({ preventScroll: true });
      if (step != null) dueFocus.current = undefined;
    }
    const { pinned } = list;
    if (pinned === undefined || pinned.index !== target?.step || scroller === null) return;
    // Texts load and open bit by bit: until the reader scrolls, the mark stays where it is on the screen. Scrolled to once, it would be lost.
    const step = shown(pinned.index);
    const within = step == null ? 0 : findMarkBelow(step, scroller.clientHeight);
    if (within !== pinned.within) list.goTo(pinned.index, within);
  });

  useImperativeHandle(
    ref,
    () => ({
      findCurrent() {
        const { seen } = list;
        const isSeen = target !== undefined && target.step >= seen.from && target.step < seen.to;
        return isSeen ? { step: target.step, isSeen } : { step: seen.from, isSeen: false };
      },
      findSeen: () => list.seen,
    }),
    [list, target],
  );

  return (
    <section className="transcript" aria-label="Transcript">
      {steps.failure !== undefined && (
        <FailureNotice failure={toFailure(steps.failure)} retry={() => steps.retry()} />
      )}
      {/* A feed without a single article is none. */}
      <div
        ref={element}
        role={rows.length === 0 ? undefined : 'feed'}
        className="transcript-list"
        style={{ height: list.height }}
      >
        {rows.map((index) => (
          <div
            key={index}
            data-index={index}
            className="transcript-slot"
            style={{ transform: `translateY(${list.topOf(index)}px)` }}
          >
            <TranscriptStep
              index={index}
              step={steps.get(index)}
              // Its height is kept while it is not there: nothing moves when it comes.
              height={steps.get(index) === undefined ? list.heightOf(index) : undefined}
              before={steps.get(index - 1)}
              outline={outline}
              model={model}
              isCurrent={index === target?.step}
              activeFinding={target?.findingId}
              range={index === target?.step ? target.range : undefined}
              onOpenSpan={onOpenSpan}
              onReplay={onReplay}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

/** How far into a step to scroll for its active mark to be seen, px: 0 where it is seen from the step's beginning. */
function findMarkBelow(step: HTMLElement, height: number): number {
  const mark = step.querySelector('mark[data-active="true"]')?.getBoundingClientRect();
  const { top } = step.getBoundingClientRect();
  if (mark === undefined || mark.bottom - top < height * MARK_LOWEST) return 0;
  return Math.round(mark.top - top - height * MARK_SHARE);
}
