import './field-frame.css';
import { type ReactNode, useRef } from 'react';
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
  const frame = useRef<HTMLDivElement>(null);
  return (
    <div ref={frame} className={size === 'large' ? 'field-frame field-frame-large' : 'field-frame'}>
      {lead}
      {children}
      {clear !== undefined && (
        <IconButton
          icon="close"
          size="small"
          label={clear}
          onClick={() => {
            // The button goes away with the text.
            frame.current?.querySelector('input')?.focus();
            onClear();
          }}
        />
      )}
      {tail}
    </div>
  );
}
