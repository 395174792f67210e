import './annotate.css';
import type { ReactNode } from 'react';
import type { OutcomeStatus } from '@tracewright/core';
import type { RunModel } from '../run-model.ts';
import type { Statement } from './annotate-context.ts';
import { NOBODY } from './author.ts';
import type { Annotations } from './use-annotations.ts';

const OUTCOMES: readonly { readonly status: OutcomeStatus; readonly title: string }[] = [
  { status: 'success', title: 'Passed' },
  { status: 'failure', title: 'Failed' },
  { status: 'unknown', title: 'Cannot tell' },
];

interface AnnotateBarProps {
  readonly model: RunModel;
  readonly author: string;
  readonly onAuthor: (author: string) => void;
  readonly annotations: Annotations;
  readonly onMark: (statement: Statement) => void;
  readonly onNote: () => void;
  readonly onClose: () => void;
}

/** Stands below the run while people mark it: who marks, how the run ended, undo. */
export function AnnotateBar(props: AnnotateBarProps): ReactNode {
  const { model, author, onAuthor, annotations, onMark, onNote, onClose } = props;
  const { outcome } = model.run;
  const { failure, news } = annotations;
  return (
    <section className="annotate-bar" aria-label="Annotate">
      <label className="annotate-author">
        You are
        <input
          value={author}
          placeholder={NOBODY}
          maxLength={100}
          autoComplete="name"
          onChange={({ target }) => onAuthor(target.value)}
        />
      </label>
      <div className="annotate-outcome" role="group" aria-label="How the run ended">
        {OUTCOMES.map(({ status, title }) => (
          <button
            key={status}
            type="button"
            className="chip"
            aria-pressed={outcome.source === 'human' && outcome.status === status}
            onClick={() => onMark({ kind: 'outcome', status })}
          >
            {title}
          </button>
        ))}
      </div>
      <button type="button" className="button" onClick={onNote}>
        Note on the run…
      </button>
      <button type="button" className="button" disabled={!annotations.canUndo} onClick={annotations.undo}>
        Undo
      </button>
      <span className="annotate-news" role="status">
        {failure === undefined ? (
          <span className="trace-text">{news}</span>
        ) : (
          <span className="annotate-failure trace-text">
            Not kept: {failure.message}
            {failure.fix !== undefined && ` (${failure.fix})`}
          </span>
        )}
      </span>
      <button type="button" className="button" onClick={onClose}>
        Done
      </button>
    </section>
  );
}
