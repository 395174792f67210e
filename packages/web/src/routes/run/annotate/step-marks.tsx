import type { ReactNode } from 'react';
import type { RunModel } from '../run-model.ts';
import { useAnnotating } from './annotate-context.ts';
import { AnnotationLine } from './annotation-line.tsx';
import { readSelectedQuote } from './selected-quote.ts';

/** What people marked at a step, and the buttons to mark it with. */
export function StepMarks({ step, model }: { readonly step: number; readonly model: RunModel }): ReactNode {
  const annotating = useAnnotating();
  const marks = model.marksByStep.get(step) ?? [];
  if (annotating?.isOn !== true && marks.length === 0) return null;
  return (
    <div className="step-marks">
      {marks.map((finding) => (
        <AnnotationLine key={finding.id} finding={finding} />
      ))}
      {annotating?.isOn === true && (
        <div className="mark-actions" role="group" aria-label={`Mark step ${step}`}>
          <button
            type="button"
            className="chip"
            onClick={() => annotating.mark({ kind: 'onset', step, ...quoteOf(step) })}
          >
            Onset here
          </button>
          <button
            type="button"
            className="chip"
            onClick={() => annotating.open({ kind: 'category', step, ...quoteOf(step) })}
          >
            Category…
          </button>
          <button
            type="button"
            className="chip"
            onClick={() => annotating.open({ kind: 'note', step, ...quoteOf(step) })}
          >
            Note…
          </button>
        </div>
      )}
    </div>
  );
}

export function quoteOf(step: number): { readonly quote?: string } {
  const quote = readSelectedQuote(step);
  return quote === undefined ? {} : { quote };
}
