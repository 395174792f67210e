import './filter-bar.css';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { OutcomeStatus } from '@tracewright/core';
import type { Failure } from '../../api.ts';
import { Icon } from '../../components/icon.tsx';
import { formatCount } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { FilterHelp } from './filter-help.tsx';
import { findErrorOffset, type ListState } from './list-state.ts';

/** How long the typing rests before the filter is asked. */
const PAUSE_MS = 300;

const CHIPS: readonly { readonly label: string; readonly outcome: OutcomeStatus | undefined }[] = [
  { label: 'All', outcome: undefined },
  { label: 'Failure', outcome: 'failure' },
  { label: 'Success', outcome: 'success' },
  { label: 'Unknown', outcome: 'unknown' },
];

interface FilterBarProps {
  readonly state: ListState;
  readonly total: number | undefined;
  /** What the server says against the filter. */
  readonly failure: Failure | undefined;
  /** Whether an outcome can be chosen beside the filter. */
  readonly hasOutcomes?: boolean;
  readonly onChange: (change: Partial<ListState>) => void;
}

export function FilterBar({
  state,
  total,
  failure,
  hasOutcomes = true,
  onChange,
}: FilterBarProps): ReactNode {
  const [draft, setDraft] = useState(state.filter);
  const [applied, setApplied] = useState(state.filter);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const errorId = useId();
  // The address changed by itself: back, forward, a link.
  if (state.filter !== applied) {
    setApplied(state.filter);
    setDraft(state.filter);
  }
  const apply = (filter: string): void => {
    setApplied(filter);
    onChange({ filter });
  };
  useEffect(() => {
    if (draft === applied) return undefined;
    const timer = setTimeout(() => apply(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useKeys({ '/': () => input.current?.select() });
  return (
    <form
      className="filter-bar"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <div className="filter-box">
        <Icon name="filter" />
        <input
          ref={input}
          type="text"
          className="filter-input mono"
          aria-label="Filter"
          aria-invalid={failure !== undefined}
          aria-describedby={failure === undefined ? undefined : errorId}
          placeholder="outcome = failure and agent ~ claude and steps > 20"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') input.current?.blur();
          }}
        />
        {draft !== '' && (
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label="Clear the filter"
            onClick={() => apply('')}
          >
            <Icon name="close" />
          </button>
        )}
        <button type="button" className="filter-syntax text-button" onClick={() => setHelpOpen(true)}>
          Syntax
        </button>
      </div>
      {hasOutcomes && (
        <div className="filter-chips" role="group" aria-label="Outcome">
          {CHIPS.map(({ label, outcome }) => (
            <button
              key={label}
              type="button"
              className="chip"
              aria-pressed={state.outcome === outcome}
              onClick={() => onChange({ outcome })}
            >
              {label}
            </button>
          ))}
        </div>
      )}
      <p className="filter-total number" aria-live="polite">
        {total !== undefined &&
          failure === undefined &&
          `${formatCount(total)} ${total === 1 ? 'run' : 'runs'}`}
      </p>
      {failure !== undefined && (
        <div className="filter-error" id={errorId} role="alert">
          <FilterPlace filter={state.filter} offset={findErrorOffset(failure.where, state)} />
          {/* The further lines draw the place, as the mark does here. */}
          <span>{failure.message.split('\n', 1)[0]}</span>
          {failure.fix !== undefined && <span className="muted">{failure.fix}</span>}
        </div>
      )}
      {isHelpOpen && <FilterHelp onClose={() => setHelpOpen(false)} />}
    </form>
  );
}

/** The filter with the place of the error marked. */
function FilterPlace({
  filter,
  offset,
}: {
  readonly filter: string;
  readonly offset: number | undefined;
}): ReactNode {
  if (offset === undefined) return null;
  const length = /^\w+|^\s+\S?|^./su.exec(filter.slice(offset))?.[0].length ?? 0;
  return (
    <code className="filter-place">
      {filter.slice(0, offset)}
      <span className="filter-place-mark" data-offset={offset}>
        {length === 0 ? '\u00a0' : filter.slice(offset, offset + length)}
      </span>
      {filter.slice(offset + length)}
    </code>
  );
}
