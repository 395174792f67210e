import type { ReactElement, ReactNode } from 'react';
import {
  Toolbar as AriakitToolbar,
  ToolbarItem as AriakitItem,
  ToolbarProvider,
} from '@ariakit/react/toolbar';

interface ToolbarProps {
  readonly label: string;
  readonly className: string;
  /** Where the Tab key arrives first; the first item when absent. */
  readonly tabStop?: string | undefined;
  /** Holds `ToolbarItem`s. */
  readonly children: ReactNode;
}

/** A row of controls that is one stop for the Tab key: arrows, Home and End move in it. */
export function Toolbar({ label, className, tabStop, children }: ToolbarProps): ReactNode {
  return (
    <ToolbarProvider defaultActiveId={tabStop} focusLoop={false}>
      <AriakitToolbar aria-label={label} className={className}>
        {children}
      </AriakitToolbar>
    </ToolbarProvider>
  );
}

interface ToolbarItemProps {
  readonly id?: string;
  /** The control. */
  readonly children: ReactElement;
}

export function ToolbarItem({ id, children }: ToolbarItemProps): ReactNode {
  return <AriakitItem {...(id === undefined ? {} : { id })} render={children} />;
}
