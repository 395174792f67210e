import { type ReactNode, useId, useState } from 'react';
import { FieldFrame } from '../../design/field-frame.tsx';
import type { Failure } from '../../api.ts';

interface AgainstBoxProps {
  readonly value: string;
  /** What the server says against it. */
  readonly failure: Failure | undefined;
  readonly onChange: (against: string) => void;
}

/** The filter of the runs compared with: applied by Enter or on leaving, since its answer takes work. */
export function AgainstBox({ value, failure, onChange }: AgainstBoxProps): ReactNode {
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const errorId = useId();
  // The address changed by itself: back, forward, a link.
  if (value !== applied) {
    setApplied(value);
    setDraft(value);
  }
  const apply = (against: string): void => {
    if (against !== applied) onChange(against);
  };
  return (
    <form
      className="against-bar"
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <FieldFrame
        lead={<span>compared with</span>}
        clear={draft === '' ? undefined : 'Compare with nothing'}
        onClear={() => {
          setDraft('');
          apply('');
        }}
      >
        <input
          type="text"
          className="mono"
          aria-label="Compared with"
          aria-invalid={failure !== undefined}
          aria-describedby={failure === undefined ? undefined : errorId}
          placeholder="start < 2026-05-01"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => apply(draft)}
        />
      </FieldFrame>
      {failure !== undefined && (
        <p className="filter-error" id={errorId} role="alert">
          <span>{failure.message.split('\n', 1)[0]}</span>
          {failure.fix !== undefined && <span className="muted">{failure.fix}</span>}
        </p>
      )}
    </form>
  );
}
