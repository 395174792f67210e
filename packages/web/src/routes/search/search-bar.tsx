import './search-bar.css';
import { type ReactNode, type Ref, useEffect, useId, useState } from 'react';
import { FILTER_VALUES, SPAN_FIELDS } from '@tracewright/core';
import type { Failure } from '../../api.ts';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { FieldFrame } from '../../design/field-frame.tsx';
import { Icon } from '../../design/icon.tsx';
import type { FilterVocabulary } from '../../filter/complete-filter.ts';
import { FilterError } from '../../filter/filter-error.tsx';
import { FilterField } from '../../filter/filter-field.tsx';
import { FilterHelp } from '../../filter/filter-help.tsx';
import { findErrorOffset } from '../../filter/error-offset.ts';
import { SEARCH_SCOPES, type SearchScope, type SearchState } from './search-state.ts';

/** How long the typing rests before the text is looked for. */
const PAUSE_MS = 180;

const VOCABULARY: FilterVocabulary = { fields: SPAN_FIELDS, values: FILTER_VALUES };

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['operation = tool', 'tool calls; also agent, model, turn, retrieval'],
  ['status = error', 'what failed'],
  ['tool ~ search and duration > 30s', 'contains, ignoring case; durations'],
  ['model ~ claude and start >= 2026-03-01', 'times, ISO 8601'],
  ['run = 0123456789abcdef', 'one run'],
  ['has attributes.error.type', 'any attribute, by its key'],
];

const SCOPES: readonly { readonly title: string; readonly value: SearchScope | undefined }[] = [
  { title: 'Everything', value: undefined },
  ...(Object.keys(SEARCH_SCOPES) as SearchScope[]).map((value) => ({
    value,
    title: SEARCH_SCOPES[value].title,
  })),
];

interface SearchBarProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly state: SearchState;
  /** What the server says against the filter. */
  readonly failure: Failure | undefined;
  /** How much was found, in words. */
  readonly summary: string;
  readonly onChange: (change: Partial<SearchState>) => void;
  /** The arrow down leads from the text to what was found. */
  readonly onLeave: () => void;
}

export function SearchBar({ ref, state, failure, summary, onChange, onLeave }: SearchBarProps): ReactNode {
  const [draft, setDraft] = useState(state.query);
  const [applied, setApplied] = useState(state.query);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const errorId = useId();
  // The address changed by itself: back, forward, a link.
  if (state.query !== applied) {
    setApplied(state.query);
    setDraft(state.query);
  }
  const apply = (query: string): void => {
    // What is cleared must not be looked for again when the typing rests.
    setDraft(query);
    setApplied(query);
    onChange({ query });
  };
  useEffect(() => {
    if (draft === applied) return undefined;
    const timer = setTimeout(() => apply(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <search className="search-bar">
      <FieldFrame
        size="large"
        lead={<Icon name="filter" />}
        clear={draft === '' ? undefined : 'Clear the text'}
        onClear={() => apply('')}
      >
        <input
          ref={ref}
          type="text"
          aria-label="Text to search for"
          placeholder="Search messages, reasoning, arguments and results"
          spellCheck={false}
          autoComplete="off"
          autoFocus={state.query === ''}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            else if (event.key === 'Enter') apply(draft);
            else if (event.key === 'ArrowDown') onLeave();
            else return;
            event.preventDefault();
          }}
        />
      </FieldFrame>
      <div className="search-narrow">
        <ToggleGroup
          label="Where to look"
          choices={SCOPES}
          chosen={state.scope}
          onChoose={(scope) => onChange({ scope })}
        />
        <FilterField
          label="Filter"
          placeholder="agent ~ planner and tool = bash and duration > 10s"
          value={state.where}
          vocabulary={VOCABULARY}
          errorId={failure === undefined ? undefined : errorId}
          onApply={(where) => onChange({ where })}
          onHelp={() => setHelpOpen(true)}
        />
        <p className="search-summary number" aria-live="polite">
          {summary}
        </p>
        {failure !== undefined && (
          <FilterError
            id={errorId}
            filter={state.where}
            offset={findErrorOffset(failure.where, state.where, state.scope === undefined ? 0 : 1)}
            failure={failure}
          />
        )}
      </div>
      {isHelpOpen && (
        <FilterHelp fields={SPAN_FIELDS} examples={EXAMPLES} onClose={() => setHelpOpen(false)} />
      )}
    </search>
  );
}
