import './annotate.css';
import type { ReactNode } from 'react';
import { toPlainText } from '../../../text/plain-text.ts';
import type { RunModel } from '../run-model.ts';
import type { Navigation } from '../use-navigation.ts';

/** Where people say that the run first went wrong, beside what was diagnosed. */
export function HumanOnsets({
  model,
  navigation,
}: {
  readonly model: RunModel;
  readonly navigation: Navigation;
}): ReactNode {
  const onsets = model.annotations.filter(({ annotation }) => annotation.kind === 'onset');
  if (onsets.length === 0) return null;
  return (
    <ul className="human-onsets" aria-label="Where people say it went wrong">
      {onsets.map(({ id, stepIndex, annotation, message }) => (
        <li key={id}>
          <span className="trace-text">{toPlainText(annotation.author)}</span> marked{' '}
          <a
            href={`#step-${stepIndex ?? 0}`}
            onClick={(event) => {
              event.preventDefault();
              navigation.goToFinding(id);
            }}
          >
            step {stepIndex}
          </a>
          {model.onset !== null && (
            <span className="muted">
              {stepIndex === model.onset.stepIndex ? ', as diagnosed' : `, not step ${model.onset.stepIndex}`}
            </span>
          )}
          <span className="human-onset-why trace-text" dir="auto">
            {toPlainText(message.slice(0, 200))}
          </span>
        </li>
      ))}
    </ul>
  );
}
