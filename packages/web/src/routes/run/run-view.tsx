import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { RunSummaryJson } from '@tracewright/core';
import { useKeys } from '../../keyboard/use-keys.ts';
import { formatCount } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { AnnotateMode } from './annotate/annotate-mode.tsx';
import { FollowEnd } from './follow-end.tsx';
import { LinkBar } from './link-bar.tsx';
import { OpinionPanel } from './opinion-panel.tsx';
import { OnsetPanel } from './onset-panel.tsx';
import { ReplayDrawer } from './replay-drawer.tsx';
import { RunHeader } from './run-header.tsx';
import { buildRunModel } from './run-model.ts';
import { type SideTab, SidePanel } from './side-panel.tsx';
import { SpanDrawer } from './span-drawer.tsx';
import { Minimap } from './minimap.tsx';
import { Transcript, type TranscriptHandle } from './transcript.tsx';
import { useNavigation } from './use-navigation.ts';
import type { RunStart } from './windows/start-run.ts';
import { useOutline } from './windows/use-outline.ts';

interface RunViewProps {
  readonly summary: RunSummaryJson;
  /** Why it is no longer the latest, if so. */
  readonly notice: ReactNode;
  readonly start: RunStart;
  /** Told when the run has other marks of people now. */
  readonly onChange: () => void;
}

export function RunView({ summary, notice, start, onChange }: RunViewProps): ReactNode {
  const { load, outline } = useOutline(summary, start);
  const model = useMemo(() => buildRunModel(summary, outline), [summary, outline]);
  const navigation = useNavigation(model);
  // State, not a ref: what is inside needs the element, and inner effects run before outer refs are set.
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const transcript = useRef<TranscriptHandle>(null);
  const [tab, setTab] = useState<SideTab>('findings');
  const [isSideOpen, setSideOpen] = useState(false);
  const [openSpan, setOpenSpan] = useState<string>();
  const [replayStep, setReplayStep] = useState<number>();

  const moveStep = (by: 1 | -1): void => {
    const from = transcript.current?.findCurrent();
    const step = from === undefined ? 0 : from.isSeen ? from.step + by : from.step;
    navigation.goToStep(Math.min(Math.max(step, 0), Math.max(model.stepCount - 1, 0)));
  };
  const findCurrentStep = (): HTMLElement | null =>
    document.getElementById(`step-${transcript.current?.findCurrent().step ?? 0}`);
  const toggleTab = (name: SideTab): void => {
    setTab(tab === name ? 'findings' : name);
    setSideOpen(true);
  };
  useKeys({
    j: () => moveStep(1),
    k: () => moveStep(-1),
    n: () => navigation.visitFinding(1),
    p: () => navigation.visitFinding(-1),
    o: navigation.goToOnset,
    t: () => toggleTab('tree'),
    g: () => toggleTab('graph'),
    e: () => toggleTexts(findCurrentStep()),
    r: () => findCurrentStep()?.querySelector<HTMLElement>('[data-act="span"]')?.click(),
  });
  return (
    <main className="run-page" ref={setScroller} tabIndex={-1}>
      <AnnotateMode model={model} navigation={navigation} transcript={transcript} onChange={onChange}>
        <div className="run-top">
          {notice}
          {outline !== undefined && load.state === 'failed' && (
            <FailureNotice failure={load.failure} retry={load.retry} />
          )}
          <RunHeader run={model.run} />
          <OnsetPanel model={model} navigation={navigation} />
          <OpinionPanel model={model} navigation={navigation} />
          {outline !== undefined && (
            <Minimap
              outline={outline}
              model={model}
              navigation={navigation}
              scroller={scroller}
              transcript={transcript}
            />
          )}
        </div>
        <div className="run-columns">
          {outline === undefined ? (
            <section className="transcript" aria-label="Transcript">
              {load.state === 'failed' ? (
                <FailureNotice failure={load.failure} retry={load.retry} />
              ) : (
                <Loading what={`${formatCount(model.stepCount)} steps`} />
              )}
            </section>
          ) : (
            <Transcript
              ref={transcript}
              start={start}
              outline={outline}
              model={model}
              navigation={navigation}
              scroller={scroller}
              onOpenSpan={setOpenSpan}
              onReplay={setReplayStep}
            />
          )}
          <SidePanel
            model={model}
            navigation={navigation}
            tab={tab}
            onTab={setTab}
            isOpen={isSideOpen}
            onOpen={setSideOpen}
            onOpenSpan={setOpenSpan}
          />
        </div>
        <LinkBar place={navigation.target} />
        <FollowEnd model={model} navigation={navigation} scroller={scroller} />
        {replayStep !== undefined && (
          <ReplayDrawer runId={model.run.runId} step={replayStep} onClose={() => setReplayStep(undefined)} />
        )}
        {openSpan !== undefined && (
          <SpanDrawer runId={model.run.runId} spanId={openSpan} onClose={() => setOpenSpan(undefined)} />
        )}
      </AnnotateMode>
    </main>
  );
}

/** Shows all folded texts of a step; folds them where none is folded. */
function toggleTexts(step: HTMLElement | null): void {
  const buttons = [...(step?.querySelectorAll<HTMLElement>('.folded-bar [aria-expanded]') ?? [])];
  const folded = buttons.filter((button) => button.getAttribute('aria-expanded') === 'false');
  for (const button of folded.length > 0 ? folded : buttons) button.click();
}
