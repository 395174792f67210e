import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { RunDetailJson } from '@tracewright/core';
import { useKeys } from '../../keyboard/use-keys.ts';
import { OpinionPanel } from './opinion-panel.tsx';
import { OnsetPanel } from './onset-panel.tsx';
import { ReplayDrawer } from './replay-drawer.tsx';
import { RunHeader } from './run-header.tsx';
import { buildRunModel } from './run-model.ts';
import { type SideTab, SidePanel } from './side-panel.tsx';
import { SpanDrawer } from './span-drawer.tsx';
import { StepStrip } from './step-strip.tsx';
import { Transcript, type TranscriptHandle } from './transcript.tsx';
import { useNavigation } from './use-navigation.ts';

export function RunView({ detail }: { readonly detail: RunDetailJson }): ReactNode {
  const model = useMemo(() => buildRunModel(detail), [detail]);
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
    navigation.goToStep(Math.min(Math.max(step, 0), Math.max(model.steps.length - 1, 0)));
  };
  useKeys({
    j: () => moveStep(1),
    k: () => moveStep(-1),
    n: () => navigation.visitFinding(1),
    p: () => navigation.visitFinding(-1),
    o: navigation.goToOnset,
    t: () => {
      setTab(tab === 'tree' ? 'findings' : 'tree');
      setSideOpen(true);
    },
  });
  return (
    <main className="run-page" ref={setScroller} tabIndex={-1}>
      <div className="run-top">
        <RunHeader run={model.run} />
        <OnsetPanel model={model} navigation={navigation} />
        <OpinionPanel model={model} navigation={navigation} />
        <StepStrip model={model} navigation={navigation} />
      </div>
      <div className="run-columns">
        <Transcript
          ref={transcript}
          model={model}
          navigation={navigation}
          scroller={scroller}
          onOpenSpan={setOpenSpan}
          onReplay={setReplayStep}
        />
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
      {replayStep !== undefined && (
        <ReplayDrawer runId={model.run.runId} step={replayStep} onClose={() => setReplayStep(undefined)} />
      )}
      {openSpan !== undefined && (
        <SpanDrawer runId={model.run.runId} spanId={openSpan} onClose={() => setOpenSpan(undefined)} />
      )}
    </main>
  );
}
