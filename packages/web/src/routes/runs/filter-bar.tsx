import './filter-bar.css';
import { type ReactNode, useId, useRef, useState } from 'react';
import { FILTER_VALUES, type OutcomeStatus, RUN_FIELDS } from '@tracewright/core';
import type { Failure } from '../../api.ts';
import type { FilterVocabulary } from '../../filter/complete-filter.ts';
import { findErrorOffset } from '../../filter/error-offset.ts';
import { FilterError } from '../../filter/filter-error.tsx';
import { FilterField } from '../../filter/filter-field.tsx';
import { FilterHelp } from '../../filter/filter-help.tsx';
import { formatCount } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import type { ListState } from './list-state.ts';

const CHIPS: readonly { readonly label: string; readonly outcome: OutcomeStatus | undefined }[] = [
  { label: 'All', outcome: undefined },
  { label: 'Failure', outcome: 'failure' },
  { label: 'Success', outcome: 'success' },
  { label: 'Unknown', outcome: 'unknown' },
];

const VOCABULARY: FilterVocabulary = { fields: RUN_FIELDS, values: FILTER_VALUES };

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['outcome = failure', 'equal; also !='],
  ['agent ~ claude', 'contains, ignoring case; also !~'],
  ['steps > 20 and cost <= 0.5', 'numbers; duration is in seconds'],
  ['start >= 2026-03-01', 'times, ISO 8601'],
  ['task = "two words"', 'quotes around spaces'],
  ['has cost', 'known at all'],
  ['not (findings = 0 or format = otlp)', 'and, or, not, brackets'],
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
  const [isHelpOpen, setHelpOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const errorId = useId();
  useKeys({ '/': () => input.current?.select() });
  return (
    <search className="filter-bar">
      <FilterField
        ref={input}
        label="Filter"
        placeholder="outcome = failure and agent ~ claude and steps > 20"
        value={state.filter}
        vocabulary={VOCABULARY}
        errorId={failure === undefined ? undefined : errorId}
        onApply={(filter) => onChange({ filter })}
        onHelp={() => setHelpOpen(true)}
      />
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
        <FilterError
          id={errorId}
          filter={state.filter}
          offset={findErrorOffset(failure.where, state.filter, state.outcome === undefined ? 0 : 1)}
          failure={failure}
        />
      )}
      {isHelpOpen && (
        <FilterHelp fields={RUN_FIELDS} examples={EXAMPLES} onClose={() => setHelpOpen(false)} />
      )}
    </search>
  );
}
