import './dialog.css';
import type { ReactNode } from 'react';
import { Dialog as AriakitDialog, DialogDismiss, DialogHeading } from '@ariakit/react/dialog';
import { Icon } from './icon.tsx';
import { InDialog } from './overlay.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** A sheet stands in the middle, a drawer at the right edge. */
  readonly kind: 'sheet' | 'drawer';
  readonly children: ReactNode;
}

/** A modal dialog: the focus stays inside and goes back where it came from. Escape and a click beside it close it. */
export function Dialog({ title, onClose, kind, children }: DialogProps): ReactNode {
  return (
    <AriakitDialog
      open
      onClose={onClose}
      className={`dialog dialog-${kind}`}
      backdrop={<div className="dialog-backdrop" />}
      // The page itself never scrolls, its parts do, and they lie behind the backdrop.
      preventBodyScroll={false}
      // Closed here rather than by the library, which would then leave the focus where the click was.
      hideOnInteractOutside={(event) => {
        if (event.type === 'click') onClose();
        return false;
      }}
    >
      <header className="dialog-head">
        <DialogHeading render={<h2 />} className="trace-text">
          {title}
        </DialogHeading>
        <DialogDismiss className="icon-button" aria-label="Close">
          <Icon name="close" />
        </DialogDismiss>
      </header>
      {/* Scrolls, so the keyboard must be able to get there. */}
      <div className="dialog-body" role="region" aria-label={title} tabIndex={0}>
        <InDialog value>{children}</InDialog>
      </div>
    </AriakitDialog>
  );
}
