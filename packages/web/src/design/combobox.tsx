import './combobox.css';
import { type ReactNode, type Ref, useRef } from 'react';
import { flushSync } from 'react-dom';
import {
  Combobox as AriakitCombobox,
  ComboboxItem,
  ComboboxList,
  useComboboxStore,
} from '@ariakit/react/combobox';

interface ComboboxOption {
  readonly text: string;
  readonly hint: string;
}

interface ComboboxProps<Option extends ComboboxOption> {
  readonly ref?: Ref<HTMLInputElement> | undefined;
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** What may come at the caret; none closes the list. */
  readonly options: readonly Option[];
  /** Id of the element that says what is wrong with the value. */
  readonly errorId: string | undefined;
  readonly onChange: (value: string, caret: number) => void;
  /** By a click or an arrow key. */
  readonly onAsk: (caret: number) => void;
  /** Takes the option over. @returns where the caret goes */
  readonly onChoose: (option: Option) => number | undefined;
  /** Enter while no option is chosen. */
  readonly onEnter: () => void;
  /** The list is to be closed. */
  readonly onClose: () => void;
}

/** A field for one line of text, with what may come at its caret offered below. The focus stays in the field. */
export function Combobox<Option extends ComboboxOption>(props: ComboboxProps<Option>): ReactNode {
  const { options, onAsk, onClose } = props;
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOpen = options.length > 0;
  const ask = (): void => onAsk(input.current?.selectionStart ?? props.value.length);
  const store = useComboboxStore({
    open: isOpen,
    setOpen: (open) => (open ? ask() : onClose()),
    // The arrow keys go round the options alone.
    compositeElementInFocusOrder: false,
  });
  const choose = (option: Option | undefined): void => {
    const field = input.current;
    if (option === undefined || field === null) return;
    let caret: number | undefined;
    // At once: what is typed next must find the caret behind the choice, also on a busy machine.
    flushSync(() => {
      caret = props.onChoose(option);
      store.setActiveId(null);
    });
    field.focus();
    if (caret !== undefined) field.setSelectionRange(caret, caret);
  };
  /** The option the arrow keys are on. */
  const findActive = (): Option | undefined => {
    const element = store.item(store.getState().activeId)?.element;
    return options.find(({ text }) => text === element?.dataset['option']);
  };
  return (
    <div className="combobox">
      <AriakitCombobox
        ref={(element) => {
          input.current = element;
          if (typeof props.ref === 'function') props.ref(element);
          else if (props.ref !== undefined && props.ref !== null) props.ref.current = element;
        }}
        store={store}
        type="text"
        className="mono"
        aria-label={props.label}
        aria-invalid={props.errorId !== undefined}
        aria-describedby={props.errorId}
        placeholder={props.placeholder}
        spellCheck={false}
        autoCapitalize="off"
        value={props.value}
        // What is offered depends on the caret, which this component asks about.
        setValueOnChange={false}
        setValueOnClick={false}
        showOnChange={false}
        showOnClick={false}
        onChange={({ currentTarget }) =>
          props.onChange(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length)
        }
        onClick={() => {
          store.setActiveId(null);
          ask();
        }}
        onBlur={({ relatedTarget }) => {
          if (!(relatedTarget instanceof Node) || list.current?.contains(relatedTarget) !== true) onClose();
        }}
        onKeyDown={(event) => {
          // The library has given it to the option it is on.
          if (event.defaultPrevented) return;
          if (event.key === 'Escape') {
            if (isOpen) onClose();
            else event.currentTarget.blur();
          } else if (event.key === 'Tab' && !event.shiftKey && isOpen && findActive() !== undefined) {
            event.preventDefault();
            choose(findActive());
          } else if (event.key === 'Enter') {
            event.preventDefault();
            onClose();
            props.onEnter();
          }
        }}
      />
      {isOpen && (
        <ComboboxList ref={list} store={store} className="combobox-list" aria-label="Completions">
          {options.map((option) => (
            <ComboboxItem
              key={option.text}
              data-option={option.text}
              className="combobox-item"
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <code>{option.text}</code>
              <span className="muted">{option.hint}</span>
            </ComboboxItem>
          ))}
        </ComboboxList>
      )}
    </div>
  );
}
