import './filter-bar.css';
import { type ReactNode, useId, useRef, useState } from 'react';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import { FILTER_VALUES, type OutcomeStatus, readChoice, replaceChoice, RUN_FIELDS } from '@tracewright/core';
import type { Failure } from '../../api.ts';
import type { FilterVocabulary } from '../../filter/complete-filter.ts';
import { findErrorOffset } from '../../filter/error-offset.ts';
import { FilterError } from '../../filter/filter-error.tsx';
import { FilterField } from '../../filter/filter-field.tsx';
import { FilterHelp } from '../../filter/filter-help.tsx';
import { readFilter, writeFilter } from '../../filter/read-filter.ts';
import { formatCount } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';

const OUTCOMES: readonly { readonly title: string; readonly value: OutcomeStatus | undefined }[] = [
  { title: 'All', value: undefined },
  { title: 'Failure', value: 'failure' },
  { title: 'Success', value: 'success' },
  { title: 'Unknown', value: 'unknown' },
];

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['outcome = failure', 'equal; also !='],
  ['agent ~ claude', 'contains, ignoring case; also !~'],
  ['steps > 20 and cost <= 0.5', 'numbers; duration is in seconds'],
  ['start >= 2026-03-01', 'times, ISO 8601'],
  ['task = "two words"', 'quotes around spaces'],
  ['category = loop', 'one of its findings is about it'],
  ['has cost', 'known at all'],
  ['not (findings = 0 or format = otlp)', 'and, or, not, brackets'],
];

interface FilterBarProps {
  readonly filter: string;
  readonly total: number | undefined;
  /** What the server says against the filter. */
  readonly failure: Failure | undefined;
  /** Values that fields are known to have, beside the fixed ones: for completion. */
  readonly values?: FilterVocabulary['values'];
  /** Whether an outcome can be chosen with one click. */
  readonly hasOutcomes?: boolean;
  readonly onChange: (filter: string) => void;
  /** More controls, at the end. */
  readonly children?: ReactNode;
}

export function FilterBar({
  filter,
  total,
  failure,
  values = {},
  hasOutcomes = true,
  onChange,
  children,
}: FilterBarProps): ReactNode {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const errorId = useId();
  const read = readFilter(filter);
  const outcomes = read.isReadable ? readChoice(read.filter, 'outcome').values : [];
  const chosen = OUTCOMES.find(({ value }) =>
    value === undefined ? outcomes.length === 0 : outcomes.length === 1 && outcomes[0] === value,
  );
  const choose = (outcome: OutcomeStatus | undefined): void => {
    if (!read.isReadable) return;
    onChange(writeFilter(replaceChoice(read.filter, 'outcome', outcome === undefined ? [] : [outcome])));
  };
  useKeys({ '/': () => input.current?.select() });
  return (
    <search className="filter-bar">
      <FilterField
        ref={input}
        label="Filter"
        placeholder="outcome = failure and agent ~ claude and steps > 20"
        value={filter}
        vocabulary={{ fields: RUN_FIELDS, values: { ...values, ...FILTER_VALUES } }}
        errorId={failure === undefined ? undefined : errorId}
        onApply={onChange}
        onHelp={() => setHelpOpen(true)}
      />
      {hasOutcomes && (
        <ToggleGroup
          label="Outcome"
          choices={OUTCOMES}
          chosen={chosen === undefined ? null : chosen.value}
          isDisabled={!read.isReadable}
          onChoose={choose}
        />
      )}
      <p className="filter-total number" aria-live="polite">
        {total !== undefined &&
          failure === undefined &&
          `${formatCount(total)} ${total === 1 ? 'run' : 'runs'}`}
      </p>
      {children}
      {failure !== undefined && (
        <FilterError
          id={errorId}
          filter={filter}
          offset={findErrorOffset(failure.where, filter, 0)}
          failure={failure}
        />
      )}
      {isHelpOpen && (
        <FilterHelp fields={RUN_FIELDS} examples={EXAMPLES} onClose={() => setHelpOpen(false)} />
      )}
    </search>
  );
}
