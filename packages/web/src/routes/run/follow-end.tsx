import './follow-end.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useSearch } from 'wouter';
import { useKeys } from '../../keyboard/use-keys.ts';
import { watchScrollBack } from '../../scroll/watch-scroll-back.ts';
import type { RunModel } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';

interface FollowEndProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly scroller: HTMLElement | null;
}

/** Of a run in flight: keeps its newest step in sight until the reader scrolls back or goes somewhere. `?follow` begins with it. */
export function FollowEnd({ model, navigation, scroller }: FollowEndProps): ReactNode {
  const isRunning = model.run.state === 'running';
  const wantsEnd = new URLSearchParams(useSearch()).has('follow');
  const [isOn, setOn] = useState(wantsEnd && window.location.hash === '');
  const isActive = isRunning && isOn;
  const last = model.stepCount - 1;
  const { showStep, target } = navigation;
  /** Where following led: a target elsewhere is where the reader went. */
  const shown = useRef<number>(undefined);
  const isReady = model.outline !== undefined;
  useEffect(() => {
    if (!isActive || !isReady || last < 0 || shown.current === last) return;
    shown.current = last;
    showStep(last);
  }, [isActive, isReady, last, showStep]);
  useEffect(() => {
    if (target !== undefined && shown.current !== undefined && target.step !== shown.current) setOn(false);
  }, [target]);
  useEffect(
    () => (scroller === null ? undefined : watchScrollBack(scroller, () => setOn(false))),
    [scroller],
  );
  const toggle = (): void => {
    shown.current = undefined;
    setOn(!isActive);
  };
  useKeys(isRunning ? { l: toggle } : {});
  if (!isRunning) return null;
  return (
    <Button className="follow-end" aria-pressed={isActive} tip="Follow the run (l)" onClick={toggle}>
      {isActive ? 'Following' : 'Follow'}
    </Button>
  );
}
