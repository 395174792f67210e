import './checkbox.css';
import type { ReactNode } from 'react';
import { Checkbox as AriakitCheckbox } from '@ariakit/react/checkbox';

interface CheckboxProps {
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** What is chosen or left. */
  readonly children: ReactNode;
}

export function Checkbox({ isChecked, isDisabled = false, onChange, children }: CheckboxProps): ReactNode {
  return (
    <label className="checkbox">
      <AriakitCheckbox
        className="checkbox-box"
        checked={isChecked}
        disabled={isDisabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      {children}
    </label>
  );
}
