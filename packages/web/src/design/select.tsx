import './popover.css';
import './select.css';
import type { ReactNode } from 'react';
import { Select as AriakitSelect, SelectItem, SelectPopover, SelectProvider } from '@ariakit/react/select';
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
    <SelectProvider value={value} setValue={onChoose} setValueOnMove={false}>
      <AriakitSelect aria-label={label} className="button select">
        <span className="select-value trace-text">{value}</span>
        <Icon name="down" />
      </AriakitSelect>
      <SelectPopover
        fixed
        gutter={4}
        overflowPadding={8}
        fitViewport
        unmountOnHide
        aria-label={label}
        className="popover"
      >
        {choices.map((name) => (
          <SelectItem key={name} value={name} className="select-item trace-text" />
        ))}
      </SelectPopover>
    </SelectProvider>
  );
}
