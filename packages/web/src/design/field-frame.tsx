import './field-frame.css';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

interface FieldFrameProps {
  /** Tall where the field is what the page is about. */
  readonly size?: 'medium' | 'large';
  /** Before the field: an icon or a word. */
  readonly lead: ReactNode;
  /** Name of the button that empties the field; absent while it is empty. */
  readonly clear: string | undefined;
  readonly onClear: () => void;
  /** More, behind that button. */
  readonly tail?: ReactNode;
  /** The field itself, without a frame of its own. */
  readonly children: ReactNode;
}

/** The frame around a field in a bar, with the button that empties it. */
export function FieldFrame({
  size = 'medium',
  lead,
  clear,
  onClear,
  tail,
  children,
}: FieldFrameProps): ReactNode {
  return (
    <div className={`field-frame field-frame-${size}`}>
      {lead}
      {children}
      {clear !== undefined && <IconButton icon="close" size="small" label={clear} onClick={onClear} />}
      {tail}
    </div>
  );
}
