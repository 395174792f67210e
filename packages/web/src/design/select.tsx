import './popover.css';
import './select.css';
import type { ReactNode } from 'react';
import { ComboboxItem, ComboboxPopover, ComboboxProvider, ComboboxSelect } from '@ariakit/react/combobox';
import { Icon } from './icon.tsx';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChoose: (value: string) => void;
}

/** One of several names. Letters go to those that begin so; chosen with Enter or a click. */
export function Select({ label, value, choices, onChoose }: SelectProps): ReactNode {
  return (
    <ComboboxProvider selectedValue={value} setSelectedValue={onChoose}>
      <ComboboxSelect aria-label={label} moveOnKeyDown={false} className="button select">
        <span className="select-value trace-text">{value}</span>
        <Icon name="down" />
      </ComboboxSelect>
      <ComboboxPopover
        fixed
        gutter={4}
        overflowPadding={8}
        fitViewport
        unmountOnHide
        aria-label={label}
        className="popover"
      >
        {choices.map((name) => (
          <ComboboxItem key={name} value={name} className="select-item trace-text">
            {name}
          </ComboboxItem>
        ))}
      </ComboboxPopover>
    </ComboboxProvider>
  );
}
