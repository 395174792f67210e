import './filter-field.css';
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { parseFilter, SPAN_ATTRIBUTES } from '@tracewright/core';
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

/** A filter as one types it, with what may come next offered below. **Source:** WAI-ARIA combobox with a list. */
export function FilterField(props: FilterFieldProps): ReactNode {
  const { value, vocabulary, errorId, onApply } = props;
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const [completion, setCompletion] = useState<Completion>();
  const [active, setActive] = useState(-1);
  const own = useRef<HTMLInputElement>(null);
  const list = useId();
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
  const offer = (input: HTMLInputElement): void => {
    setActive(-1);
    setCompletion(completeFilter(input.value, input.selectionStart ?? input.value.length, vocabulary));
  };
  const close = (): void => setCompletion(undefined);
  const choose = (index: number): void => {
    const option = completion?.options[index];
    const input = own.current;
    if (option === undefined || completion === undefined || input === null) return;
    const head = `${draft.slice(0, completion.start)}${option.text} `;
    const next = head + draft.slice(completion.end).trimStart();
    // At once: what is typed next must find the caret behind the choice, also on a busy machine.
    flushSync(() => {
      setDraft(next);
      setActive(-1);
      setCompletion(completeFilter(next, head.length, vocabulary));
    });
    input.focus();
    input.setSelectionRange(head.length, head.length);
  };
  const options = completion?.options ?? [];
  const move = (by: 1 | -1): void => setActive((active + by + options.length) % options.length);
  return (
    <div className="filter-field">
      <div className="filter-box">
        <Icon name="filter" />
        <input
          ref={(input) => {
            own.current = input;
            if (typeof props.ref === 'function') props.ref(input);
            else if (props.ref !== undefined && props.ref !== null) props.ref.current = input;
          }}
          type="text"
          role="combobox"
          className="filter-input mono"
          aria-label={props.label}
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? list : undefined}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          aria-invalid={errorId !== undefined}
          aria-describedby={errorId}
          placeholder={props.placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={draft}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            offer(event.currentTarget);
          }}
          onClick={(event) => offer(event.currentTarget)}
          onBlur={close}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              if (options.length > 0) close();
              else event.currentTarget.blur();
            } else if (event.key === 'ArrowDown' && options.length === 0) offer(event.currentTarget);
            else if (event.key === 'ArrowDown') move(1);
            else if (event.key === 'ArrowUp' && options.length > 0) move(-1);
            else if (event.key === 'Tab' && options.length > 0 && active >= 0) choose(active);
            else if (event.key === 'Enter' && active >= 0) choose(active);
            else if (event.key === 'Enter') {
              close();
              apply(draft);
            } else return;
            if (event.key !== 'Escape') event.preventDefault();
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
        <button type="button" className="filter-syntax text-button" onClick={props.onHelp}>
          Syntax
        </button>
      </div>
      {options.length > 0 && (
        <ul id={list} role="listbox" className="filter-options" aria-label="Completions">
          {options.map(({ text, hint }, index) => (
            <li
              key={text}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              className="filter-option"
              // Before the input loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(index);
              }}
            >
              <code>{text}</code>
              <span className="muted">{hint}</span>
            </li>
          ))}
        </ul>
      )}
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
