import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TextRange } from '../../text/text-range.ts';
import { formatHash, parsePlace, type Place } from './place.ts';
import { findStep, type RunModel } from './run-model.ts';

/** Where to go; a new object each time, so that going to the same place twice goes there twice. */
export interface Target {
  readonly step: number;
  readonly findingId: string | undefined;
  readonly range: TextRange | undefined;
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

/** The place in the run, kept in the address as `#step-12`, `#step-12:output:120-180` or `#finding-ID`. */
export function useNavigation(model: RunModel): Navigation {
  const [chosen, setTarget] = useState<Target>();
  const [first] = useState(() => parsePlace(window.location.hash));
  // A finding's step may be known only when the outline is there.
  const firstStep = first === undefined ? undefined : locate(first, model);
  const given = useMemo(
    () => (first === undefined ? undefined : toTarget(first, firstStep, false)),
    [first, firstStep],
  );
  const target = chosen ?? given;

  const go = useCallback((step: number, findingId?: string, takesFocus = true): void => {
    window.history.replaceState(window.history.state, '', formatHash({ step }));
    setTarget({ step, findingId, range: undefined, takesFocus });
  }, []);

  useEffect(() => {
    const follow = (): void => {
      const place = parsePlace(window.location.hash);
      const found = place === undefined ? undefined : toTarget(place, locate(place, model), true);
      if (found !== undefined) setTarget(found);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [model]);

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

function locate({ step, findingId }: Place, model: RunModel): number | undefined {
  const finding = findingId === undefined ? undefined : model.visitOrder.find(({ id }) => id === findingId);
  const at = step ?? (finding === undefined ? undefined : findStep(finding, model.stepBySpan));
  return at === undefined || at >= model.stepCount ? undefined : at;
}

function toTarget(
  { findingId, range }: Place,
  step: number | undefined,
  takesFocus: boolean,
): Target | undefined {
  return step === undefined ? undefined : { step, findingId, range, takesFocus };
}
