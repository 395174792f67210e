import './filter-field.css';
import { type ReactNode, type Ref, useEffect, useState } from 'react';
import { parseFilter, SPAN_ATTRIBUTES } from '@tracewright/core';
import { Button } from '../design/button.tsx';
import { Combobox } from '../design/combobox.tsx';
import { FieldFrame } from '../design/field-frame.tsx';
import { Icon } from '../design/icon.tsx';
import { type Completion, completeFilter, type FilterVocabulary } from './complete-filter.ts';

/** How long the typing rests before the filter is asked; longer while it stands half written. */
const PAUSE_MS = 300;
const UNFINISHED_PAUSE_MS = 1_500;

interface FilterFieldProps {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label: string;
  readonly placeholder: string;
  /** As it is applied; what is typed is applied when the typing rests, or with Enter. */
  readonly value: string;
  readonly vocabulary: FilterVocabulary;
  /** Id of the element that says what is wrong with it. */
  readonly errorId: string | undefined;
  readonly onApply: (filter: string) => void;
  readonly onHelp: () => void;
}

/** A filter as one types it, with what may come next offered below. */
export function FilterField({
  ref,
  label,
  placeholder,
  value,
  vocabulary,
  errorId,
  onApply,
  onHelp,
}: FilterFieldProps): ReactNode {
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const [completion, setCompletion] = useState<Completion>();
  // The address changed by itself: back, forward, a link, a facet.
  if (value !== applied) {
    setApplied(value);
    setDraft(value);
  }
  const apply = (filter: string): void => {
    // What is cleared must not be applied again when the typing rests.
    setDraft(filter);
    setApplied(filter);
    onApply(filter);
  };
  useEffect(() => {
    if (draft === applied) return undefined;
    const pause = isFinished(draft, vocabulary.fields) ? PAUSE_MS : UNFINISHED_PAUSE_MS;
    const timer = setTimeout(() => apply(draft), pause);
    return () => clearTimeout(timer);
  });
  const offer = (filter: string, caret: number): void =>
    setCompletion(completeFilter(filter, caret, vocabulary));
  const choose = (option: Completion['options'][number]): number | undefined => {
    if (completion === undefined) return undefined;
    const head = `${draft.slice(0, completion.start)}${option.text} `;
    const next = head + draft.slice(completion.end).trimStart();
    setDraft(next);
    offer(next, head.length);
    return head.length;
  };
  return (
    <div className="filter-field">
      <FieldFrame
        lead={<Icon name="filter" />}
        clear={draft === '' ? undefined : 'Clear the filter'}
        onClear={() => apply('')}
        tail={
          <Button kind="text" className="filter-syntax" onClick={onHelp}>
            Syntax
          </Button>
        }
      >
        <Combobox
          ref={ref}
          label={label}
          placeholder={placeholder}
          value={draft}
          options={completion?.options ?? []}
          errorId={errorId}
          onChange={(filter, caret) => {
            setDraft(filter);
            offer(filter, caret);
          }}
          onAsk={(caret) => offer(draft, caret)}
          onChoose={choose}
          onEnter={() => apply(draft)}
          onClose={() => setCompletion(undefined)}
        />
      </FieldFrame>
    </div>
  );
}

function isFinished(filter: string, fields: FilterVocabulary['fields']): boolean {
  try {
    if (filter.trim() !== '') parseFilter(filter, fields, SPAN_ATTRIBUTES);
    return true;
  } catch {
    return false;
  }
}
