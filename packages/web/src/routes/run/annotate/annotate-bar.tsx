import './annotate.css';
import type { ReactNode } from 'react';
import { TextField } from '../../../design/text-field.tsx';
import { ToggleGroup } from '../../../design/toggle-group.tsx';
import { Button } from '../../../design/button.tsx';
import type { OutcomeStatus } from '@tracewright/core';
import type { RunModel } from '../run-model.ts';
import type { Statement } from './annotate-context.ts';
import { NOBODY } from './author.ts';
import type { Annotations } from './use-annotations.ts';

const OUTCOMES: readonly { readonly value: OutcomeStatus; readonly title: string }[] = [
  { value: 'success', title: 'Passed' },
  { value: 'failure', title: 'Failed' },
  { value: 'unknown', title: 'Cannot tell' },
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
      <TextField
        label="You are"
        place="beside"
        size={14}
        value={author}
        placeholder={NOBODY}
        maxLength={100}
        autoComplete="name"
        onChange={onAuthor}
      />
      <ToggleGroup
        label="How the run ended"
        choices={OUTCOMES}
        chosen={outcome.source === 'human' ? outcome.status : null}
        onChoose={(status) => onMark({ kind: 'outcome', status })}
      />
      <Button onClick={onNote}>Note on the run…</Button>
      <Button disabled={!annotations.canUndo} onClick={annotations.undo}>
        Undo
      </Button>
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
      <Button onClick={onClose}>Done</Button>
    </section>
  );
}
