import './dialog.css';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** A sheet stands in the middle, a drawer at the right edge. */
  readonly kind: 'sheet' | 'drawer';
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside and gives it back. Escape and a click beside it close it. */
export function Dialog({ title, onClose, kind, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  /** Whether the press of a click began beside the dialog: who selects text may let go there. */
  const isPressedBeside = useRef(false);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog dialog-${kind}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isPressedBeside.current) onClose();
      }}
    >
      <div className="dialog-frame">
        <header className="dialog-head">
          <h2 id={heading} className="trace-text">
            {title}
          </h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {/* Scrolls, so the keyboard must be able to get there. */}
        <div className="dialog-body" role="region" aria-label={title} tabIndex={0}>
          {children}
        </div>
      </div>
    </dialog>
  );
}
