import './popover.css';
import type { ReactNode } from 'react';
import {
  Popover as AriakitPopover,
  PopoverDisclosure,
  PopoverProvider,
  usePopoverContext,
} from '@ariakit/react/popover';
import { useStoreState } from '@ariakit/react/store';

interface PopoverProps {
  /** On the button that opens it. */
  readonly label: string;
  /** What is in it, for screen readers. */
  readonly title: string;
  /** Made when it is opened. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button and what it opens over the page, at its place. Escape and a click beside close it; the focus goes in and comes back. */
export function Popover({ label, title, children }: PopoverProps): ReactNode {
  return (
    <PopoverProvider placement="bottom-start">
      <PopoverDisclosure className="button">{label}</PopoverDisclosure>
      <Content title={title}>{children}</Content>
    </PopoverProvider>
  );
}

function Content({ title, children }: Omit<PopoverProps, 'label'>): ReactNode {
  const store = usePopoverContext();
  const isOpen = useStoreState(store, 'mounted') === true;
  return (
    isOpen && (
      <AriakitPopover fixed gutter={4} overflowPadding={8} fitViewport aria-label={title} className="popover">
        {children(() => store?.hide())}
      </AriakitPopover>
    )
  );
}
