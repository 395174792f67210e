import './transcript.css';
import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { formatCount } from '../../format/quantity.ts';
import { useOffsetTop } from '../../scroll/use-offset-top.ts';
import { estimateStepHeight } from './estimate-step-height.ts';
import type { RunModel } from './run-model.ts';
import { TranscriptStep } from './transcript-step.tsx';
import type { Navigation } from './use-navigation.ts';

/**
 * Steps in one list. A browser cuts an element at about 33 million px (Chromium) or 17 million (Firefox): a longer run is
 * shown in parts.
 */
const PART = 40_000;
/** Frames after a jump in which heights may still change as steps are measured. */
const SETTLE_FRAMES = 12;

export interface TranscriptHandle {
  /** The step last gone to while it is on screen, else the first step on screen (`isSeen` false). */
  findCurrent(): { readonly step: number; readonly isSeen: boolean };
}

interface TranscriptProps {
  readonly ref: Ref<TranscriptHandle>;
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly scroller: HTMLElement | null;
  readonly onOpenSpan: (spanId: string) => void;
  /** Asks for a plan to go on from before a step. */
  readonly onReplay: (step: number) => void;
}

/** The steps, of which only those near the screen exist. They scroll with the page, below its head. */
export function Transcript({
  ref,
  model,
  navigation,
  scroller,
  onOpenSpan,
  onReplay,
}: TranscriptProps): ReactNode {
  const { steps } = model;
  const { target } = navigation;
  const first = Math.floor((target?.step ?? 0) / PART) * PART;
  const end = Math.min(first + PART, steps.length);
  const list = useRef<HTMLDivElement>(null);
  const top = useOffsetTop(list, scroller, first);
  const virtualizer = useVirtualizer({
    count: end - first,
    getScrollElement: () => scroller,
    estimateSize: (index) => {
      const step = steps[first + index];
      return step === undefined ? 0 : estimateStepHeight(step);
    },
    getItemKey: useCallback((index: number) => first + index, [first]),
    overscan: 4,
    scrollMargin: top ?? 0,
  });

  useEffect(() => {
    if (target === undefined || top === undefined) return undefined;
    virtualizer.scrollToIndex(target.step - first, { align: 'start' });
    let frame = 0;
    let handle = requestAnimationFrame(function settle() {
      frame += 1;
      const element = list.current?.querySelector<HTMLElement>(`#step-${target.step}`);
      if (frame === 1 && target.takesFocus) element?.focus({ preventScroll: true });
      if (frame < SETTLE_FRAMES) handle = requestAnimationFrame(settle);
      else element?.querySelector('mark[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(handle);
    // The head's height may change later: that is no reason to jump again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [target, first, virtualizer, top === undefined]);

  useImperativeHandle(
    ref,
    () => ({
      findCurrent() {
        const from = scroller?.scrollTop ?? 0;
        const to = from + (scroller?.clientHeight ?? 0);
        const seen = virtualizer.getVirtualItems().filter((item) => item.end > from + 8 && item.start < to);
        const current = seen.find((item) => first + item.index === target?.step);
        return current === undefined
          ? { step: first + (seen[0]?.index ?? 0), isSeen: false }
          : { step: first + current.index, isSeen: true };
      },
    }),
    [virtualizer, target, first, scroller],
  );

  return (
    <section className="transcript" aria-label="Transcript">
      {first > 0 && <PartLink name="Earlier" to={first - 1} navigation={navigation} />}
      <div ref={list} role="feed" className="transcript-list" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const step = steps[first + item.index];
          return (
            step !== undefined && (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="transcript-slot"
                style={{ transform: `translateY(${item.start - (top ?? 0)}px)` }}
              >
                <TranscriptStep
                  step={step}
                  before={steps[step.index - 1]}
                  model={model}
                  isCurrent={step.index === target?.step}
                  activeFinding={target?.findingId}
                  onOpenSpan={onOpenSpan}
                  onReplay={onReplay}
                />
              </div>
            )
          );
        })}
      </div>
      {end < steps.length && <PartLink name="Later" to={end} navigation={navigation} />}
    </section>
  );
}

interface PartLinkProps {
  readonly name: string;
  readonly to: number;
  readonly navigation: Navigation;
}

function PartLink({ name, to, navigation }: PartLinkProps): ReactNode {
  return (
    <p className="transcript-part">
      <button type="button" className="button" onClick={() => navigation.goToStep(to)}>
        {name} steps, {name === 'Later' ? 'from' : 'up to'} {formatCount(to)}
      </button>
    </p>
  );
}
