import { useCallback, useEffect, useMemo, useState } from 'react';
import { findStep, parseStepHash, type RunModel } from './run-model.ts';

/** Where to go; a new object each time, so that going to the same place twice goes there twice. */
export interface Target {
  readonly step: number;
  readonly findingId: string | undefined;
  /** Whether the step takes the keyboard focus. */
  readonly takesFocus: boolean;
}

export interface Navigation {
  readonly target: Target | undefined;
  readonly goToStep: (step: number) => void;
  /** The same, leaving the keyboard focus where it is. */
  readonly showStep: (step: number) => void;
  readonly goToFinding: (findingId: string) => void;
  /** To the next (1) or previous (-1) finding in step order, from the current one or the current step. */
  readonly visitFinding: (direction: 1 | -1) => void;
  readonly goToOnset: () => void;
}

/** The place in the run, kept in the address as `#step-12`. */
export function useNavigation(model: RunModel): Navigation {
  const [target, setTarget] = useState<Target | undefined>(() => {
    const step = parseStepHash(window.location.hash, model.stepCount);
    return step === undefined ? undefined : { step, findingId: undefined, takesFocus: false };
  });

  const go = useCallback((step: number, findingId?: string, takesFocus = true): void => {
    window.history.replaceState(window.history.state, '', `#step-${step}`);
    setTarget({ step, findingId, takesFocus });
  }, []);

  useEffect(() => {
    const follow = (): void => {
      const step = parseStepHash(window.location.hash, model.stepCount);
      if (step !== undefined) setTarget({ step, findingId: undefined, takesFocus: true });
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [model.stepCount]);

  return useMemo(() => {
    const goToFinding = (findingId: string): void => {
      const finding = model.visitOrder.find(({ id }) => id === findingId);
      const step = finding === undefined ? undefined : findStep(finding, model.stepBySpan);
      if (step !== undefined) go(step, findingId);
    };
    const visitFinding = (direction: 1 | -1): void => {
      const at = model.visitOrder.findIndex(({ id }) => id === target?.findingId);
      const from = target?.step ?? -1;
      const next =
        at !== -1
          ? model.visitOrder[at + direction]
          : direction === 1
            ? model.visitOrder.find((finding) => (findStep(finding, model.stepBySpan) ?? 0) >= from)
            : model.visitOrder.findLast((finding) => (findStep(finding, model.stepBySpan) ?? 0) < from);
      if (next !== undefined) goToFinding(next.id);
    };
    const goToOnset = (): void => {
      if (model.onsetFinding !== undefined) goToFinding(model.onsetFinding.id);
      else if (model.onset !== null) go(model.onset.stepIndex);
    };
    const showStep = (step: number): void => go(step, undefined, false);
    return { target, goToStep: go, showStep, goToFinding, visitFinding, goToOnset };
  }, [model, target, go]);
}
